"""Which row of a table is its header, and what each column holds: by what its header says, and by what its cells show."""
