"""One row of a table becomes a record: who and what stands in it, whose number that is, which way it went, and when."""
