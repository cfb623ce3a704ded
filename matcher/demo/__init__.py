"""A service to look at: two organisations, lines, people and phones that do not exist, with planted cases and what must come of them."""
