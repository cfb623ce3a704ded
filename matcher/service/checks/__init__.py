"""How typed numbers are answered, shared by the gate all questions pass."""
