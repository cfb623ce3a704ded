"""Why the list took a number back, or that a reviewer rejected a match, and what that means for whoever was told.

That a number was wrong is not the same as that it was left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from matcher.domain.register import Removal


class RecallCause(StrEnum):
    """What became of a number that the list took back; the words it is stored and travels with."""

    WRONG = Removal.WRONG.value
    #: Another number stands in its place.
    CORRECTED = "corrected"
    #: Its grading says by now that the information is suspected to be false.
    SUSPECTED_FALSE = "suspected-false"
    DUPLICATE = Removal.DUPLICATE.value
    ABSENT = Removal.ABSENT.value
    UNDONE = Removal.UNDONE.value
    MERGED = Removal.MERGED.value
    #: It stands for another line now that everybody may know of, for whatever reason it left this one.
    MOVED = "moved"
    #: The line has it still, with other dates, by which it may have been somebody else's when it came to this phone.
    REDATED = "redated"
    #: No list took it back: a reviewer found that the number is not the line's on this phone.
    REJECTED = "rejected"

    @property
    def is_denied(self) -> bool:
        """Whether the list says that it was never so. Of every other one it only does not say so any more."""
        return self in _DENIED

    @property
    def sentence(self) -> str:
        """Say it to whoever knows of the line."""
        if self is RecallCause.REJECTED:
            return _REJECTED
        if self is RecallCause.MOVED:
            return f"{_MOVED}; {NO_WORD}"
        if self is RecallCause.REDATED:
            return f"{_REDATED}; {NO_WORD}"
        said = _SAID[self]
        return f"{_DENIES} ({said}); what was told of it does not hold." if self.is_denied else f"{_LACKS} ({said}); {NO_WORD}"

    @property
    def sentence_again(self) -> str:
        """Say that it holds again."""
        if self is RecallCause.REDATED:
            return _DATED_AGAIN
        return _CONFIRMED if self is RecallCause.REJECTED else _AGAIN

    @property
    def sanitised(self) -> str:
        """Say it to partners, who hear of no number and no line."""
        return _WITHDRAWN if self.is_denied else OFF_RECORD

    @property
    def mark(self) -> str:
        """Give the words a sentence of an alert begins with that rested on it."""
        if self is RecallCause.MOVED:
            return ELSEWHERE
        if self is RecallCause.REDATED:
            return OTHER_DATES
        return WITHDRAWN if self.is_denied else LEFT


NO_WORD = "that is no word that the young person is safe. Ask the intelligence unit before anything is closed."
_DENIES = "The unit that keeps the line list took a number back"
_LACKS = "The list no longer has this number"
_MOVED = "The list has this number for another line now, and no longer for this one"
_REDATED = "By the dates that the list has for this number now it may have been somebody else's when it came to this phone"

_AGAIN = "The list has a number again that it had taken back; what was told of it holds again."
_DATED_AGAIN = "By the dates that the list has for a number now, what was told of it holds again."
_REJECTED = "A reviewer rejected a match; what was told of it does not hold."
_CONFIRMED = "A reviewer confirmed a match that had been rejected; what was told of it holds again."

_WITHDRAWN = "Something that a concern you were told of rested on was withdrawn."
OFF_RECORD = (
    "Something that a concern you were told of rested on is no longer on record; that is no word that the young person is safe. "
    "Ask the intelligence unit of the police force it came from before anything is closed."
)

#: What a partner reads beside it: whether the concern itself still stands, which is told of no line.
CONCERN_STANDS = "What else the concern rests on stands, and so does the concern."
CONCERN_GONE = "There is no concern to pass on by now; this does not indicate absence of exploitation."

#: How a sentence begins that no longer holds, and one that rests on what the list no longer says.
WITHDRAWN = "Withdrawn, for the list took the number back: "
LEFT = "The list no longer has the number: "
ELSEWHERE = "The list has the number for another line now: "
OTHER_DATES = "By the dates of the list now the number may have been somebody else's: "

_DENIED = frozenset({RecallCause.WRONG, RecallCause.CORRECTED, RecallCause.SUSPECTED_FALSE, RecallCause.REJECTED})

_SAID: Mapping[RecallCause, str] = {
    RecallCause.WRONG: "it was wrong, and never so",
    RecallCause.CORRECTED: "it had been written wrongly, and was corrected",
    RecallCause.SUSPECTED_FALSE: "the information is suspected to be false by now",
    RecallCause.DUPLICATE: "it was taken off this line as entered twice",
    RecallCause.ABSENT: "a file that became the list left it out",
    RecallCause.UNDONE: "what had put it there was undone",
    RecallCause.MERGED: "it was taken off this line, which was merged with another",
}
