"""The one interface of the readers: recognise, then read."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import Protocol

from ingest.records import Part, Scope
from ingest.source import Source


class Claim(IntEnum):
    """How sure a reader is that a file is of its format. The highest claim wins; two `SURE` on one file is a fault of ours."""

    NO = 0
    #: The shape fits (a table with something like numbers in it).
    MAYBE = 1
    #: The shape fits and the content names the format's own words.
    LIKELY = 2
    #: A signature only this format has.
    SURE = 3


class Reader(Protocol):
    """Knows one extraction format: how to recognise it and how to read it. Stateless; no work in the constructor."""

    @property
    def name(self) -> str:
        """The stable short name, as `--format` takes it: `vcard`, `csv`, `ufdr`."""

    @property
    def made_by(self) -> str:
        """One line: what makes such a file."""

    @property
    def scopes(self) -> frozenset[Scope]:
        """What the format can hold."""

    def recognise(self, source: Source) -> Claim:
        """Say how sure we are, from content only, cheaply, without raising."""

    def read(self, source: Source, scopes: frozenset[Scope]) -> Iterator[Part]:
        """Yield every record inside `scopes`, streaming; owner numbers are given whatever the scope.

        Raises:
            IngestError: the structure is broken; a broken record is a `Skipped` instead.
        """


class OpenedSource(Protocol):
    """What is asked of a file that is read, wherever it lies."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def size(self) -> int:
        """Its bytes."""

    @property
    def sha256(self) -> str:
        """Its hash."""

    def read_share(self) -> float:
        """How much of it was read, from 0 to 1."""


class Opened(Protocol):
    """A file and the reader that reads it: in this process, in a jail, or for several answers at once."""

    @property
    def source(self) -> OpenedSource:
        """The file."""

    @property
    def reader(self) -> Reader:
        """The reader."""

    @property
    def scopes(self) -> frozenset[Scope]:
        """What of it is read."""

    def parts(self) -> Iterator[Part]:
        """Yield what it holds; each call reads it anew."""
