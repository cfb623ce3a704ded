"""How a table stands in its file: its rows and their places, headings, groups and footers among them, and what is arranged otherwise."""
