"""XML of any size and in any state: its characters, its tags, and the records cut out of it one block at a time."""
