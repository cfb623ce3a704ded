"""What records of all formats say of a person beside numbers: whether it is the owner, and what somebody is to the owner."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

#: What phones call the number of their own SIM and their owner's own card. Formats facts 1.4: the Me card is not a contact.
OWNERS_NAMES: Final = frozenset({"me", "my card", "my number", "own number"})
_LONGEST_OWNERS_NAME: Final = 10

#: Texts about somebody that are kept, to tell whom to keep out; a longer one is cut.
LONGEST_TEXT: Final = 200
_MOST_TEXTS: Final = 16
#: Groups every contact of an account is in.
_EVERYBODY = re.compile(r"(?:\*?\s*my\s?contacts(?:\s*:::\s*)?)|(?:\*\s*\w+(?:\s*:::\s*)?)+", re.IGNORECASE)


def is_owners_name(label: str | None) -> bool:
    """Whether a contact is called what phones call their owner's own."""
    return label is not None and len(label) <= _LONGEST_OWNERS_NAME and label.strip().casefold() in OWNERS_NAMES


def joined_about(texts: Iterable[str], label: str | None) -> str | None:
    """Join what is said of a person, but the name itself and the groups of everybody; None when nothing is left."""
    told = [text for given in texts if (text := given.strip()) and text != label and not _EVERYBODY.fullmatch(text)]
    return "; ".join(" ".join(text[:LONGEST_TEXT].split()) for text in islice(told, _MOST_TEXTS)) or None
