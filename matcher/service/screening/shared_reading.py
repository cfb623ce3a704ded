"""One reading of a file for several answers: it is taken apart once, and each answer takes in every part of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import tee, zip_longest

from ingest import Opened, OpenedSource, Part, Reader, Scope


@dataclass(slots=True)
class Share:
    """The file as one of the answers sees it; to its users like the extraction itself."""

    _extraction: Opened
    _first: Iterator[Part] | None

    @property
    def source(self) -> OpenedSource:
        """The file."""
        return self._extraction.source

    @property
    def reader(self) -> Reader:
        """The reader."""
        return self._extraction.reader

    @property
    def scopes(self) -> frozenset[Scope]:
        """What of it is read."""
        return self._extraction.scopes

    def parts(self) -> Iterator[Part]:
        """Yield what it holds: the first time from the reading all share, afterwards from one of its own."""
        first, self._first = self._first, None
        return self._extraction.parts() if first is None else first


@dataclass(slots=True)
class SharedReading:
    """Deals one reading out to several answers that keep step with each other."""

    extraction: Opened
    answers: int
    shares: Sequence[Share] = field(init=False)

    def __post_init__(self) -> None:
        """Begin nothing yet: the first part is read when the first answer asks for it."""
        # In step, so that no answer lags behind by more than a batch, which is what is kept in between.
        self.shares = [Share(self.extraction, first) for first in tee(self.extraction.parts(), self.answers)]


def in_step(runs: Sequence[Iterator[object]]) -> Iterator[None]:
    """Run several to their ends, each a batch at a time."""
    for _ in zip_longest(*runs):
        yield
