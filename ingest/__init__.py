"""A file goes in, records come out; knows formats, not phones; plain, synchronous, no network, no database."""
