"""What can be wrong with what was asked.

MatcherError               what was asked cannot be done
├─ BadConfiguration          rules, number lists or thresholds; all faults listed, each with file and line
├─ BadLineList               the line list cannot be used; all faults listed, each with row and column
├─ BadRequest                an option makes no sense
│  ├─ BadCursor                the place in a list to go on from is none that was given out
│  ├─ BadMetadata              what was stated with a file cannot be read; all faults listed, each with its field
│  ├─ BadProposal              changes to the line list that cannot be made; all faults listed, each with its place
│  └─ NeedNotStated            typed numbers without purpose, reference or reason; all faults listed, each with its field
├─ CannotListen              the address the service is to be reached at is taken, or is none of this machine
├─ CannotWrite               a document cannot be written where it was asked for
├─ Conflict                  it stands against what is there already
│  ├─ KeyReused                an idempotency key that stood for another request
│  ├─ ListConflict             the line list is not as changes to it found it; every record that stands against them is named
│  ├─ NoLineList               the organisation has no line list yet
│  ├─ NotDone                  there is no answer yet, or there never will be
│  └─ ProposalDecided          a proposal that was published, rejected or withdrawn before
├─ NotAllowed                the law or a rule forbids it
│  ├─ HashMismatch             the file is not the one announced (AR-24)
│  ├─ LegalBasisIncomplete     the power or the notice is not in order (AR-24)
│  ├─ NotSignedIn              nobody is signed in: nothing was shown that says who asks, or it does not work any more
│  ├─ SandboxMissing           the machine cannot lock readers in, and the settings want it to
│  ├─ SecondPersonNeeded       what one person proposed, another one decides
│  └─ SignInFailed             who somebody says they are was not proved
│     ├─ ProviderUnavailable     the identity provider does not answer, or not as one
│     └─ TooManyAttempts         it failed too often, and has to wait
├─ NotConfirmed              something that has to be known was told first, and nobody said to go on
├─ NotFound                  there is no such thing, or nobody may know of it
├─ TooMuch                   more than may be handed in or asked for
│  ├─ CheckCapReached          more typed numbers than one may ask for (AR-25)
│  ├─ TooLarge                 one file is larger than is taken
│  └─ QuotaUsedUp              the uploads of a person, or all that are kept, have used up their room
└─ StoreUnavailable          the store cannot be reached, is full, or is of another version
   ├─ BadBackup                a backup is cut, changed, or of another version
   ├─ OriginalGone             the sealed file of an upload is not in its place
   ├─ SealBroken               what is sealed was changed, or belongs elsewhere
   ├─ StoreFull                the disk, or the room that is kept free on it, is used up
   └─ WrongKey                 the key file is missing, damaged, open to others, or another one
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


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


class BadMetadata(BadRequest):
    """What was stated with a file cannot be read; every fault is told with its field."""

    code = "bad-metadata"


class BadCursor(BadRequest):
    """The place in a list to go on from is none that was given out."""

    code = "bad-cursor"


class BadProposal(BadRequest):
    """Changes to the line list that cannot be made; every fault is told with its place, and nothing was proposed."""

    code = "bad-proposal"


class NeedNotStated(BadRequest):
    """Typed numbers that were asked for without saying what for; nothing was looked up."""

    code = "need-not-stated"


class CannotWrite(MatcherError):
    """A document that cannot be written where it was asked for; nothing was left half written."""

    code = "cannot-write"


class CannotListen(MatcherError):
    """An address the service cannot be reached at: something else has it, or it is none of this machine."""

    code = "cannot-listen"


class Conflict(MatcherError):
    """Something that stands against what is there already, such as a name that is taken."""

    code = "conflict"


class KeyReused(Conflict):
    """An idempotency key that stood for another request; nothing was done."""

    code = "idempotency-key-reused"


class ListConflict(Conflict):
    """Changes that found the line list otherwise than it is; nothing was changed, and every record that stands against them is named."""

    code = "list-conflict"


class NoLineList(Conflict):
    """An organisation without a line list: nothing could be compared."""

    code = "no-line-list"


class NotDone(Conflict):
    """A submission without an answer: not yet, or it was refused or failed."""

    code = "not-done"


class ProposalDecided(Conflict):
    """A proposal that was published, rejected or withdrawn before; it stays as it was decided."""

    code = "proposal-decided"


class NotAllowed(MatcherError):
    """Something the law or a rule forbids."""

    code = "not-allowed"

    @classmethod
    def by_role(cls) -> Self:
        """Give the refusal of what no role of somebody allows, in the same words everywhere."""
        return cls("This is not among what your role may do.", hint="Ask whoever looks after the accounts of your organisation.")


class HashMismatch(NotAllowed):
    """A file whose hash is not the one it was sealed with: blocked, not parsed."""

    code = "hash-mismatch"


class LegalBasisIncomplete(NotAllowed):
    """A phone whose examination is not lawful on what was stated: blocked, not parsed."""

    code = "legal-basis-incomplete"


class NotSignedIn(NotAllowed):
    """A request of nobody: nothing was shown that says who asks, or it works no longer."""

    code = "not-signed-in"


class SandboxMissing(NotAllowed):
    """A machine that cannot lock in what reads the files of strangers, where the settings want that; nothing was started."""

    code = "sandbox-missing"


class SecondPersonNeeded(NotAllowed):
    """A proposal that whoever made it would decide themselves; another person has to."""

    code = "second-person-needed"


class SignInFailed(NotAllowed):
    """A sign-in that proved nothing. Why is not told: it would help whoever is guessing."""

    code = "sign-in-failed"


class ProviderUnavailable(SignInFailed):
    """An identity provider that does not answer, or whose answer is none of an identity provider."""

    code = "provider-unavailable"


class TooManyAttempts(SignInFailed):
    """Sign-ins that failed too often under a name, or from an address: whoever it is has to wait, with the right password too."""

    code = "too-many-attempts"

    def __init__(self, sentence: str, *, hint: str = "", retry_after_seconds: int) -> None:
        """Keep when trying again makes sense."""
        super().__init__(sentence, hint=hint)
        self.retry_after_seconds = retry_after_seconds


class NotConfirmed(MatcherError):
    """Something that has to be known was told first, and nobody said to go on; nothing was changed."""

    code = "not-confirmed"


class NotFound(MatcherError):
    """A thing that is not there, or of which whoever asks may not know whether it is: both read the same."""

    code = "not-found"


class TooMuch(MatcherError):
    """More than may be handed in or asked for."""

    code = "too-much"


class CheckCapReached(TooMuch):
    """More questions about typed numbers than one may ask; what the answers would have been made no difference."""

    code = "check-cap"

    def __init__(self, sentence: str, *, hint: str = "", retry_after_seconds: int | None = None) -> None:
        """Keep when asking again makes sense; None where it never does as it was asked."""
        super().__init__(sentence, hint=hint)
        self.retry_after_seconds = retry_after_seconds


class TooLarge(TooMuch):
    """A file that is larger than is taken; nothing of it was kept."""

    code = "too-large"


class QuotaUsedUp(TooMuch):
    """The uploads of a person in a day, or all originals that are kept, have used up their room."""

    code = "quota-used-up"
    #: Uploads of a day and originals that are kept go out of their time one by one: an hour later there may be room again.
    retry_after_seconds = 3600


class StoreUnavailable(MatcherError):
    """A store that cannot be reached, is full or in use for too long, is of another version, or opens with another key."""

    code = "store-unavailable"


class BadBackup(StoreUnavailable):
    """A backup that was cut, changed, or made by another version; nothing of it was restored."""

    code = "bad-backup"


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
