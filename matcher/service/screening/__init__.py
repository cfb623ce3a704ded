"""How files become an answer, shared by the use cases that screen, look back, take back and run again."""
