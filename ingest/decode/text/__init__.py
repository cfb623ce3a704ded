"""Files that are text: which characters their bytes are, the rows of CSV and its kin, and the tokens of JSON."""
