"""One module for each format: the phone of the model as the real program writes it, byte for byte the same each time."""
