"""What the law asks of a legal basis that was stated, and whether it still carries (domain 9)."""
