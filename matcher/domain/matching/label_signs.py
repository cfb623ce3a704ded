"""What labels say, asked once for all that read alike: a phone repeats its names, and most of them say nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from matcher.domain.matching.labels import outlines_of, without_gaps

#: Outlines remembered; a phone with more different names is asked again for the rest.
_REMEMBERED = 50_000


class Signs(NamedTuple):
    """What one label says."""

    #: It names a confidential person or service.
    is_protected: bool
    #: It reads like the name of a line.
    is_brand: bool
    #: A note beside it does, which speaks of the person of the record.
    is_noted: bool = False


NO_SIGNS = Signs(is_protected=False, is_brand=False)

_Question = Callable[[str], bool]


class LabelReader:
    """Asks two questions of labels, in batches."""

    def __init__(self, is_protected: _Question, is_brand: _Question | None = None, is_short: _Question | None = None) -> None:
        """Take the questions: the first two must depend on the words of a label only, that for short names on its outline."""
        self._is_protected = is_protected
        self._is_brand = is_brand
        self._is_short = is_short
        self._known: dict[str, Signs] = {}
        #: The same by outlines without gaps.
        self._asked: dict[str, Signs] = {}

    def read(self, labels: Sequence[str]) -> list[Signs]:
        """Give the signs of each label, in the same order."""
        if not labels:
            return []
        known = self._known
        found: list[Signs] = []
        for label, outline in zip(labels, outlines_of(labels), strict=True):
            signs = known.get(outline)
            if signs is None:
                signs = self._ask(outline, label)
                if len(known) < _REMEMBERED:
                    known[outline] = signs
            found.append(signs)
        return found

    def speaking(self, labels: Sequence[str], outlines: Sequence[str]) -> list[int]:
        """Give the places of the labels, of which the outlines are known, that say something, or may: those beyond what is remembered."""
        known, different = self._known, set(outlines)
        if not different <= known.keys():
            for outline, label in dict(zip(outlines, labels, strict=True)).items():
                if outline not in known and len(known) < _REMEMBERED:
                    known[outline] = self._ask(outline, label)
        speaking = {outline for outline in different if known.get(outline) != NO_SIGNS}
        return [at for at, outline in enumerate(outlines) if outline in speaking] if speaking else []

    def _ask(self, outline: str, label: str) -> Signs:
        found = self._ask_words(without_gaps(outline), label)
        if self._is_short is not None and not found.is_brand and self._is_short(label):
            return found._replace(is_brand=True)
        return found

    def _ask_words(self, words: str, label: str) -> Signs:
        found = self._asked.get(words)
        if found is not None:
            return found
        is_brand = self._is_brand is not None and self._is_brand(label)
        is_protected = self._is_protected(label)
        found = Signs(is_protected, is_brand) if is_protected or is_brand else NO_SIGNS
        if len(self._asked) < _REMEMBERED:
            self._asked[words] = found
        return found
