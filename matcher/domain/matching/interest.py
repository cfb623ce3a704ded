"""What of a phone an answer needs in full."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import NamedTuple


class Interest(NamedTuple):
    """What an answer needs in full; everything else on a phone is only counted."""

    #: Numbers of lines. A label alone never hides one of them.
    listed: AbstractSet[str]
    #: Numbers of people the list names.
    named: AbstractSet[str]
    #: Whether a label reads like the name of a line.
    is_brand: Callable[[str], bool]
    #: Whether all that is listed about a number is suspected to be false: then what it is saved as is believed (docs/decisions/0013).
    is_doubted: Callable[[str], bool] = lambda _: False
    #: Whether a label is the name of a line: then only that of a profession, and nothing else, keeps its number out.
    is_name: Callable[[str], bool] = lambda _: False
    #: Whether a label may be the name of a line that has few letters; None where no line has.
    is_short_name: Callable[[str], bool] | None = None

    def is_known(self, e164: str) -> bool:
        """Whether a number is shown whatever it is saved as."""
        return e164 in self.named or (e164 in self.listed and not self.is_doubted(e164))
