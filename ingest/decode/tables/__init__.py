"""A whole table, or all those of a workbook, becomes records: every row is accounted for, and what a person must know is told."""
