"""The column in which the people of rows are called something: by words or words with a count, where no header says so, or as a child."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.decode.values.number_shape import has_digit
from ingest.decode.values.person import label_of_number
from ingest.decode.values.typed_lines import is_name
from ingest.decode.words.headers import NUMBER_COLUMNS, Column, words_of
from ingest.decode.words.own import names_child
from ingest.decode.words.sets import set_of

#: Share of filled cells.
_HALF: Final = 0.5
#: Words and a short count behind them, as people tell those apart whose names they do not know: `Unknown 1`, `UM1`, `Jay (2)`.
_COUNTED = re.compile(r"[^\W\d_][^\d/:;@]{0,40}?\(?\d{1,3}\)?")
#: A field and its value, as programs print them; nobody is called so.
_FIELD = re.compile(r"\s*[A-Za-z_]\w{0,30}=", re.ASCII)
_UNKNOWN: Final = "unknown"
#: What programs write where something is so or not; nobody is called so.
_FLAGS: Final = frozenset({"y", "n", "yes", "no", "true", "false", "t", "f", "x", "ja", "nein", "oui", "non", "tak", "nie"})
#: What such a count is of where it counts the rows, or things, and nobody.
_OF_THINGS: Final = set_of("row item entry record line page no nr num number ref reference ex exhibit sim slot sheet table fig id")


#: Children as those who teach or treat them call them, and what stands beside that without meaning anybody else.
_PUPILS: Final = set_of("pupil pupils student students learner patient resident")
_BESIDE_PUPILS: Final = set_of("name names full s of the")


def heads_child(header: str) -> bool:
    """Whether a header means the child a row is about, and nobody of theirs: `YP`, `Name of child`, `Pupil`."""
    words = words_of(header)
    are_pupils = not _PUPILS.isdisjoint(words) and all(word in _PUPILS or word in _BESIDE_PUPILS for word in words)
    return are_pupils or names_child(header)


#: Words for people of no kind, and headers of names that leave nothing open.
_VAGUE: Final = frozenset({"contact", "contacts", "who", "person"})
_PLAIN: Final = frozenset({"name", "names", "full name", "contact name", "display name", "person name"})


def settle_names(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Say which columns of a list have the names of its people, where several may."""
    name_children(columns, samples, header)
    texts = [" ".join(words_of(text)) for text in header]
    for at in range(len(columns) - 1):
        # `Contact, Name, Number`: what somebody is, and then what they are called.
        are_two = columns[at] is columns[at + 1] is Column.NAME
        if are_two and texts[at] in _VAGUE and texts[at + 1] in _PLAIN:
            columns[at] = Column.ABOUT


def name_children(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Take the child of a row for its person where a name stands further on: `Child, Mobile, Contact name, Contact number`.

    Their number stands between the two; else a child may be whose phone the rows were taken from.
    """
    numbers = [at for at, column in enumerate(columns) if column in NUMBER_COLUMNS]
    name = next((at for at, column in enumerate(columns) if column is Column.NAME), None)
    if not numbers or name is None or numbers[0] > name:
        return
    for at in range(numbers[0]):
        told = sum(not has_digit(cell) for cell in samples[at])
        if columns[at] is Column.OTHER and heads_child(header[at]) and told > _HALF * len(samples[at]):
            columns[at] = Column.NAME
            return


def find_named(columns: Sequence[Column], samples: Sequence[Sequence[str]]) -> int | None:
    """Give the first column of no other use whose cells are mostly words; None where there is none.

    One of words with counts is it, too, unless names without any stand behind it: `M14` beside `Jay` is where somebody lives.
    """
    free = [at for at, column in enumerate(columns) if column is Column.OTHER]
    wordy = next(_mostly(free, samples, counted=False), None)
    counted = next(_mostly(free, samples, counted=True), None)
    if wordy is None or counted is None:
        return counted if wordy is None else wordy
    return wordy if wordy < counted or _are_names(samples[wordy]) else counted


def _mostly(free: Sequence[int], samples: Sequence[Sequence[str]], *, counted: bool) -> Iterator[int]:
    for at in free:
        sample = samples[at]
        told = sum(not has_digit(cell) or (counted and _is_counted(cell)) for cell in sample)
        if told > _HALF * max(len(sample), 1) and not are_flags(sample) and any(map(_is_of_somebody, sample)):
            yield at


def are_flags(sample: Sequence[str]) -> bool:
    """Whether cells only say that something is so or not, or are the same letter throughout."""
    if len(sample) > 1 and len(sample[0].strip()) == 1 and len(set(sample)) == 1:
        return True
    return _FLAGS.issuperset(cell.strip().casefold() for cell in sample)


def _is_of_somebody(cell: str) -> bool:
    """Whether a cell means somebody: `Home` and `Mobile` say which number it is, and of nobody, and so does `Unknown` without a count."""
    if _FIELD.match(cell) is not None:
        return False
    return label_of_number(cell) is not None or (_UNKNOWN in words_of(cell) and has_digit(cell) is not None)


def _is_counted(cell: str) -> bool:
    return _COUNTED.fullmatch(cell.strip()) is not None and _OF_THINGS.isdisjoint(words_of(cell))


def _are_names(sample: Sequence[str]) -> bool:
    return sum(map(is_name, sample)) > _HALF * len(sample)
