"""What somebody sees of a thing that is kept, shared by the use cases that show it; each decides who may see it."""
