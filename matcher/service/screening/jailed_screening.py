"""The answers to one file that is read in the jail: everything about a submission that blocks, for a thread of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO, cast

from ingest import JailedExtraction, JailLimits, Scope, read_in_jail
from matcher.domain.alerts.raising import AlertPart
from matcher.domain.alerts.rule import Rule
from matcher.domain.answers.findings import OwnAnswer
from matcher.domain.answers.released_part import with_parts
from matcher.domain.answers.role_view import open_answer
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import LineList
from matcher.domain.match import Thresholds
from matcher.domain.numbers import Number, read_all
from matcher.domain.screening import Screening
from matcher.domain.submissions.submission import Metadata, to_subject
from matcher.render.json_answer import alert_object, screening_object
from matcher.service.lists.line_lists import PublishedList
from matcher.service.screening.intake import IntakeRequest
from matcher.service.screening.screen_extraction import FileScreening, Knowledge, ScreenRequest
from matcher.service.screening.shared_reading import SharedReading, in_step

#: Progress is told in tenths: how often depends on the file alone, and never on what was found in it.
_TENTHS = 10


@dataclass(frozen=True, slots=True)
class JailBounds:
    """What an operator set about the jail; None leaves it to the size of the file."""

    memory_bytes: int = 1 << 30
    cpu_seconds: int | None = None
    wall_seconds: int | None = None
    #: Read nothing on a machine that cannot lock readers in.
    required: bool = True

    def limits_for(self, size: int) -> JailLimits:
        """Give the bounds for a file of so many bytes."""
        limits = replace(JailLimits.for_size(size, required=self.required), memory_bytes=self.memory_bytes)
        if self.cpu_seconds is not None:
            limits = replace(limits, cpu_seconds=self.cpu_seconds)
        return limits if self.wall_seconds is None else replace(limits, wall_seconds=float(self.wall_seconds))


@dataclass(frozen=True, slots=True)
class ScreeningMeans:
    """What every answer rests on beside the file and the list."""

    lists: NumberLists
    rules: tuple[Rule, ...]
    thresholds: Thresholds
    #: `linewatch 1.2.0`.
    tool: str
    region: str = "GB"
    test_numbers: bool = False
    jail: JailBounds = JailBounds()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file, and what was stated with it."""

    name: str
    size: int
    sha256: str
    metadata: Metadata
    #: The moment the answer is judged at.
    at: datetime


@dataclass(slots=True)
class Progress:
    """What the thread that reads tells those who wait for it, and how they stop it."""

    #: Tenths of the file that were passed, in their order.
    tenths: list[int] = field(default_factory=list)
    _extraction: JailedExtraction | None = None
    _is_stopped: bool = False

    def begin(self, extraction: JailedExtraction) -> None:
        """Say what is read."""
        self._extraction = extraction
        if self._is_stopped:
            extraction.stop()

    def tell(self, share: float) -> None:
        """Say how far the reading is."""
        last = self.tenths[-1] if self.tenths else 0
        self.tenths.extend(range(last + 1, min(int(share * _TENTHS), _TENTHS - 1) + 1))

    def stop(self) -> None:
        """End the reading from another thread."""
        self._is_stopped = True
        if self._extraction is not None:
            self._extraction.stop()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read to its end, on its way to its answers."""

    #: As if restricted lines were not on the list.
    open: FileScreening
    whole: FileScreening
    #: As if no line were on it: what is seen before a reviewer looked.
    bare: FileScreening | None
    published: PublishedList


@dataclass(frozen=True, slots=True)
class FileAnswers:
    """The answers to one file as JSON values, and what else is kept of it."""

    open: dict[str, object]
    whole: dict[str, object]
    bare: dict[str, object] | None
    open_screening: Screening
    whole_screening: Screening
    #: By the unit that owns restricted lines: as if those of other units were not on the list. None where it is the open one.
    own: Mapping[str, OwnAnswer | None]
    #: E.164 of numbers that are on no open line and of nobody an open line names.
    unmatched: tuple[str, ...]
    #: How many different numbers the file holds.
    numbers: int
    #: E.164 of all of them, the phone's own among them; protected ones are none.
    seen: frozenset[str]


def read_file(
    given: BinaryIO, file: FileFacts, published: PublishedList, means: ScreeningMeans, *, with_bare: bool, progress: Progress
) -> ReadFile:
    """Read a file in the jail, once for all answers. The answer against the whole list and the open part of it are always both made.

    Raises:
        IngestError: it cannot be read, or its reader did not come to an end.
    """
    request = _request(file, means)
    scopes = frozenset(map(Scope, file.metadata.scope))
    extraction = read_in_jail(
        given, name=file.name, size=file.size, sha256=file.sha256, scopes=scopes, limits=means.jail.limits_for(file.size)
    )
    with closing(extraction):
        progress.begin(extraction)
        lists = [published.open, published.whole, *([_without_lines(published.open)] if with_bare else [])]
        shared = SharedReading(extraction, len(lists))
        screenings = [
            FileScreening(share, request, Knowledge(each, means.lists, means.rules, means.thresholds, means.tool))
            for share, each in zip(shared.shares, lists, strict=True)
        ]
        for _ in in_step([each.batches() for each in screenings]):
            progress.tell(extraction.source.read_share())
    progress.tell(1.0)
    return ReadFile(screenings[0], screenings[1], screenings[2] if with_bare else None, published)


def answer_file(read: ReadFile) -> FileAnswers:
    """Give the answers; for every unit that owns restricted lines too, whatever was found, so that no time tells."""
    listed = read.published.whole
    opened, whole = read.open.answer(), read.whole.answer()
    bare = None
    if read.bare is not None:
        told_bare = cast("dict[str, object]", screening_object(open_answer(read.bare.answer(), listed)))
        bare = with_parts(told_bare, map(_part, read.open.alert_parts(opened)))
    told = {match.number for match in opened.matches} | {person.number for person in opened.associates}
    others = [f"+{number}" for number in sorted(read.open.intake.other_numbers)]
    intake = read.open.intake
    own = sorted(number for number in intake.own_numbers if not intake.lists.is_protected_number(number))
    told_open = screening_object(open_answer(opened, listed))
    for_units = {unit: _own(read, part, opened) for unit, part in read.published.own.items()}
    return FileAnswers(
        open=told_open,
        whole=screening_object(whole),
        bare=bare,
        open_screening=opened,
        whole_screening=whole,
        own={unit: answer if answer.told != told_open else None for unit, answer in for_units.items()},
        # Its own numbers too: that the phone is one of a line may be learned later.
        unmatched=tuple(number for number in (*others, *own) if number not in told),
        numbers=opened.counts.numbers,
        seen=frozenset((*others, *own)),
    )


def _part(part: AlertPart) -> dict[str, object]:
    return {"line": part.line_id, "number": part.number, **alert_object(part.alert)}


def _own(read: ReadFile, part: LineList, opened: Screening) -> OwnAnswer:
    answer = read.whole.answer_for_part(part, opened)
    told = cast("dict[str, object]", screening_object(open_answer(answer, read.published.whole)))
    return OwnAnswer(told, tuple(alert.rests_on_restricted for alert in answer.alerts))


def _request(file: FileFacts, means: ScreeningMeans) -> ScreenRequest:
    metadata = file.metadata
    return ScreenRequest(
        at=file.at,
        intake=IntakeRequest(means.region, scopes=frozenset(map(Scope, metadata.scope)), test_numbers=means.test_numbers),
        subject=to_subject(
            metadata,
            own_numbers=_keys(metadata.device.own_numbers, means),
            household_numbers=_keys(metadata.subject.household_numbers, means),
        ),
        device=metadata.device.kind.value,
    )


def _keys(typed: Iterable[str], means: ScreeningMeans) -> list[str]:
    """Give the keys of numbers as somebody typed them; what is none is nobody's number, and what is protected is not repeated."""
    several = read_all(list(typed), means.region, test_numbers=means.test_numbers)
    found = [each.e164 for one in several for each in one if isinstance(each, Number)]
    return [e164 for e164 in found if not means.lists.is_protected_number(e164)]


def _without_lines(line_list: LineList) -> LineList:
    return replace(line_list, lines={}, entries={}, associates={})
