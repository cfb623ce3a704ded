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
_LONGEST_QUESTION: Final = 200
_WHOSE: Final = r"(?:your|their|his|her|my|our|the|a|an|any|another|some|\w+['\u2019]s)"
#: What of somebody is asked for or to be filled in: `name and number of …`.
_OF_THEM: Final = (
    r"(?:(?:full|first|phone|mobile|contact|telephone|work|names?|numbers?|no|details|address|called|and|or|&|/|,)\s+){1,8}?"
    r"(?:of|for|to)\s+"
)
#: What stands in a question before what somebody is, and nothing else: with any other word the question may ask for anybody.
_ASKED: Final = re.compile(
    r"\A\s*(?:please\s+)?(?:"
    r"(?:who|what|which|whose)(?:['\u2019]?s|\s+(?:is|are|was|were|else\s+is))?"
    r"|(?:is|are|was|were)\s+there|(?:do|does|did|has|have|had|is|are)\s+(?:you|they|he|she|yp|child|the\s+(?:child|young\s+person))"
    r"|(?:(?:how|when|where)\s+)?(?:can|could|may|should|shall|would|do|did)\s+(?:we|i|you|they|he|she)(?:\s+last)?"
    r"|have\s+you|give|tell\s+us|list|state|enter"
    r")?\s*"
    r"(?:(?:also|currently|already|ever|got|have|has|had|know(?:\s+(?:who|which|what))?|see|seeing|seen|been|given|allocated|assigned|worked?"
    r"|working|(?<!is\s)(?<!are\s)(?<!was\s)(?<!were\s)with|in|touch|need|want|like|call|contact|ring|phone|speak|talk|tell"
    r"|inform|let|reach|message|text|us|to|from)\s+){0,6}"
    rf"(?:(?:{_WHOSE}\s+|{_OF_THEM})){{0,4}}(?=\w)",
    re.IGNORECASE,
)
_DONE_BY: Final = re.compile(r"(?:(?:do|does|did|has|have|had|can|could|will|would)\s+)?(?:you|they|he|she|we|i)\b", re.IGNORECASE)
#: Who works with somebody, and behind it in brackets what these are: `Who is working with you (social worker, YOT)?`.
_WORKING: Final = re.compile(
    r"\A\s*who(?:['\u2019]?s|\s+is|\s+are|\s+else)?\s+(?:(?:is|also|currently)\s+)?"
    r"(?:works?|working|helps?|helping|supports?|supporting|sees|seeing|visits?|visiting|involved)\s+(?:with\s+)?"
    r"(?:you|them|him|her|yp|(?:the|your)\s+(?:child|family|young\s+person))"
    r"\s*\(\s*(?:(?:e\.?g\.?|i\.?e\.?|such\s+as|for\s+example|like),?\s+)?(?P<what>[^()]+)\)\s*\Z",
    re.IGNORECASE,
)
#: What is asked of them behind it: `… visits you?`, `… we can call?`, `… and what is their number?`.
_DOES: Final = re.compile(
    r"\s+(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|visits|visited|sees|saw|helps|helped|supports|supported"
    r"|works|worked|comes|came|looks|looked|represents|represented|called|that|who|whom|which|we|you|they|he|she"
    r"|and\s+(?:what|how|their|his|her|the)|at\s+(?:the\s+moment|present)|these\s+days|right\s+now|now|nowadays|currently)\b.*\Z",
    re.IGNORECASE,
)
#: Whose name or number behind it: `Your social worker's number`.
_OF_THEIRS: Final = re.compile(
    r"['\u2019]s?\s+(?:full\s+)?(?:names?|numbers?|phone|mobile|contact|details)(?:\s+\w+){0,2}\s*\Z", re.IGNORECASE
)
#: What of somebody is to be given: `Name of your solicitor`, `Name and number of any social worker`.
_GIVEN: Final = re.compile(rf"\A\s*{_OF_THEM}(?:{_WHOSE}\s+)?(?=\w)", re.IGNORECASE)
#: How a question begins that has no mark: two words more make it one, so that `Who called` stays the name of a column.
_BEGINS: Final = re.compile(
    r"\A\s*(?:who|whom|whose|what|which|where|when|how|do|does|did|have|has|is|are|was|were)(?:\W+\w+){2}", re.IGNORECASE
)


def is_question(key: str) -> bool:
    """Whether the name of a fact asks for somebody or something, with or without its mark: `Who drove you`, `Name of your solicitor`."""
    return key.rstrip().endswith("?") or _BEGINS.match(key) is not None or _GIVEN.match(key) is not None


def asked_for(key: str) -> str:
    """Give the words of a question, or of what is to be filled in, that say what somebody is; the name of any other fact as it stands."""
    if not is_question(key):
        return key
    text = _OF_THEIRS.sub("", " ".join(key[:_LONGEST_QUESTION].split()).rstrip("? "))
    if (working := _WORKING.match(text)) is not None:
        return working["what"].strip()
    asked = _ASKED.match(text)
    about = text[asked.end() :] if asked else text
    # `Who were you with` asks for no kind of person.
    return key if _DONE_BY.match(about) else _DOES.sub("", about) or key


def heads_facts(cells: Sequence[str]) -> bool:
    """Whether a row says which column has the names of facts and which their values: `Field | Value`, `No | Question | Answer | Notes`."""
    match [" ".join(words_of(cell)) for cell in cells if cell.strip()]:
        case [count, fact, value, *remarks] if count in _COUNTS and value in _VALUES:
            return fact in _FACTS and _REMARKS.issuperset(remarks)
        case [fact, value, *remarks]:
            return fact in _FACTS and value in _VALUES and _REMARKS.issuperset(remarks)
        case _:
            return False
