"""An answer as somebody may see it: by role, by line, by unit, before review, after a recall, and as partners hear of it."""
