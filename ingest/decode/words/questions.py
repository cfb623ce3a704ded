"""The words of questions and of the facts a form asks for: what somebody is whose name or number answers them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.decode.words.headers import words_of
from ingest.decode.words.sets import set_of

#: What stands above the names of facts, and above their values.
_QUESTIONS: Final = set_of("question questions q")
_FACTS: Final = _QUESTIONS | set_of("field fields item items detail details fact heading property label")
_VALUES: Final = set_of("value values answer answers a answer response responses reply replies entry details text information")
#: Columns beside those two: which fact it is, and what is said of it.
_COUNTS: Final = set_of("no nr number ref id q")
_REMARKS: Final = set_of("note notes comment comments remark remarks")
_WHOSE: Final = r"(?:your|their|his|her|my|the|a|an|any)"
#: What stands in a question before what somebody is: `Who is your social worker?`, `Do you have a solicitor?`, `Which nurse did you see?`.
_ASKED: Final = re.compile(
    rf"\A\s*(?:who|what|which|do|does|did|have|has|is|are|was|were)\b.*?\b{_WHOSE}\s+(?=\w)|\A\s*which\s+(?=\w)", re.IGNORECASE
)
#: How a question begins that has no mark: two words more make it one, so that `Who called` stays the name of a column.
_BEGINS: Final = re.compile(
    r"\A\s*(?:who|whom|whose|what|which|where|when|how|do|does|did|have|has|is|are|was|were)(?:\W+\w+){2}", re.IGNORECASE
)
#: What is asked of them behind it: `… visits you?`.
_DOES: Final = re.compile(
    r"\s+(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|visits|visited|sees|saw|helps|helped|supports|supported"
    r"|works|worked|comes|came|looks|looked|represents|represented)\s.*\Z",
    re.IGNORECASE,
)
#: What of somebody is to be given: `Name of your solicitor`, `Name and number of any social worker`.
_GIVEN: Final = re.compile(
    rf"\A\s*(?:(?:full\s+)?names?|(?:contact\s+|phone\s+|mobile\s+)?(?:numbers?|details)|and|or|&|/|,|\s)+\s*(?:of|for)\s+(?:{_WHOSE}\s+)?(?=\w)",
    re.IGNORECASE,
)


def is_question(key: str) -> bool:
    """Whether the name of a fact asks for somebody or something, with or without its mark: `Who drove you`, `Name of your solicitor`."""
    return key.rstrip().endswith("?") or _BEGINS.match(key) is not None or _GIVEN.match(key) is not None


def asked_for(key: str) -> str:
    """Give the words of a question, or of what is to be filled in, that say what somebody is; the name of any other fact as it stands."""
    begun = _ASKED.match(key)
    return _DOES.sub("", key[begun.end() :]) if begun else _GIVEN.sub("", key)


def heads_facts(cells: Sequence[str]) -> bool:
    """Whether a row says which column has the names of facts and which their values: `Field | Value`, `No | Question | Answer | Notes`."""
    told = [" ".join(words_of(cell)) for cell in cells if cell.strip()]
    at = 1 if len(told) > len((_FACTS, _VALUES)) and told[0] in _COUNTS else 0
    heads, remarks = told[at : at + 2], told[at + 2 :]
    return len(heads) == len((_FACTS, _VALUES)) and heads[0] in _FACTS and heads[1] in _VALUES and _REMARKS.issuperset(remarks)
