"""Which lines and which numbers a sentence of an answer names: the one place that says so.

An id is whatever somebody could print, so one may begin with another: `Alpha` and `Alpha 2`, `L` and `L.1`. What a sentence names can be
said only among all the lines there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from matcher.domain.answers.plain_view import name_of

Json = dict[str, Any]

#: Parts of an answer that tell of lines.
_PARTS = ("matches", "associates", "leads")


class Sentence(NamedTuple):
    """A sentence, and what it names."""

    text: str
    #: Of lines, as it writes them.
    names: frozenset[str]

    def names_line(self, line: Json) -> bool:
        """Whether it names a line."""
        return name_of(line) in self.names

    def speaks_of(self, told: Json) -> bool:
        """Whether it is about a match, or a person a line names, by number and line."""
        return self.names_line(told["line"]) and quotes(self.text, told["number"])

    def tells_of(self, names: Collection[str], numbers: Iterable[str]) -> bool:
        """Whether it names one of these lines or numbers."""
        return not self.names.isdisjoint(names) or any(quotes(self.text, number) for number in numbers)


def sentences(texts: Iterable[str], names: Collection[str]) -> Iterator[Sentence]:
    """Find what sentences name among all lines there are.

    Args:
        texts: What is said.
        names: Of every line of the answers they stand in.
    """
    return (Sentence(text, named_in(text, names)) for text in texts)


def named_in(text: str, names: Collection[str]) -> frozenset[str]:
    """Give the lines a text names, of all there are: the longest name that stands at a place is the one that is meant."""
    standing = sorted((each for each in names if each in text), key=len, reverse=True)
    if not standing:
        return frozenset()
    # As whole words: `line L-1` is no part of `line L-10`, though nobody may know of that one here.
    return frozenset(re.findall(rf"(?<!\w)(?:{'|'.join(map(re.escape, standing))})(?![\w-])", text))


def quotes(text: str, number: str) -> bool:
    """Whether a text has a number as E.164, and not only one that begins with it."""
    return number in text and re.search(rf"{re.escape(number)}(?!\d)", text) is not None


def names_of(*answers: Json) -> frozenset[str]:
    """Give the names of the lines answers tell of, as their sentences write them."""
    told = (each["line"] for answer in answers for part in _PARTS for each in answer[part])
    return frozenset(name_of(line) for line in told if line is not None)
