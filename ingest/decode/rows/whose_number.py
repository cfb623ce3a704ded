"""Whose a number is that may not be of the person its row is about: `Mother's phone` beside `Mother's name`, `Phone 2` of `Name 2`.

A number under such a header is called by the name that goes with it; where there is no such column, by the person of the row and the words
of the header, so that nobody takes a school for a child.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ingest.decode.columns.layout import Layout
from ingest.decode.values.person import label_of_number
from ingest.decode.words.headers import NAMES, RELATIONS, Column, is_of_anybody, is_phone_word, words_of
from ingest.decode.words.sets import set_of

#: Words for a name; what is left of a header says whose it is.
_NAME_WORDS = set_of(
    "name names full display given first last middle family surname forename contact person s of the for no to with who whose"
)
#: Words that join others; before the first of them they say nothing.
_JOINING = set_of("of the for to with and at in")
#: Columns in which a name may stand, whatever else their header says.
_NAMING = (Column.NAME, Column.GIVEN, Column.MIDDLE, Column.FAMILY, Column.NICKNAME, Column.OTHER)
_NUMBERS = (Column.PHONE, Column.MAYBE_PHONE)


class Whose(NamedTuple):
    """Whose the numbers of a column are."""

    #: Columns with the name, or its parts.
    names: tuple[int, ...]
    #: What its header says of the person, if that is somebody else than the row is about; empty otherwise.
    words: str = ""
    #: Who that is, without the words for telephones: whether nobody may see the number is told by it, whatever the name.
    about: str | None = None

    def label(self, cells: Sequence[str], person: str | None) -> str | None:
        """Give the name that goes with the number, or say of whom of the person of the row it is."""
        name = " ".join(text for at in self.names if (text := cells[at].strip()))
        if name or (self.names and not self.words):
            return name or None
        if not self.words:
            return person
        return self.words if person is None else f"{person}: {self.words}"


def whose_numbers(layout: Layout) -> dict[int, Whose]:
    """Find the columns of numbers that are not simply those of the person of the row, each with whose they are."""
    numbers = sorted(at for at in layout.all_of(*_NUMBERS) if at < len(layout.header))
    subjects = {at: _subject(layout.header[at]) for at in numbers}
    named = _names_by_subject(layout)
    found: dict[int, Whose] = {}
    for at, subject in subjects.items():
        words = " ".join(layout.header[at].split()).casefold() if subject & RELATIONS else ""
        if subject and (words or subject in named):
            found[at] = Whose(named.get(subject, ()), words, _about(layout.header[at]))
    found = found or _by_place(layout, numbers)
    for at, subject in subjects.items():
        if at not in found and not all(map(is_of_anybody, subject)):
            found[at] = Whose((), "", _about(layout.header[at]))
    return found


def _about(header: str) -> str | None:
    """Who a header speaks of, in the order of its words."""
    words = [word for word in words_of(header) if word in _JOINING or _says_whose(word)]
    start = next((at for at, word in enumerate(words) if word not in _JOINING), len(words))
    return " ".join(words[start:]) or None


def _names_by_subject(layout: Layout) -> dict[frozenset[str], tuple[int, ...]]:
    """Columns that name somebody, by what their header says beside that it is a name."""
    named: dict[frozenset[str], list[int]] = {}
    bare: dict[frozenset[str], list[int]] = {}
    for at in sorted(at for at in layout.all_of(*_NAMING) if at < len(layout.header)):
        subject = _subject(layout.header[at])
        if not subject:
            continue
        says_name = not _NAME_WORDS.isdisjoint(words_of(layout.header[at]))
        if says_name or not all(map(str.isdecimal, subject)):
            (named if says_name else bare).setdefault(subject, []).append(at)
    return {subject: tuple(places) for subject, places in {**{key: each[:1] for key, each in bare.items()}, **named}.items()}


def _subject(header: str) -> frozenset[str]:
    """The words of a header that say whose the cells are: those for names, telephones and their kinds say nothing of that."""
    return frozenset(word for word in words_of(header) if word.isdecimal() or _says_whose(word))


def _says_whose(word: str) -> bool:
    return word not in _NAME_WORDS and not is_phone_word(word) and label_of_number(word) is not None


def _by_place(layout: Layout, numbers: Sequence[int]) -> dict[int, Whose]:
    """Where the same header stands over several columns of names, with numbers between them, each number goes with the name beside it."""
    names = sorted(at for at in layout.all_of(*NAMES) if at < len(layout.header))
    texts = {layout.header[at].strip().casefold() for at in names}
    if len(names) < 2 or len(texts) > 1 or not numbers:
        return {}
    names_first = names[0] < numbers[0]
    found: dict[int, Whose] = {}
    for at in numbers:
        beside = [name for name in names if (name < at) is names_first]
        if beside:
            found[at] = Whose((beside[-1] if names_first else beside[0],))
    return found if len({whose.names for whose in found.values()}) > 1 else {}
