"""What can be wrong with what was asked.

MatcherError               what was asked cannot be done
├─ BadConfiguration          rules, number lists or thresholds; all faults listed, each with file and line
├─ BadLineList               the line list cannot be used; all faults listed, each with row and column
├─ BadRequest                an option makes no sense
├─ CannotWrite               a document cannot be written where it was asked for
├─ NotAllowed                the law or a rule forbids it
│  ├─ HashMismatch             the file is not the one announced (AR-24)
│  └─ LegalBasisIncomplete     the power or the notice is not in order (AR-24)
└─ StoreUnavailable          the store cannot be reached, is full, or is of another version
   ├─ OriginalGone             the sealed file of an upload is not in its place
   ├─ SealBroken               what is sealed was changed, or belongs elsewhere
   ├─ StoreFull                the disk, or the room that is kept free on it, is used up
   └─ WrongKey                 the key file is missing, damaged, open to others, or another one
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at one place. The sentence never quotes a number."""

    #: `row 12, column number` or `config/rules/AR-01.yaml, line 7`.
    place: str
    sentence: str


class MatcherError(Exception):
    """A request that cannot be met. `code` is stable and kebab-case, `hint` says what the person can do."""

    code = "bad-request"

    def __init__(self, sentence: str, *, hint: str = "", faults: tuple[Fault, ...] = ()) -> None:
        """Keep the sentence, the advice and the single faults apart."""
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint
        self.faults = faults


class BadConfiguration(MatcherError):
    """Rules, number lists or thresholds that cannot be used."""

    code = "bad-configuration"


class BadLineList(MatcherError):
    """A line list that cannot be used; nothing of it was taken."""

    code = "bad-line-list"


class BadRequest(MatcherError):
    """An option or a combination of options that makes no sense."""

    code = "wrong-usage"


class CannotWrite(MatcherError):
    """A document that cannot be written where it was asked for; nothing was left half written."""

    code = "cannot-write"


class NotAllowed(MatcherError):
    """Something the law or a rule forbids."""

    code = "not-allowed"


class HashMismatch(NotAllowed):
    """A file whose hash is not the one it was sealed with: blocked, not parsed."""

    code = "hash-mismatch"


class LegalBasisIncomplete(NotAllowed):
    """A phone whose examination is not lawful on what was stated: blocked, not parsed."""

    code = "legal-basis-incomplete"


class StoreUnavailable(MatcherError):
    """A store that cannot be reached, is full or in use for too long, is of another version, or opens with another key."""

    code = "store-unavailable"


class OriginalGone(StoreUnavailable):
    """An upload whose sealed file is not in its place: it was erased, or the folder is another one."""

    code = "original-gone"


class SealBroken(StoreUnavailable):
    """A sealed value or file that was changed, cut, or belongs in another place; nothing of it is given out."""

    code = "seal-broken"


class StoreFull(StoreUnavailable):
    """A disk that has no room for an upload, or only what is kept free for the store; nothing was left half written."""

    code = "store-full"


class WrongKey(StoreUnavailable):
    """A key file that is missing, damaged, open to others, or not the one that sealed what is to be opened."""

    code = "wrong-key"
