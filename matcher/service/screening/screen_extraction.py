"""Screens a person's phone: reads its files, matches them against a line list and raises the alerts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from ingest import IngestError, Opened
from matcher.domain.alerts.raising import AlertPart, Evaluation, held_back, parts_of, raise_alerts
from matcher.domain.alerts.rule import Effect, Rule
from matcher.domain.answers.statement import Remarks, state_result, warn_of
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import LineList
from matcher.domain.match import Thresholds
from matcher.domain.matching.associates import find_associates
from matcher.domain.matching.grading import find_matches
from matcher.domain.matching.interest import Interest
from matcher.domain.matching.leads import LabelIndex, find_leads, line_handset_lead
from matcher.domain.matching.order import natural
from matcher.domain.numbers import NORMALISER_VERSION, PHONE_METADATA
from matcher.domain.screening import Counts, Screening, Subject, UnreadFile, facts_of
from matcher.domain.sighting import DOUBTFUL, Sighting
from matcher.service.screening.intake import NAMED_SKIPS, Intake, IntakeRequest, names_alike, open_extraction


@dataclass(frozen=True, slots=True)
class ScreenRequest:
    """What is asked of one screening."""

    #: The moment to judge at, UTC.
    at: datetime
    intake: IntakeRequest = field(default_factory=IntakeRequest)
    subject: Subject = field(default_factory=Subject)
    #: True when only the list is wanted: no alerts.
    list_only: bool = False
    #: `child`, `line-handset`, or `auto` (judged by the number of contacts).
    device: str = "auto"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What an answer rests on beside the phone."""

    line_list: LineList
    lists: NumberLists
    rules: tuple[Rule, ...]
    thresholds: Thresholds
    #: `linewatch 1.2.0`.
    tool: str


@dataclass(frozen=True, slots=True)
class FileFailure:
    """A file that could not be read; the others were."""

    name: str
    error: IngestError


@dataclass(frozen=True, slots=True)
class ScreeningOutcome:
    """The answer, and the files it could not take in. `screening` is None when no file could be read."""

    screening: Screening | None
    failures: tuple[FileFailure, ...]


Progress = Callable[[str, float], None]


def screen_extraction(
    paths: Sequence[Path],
    request: ScreenRequest,
    knowledge: Knowledge,
    progress: Progress | None = None,
    opened: Mapping[Path, Opened] | None = None,
) -> ScreeningOutcome:
    """Read every file, match what stands in it, and compose the answer. Files that were `opened` before need not be opened again.

    A file that cannot be read does not stop the others; a file given twice, under whatever name, counts once. The order the files are
    given in changes nothing.
    """
    labels = LabelIndex(knowledge.line_list, knowledge.thresholds)
    taken: dict[str, Intake] = {}
    failures: list[FileFailure] = []
    repeats: list[str] = []
    alike = names_alike(paths)
    for path in sorted(paths, key=lambda each: _name_order(each.name)):
        try:
            extraction = (opened or {}).get(path) or open_extraction(path, request.intake, alike)
            source = extraction.source
            if (before := taken.get(source.sha256)) is not None:
                repeats.append(f"{source.name} is the same file as {before.extraction.source.name} and was counted once.")
                continue
            taken[source.sha256] = _take_in(extraction, request, knowledge, labels, progress)
        except IngestError as error:
            failures.append(FileFailure(path.name, error))
    screening = None
    failures.sort(key=lambda each: (_name_order(each.name), each.error.sentence))
    if taken:
        answer = _compose(_in_order(taken.values()), request, knowledge, labels)
        screening = _conclude(answer, request, knowledge, failures, repeats)
    return ScreeningOutcome(screening, tuple(failures))


def _take_in(extraction: Opened, request: ScreenRequest, knowledge: Knowledge, labels: LabelIndex, progress: Progress | None) -> Intake:
    intake = _begin(extraction, request, knowledge, labels)
    for _ in intake.run():
        if progress is not None:
            progress(extraction.source.name, extraction.source.read_share())
    return intake


def _begin(extraction: Opened, request: ScreenRequest, knowledge: Knowledge, labels: LabelIndex) -> Intake:
    line_list = knowledge.line_list
    interest = Interest(
        line_list.entries.keys(),
        line_list.associates.keys(),
        labels.may_be_brand,
        line_list.is_suspected_false,
        labels.is_name,
        labels.may_be_short if labels.has_short_names else None,
    )
    # A set of its own: what a file that turns out to be broken said of the phone is no part of the answer.
    return Intake(extraction, request.intake, knowledge.lists, interest, set(request.subject.own_numbers))


class FileScreening:
    """The answer for one file, on its way: somebody else holds the file and says when the next batch is read."""

    def __init__(self, extraction: Opened, request: ScreenRequest, knowledge: Knowledge) -> None:
        """Nothing is read yet."""
        self._request = request
        self._knowledge = knowledge
        self._labels = LabelIndex(knowledge.line_list, knowledge.thresholds)
        self.intake = _begin(extraction, request, knowledge, self._labels)

    def batches(self) -> Iterator[object]:
        """Read to the end, batch by batch.

        Raises:
            IngestError: the structure is broken.
        """
        return self.intake.run()

    def answer(self) -> Screening:
        """Give the answer once everything was read."""
        answer = _compose([self.intake], self._request, self._knowledge, self._labels)
        return _conclude(answer, self._request, self._knowledge, (), ())

    def alert_parts(self, answer: Screening) -> tuple[AlertPart, ...]:
        """Give what each match of an answer gives to its alerts; it was given for this file, against this list."""
        return parts_of(_evaluation(answer, self._knowledge), self._knowledge.rules)

    def answer_for_part(self, part: LineList, opened: Screening) -> Screening:
        """Give the answer against a part of the list, once everything was read.

        Args:
            part: What of the list may be known.
            opened: The answer against its open part, which says what is said of the phone alone.
        """
        knowledge = replace(self._knowledge, line_list=part)
        sightings = tuple(self.intake.sightings())
        usable = tuple(sighting for sighting in sightings if sighting.e164 is not None)
        matches = find_matches(usable, part, at=opened.at, lists=knowledge.lists, thresholds=knowledge.thresholds, subject=opened.subject)
        answer = replace(
            opened,
            counts=replace(opened.counts, matched_numbers=len({match.number for match in matches})),
            matches=matches,
            leads=(*find_leads(sightings, part, knowledge.thresholds, self._labels), *(lead for lead in opened.leads if lead.line is None)),
            associates=find_associates(usable, part),
            alerts=(),
        )
        return _conclude(answer, self._request, knowledge, (), ())


def _name_order(name: str) -> tuple[object, ...]:
    return natural(name), name


def _in_order(intakes: Iterable[Intake]) -> list[Intake]:
    return sorted(intakes, key=lambda each: (_name_order(each.extraction.source.name), each.extraction.source.sha256))


def _compose(intakes: list[Intake], request: ScreenRequest, knowledge: Knowledge, labels: LabelIndex) -> Screening:
    own = frozenset().union(*(intake.own_numbers for intake in intakes)) | request.subject.own_numbers
    # What one file says is the phone's own is so in all of them.
    for intake in intakes:
        intake.own_numbers |= own
    subject = replace(request.subject, own_numbers=own)
    sightings = tuple(sighting for intake in intakes for sighting in intake.sightings())
    usable = tuple(sighting for sighting in sightings if sighting.e164 is not None)
    doubtful = tuple(sighting for sighting in sightings if sighting.status in DOUBTFUL)
    matches = find_matches(
        usable, knowledge.line_list, at=request.at, lists=knowledge.lists, thresholds=knowledge.thresholds, subject=subject
    )
    leads = find_leads(sightings, knowledge.line_list, knowledge.thresholds, labels)
    associates = find_associates(usable, knowledge.line_list)
    contacts = _count_contacts(intakes, own)
    is_handset = request.device == "line-handset" or (request.device == "auto" and contacts >= knowledge.thresholds.line_handset_contacts)
    if is_handset:
        leads = (*leads, line_handset_lead(contacts))
    return Screening(
        at=request.at,
        tool=knowledge.tool,
        normaliser=NORMALISER_VERSION,
        phone_metadata=PHONE_METADATA,
        line_list=facts_of(knowledge.line_list),
        sources=tuple(intake.facts() for intake in intakes),
        counts=_count(intakes, matches_numbers=len({match.number for match in matches}), unusable=doubtful),
        statement="",
        subject=subject,
        matches=matches,
        leads=leads,
        associates=associates,
        unusable=doubtful,
        skipped=tuple(row for intake in intakes for row in intake.named_skips)[:NAMED_SKIPS],
    )


def _conclude(
    answer: Screening, request: ScreenRequest, knowledge: Knowledge, failures: Sequence[FileFailure], repeats: Sequence[str]
) -> Screening:
    """Raise the alerts of an answer and say in words what it comes to."""
    unread = tuple(UnreadFile(_printable(failure.name), failure.error.code) for failure in failures)
    answer = replace(answer, unread=unread, statement=state_result(answer))
    reasons = tuple(failure.error.sentence for failure in failures)
    if request.list_only:
        remarks = Remarks(reasons)
    else:
        evaluation = _evaluation(answer, knowledge)
        answer = replace(answer, alerts=raise_alerts(evaluation, knowledge.rules))
        # A lead rests on a label, and what is withheld is the owning unit's: neither speaks of a match that is shown.
        silent = {rule.id for rule in knowledge.rules if rule.effect in {Effect.LEAD, Effect.WITHHOLD}}
        spoke = any(alert.rule not in silent for alert in answer.alerts)
        remarks = Remarks(
            reasons, held_back(evaluation, knowledge.rules, answer.alerts) if evaluation.is_line_handset else (), rules_spoke=spoke
        )
    return replace(answer, warnings=(*warn_of(answer, knowledge.thresholds, remarks), *repeats))


def _evaluation(answer: Screening, knowledge: Knowledge) -> Evaluation:
    is_handset = any(lead.kind == "line_handset" for lead in answer.leads)
    return Evaluation(answer, knowledge.thresholds, is_line_handset=is_handset)


def _printable(name: str) -> str:
    """Make a file name fit to be written: one that is not UTF-8 holds characters that cannot be."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _count_contacts(intakes: Sequence[Intake], own: Iterable[str]) -> int:
    """Count the different numbers in the phone books, the phone's own left out."""
    if len(intakes) == 1:
        return intakes[0].contact_count
    return len(set().union(*(intake.contacts for intake in intakes)) - {int(e164) for e164 in own})


def _count_numbers(intakes: Sequence[Intake]) -> int:
    """Count the different numbers of others."""
    if len(intakes) == 1:
        return intakes[0].number_count
    return len(set().union(*(intake.other_numbers for intake in intakes)))


def _count(intakes: list[Intake], *, matches_numbers: int, unusable: tuple[Sighting, ...]) -> Counts:
    return Counts(
        records=sum(intake.records for intake in intakes),
        sightings=sum(intake.sighting_count for intake in intakes),
        numbers=_count_numbers(intakes),
        matched_numbers=matches_numbers,
        unusable=len(unusable),
        doubtful_records=sum(intake.doubtful for intake in intakes),
        skipped=sum(intake.skipped for intake in intakes),
    )
