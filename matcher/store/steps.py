"""Names for the moments between two effects. Nothing happens at them; tests end the process there to see what is left."""

from __future__ import annotations


def reached(step: str) -> None:
    """Say that a step was reached.

    Args:
        step: Read as use case:moment.
    """
    del step
