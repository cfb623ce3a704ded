"""Headings alone in a row above the cards of people: `Solicitor` above one, `Social workers` above several. They become a fact of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.decode.arrangement.fact_keys import is_key, names_relation
from ingest.decode.arrangement.headings import may_be_title
from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.words.doers import names_doers
from ingest.decode.words.named_people import heads_person

#: What the fact is called that says who somebody is.
_TIE: Final = "Relationship"


class CardHeads(NamedTuple):
    """The headings of cards."""

    #: The fact with which each card begins.
    first: str
    texts: frozenset[str]

    @classmethod
    def of(cls, rows: Sequence[NumberedRow], left_open: frozenset[str] = frozenset()) -> CardHeads | None:
        """Find what stands alone above cards and says who their people are; None where nothing does.

        A fact of one person that was left open in a card looks alike: a colon stands behind it, it has a value in another card, or it is
        the last of all. `left_open` are those with a colon that the rows are without.
        """
        filled = [cells for _, cells in rows if any(map(str.strip, cells))]
        first = next((key_of(cells) for cells in filled if not _who(cells)), "")
        alone = {text for cells, below in pairwise(filled) if (text := _who(cells)) and key_of(below) == first}
        others = {key_of(cells) for cells, below in pairwise([*filled, []]) if not _who(cells) or key_of(below) != first}
        left_open |= {key_of(cells) for cells in filled if cells[0].rstrip().endswith(":")}
        texts = frozenset(text for text in alone - others if text not in left_open or names_doers(text))
        return cls(first, texts) if texts else None

    def moved(self, rows: Iterable[NumberedRow]) -> Iterator[NumberedRow]:
        """Give the rows of cards with each heading as a fact of the cards below it: of the next one, or of all where it names several."""
        heading = ""
        for number, cells in rows:
            if may_be_title(cells) and (_who(cells) in self.texts or not is_key(cells[0])):
                heading = text if (text := _who(cells)) in self.texts else ""
                if heading:
                    continue
            yield number, cells
            if heading and key_of(cells) == self.first:
                yield number, [_TIE, heading]
                heading = heading if names_doers(heading) else ""


def key_of(cells: Sequence[str]) -> str:
    """Give what the fact of a row is called."""
    return cells[0].strip().rstrip(":").rstrip() if cells else ""


def _who(cells: Sequence[str]) -> str:
    """Give the words that stand alone in a row and say who somebody is, or several; none for every other row."""
    text = key_of(cells)
    if not text or not may_be_title(cells):
        return ""
    return text if names_relation(text) or heads_person(text) or names_doers(text) else ""
