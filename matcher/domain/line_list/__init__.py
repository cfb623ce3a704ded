"""Rows of a line list become a list that can be looked up, with every fault of them told at once."""
