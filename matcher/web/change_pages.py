"""The page on which one change to a line is proposed: of the line, of a number or a person of it, or of one that is to be added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from aiohttp import web

from matcher.domain.access.permission import Action
from matcher.domain.register import Record, RecordKind, Removal
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.errors import BadProposal, Fault, ListConflict
from matcher.service.lists.publication import TRIES, others_publish
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.service.read_record import RecordView, read_record
from matcher.web.form_fields import Field
from matcher.web.forms import Told, Values, one
from matcher.web.line_pages import PATH
from matcher.web.list_words import RECORDS, REMOVALS
from matcher.web.problems import Refused
from matcher.web.record_fields import asked_of, changed_of, fields_of, kept_of, shown_of
from matcher.web.shell import page, see_other
from matcher.web.stale_forms import seen_of, stale, typed_of
from matcher.web.visits import Visit, visited, visited_with_form

#: Why a record is taken off the list; the link of a person is undone as well.
_REMOVALS = (Removal.WRONG, Removal.DUPLICATE, Removal.MERGED)
_LONGEST_ID = 100


@dataclass(frozen=True, slots=True)
class Subject:
    """What a change is about."""

    view: RecordView
    kind: RecordKind
    #: None for one that is to be.
    record: Record | None
    fields: tuple[Field, ...]
    #: The parameters of its page.
    query: str

    __hash__ = None  # type: ignore[assignment] # its records have none

    @property
    def path(self) -> str:
        """The address of the line's page."""
        return f"{PATH}/{quote(self.view.line.id, safe='')}"

    @property
    def removals(self) -> tuple[Removal, ...]:
        """Why it may be taken off."""
        return (Removal.UNDONE, *_REMOVALS) if self.kind is RecordKind.ASSOCIATE else _REMOVALS

    @property
    def marks(self) -> Mapping[str, str]:
        """Form -> the mark of what it shows; what is to be has none."""
        if self.record is None:
            return {}
        # With a line goes all that stands on it.
        return {"change": self.view.mark, "restore": self.view.mark, "remove": self.view.mark_of_all}

    def is_stale(self, values: Values) -> bool:
        """Whether what a form was about is not as the form showed it."""
        mark = self.marks.get(one(values, "step"))
        return mark is not None and seen_of(values) != mark


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a form comes back."""

    status: int
    sentence: str
    faults: tuple[Fault, ...]
    #: Whether what it is about was changed since it was opened.
    is_stale: bool = False
    #: What was typed into fields that are not asked any more, by what they are called.
    typed: tuple[tuple[str, str], ...] = ()


def add_to(app: web.Application) -> None:
    """Route to the page."""
    path = f"{PATH}/{{id:[^/]{{1,100}}}}/change"
    app.router.add_get(path, visited(show))
    app.router.add_post(path, visited_with_form(propose))


async def show(visit: Visit) -> web.StreamResponse:
    """Show what a record says, to be changed."""
    subject = await _subject(visit)
    return _page(visit, subject, shown_of(subject.fields, subject.record))


async def propose(visit: Visit) -> web.StreamResponse:
    """Propose what was changed, or show the form again with what is wrong: in it, or with it since it was opened."""
    for _ in range(TRIES):
        subject, values = await _subject(visit), visit.values
        if subject.is_stale(values):
            return _stale_page(visit, subject, values)
        house, view, draft = visit.house, subject.view, _draft(subject, values)
        try:
            made = await propose_changes(
                house.vault, visit.actor, house.lists, draft, now=visit.now, origin=visit.origin, read_from=view.version_id
            )
        except ListConflict:
            # Somebody published since the record was read: it is looked at again, whether it is still as the form showed it.
            continue
        except BadProposal as error:
            kept = values if one(values, "step") == "change" else {**shown_of(subject.fields, subject.record), **values}
            return _page(visit, subject, kept, Wrong(422, error.sentence, error.faults))
        return see_other(f"{PATH}/proposals/{made.id}")
    raise others_publish()


async def _subject(visit: Visit) -> Subject:
    """Find what the address names, for somebody who may propose."""
    visit.require(Action.LINES_PROPOSE)
    entry, adds = (visit.query("entry") or "")[:_LONGEST_ID], visit.query("add")
    if adds not in {None, RecordKind.NUMBER.value, RecordKind.ASSOCIATE.value}:
        raise Refused("not-found")
    view = await read_record(visit.house.vault, visit.actor, visit.house.lists, visit.id, entry or None, now=visit.now, origin=visit.origin)
    if adds is not None:
        kind = RecordKind(adds)
        return Subject(view, kind, None, fields_of(kind, shows_grading=True), urlencode({"add": adds}))
    kind = view.record.kind
    query = urlencode({"entry": entry}) if entry else ""
    return Subject(view, kind, view.record, fields_of(kind, shows_grading=view.shows_grading), query)


def _draft(subject: Subject, values: Values) -> ProposalDraft:
    # A line that is brought back is not there yet.
    of_line = None if one(values, "step") == "restore" else subject.view.line.id
    return ProposalDraft((_change(subject, values),), one(values, "reason"), of_line)


def _change(subject: Subject, values: Values) -> ChangeDraft:
    step, kind, record = one(values, "step"), subject.kind, subject.record
    if record is None:
        return ChangeDraft(kind, line_id=subject.view.line.id, fields=changed_of(subject.fields, values), fields_at="")
    if step == "remove":
        said = one(values, "remove")
        if said not in set(subject.removals):
            raise Refused("bad-request")
        return ChangeDraft(kind, record.id, remove=Removal(said), fields_at="")
    if step == "restore":
        return ChangeDraft(kind, record.id, restore=True, fields_at="")
    return ChangeDraft(kind, record.id, fields=changed_of(subject.fields, values), fields_at="")


def _stale_page(visit: Visit, subject: Subject, values: Values) -> web.Response:
    record, step = subject.view.record, one(values, "step")
    found = stale(subject.fields, values, record, RECORDS[subject.kind])
    if step == "change" and record.removed is None:
        return _page(visit, replace(subject, fields=found.fields), found.values, Wrong(409, found.sentence, found.faults, is_stale=True))
    typed = [(field.label, "; ".join(typed_of(subject.fields, values).get(field.name, ()))) for field in subject.fields]
    lost = tuple((label, text) for label, text in typed if text) if step == "change" else ()
    # What was to be brought back is there, and the other way round: the form that is left keeps the reason.
    there = {"change": "restore", "remove": "restore"} if record.removed is not None else {"restore": "change"}
    kept = {"step": (there.get(step, step),), "reason": values.get("reason", ()), "remove": values.get("remove", ())}
    return _page(visit, subject, {**shown_of(subject.fields, record), **kept}, Wrong(409, found.sentence, (), is_stale=True, typed=lost))


def _page(visit: Visit, subject: Subject, values: Values, wrong: Wrong | None = None) -> web.Response:
    faults = wrong.faults if wrong is not None else ()
    targets = {field.name: field.id for field in subject.fields}
    step = one(values, "step") or "change"
    targets["reason"] = f"reason-{step}"
    line, record = subject.view.line, subject.record
    return page(
        "change.html.jinja",
        caller=visit.caller,
        status=wrong.status if wrong is not None else 200,
        path=subject.path,
        action=f"{subject.path}/change{f'?{subject.query}' if subject.query else ''}",
        line_name=line.get("name") or line.id,
        kind=RECORDS[subject.kind],
        is_line=subject.kind is RecordKind.LINE,
        is_new=record is None,
        what="" if record is None else ", ".join(filter(None, (record.get("associate_name"), record.get("number")))) or record.id,
        is_removed=record is not None and record.removed is not None,
        removal=REMOVALS[record.removed] if record is not None and record.removed else "",
        removals=[(each.value, REMOVALS[each]) for each in subject.removals],
        asked=asked_of(subject.fields, values, faults),
        kept=list(kept_of(subject.fields, values)),
        said={"reason": one(values, "reason"), "remove": one(values, "remove"), "step": step},
        reason_faults=[each.sentence for each in faults if each.place == "reason"],
        told=[Told(each.sentence, targets.get(each.place, "")) for each in faults],
        error=wrong,
        marks=subject.marks,
    )
