"""The texts a workbook keeps apart from its cells: cells point at them, any number of cells at one text.

That makes a bomb of a small file: a text of a megabyte to which thousands of cells point. So what is kept and what is given have limits
that grow with the file. A real sheet of many rows that repeat long cells, such as who takes part in a chat, compresses no better than
archives may.
"""

from __future__ import annotations

from sys import getsizeof
from typing import Final

from ingest.decode.archives.archive import Archive
from ingest.decode.workbooks.part_xml import Attributes, PartHandlers, parse_part, unescape
from ingest.errors import DamagedExtraction, UnsafeExtraction
from ingest.source import Source

#: Memory of all texts: of any file, for each byte of a file (digits packed well take a tenth of it), and at the most.
_KEPT_FREE: Final = 64 << 20
_KEPT_FOR_BYTE: Final = 40
_MOST_KEPT: Final = 512 << 20
#: Characters given to cells: of any file, and for each byte of it.
_GIVEN_FREE: Final = 64 << 20
_GIVEN_FOR_BYTE: Final = 300
#: The longest text a spreadsheet program has in a cell, and the characters of longer ones that are given more than once.
_LONGEST_CELL: Final = 32_767
_REPEATED_FREE: Final = 4 << 20


class SharedTexts:
    """The shared texts of one workbook, given by their number; counts what it gives."""

    def __init__(self, source: Source, texts: list[str], *, is_cut: bool = False) -> None:
        """Take the texts over. `is_cut` means that there were more, which are lost."""
        self._source = source
        self._texts = texts
        self.is_cut = is_cut
        self._left = _GIVEN_FREE + _GIVEN_FOR_BYTE * source.size
        self._repeats_left = _REPEATED_FREE
        self._long_ones: set[int] = set()

    def afresh(self) -> SharedTexts:
        """The same texts, as if none had been given yet."""
        return SharedTexts(self._source, self._texts, is_cut=self.is_cut)

    @property
    def is_empty(self) -> bool:
        """Whether there are none at all."""
        return not self._texts

    def __getitem__(self, number: int) -> str:
        """Give a text.

        Raises:
            IndexError: there is no such text.
            UnsafeExtraction: cells hold more text than any table.
        """
        text = self._texts[number]
        length = len(text)
        self._left -= length
        if length > _LONGEST_CELL:
            if number in self._long_ones:
                self._repeats_left -= length
            self._long_ones.add(number)
        if self._left < 0 or self._repeats_left < 0:
            raise _too_much(self._source)
        return text


def read_shared_texts(source: Source, archive: Archive, part: str | None) -> SharedTexts:
    """Read the part that holds the texts; none without one. Texts before a place where it is broken are kept.

    Raises:
        DamagedExtraction: it is broken from its start.
        UnsafeExtraction: a document type, or an absurd amount of text.
    """
    found = _Collected()
    if part is None:
        return SharedTexts(source, found.texts)
    most = min(_KEPT_FREE + _KEPT_FOR_BYTE * source.size, _MOST_KEPT)
    try:
        for _ in parse_part(source, archive, part, PartHandlers(found.start, found.end, found.buffer.append)):
            if found.memory() > most:
                raise _too_much(source)
    except DamagedExtraction:
        if not found.texts:
            raise
        return SharedTexts(source, found.texts, is_cut=True)
    return SharedTexts(source, found.texts)


class _Collected:
    """Collects the texts, the runs of each joined; how a text is pronounced (`rPh`) is no part of it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.buffer: list[str] = []
        self._runs: list[str] = []
        self._memory = 0
        self._is_spoken = False

    def start(self, name: str, _: Attributes) -> None:
        if name == "t":
            self.buffer.clear()
        elif name == "si":
            self._runs.clear()
        elif name == "rPh":
            self._is_spoken = True

    def end(self, name: str) -> None:
        if name == "t":
            if not self._is_spoken:
                self._runs.append("".join(self.buffer))
        elif name == "si":
            text = unescape("".join(self._runs))
            self.texts.append(text)
            self._memory += getsizeof(text) + 8
        elif name == "rPh":
            self._is_spoken = False

    def memory(self) -> int:
        """Bytes held, those of an unfinished text included."""
        return self._memory + sum(map(getsizeof, self._runs)) + sum(map(getsizeof, self.buffer))


def _too_much(source: Source) -> UnsafeExtraction:
    return UnsafeExtraction(
        f"'{source.name}' is a spreadsheet with an absurd amount of text.", hint="Save the sheet that matters as .csv and give that."
    )
