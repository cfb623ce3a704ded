"""What one value says, in a cell as in a field of a report or a card: a number, an id, a time, a person, a way, the parties of a call."""
