"""The list changes by proposals: one person proposes, another decides, once, and all of it or nothing."""

import asyncio
import re
from dataclasses import replace
from itertools import product

import pytest

from matcher.domain.access.actor import Role
from matcher.domain.access.audit_query import AuditQuery
from matcher.domain.register import ID_TAKEN, ImportMode, RecordKind, Removal
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.domain.upkeep.list_import import Manner
from matcher.domain.upkeep.proposal import ProposalState
from matcher.errors import (
    BadProposal,
    BadRequest,
    KeyReused,
    ListConflict,
    MatcherError,
    NotAllowed,
    NotFound,
    ProposalDecided,
    SecondPersonNeeded,
)
from matcher.service.decide_proposal import reject_proposal, withdraw_proposal
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.service.read_audit import read_audit
from matcher.service.read_proposals import list_proposals, read_proposal
from matcher.store.proposals import Verdict, decide_proposal
from matcher.store.schema.answers import jobs
from matcher.store.schema.lists import list_changes, list_versions, recalls, retro_runs
from matcher.store.schema.lists import list_proposals as proposals
from submitting import COVERT_LINE, OPEN_LINE, OWNER_LINE, a_list

NUMBER = {"number": "07700 900222", "first_seen": "2026-03-01", "source_grade": "2", "intel_grade": "B", "handling": "P"}
LINE, ITS_NUMBER, PERSON = RecordKind.LINE, RecordKind.NUMBER, RecordKind.ASSOCIATE


def a_number(line_id="L-0043", **fields):
    """Write a number that is to stand on a line."""
    return ChangeDraft(ITS_NUMBER, line_id=line_id, fields={**NUMBER, **fields}, place="changes.0")


def named(line_id="L-0043", **fields):
    """Write fields of a line."""
    return ChangeDraft(LINE, line_id, fields=fields, place="changes.0")


async def propose(desk, *drafts, who="north-reviewer", reason="An interview names it.", **more):
    """Propose changes."""
    actor = desk.actor(who) if isinstance(who, str) else who
    return await propose_changes(desk.vault, actor, desk.lists, ProposalDraft(drafts, reason), **desk.ask, **more)


async def register(desk, word="north"):
    """Give the list of an organisation as it stands."""
    async with desk.vault.db.read() as connection:
        return (await desk.lists.latest_register(connection, getattr(desk.house, word).id))[1]


async def number_of(desk, line_id="L-0043"):
    """Give the first number of a line."""
    return next(each for each in (await register(desk)).of_line(line_id) if each.kind is ITS_NUMBER)


async def asked(call):
    """Give what a question gives, or how it is refused."""
    try:
        return await call
    except MatcherError as error:
        return {"code": error.code, "sentence": error.sentence, "hint": error.hint, "faults": error.faults}


async def seen(desk, who, **more):
    """Give the proposals somebody sees."""
    return (await list_proposals(desk.vault, desk.actor(who), desk.lists, **desk.ask, **more)).items


async def test_a_proposed_number_stands_on_the_list_once_another_person_published_it(desk):
    """The list stays as it is until an analyst publishes what a reviewer proposed; history, look back and job come with the version."""
    made = await propose(desk, a_number())
    before = await register(desk)
    published = await desk.let_out(made.id, who="north-analyst", reason="Checked")
    (run,) = await desk.rows(retro_runs)
    (job,) = await desk.rows(jobs, kind="retro-match")
    history = await desk.rows(list_changes, version_id=published.version_id)

    assert (made.state, made.base_version_id is not None) == (ProposalState.OPEN, True)
    assert len(before.of_line("L-0043")) == 2
    assert len((await register(desk)).of_line("L-0043")) == 3
    assert (published.state, published.decision) == (ProposalState.PUBLISHED, "Checked")
    assert (run["version_id"], run["state"], run["numbers"], job["object_id"]) == (published.version_id, "waiting", 1, published.version_id)
    assert [(row["kind"], row["deed"], row["change_sealed"]) for row in history] == [("number", "added", None)]
    assert await desk.rows(recalls) == []


async def test_what_changes_nothing_a_match_rests_on_is_not_looked_for(desk):
    """A line that gets another name sets no look back off, and its history tells both names, sealed."""
    made = await propose(desk, named(name="Woodlark"))
    published = await desk.let_out(made.id, who="north-analyst")
    (row,) = await desk.rows(list_changes, version_id=published.version_id)

    assert await desk.rows(retro_runs) == []
    assert (row["kind"], row["deed"], b"Woodlark" in row["change_sealed"]) == ("line", "changed", False)


async def test_a_number_that_was_never_right_is_recalled(desk):
    """Removed as wrong and corrected to another number are recalled; another spelling, a duplicate and one that went on are not."""
    number = await number_of(desk)
    spelt = await propose(desk, ChangeDraft(ITS_NUMBER, number.id, fields={"number": "+44 7700 900123"}))
    await desk.let_out(spelt.id, who="north-analyst")
    corrected = await propose(desk, ChangeDraft(ITS_NUMBER, number.id, fields={"number": "07700 900124"}))
    await desk.let_out(corrected.id, who="north-analyst")
    wrong = await propose(desk, ChangeDraft(ITS_NUMBER, number.id, remove=Removal.WRONG))
    await desk.let_out(wrong.id, who="north-analyst")

    assert [row["record_id"] for row in await desk.rows(recalls)] == [number.id, number.id]
    assert (await register(desk)).get(ITS_NUMBER, number.id).removed is Removal.WRONG


async def test_a_line_goes_with_all_that_hangs_on_it_and_comes_back(desk):
    """Removing a line makes tombstones of its numbers too; each can be restored, and a line that comes back without any is told."""
    number = await number_of(desk)
    gone = await propose(desk, ChangeDraft(LINE, "L-0043", remove=Removal.DUPLICATE))
    await desk.let_out(gone.id, who="north-analyst")
    removed = await register(desk)
    bare = await propose(desk, ChangeDraft(LINE, "L-0043", restore=True))
    back = await propose(desk, ChangeDraft(LINE, "L-0043", restore=True), ChangeDraft(ITS_NUMBER, number.id, restore=True))
    await desk.let_out(back.id, who="north-analyst")

    assert [each.removed for each in removed.of_line("L-0043")] == [Removal.DUPLICATE] * 2
    assert ["stay removed: L-0043 (1)." in warning for warning in bare.summary.warnings] == [True]
    assert back.summary.warnings == ()
    assert [each.removed for each in (await register(desk)).of_line("L-0043")] == [None, None]
    assert {row["deed"] for row in await desk.rows(list_changes)} == {"added", "removed", "restored"}


async def test_the_link_of_a_person_is_undone(desk):
    """A person is linked with a confidence and what it rests on, and the link can be taken back; a number cannot be undone."""
    fields = {"associate_name": "Jay Tern", "associate_confidence": "likely", "associate_justification": "Two interviews"}
    number = await number_of(desk)
    linked = await propose(desk, ChangeDraft(PERSON, line_id="L-0043", fields={**fields, "number": "07700 900333"}))
    await desk.let_out(linked.id, who="north-analyst")
    person = next(each for each in (await register(desk)).of_line("L-0043") if each.kind is PERSON)
    undone = await propose(desk, ChangeDraft(PERSON, person.id, remove=Removal.UNDONE))
    await desk.let_out(undone.id, who="north-analyst")
    refused = await asked(propose(desk, ChangeDraft(ITS_NUMBER, number.id, remove=Removal.UNDONE, place="changes.0")))

    assert (await register(desk)).get(PERSON, person.id).removed is Removal.UNDONE
    assert (refused["code"], [each.place for each in refused["faults"]]) == ("bad-proposal", ["changes.0"])


@pytest.mark.parametrize(
    ("draft", "place"),
    [
        pytest.param(a_number(number="nobody"), "changes.0.fields.number", id="no number"),
        pytest.param(a_number(number="07700 900222 or 07700 900223"), "changes.0.fields.number", id="two numbers"),
        pytest.param(a_number(number="0800 1111"), "changes.0.fields.number", id="a protected number"),
        pytest.param(a_number(number="=A1"), "changes.0.fields.number", id="a formula"),
        pytest.param(a_number(first_seen="2026-02-31"), "changes.0.fields.first_seen", id="an impossible day"),
        pytest.param(a_number(handling="C"), "changes.0.fields.handling_conditions", id="C without conditions"),
        pytest.param(a_number(closed_on="2026-03-02"), "changes.0.fields.closure_type", id="closed without a type"),
        pytest.param(a_number(successor="07700 900222"), "changes.0.fields.successor", id="follows itself"),
        pytest.param(
            a_number(number="07700 900123", first_seen="2026-02-01", last_seen="2026-04-19"), "changes.0.fields.number", id="twice"
        ),
        pytest.param(a_number("L-9999"), "changes.0.line_id", id="of no line"),
        pytest.param(named(status="asleep"), "changes.0.fields.status", id="an unknown status"),
        pytest.param(named(number="07700 900222"), "changes.0.fields.number", id="a field of another kind"),
        pytest.param(named(nonsense="x"), "changes.0", id="no field at all"),
        pytest.param(
            ChangeDraft(ITS_NUMBER, "num_" + "0" * 26, fields={"notes": "x"}, place="changes.0"), "changes.0.id", id="no such record"
        ),
        pytest.param(named("L-043", name="Woodlark"), "changes.0.id", id="a line by a mistyped id"),
        pytest.param(
            ChangeDraft(LINE, line_id="L-0043", fields={"name": "Woodlark"}, place="changes.0"),
            "changes.0.line_id",
            id="a new line that is there",
        ),
        pytest.param(ChangeDraft(LINE, "L-0043", place="changes.0"), "changes.0", id="nothing said"),
        pytest.param(ChangeDraft(LINE, "L-0043", restore=True, place="changes.0"), "changes.0.id", id="restored without removal"),
        pytest.param(named(name="Larkspur"), "changes", id="as it is"),
    ],
)
async def test_whatever_cannot_be_is_told_at_its_place(desk, draft, place):
    """Nothing is proposed of changes with a fault, and the fault names its place in what was sent and no number."""
    refused = await asked(propose(desk, draft))

    assert (refused["code"], {each.place for each in refused["faults"]}) == ("bad-proposal", {place})
    assert "900" not in "".join(each.sentence for each in refused["faults"])
    assert await desk.rows(proposals) == []


async def test_a_proposal_has_a_reason_and_a_bound(desk):
    """Without a reason, without changes and with more than a thousand nothing is proposed."""
    for drafts, reason, place in (([a_number()], " ", "reason"), ([], "Seen", "changes"), ([named(name="A")] * 1001, "Seen", "changes")):
        with pytest.raises(BadProposal) as refused:
            await propose(desk, *drafts, reason=reason)
        assert [each.place for each in refused.value.faults] == [place]


@pytest.mark.parametrize("who", ["north-submitter", "north-supervisor", "north-auditor", "north-admin"])
async def test_who_proposes_nothing_is_refused(desk, who):
    """Reviewers and analysts propose; others are refused, and that is on record."""
    with pytest.raises(NotAllowed):
        await propose(desk, a_number(), who=who)

    assert (await desk.house.deeds())[-1] == "access:denied denied"


async def test_nobody_decides_what_they_proposed(desk):
    """An analyst cannot publish or reject their own proposal, by the service or past it; a supervisor can publish it."""
    made = await propose(desk, a_number(), who="north-analyst")
    analyst = desk.actor("north-analyst")
    with pytest.raises(SecondPersonNeeded):
        await desk.let_out(made.id, who="north-analyst")
    with pytest.raises(SecondPersonNeeded):
        await reject_proposal(desk.vault, analyst, desk.lists, made.id, reason="Hearsay", **desk.ask)
    async with desk.vault.db.write() as connection:
        verdict = Verdict(ProposalState.PUBLISHED, analyst.user_id)
        assert not await decide_proposal(connection, desk.vault.keys, made.id, verdict, now=desk.now)

    assert (await desk.rows(proposals))[0]["state"] == "open"
    assert (await desk.let_out(made.id, who="north-supervisor")).state is ProposalState.PUBLISHED


async def test_a_decision_is_final(desk):
    """What was published, rejected or withdrawn is decided no other way afterwards."""
    ids = [(await propose(desk, a_number(number=f"07700 90022{at}"))).id for at in range(3)]
    reviewer, analyst = desk.actor("north-reviewer"), desk.actor("north-analyst")
    await desk.let_out(ids[0], who="north-analyst")
    await reject_proposal(desk.vault, analyst, desk.lists, ids[1], reason="Hearsay", **desk.ask)
    await withdraw_proposal(desk.vault, reviewer, desk.lists, ids[2], **desk.ask)

    for each in ids:
        for call in (
            desk.let_out(each, who="north-supervisor"),
            reject_proposal(desk.vault, analyst, desk.lists, each, reason="Hearsay", **desk.ask),
            withdraw_proposal(desk.vault, reviewer, desk.lists, each, **desk.ask),
        ):
            with pytest.raises(ProposalDecided):
                await call
    assert [each.state for each in await seen(desk, "north-reviewer")] == ["withdrawn", "rejected", "published"]
    assert [each.decision for each in await seen(desk, "north-reviewer", state=ProposalState.REJECTED)] == ["Hearsay"]


async def test_a_proposal_is_withdrawn_by_whoever_made_it_alone_and_rejected_with_a_reason(desk):
    """Somebody else is refused, and a rejection says why."""
    made = await propose(desk, a_number())
    with pytest.raises(NotAllowed) as not_theirs:
        await withdraw_proposal(desk.vault, desk.actor("north-analyst"), desk.lists, made.id, **desk.ask)
    assert "whoever made it" in not_theirs.value.sentence
    with pytest.raises(BadRequest):
        await reject_proposal(desk.vault, desk.actor("north-analyst"), desk.lists, made.id, reason="  ", **desk.ask)

    assert (await desk.rows(proposals))[0]["state"] == "open"


async def test_a_proposal_that_another_one_overtook_is_refused_whole_and_names_every_record(desk):
    """Where another publication got in between, every record that differs is named with its fields and nothing of the proposal is made."""
    number = await number_of(desk)
    first = await propose(desk, named(name="Woodlark"), ChangeDraft(ITS_NUMBER, number.id, fields={"notes": "a"}))
    second = await propose(desk, named(name="Skylark"), ChangeDraft(ITS_NUMBER, number.id, fields={"notes": "b"}), a_number())
    await desk.let_out(first.id, who="north-analyst")
    with pytest.raises(ListConflict) as refused:
        await desk.let_out(second.id, who="north-analyst")

    assert [each.place for each in refused.value.faults] == ["line L-0043", f"number {number.id}"]
    assert [each.sentence for each in refused.value.faults] == [
        f"The record was changed since. Fields that differ: {name}." for name in ("name", "notes")
    ]
    assert len((await register(desk)).of_line("L-0043")) == 2
    assert len(await desk.rows(list_versions, organisation_id=desk.house.north.id)) == 2


async def test_the_same_file_proposed_twice_says_that_the_list_has_it(desk):
    """Of two equal proposals one is published; the other is told for what it is, with what to do, and not as records that changed."""
    renamed = OPEN_LINE.replace("Larkspur", "Woodlark")
    content = a_list(renamed, renamed.replace("900123", "900222"), COVERT_LINE)
    one, two = await desk.load(content), await desk.load(content)
    await desk.let_out(one.proposal_id, who=desk.at_the_machine())
    with pytest.raises(ListConflict) as refused:
        await desk.let_out(two.proposal_id, who=desk.at_the_machine())

    assert {each.sentence for each in refused.value.faults} == {"The list says exactly this already; there is nothing left to change."}
    assert "published before" in refused.value.hint
    assert [each.is_done for each in await seen(desk, "north-supervisor")] == [True, False]


async def test_a_proposal_of_what_the_list_says_by_now_says_so(desk):
    """Typed twice, the number has two ids and is one all the same; what differs, and what only a hidden line says, is still to be done."""
    new = ChangeDraft(LINE, line_id="L-0099", fields={"name": "Nightjar", "status": "active"})
    drafts = (a_number(), a_number(), a_number(last_seen="2026-03-02"), new, named(name="Woodlark"))
    made = [await propose(desk, draft) for draft in drafts]
    hidden = await propose(desk, a_number("L-0099"), who="north-analyst")
    await desk.let_out(hidden.id, who=desk.at_the_machine())
    await desk.let_out(made[0].id, who="north-supervisor")
    page = {each.id: each for each in await seen(desk, "north-supervisor")}
    read = [await read_proposal(desk.vault, desk.actor("north-supervisor"), desk.lists, each.id, **desk.ask) for each in made]

    assert [page[each.id].is_done for each in made] == [False, True, False, False, False]
    assert [each.proposal.is_done for each in read] == [False, True, False, False, False]
    assert [len(page[each.id].summary.warnings) for each in made] == [0, 1, 0, 0, 0]
    assert "nothing is left to do" in page[made[1].id].summary.warnings[0]


async def test_two_publishers_at_once_make_one_version(desk):
    """Of several that publish one proposal at the same moment one does, and the others are told that it was decided."""
    made = await propose(desk, a_number())
    publishers = ["north-analyst", "north-supervisor", desk.at_the_machine()] * 2

    told = await asyncio.gather(*(asked(desk.let_out(made.id, who=each)) for each in publishers))

    assert sorted(each["code"] if isinstance(each, dict) else "published" for each in told) == ["proposal-decided"] * 5 + ["published"]
    assert len(await desk.rows(list_versions, organisation_id=desk.house.north.id)) == 2
    assert len(await desk.rows(retro_runs)) == 1


async def test_proposals_published_at_once_become_one_version_after_the_other(desk):
    """Different proposals that are published at the same moment make versions numbered without a gap, and all of them stand on the last."""
    ids = [(await propose(desk, a_number(number=f"07700 90022{at}"))).id for at in range(5)]

    told = await asyncio.gather(*(asked(desk.let_out(each, who="north-analyst")) for each in ids))
    for proposal_id, each in zip(ids, told, strict=True):
        if isinstance(each, dict):
            assert each["code"] == "conflict"
            await desk.let_out(proposal_id, who="north-analyst")

    assert sorted(row["number"] for row in await desk.rows(list_versions, organisation_id=desk.house.north.id)) == [1, 2, 3, 4, 5, 6]
    assert len((await register(desk)).of_line("L-0043")) == 7


async def test_publishing_races_with_withdrawing(desk):
    """Of a publication and a withdrawal at the same moment one is done; the list has the number exactly where it was published."""
    made = await propose(desk, a_number())
    reviewer = desk.actor("north-reviewer")

    await asyncio.gather(
        asked(desk.let_out(made.id, who="north-analyst")), asked(withdraw_proposal(desk.vault, reviewer, desk.lists, made.id, **desk.ask))
    )
    (row,) = await desk.rows(proposals)

    assert row["state"] in {"published", "withdrawn"}
    assert (len((await register(desk)).of_line("L-0043")) == 3) == (row["state"] == "published")
    assert (row["version_id"] is not None) == (row["state"] == "published")


async def test_a_repeated_request_is_one(desk):
    """The same key with the same changes is one proposal, and one publication; with others it is refused."""
    first = await propose(desk, a_number(), idempotency_key="k-1")
    again = await propose(desk, a_number(), idempotency_key="k-1")
    with pytest.raises(KeyReused):
        await propose(desk, a_number(number="07700 900223"), idempotency_key="k-1")
    published = [await desk.let_out(first.id, who="north-analyst", idempotency_key="k-2") for _ in range(2)]
    after = await propose(desk, a_number(), idempotency_key="k-1")

    assert first.id == again.id == after.id
    assert published[0] == published[1]
    assert len(await desk.rows(proposals)) == 1


async def test_whoever_has_lost_the_role_publishes_nothing(desk):
    """Roles count as they stand in the store in that moment."""
    made = await propose(desk, a_number())
    pretender = replace(desk.actor("north-submitter"), roles=frozenset({Role.ANALYST}))

    with pytest.raises(NotAllowed):
        await desk.let_out(made.id, who=pretender)


async def test_proposals_are_of_one_organisation(desk):
    """Others see and decide nothing of them; what they ask for is not there."""
    made = await propose(desk, a_number())
    south = desk.actor("south-analyst")

    assert await seen(desk, "south-analyst") == ()
    for call in (
        read_proposal(desk.vault, south, desk.lists, made.id, **desk.ask),
        desk.let_out(made.id, who="south-analyst"),
        reject_proposal(desk.vault, south, desk.lists, made.id, reason="Hearsay", **desk.ask),
        withdraw_proposal(desk.vault, south, desk.lists, made.id, **desk.ask),
    ):
        with pytest.raises(NotFound):
            await call


async def test_a_proposal_is_read_with_every_field_before_and_after(desk):
    """Who, when, why and what differs; a page at a time where there is much."""
    made = await propose(desk, named(name="Woodlark", aliases="Lark"), a_number())
    analyst = desk.actor("north-analyst")
    first = await read_proposal(desk.vault, analyst, desk.lists, made.id, limit=1, **desk.ask)
    second = await read_proposal(desk.vault, analyst, desk.lists, made.id, limit=1, cursor=first.cursor, **desk.ask)

    assert (first.changes[0].before.get("name"), first.changes[0].after.get("name")) == ("Larkspur", "Woodlark")
    assert first.changes[0].fields == ("name", "aliases")
    assert (second.changes[0].effect, second.cursor) == ("new", None)
    assert (first.proposal.reason, first.proposal.proposed_by) == ("An interview names it.", desk.actor("north-reviewer").user_id)


class TestRestrictedLines:
    """What somebody may not know of they neither see nor touch, and nothing tells them that it is there."""

    async def test_what_cannot_be_seen_cannot_be_touched_and_is_answered_as_if_absent(self, desk):
        """Changing, removing and adding to a covert line reads for a reviewer as for a line that is nowhere."""
        number = await number_of(desk, "L-0099")
        for there, nowhere in (
            (a_number("L-0099"), a_number("L-0098")),
            (ChangeDraft(LINE, "L-0099", remove=Removal.WRONG), ChangeDraft(LINE, "L-0098", remove=Removal.WRONG)),
            (ChangeDraft(ITS_NUMBER, number.id, fields={"notes": "x"}), ChangeDraft(ITS_NUMBER, "num_" + "0" * 26, fields={"notes": "x"})),
        ):
            assert await asked(propose(desk, there)) == await asked(propose(desk, nowhere))

    async def test_a_proposal_about_a_covert_line_is_hidden_from_those_who_may_not_know(self, desk):
        """A supervisor without clearance neither lists, reads, publishes nor rejects it, and all of it reads as if it were not there."""
        made = await propose(desk, a_number("L-0099"), named(name="Woodlark"), who="north-analyst")
        nobody = f"prp_{'0' * 26}"
        supervisor = desk.actor("north-supervisor")
        told = [
            [
                await asked(read_proposal(desk.vault, supervisor, desk.lists, each, **desk.ask)),
                await asked(desk.let_out(each, who=supervisor)),
                await asked(reject_proposal(desk.vault, supervisor, desk.lists, each, reason="Hearsay", **desk.ask)),
                await asked(withdraw_proposal(desk.vault, supervisor, desk.lists, each, **desk.ask)),
            ]
            for each in (made.id, nobody)
        ]

        assert told[0] == told[1]
        assert await seen(desk, "north-supervisor") == ()
        assert [each.id for each in await seen(desk, "north-analyst")] == [made.id]
        assert (await desk.rows(proposals))[0]["is_restricted"]

    async def test_the_cleared_publish_it(self, desk):
        """A cleared person publishes what touches a covert line."""
        made = await propose(desk, a_number("L-0099"), who="north-analyst")

        assert (await desk.let_out(made.id, who=desk.at_the_machine())).state is ProposalState.PUBLISHED

    async def test_an_id_that_a_hidden_line_has_is_proposed_like_any_other(self, desk):
        """Proposing a line under the id of a covert one reads as for a free id; publishing finds out, as for any id that is taken."""
        reviewer = desk.actor("north-reviewer")
        new = {each: ChangeDraft(LINE, line_id=each, fields={"name": "New", "status": "active"}) for each in ("L-0099", "L-0098")}
        made = {each: await propose(desk, draft) for each, draft in new.items()}
        shown = [replace(each, id="", summary=None) for each in made.values()]
        listed = [each.id for each in await seen(desk, "north-supervisor")]
        refused = await asked(desk.let_out(made["L-0099"].id, who="north-supervisor"))

        assert shown[0] == shown[1]
        for who in ("north-reviewer", "north-supervisor"):
            read = [await read_proposal(desk.vault, desk.actor(who), desk.lists, each.id, **desk.ask) for each in made.values()]
            assert [dict(each.line_names) for each in read] == [{each: "New"} for each in made]
        assert set(listed) == {each.id for each in made.values()}
        assert refused["code"] == "list-conflict"
        assert [(each.place, each.sentence) for each in refused["faults"]] == [("line L-0099", ID_TAKEN)]
        assert (await read_proposal(desk.vault, reviewer, desk.lists, made["L-0099"].id, **desk.ask)).changes[0].before is None

    async def test_no_name_of_a_proposed_line_tells_whether_a_hidden_one_has_its_id(self, desk):
        """Line, number and person of an id that a covert line, an owner's line or none has are named alike, page by page, of a file too."""
        await desk.publish(a_list(OPEN_LINE, COVERT_LINE, OWNER_LINE))
        person = {
            "associate_name": "Jay Tern",
            "associate_confidence": "likely",
            "associate_justification": "Two interviews",
            "number": "07700 900333",
        }
        told = {}
        for each in ("L-0099", "L-0077", "L-0098"):
            line, linked = ({"name": "Blue Moon", "status": "active"}, LINE), (person, PERSON)
            drafts = [
                ChangeDraft(kind, line_id=each, fields=fields, place="changes.0") for fields, kind in (line, (NUMBER, ITS_NUMBER), linked)
            ]
            made = {"typed": (await propose(desk, *drafts)).id}
            if each != "L-0099":  # Whoever imports may know of that one.
                row = OPEN_LINE.replace("L-0043,Larkspur", f"{each},Blue Moon").replace("900123", "900222")
                made["file"] = (await desk.load(a_list(row), manner=Manner(ImportMode.UPDATE))).proposal_id
            for (way, proposal_id), who, limit in product(made.items(), ("north-reviewer", "north-supervisor"), (1, 2, 3)):
                ask = (desk.vault, desk.actor(who), desk.lists, proposal_id)
                pages = [await read_proposal(*ask, limit=limit, **desk.ask)]
                while pages[-1].cursor:
                    pages.append(await read_proposal(*ask, limit=limit, cursor=pages[-1].cursor, **desk.ask))
                told.setdefault((way, who, limit), []).append([(len(page.changes), page.line_names.get(each)) for page in pages])

        assert all(len(set(map(repr, several))) == 1 for several in told.values())

    async def test_an_id_that_is_taken_is_refused_alike_whoever_has_it(self, desk):
        """A covert line and one that everybody sees: the refusal differs in the id alone, and the cleared read of the clash before."""
        new = {each: ChangeDraft(LINE, line_id=each, fields={"name": "New", "status": "active"}) for each in ("L-0099", "L-0098")}
        made = {each: await propose(desk, draft) for each, draft in new.items()}
        other = await propose(desk, ChangeDraft(LINE, line_id="L-0098", fields={"name": "Other", "status": "suspected"}))
        await desk.let_out(other.id, who="north-supervisor")
        told = [await asked(desk.let_out(each.id, who="north-supervisor")) for each in made.values()]
        warned = {}
        for who in ("north-analyst", "north-supervisor", "north-reviewer"):
            found = [await read_proposal(desk.vault, desk.actor(who), desk.lists, each.id, **desk.ask) for each in made.values()]
            warned[who] = [len(each.proposal.summary.warnings) for each in found]

        assert str(told[0]).replace("L-0099", "L-0098") == str(told[1])
        assert warned == {"north-analyst": [1, 1], "north-supervisor": [0, 1], "north-reviewer": [0, 1]}

    async def test_no_id_of_an_entry_tells_what_stands_on_a_covert_line(self, desk):
        """An id that follows from a line and a number is refused under another line, byte for byte, whether or not that line has it."""
        await desk.clear("north-analyst", is_cleared=False)
        await desk.move("north-analyst", "Riverside")
        only_adds, told = Manner(ImportMode.UPDATE), []
        for number in ("07700 900456", "07700 900457"):
            guess = await desk.load(f"line_id,number,name\nL-0099,{number},Guess\n".encode(), manner=only_adds)
            (known,) = [each.id for each in guess.plan.changes if each.kind is ITS_NUMBER]
            meant = f"line_id,number,entry_id\nL-0043,07700 900444,{known}\n".encode()
            looks = [await asked(desk.load(meant, manner=replace(only_adds, dry_run=is_dry))) for is_dry in (True, False)]
            looks.append(await asked(desk.let_out(guess.proposal_id, who="north-supervisor")))
            told.append(re.sub(r"sha256='\w+'", "", repr(looks).replace(known, "ID")))

        assert told[0] == told[1]
        assert "The list gives ids" in told[0]
        assert len(await desk.rows(proposals)) == 2

    async def test_a_line_that_becomes_covert_takes_its_proposals_along(self, desk):
        """Once a line is covert, older proposals about it are hidden as well, but not from whoever made them."""
        old = await propose(desk, a_number())
        hidden = await propose(desk, named(visibility="covert"), who="north-analyst")
        await desk.let_out(hidden.id, who=desk.at_the_machine())

        assert await seen(desk, "north-supervisor") == ()
        assert [each.id for each in await seen(desk, "north-reviewer")] == [old.id]

    async def test_a_line_that_becomes_covert_takes_along_what_brought_it(self, desk):
        """Published, rejected and open, what would bring the line reads like nothing once it is covert, and the trail tells no reason."""
        new = ChangeDraft(LINE, line_id="L-0098", fields={"name": "New", "status": "active"}, place="changes.0")
        made = [await propose(desk, new, who="north-analyst", reason="New is heard of") for _ in range(3)]
        await desk.let_out(made[0].id, who="north-supervisor")
        await reject_proposal(desk.vault, desk.at_the_machine(), desk.lists, made[1].id, reason="New is there", **desk.ask)
        assert len(await seen(desk, "north-reviewer")) == 3
        hidden = await propose(desk, named("L-0098", visibility="covert"), who="north-analyst")
        await desk.let_out(hidden.id, who=desk.at_the_machine())
        nobody = await asked(read_proposal(desk.vault, desk.actor("north-reviewer"), desk.lists, f"prp_{'0' * 26}", **desk.ask))
        trail = await read_audit(desk.vault, desk.actor("north-auditor"), AuditQuery(limit=500), **desk.ask)

        for who in ("north-reviewer", "north-supervisor"):
            assert await seen(desk, who) == ()
            for each in made:
                assert await asked(read_proposal(desk.vault, desk.actor(who), desk.lists, each.id, **desk.ask)) == nobody
        assert len(await seen(desk, "north-analyst")) == 4
        assert "New" not in repr(trail)

    async def test_organisations_with_and_without_a_covert_line_look_alike(self, desk):
        """To everybody without clearance, proposals and the trail are those of an organisation without the line."""
        await desk.publish(a_list(OPEN_LINE, COVERT_LINE, OWNER_LINE), who="north-analyst")
        await desk.publish(a_list(OPEN_LINE), who="south-analyst")
        hidden = await propose(desk, a_number("L-0099"), named(name="Woodlark"), who="north-analyst")
        await reject_proposal(desk.vault, desk.at_the_machine(), desk.lists, hidden.id, reason="Hearsay", **desk.ask)
        await propose(desk, named("L-0099", visibility="open_to_force"), who="north-analyst")
        told = {}
        for word in ("north", "south"):
            await propose(desk, a_number(), who=f"{word}-reviewer")
            for role in ("reviewer", "supervisor", "auditor", "admin", "submitter"):
                actor = desk.actor(f"{word}-{role}")
                seen_by = [
                    await asked(list_proposals(desk.vault, actor, desk.lists, **desk.ask)),
                    await asked(propose(desk, a_number("L-0099"), who=actor)),
                    await asked(propose(desk, named("L-0077", remark="x"), who=actor)),
                    [
                        (each.event.action, each.event.object_type, each.event.reason)
                        for each in getattr(await asked(read_audit(desk.vault, actor, AuditQuery(limit=500), **desk.ask)), "entries", ())
                    ],
                ]
                told[word, role] = re.sub(r"\b[a-z]{3,4}_[0-9a-z]{24,26}\b|cursor=\S+", "", repr(seen_by))

        for role in ("reviewer", "supervisor", "auditor", "admin", "submitter"):
            assert told["north", role] == told["south", role]
        assert "lines:published" in told["north", "auditor"]
        assert "lines:rejected" not in told["north", "auditor"]

    async def test_a_whole_list_removes_nothing_that_its_sender_cannot_see(self, desk):
        """An analyst of another unit imports a list without the lines of the first; they stay."""
        await desk.publish(a_list(OPEN_LINE, COVERT_LINE, OWNER_LINE))
        imported = await desk.load(a_list(OPEN_LINE.replace("Larkspur", "Woodlark"), COVERT_LINE))
        await desk.let_out(imported.proposal_id, who=desk.at_the_machine())

        assert [change.line_id for change in imported.plan.changes] == ["L-0043"]
        assert (await register(desk)).line("L-0077").removed is None


class TestImports:
    """A file against the list."""

    async def test_a_file_that_the_list_stands_against_is_refused_whole(self, desk):
        """What was removed as wrong does not come back by a file: each such row is named, planned or refused."""
        number = await number_of(desk)
        wrong = await propose(desk, ChangeDraft(ITS_NUMBER, number.id, remove=Removal.WRONG))
        await desk.let_out(wrong.id, who="north-analyst")
        content = a_list(OPEN_LINE, COVERT_LINE.replace("Nightjar", "Nightingale"))
        tried = await desk.load(content, manner=Manner(dry_run=True))
        with pytest.raises(ListConflict) as refused:
            await desk.load(content)

        assert (tried.state, [each.row for each in tried.plan.conflicts]) == ("conflicts", [2])
        assert [each.place for each in refused.value.faults] == [f"row 2, number {number.id}"]
        assert len(await desk.rows(proposals)) == 1

    async def test_a_file_that_only_adds_removes_nothing(self, desk):
        """In the mode `update` what the file does not hold stays."""
        one = "L-0050,Siskin,07700 900222,active,open_to_force,Hillside,2026-02-01,2026-04-19,2,B,P,Estmoor"
        imported = await desk.load(a_list(one), manner=Manner(ImportMode.UPDATE))

        assert {change.line_id for change in imported.plan.changes} == {"L-0050"}

    async def test_first_lists_that_race_are_one_version_and_one_proposal(self, vault):
        """Of two first lists at once one is published and the other waits for another person."""
        import people
        from matcher.service.lists.line_lists import LineLists
        from submitting import Desk, means

        desk = Desk(await people.settle(vault), LineLists(vault, means().lists))
        several = [desk.load(a_list(OPEN_LINE.replace("Larkspur", f"Lark {at}"))) for at in range(4)]
        loaded = await asyncio.gather(*several)

        assert sorted(each.state for each in loaded) == ["proposed"] * 3 + ["published"]
        assert len(await desk.rows(list_versions)) == 1
        assert await desk.rows(retro_runs) == []

    async def test_a_repeated_upload_is_one(self, desk):
        """The same file under the same key is proposed once."""
        content = a_list(OPEN_LINE)
        first, again = [await desk.load(content, idempotency_key="k-1") for _ in range(2)]
        with pytest.raises(KeyReused):
            await desk.load(a_list(COVERT_LINE), idempotency_key="k-1")

        assert (first.proposal_id, first.state) == (again.proposal_id, again.state)
        assert len(await desk.rows(proposals)) == 1
