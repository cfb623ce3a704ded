"""What is written alike on both sides of the house: signs by which files and numbers are known, and no thought about either."""
