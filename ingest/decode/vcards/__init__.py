"""Cards of people, in vCard as in jCard and xCard: their lines, properties and values, and the record each becomes."""
