"""What travels: requests and responses of the API in the shapes of the contract. Answers about numbers stand in `wire_answer`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints
from pydantic_core import PydanticCustomError

from matcher.domain.submissions.stated import SAYS_NOTHING, WORD, says_something, tidied
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.service.review_match import Finding

#: UTC with a `Z`, to the millisecond.
Moment = Annotated[
    datetime, PlainSerializer(lambda moment: moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"), return_type=str)
]


def _id(kind: str) -> object:
    return StringConstraints(pattern=rf"^{kind}_[0-9a-z]{{26}}$")


SubmissionId = Annotated[str, _id("sub")]
MatchId = Annotated[str, _id("mat")]
AlertId = Annotated[str, _id("alr")]
Cursor = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.=-]{1,500}$")]


def _in_words(text: str) -> str:
    if not says_something(text):
        raise PydanticCustomError("says_nothing", SAYS_NOTHING.removesuffix("."))
    return tidied(text)


#: A reason or a need: a word at least, without what nobody sees.
Sentence = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"^[^\x00]*$"),
    AfterValidator(_in_words),
    Field(json_schema_extra={"pattern": rf"^[^\x00]*{WORD}[^\x00]*$"}),
]


class In(BaseModel):
    """Something that is sent to us; what it does not name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Out(BaseModel):
    """Something that is sent by us."""

    model_config = ConfigDict(frozen=True)


class FaultWire(Out):
    """One thing that is wrong at one place."""

    field: str = Field(description="Where: a field of the body, or row and column of a file.")
    sentence: str


class ProblemWire(Out):
    """What went wrong (RFC 9457). `code` is stable; sentences are for people and may change."""

    type: str
    title: str
    status: int
    code: str = Field(description="Stable, kebab-case.")
    detail: str = Field(default="", description="What the person can do.")
    faults: list[FaultWire] = Field(default=[], description="Every single thing that is wrong.")
    request: str = Field(description="Number of the request, for whoever looks into it.")


class PageQuery(In):
    """Which part of a list."""

    limit: int = Field(default=50, ge=1, le=200, description="How many at most.")
    cursor: Cursor | None = Field(default=None, description="As the page before gave it.")


class SubmissionPath(In):
    """Which submission."""

    id: SubmissionId


class MatchPath(In):
    """Which match."""

    id: MatchId


class TaskWire(Out):
    """Something that remains to be done about the legal basis of an examination."""

    code: str
    sentence: str
    source: str = Field(description="The law that asks for it.")


class SubmissionWire(Out):
    """How a submission stands."""

    id: str
    status: SubmissionStatus
    code: str | None = Field(description="Why it was refused or failed.")
    hint: str | None = Field(description="What the person can do about that.")
    progress: float = Field(ge=0, le=1, description="How much of the file has been read.")
    created_at: Moment
    updated_at: Moment
    submitter: str
    file_name: str | None
    subject_reference: str | None
    file_sha256: str | None
    file_size: int
    same_as: str | None = Field(description="The first submission of the same file, of those you may know of.")
    erased_at: Moment | None
    open_tasks: list[TaskWire] | None = Field(
        description="What remained to be done about the legal basis when it was stated; null where you may not know who the person is."
    )


class EventWire(Out):
    """One server-sent event."""

    id: str | None = Field(default=None, description="Number of the event, for `Last-Event-ID`.")
    event: Literal["status", "end"] = Field(description="`end` says that nothing more will happen.")
    data: str = Field(description="JSON: status, progress and moment.")


class SubmissionPageWire(Out):
    """Submissions, the newest first."""

    items: list[SubmissionWire]
    cursor: str | None = Field(description="For the next page; null at the end.")
    count: int | None = Field(description="How many there are, for those who may know nothing else.")


class AcceptedWire(Out):
    """That a file was taken, and is safe from now on."""

    id: str
    status: SubmissionStatus = Field(description="`received`, or how an earlier one of the same request had ended that was erased.")
    same_as: str | None = Field(description="The first submission of the same file, of those you may know of.")
    is_new: bool = Field(description="False where the same request had been made before.")
    erased_at: Moment | None = Field(description="When what the same request had made was erased; no other is made.")


class EraseBody(In):
    """Why something is erased."""

    reason: Sentence | None = None


class ErasedWire(Out):
    """What was removed, and that a second look found nothing left."""

    id: str
    erased_at: Moment
    removed: dict[str, int]
    left: dict[str, int]


class NeedBody(In):
    """Why somebody needs to see more for this one look."""

    need: Sentence


class UnmatchedBody(NeedBody):
    """Why somebody needs to see numbers that match nothing, and which part of them."""

    limit: int = Field(default=50, ge=1, le=200, description="How many at most.")
    cursor: Cursor | None = Field(default=None, description="As the page before gave it.")


class UnmatchedWire(Out):
    """Numbers of a phone that match nothing."""

    submission: str
    numbers: list[str] = Field(description="Whole, or with all but the last digits hidden, as your role may see them.")
    count: int = Field(description="How many are kept of the phone.")
    masked: bool
    cursor: str | None = Field(description="For the next page; null at the end.")


class VerdictBody(In):
    """What a reviewer decided about a match, and why."""

    finding: Finding
    reason: Sentence


class VerdictWire(Out):
    """A match and where its review stands."""

    id: str
    submission: str
    review: Finding
    reviewed_at: Moment


class TypedNumberBody(In):
    """A number as somebody typed it."""

    raw: str = Field(max_length=200)
    ref: str | None = Field(default=None, max_length=200, description="Given back with the answer.")


class CheckBody(In):
    """Typed numbers, and what they are asked for."""

    numbers: list[TypedNumberBody] = Field(max_length=1000)
    purpose: str = Field(max_length=200)
    reference: str = Field(max_length=200, description="Of the case; kept as a keyed token only.")
    reason: str = Field(max_length=2000)
