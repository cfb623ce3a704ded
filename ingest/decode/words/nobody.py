"""What stands where a name may, and says that there is none."""

from __future__ import annotations

from typing import Final

from ingest.decode.words.sets import set_of

#: What says that a form was left open there.
NOBODY: Final = frozenset(
    {"none", "no", "nobody", "n/a", "na", "nil", "-", "\u2013", "not applicable", "no one", "noone", "nobody else", "no one else", "alone"}
)
#: What stands for a name where nobody has one.
_NO_NAMES: Final = set_of("yes no true false male female m f y n")


def is_nobody(value: str) -> bool:
    """Whether what stands where a name may says that there is none, or answers a question."""
    return value.casefold().strip(".") in NOBODY | _NO_NAMES
