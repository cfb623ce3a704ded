"""What each role sees of an answer, and that nobody without clearance can tell a restricted line from none (domain 4.4)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from answers import an_answer
from builders import AT, NUMBER, a_call, a_line, a_list, a_partial, a_sighting, an_associate, an_entry
from config.door import FOLDER
from matcher.domain.access.actor import Actor, Role
from matcher.domain.access.permission import Form, ObjectFacts
from matcher.domain.alerts.raising import Evaluation, raise_alerts
from matcher.domain.answers.own_part import parts_of_owners
from matcher.domain.answers.plain_view import check_by_line_name, mask
from matcher.domain.answers.release import open_part
from matcher.domain.answers.role_view import Answers, Sight, lines_seen_by, open_answer, seen_by, view_of
from matcher.domain.line import LineList, Marker, Visibility
from matcher.domain.screening import EpisodeStatus, Subject
from matcher.render.json_answer import screening_object
from matcher.service.load_rules import load_rules

RULES = load_rules(FOLDER)

COVERT_NUMBER = "+447700900333"
OTHER_NUMBER = "+447700900444"
OPEN = a_line(markers=frozenset({Marker.FIREARM}), importing_areas=("Vale of Tarn",), exporting_area="Kettle Bay")
COVERT = a_line(id="L-9", name="Quiet", visibility=Visibility.COVERT, owner_unit="Estmoor Intelligence")
OTHER = a_line(id="L-8", name="Hush", visibility=Visibility.OWNER_UNIT_ONLY, owner_unit="Tarn Intelligence")
CHILD = Subject(age=15, status=EpisodeStatus.MISSING, home_area="Estmoor", looked_after=True, own_numbers=frozenset({"+447700900999"}))

ON_OPEN = a_call("2026-03-20", source="Jay Example.vcf", place="Jay Example.vcf:3")
ON_COVERT = a_sighting(raw="07700 900333", e164=COVERT_NUMBER, label="Quiet", source="Jay Example.vcf", place="Jay Example.vcf:20")
ON_OTHER = a_sighting(raw="07700 900444", e164=OTHER_NUMBER, label="Kit", source="Jay Example.vcf", place="Jay Example.vcf:21")
ORDINARY = a_partial("07700 90012", place="Jay Example.vcf:9", label="Kim")
NAMED = a_sighting(raw="07700 900456", e164="+447700900456", label="Ax", source="Jay Example.vcf", place="Jay Example.vcf:30")


def a_whole_list(*hidden) -> LineList:
    """A list with one open line and the restricted lines that are named."""
    entries = [an_entry()]
    if COVERT in hidden:
        entries.append(an_entry(line_id="L-9", e164=COVERT_NUMBER, raw="07700 900333", row=3))
    if OTHER in hidden:
        entries.append(an_entry(line_id="L-8", e164=OTHER_NUMBER, raw="07700 900444", row=4))
    person = an_associate(row=len(entries) + 2)
    return a_list(entries, [OPEN, *hidden], [person], sha256=str(len(hidden)) * 64)


def judged(sightings, line_list: LineList, subject: Subject = CHILD):
    """Screen sightings against a list, alerts included, as the rules that are shipped say."""
    answer = replace(an_answer(sightings, line_list), subject=subject)
    source = replace(answer.sources[0], name="Jay Example.vcf") if answer.sources else None
    answer = replace(answer, sources=(source,)) if source else answer
    return replace(answer, alerts=raise_alerts(Evaluation(answer), RULES))


def answers_of(sightings, line_list: LineList, subject: Subject = CHILD) -> Answers:
    """The answers as they are stored: through JSON and back."""
    part = open_part(line_list)
    opened = screening_object(open_answer(judged(sightings, part, subject), line_list))
    whole = None if part is line_list else screening_object(judged(sightings, line_list, subject))
    parts = parts_of_owners(line_list)
    own = {unit: screening_object(open_answer(judged(sightings, each, subject), line_list)) for unit, each in parts.items()}
    return Answers(*(json.loads(json.dumps(each)) for each in (opened, whole, own)))


def an_actor(*roles: Role, **changes) -> Actor:
    """Somebody of the intelligence unit's force."""
    actor = Actor("usr-1", "org-1", "unit-1", frozenset(roles), unit_name="Estmoor Intelligence", areas=frozenset({"Estmoor"}))
    return replace(actor, **changes)


def facts(**changes) -> ObjectFacts:
    """A case that everybody with a role may see."""
    case = ObjectFacts("org-1", "unit-1", "usr-1", frozenset({"Estmoor"}), frozenset({"usr-1", "safeguarding"}))
    return replace(case, **changes)


def seen(answers: Answers, actor: Actor, **changes) -> dict:
    """What somebody sees."""
    answer = seen_by(answers, actor, facts(**changes))
    assert answer is not None
    return answer


UNCLEARED = [
    pytest.param(an_actor(Role.SUBMITTER), id="submitter"),
    pytest.param(an_actor(Role.COORDINATOR), id="coordinator"),
    pytest.param(an_actor(Role.SUBMITTER, is_cleared=True), id="submitter with a clearance that means nothing"),
    pytest.param(an_actor(Role.SUBMITTER, unit_name="Tarn Intelligence"), id="submitter of the owning unit"),
    pytest.param(an_actor(Role.REVIEWER), id="reviewer"),
    pytest.param(an_actor(Role.SUPERVISOR), id="supervisor"),
    pytest.param(an_actor(Role.AUDITOR), id="auditor"),
    pytest.param(an_actor(Role.ANALYST, unit_name="Kettle Intelligence"), id="analyst of another unit"),
    pytest.param(an_actor(*(set(Role) - {Role.ANALYST, Role.SAFEGUARDING})), id="every role but the owner's"),
]


@pytest.mark.parametrize("actor", UNCLEARED)
@pytest.mark.parametrize("need", [None, "Complaint 7"])
@pytest.mark.parametrize(
    "sightings",
    [(ON_COVERT,), (ON_COVERT, ON_OTHER), (ON_OPEN, ON_COVERT), (ON_OPEN, ON_COVERT, ON_OTHER, ORDINARY, NAMED)],
    ids=["only hidden", "two hidden", "open and hidden", "everything"],
)
def test_a_restricted_line_is_as_if_it_were_not_on_the_list(actor, need, sightings):
    """The bytes are those of the answer of a list on which the lines never stood, for everybody without clearance."""
    with_lines = answers_of(sightings, a_whole_list(COVERT, OTHER))
    without = answers_of(sightings, a_whole_list())

    assert with_lines.whole is not None
    assert without.whole is None
    told = json.dumps(seen(with_lines, actor, recorded_need=need))
    assert told == json.dumps(seen(without, actor, recorded_need=need))
    assert "Quiet'" not in told
    assert "L-9" not in told
    assert "AR-17" not in told


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPERVISOR, Role.AUDITOR, Role.ANALYST])
def test_the_cleared_see_every_line(role):
    """With clearance, matches on restricted lines and what the owning unit has to decide are there."""
    answer = seen(answers_of((ON_OPEN, ON_COVERT, ON_OTHER), a_whole_list(COVERT, OTHER)), an_actor(role, is_cleared=True))

    assert {match["line"]["id"] for match in answer["matches"]} == {"L-0043", "L-9", "L-8"}
    assert "AR-17" in {alert["rule"] for alert in answer["alerts"]}


@pytest.mark.parametrize(("unit", "line"), [("Estmoor Intelligence", "L-9"), ("Tarn Intelligence", "L-8")])
def test_the_owning_unit_sees_its_own_line_and_not_that_of_another(unit, line):
    """Without clearance an analyst has the open lines and those of the own unit; the counts and the sentence say no more."""
    answers = answers_of((ON_OPEN, ON_COVERT, ON_OTHER), a_whole_list(COVERT, OTHER))

    answer = seen(answers, an_actor(Role.ANALYST, unit_name=unit))

    assert {match["line"]["id"] for match in answer["matches"]} == {"L-0043", line}
    assert answer["screening"]["counts"]["matched_numbers"] == 2
    assert answer["statement"].startswith("2 numbers match 2 lines in ")
    assert "AR-17" in {alert["rule"] for alert in answer["alerts"]}
    (hidden,) = {"L-9", "L-8"} - {line}
    assert hidden not in json.dumps(answer)


@pytest.mark.parametrize("unit", ["Estmoor Intelligence", "Tarn Intelligence"])
def test_the_owning_unit_sees_of_open_lines_what_everybody_sees(unit):
    """Rows of open lines count no restricted line, also beside a match of the own unit: those of other units would be told by them."""
    covert = an_entry(line_id="L-9", e164=COVERT_NUMBER, raw="07700 900333", row=2)
    other = an_entry(line_id="L-8", e164=OTHER_NUMBER, raw="07700 900444", row=3)
    answers = answers_of((ON_OPEN, ON_COVERT, ON_OTHER), a_list([covert, other, an_entry(row=4)], [OPEN, COVERT, OTHER]))

    answer = seen(answers, an_actor(Role.ANALYST, unit_name=unit))

    (told,) = [each for each in answer["matches"] if each["line"]["id"] == "L-0043"]
    (opened,) = answers.open["matches"]
    assert told["list_entry"] == opened["list_entry"]
    assert (told["list_entry"]["row"], "row 2 of the list" in told["explanation"]) == (2, True)


def test_a_line_without_an_owner_belongs_to_the_list_owner():
    """Where the list names no unit, every analyst of the organisation sees the line, so that somebody has to decide."""
    line = replace(COVERT, owner_unit=None)
    listed = a_list([an_entry(), an_entry(line_id="L-9", e164=COVERT_NUMBER, raw="07700 900333", row=3)], [OPEN, line])

    answer = seen(answers_of((ON_COVERT,), listed), an_actor(Role.ANALYST, unit_name="Kettle Intelligence"))

    assert [match["line"]["id"] for match in answer["matches"]] == ["L-9"]


@pytest.mark.parametrize("role", [Role.SUBMITTER, Role.COORDINATOR])
def test_submitters_and_coordinators_see_number_and_name_of_the_line(role):
    """Of a match they have the number, the name of the line, the file's own record and the grade; of the list nothing more."""
    answers = answers_of((ON_OPEN, ORDINARY, NAMED), a_whole_list())

    answer = seen(answers, an_actor(role))

    (match,) = answer["matches"]
    assert (match["number"], match["line"]["id"], match["line"]["name"], match["grade"]) == (NUMBER, "L-0043", "Larkspur", "A")
    assert (match["list_entry"]["raw"], match["sightings"][0]["raw"]) == ("07700 900123", "07700900123")
    assert {key for key, value in match["list_entry"].items() if value is not None} == {"raw"}
    assert {key for key, value in match["line"].items() if value} == {"id", "name"}
    assert match["strength"] is None
    told = json.dumps(answer)
    for hidden in ("2B", "untested", "firearm", "Kettle Bay", "Alex Example", "strong", "weakly graded", "row 2", "Ax", "Kim"):
        assert hidden not in told, hidden


def test_the_explanation_quotes_both_values():
    """S1: the entry of the list and the text of the phone stand in the explanation of the submitter too."""
    (match,) = seen(answers_of((ON_OPEN,), a_whole_list()), an_actor(Role.SUBMITTER))["matches"]

    assert match["explanation"] == (
        "'07700900123' (Jay Example.vcf:3) equals '07700 900123', listed for line L-0043 'Larkspur'; contact: received; "
        "dated match (grade A)."
    )


def test_alerts_of_submitters_ask_for_the_same_and_tell_less():
    """The alert stands with its urgency and actions; areas, markers and steps of the list are gone."""
    answers = answers_of((ON_OPEN,), a_whole_list())

    (full,) = [alert for alert in seen(answers, an_actor(Role.REVIEWER))["alerts"] if alert["rule"] == "AR-01"]
    (plain,) = [alert for alert in seen(answers, an_actor(Role.SUBMITTER))["alerts"] if alert["rule"] == "AR-01"]

    assert (plain["urgency"], plain["actions"], plain["assessment"]) == (full["urgency"], full["actions"], full["assessment"])
    assert plain["facts"] == [
        "The person is missing now.",
        "The phone holds +447700900123, listed for line L-0043 'Larkspur': grade A (dated match), contact: received.",
        "The child is looked after by a council or placed out of its area.",
    ]
    assert len(full["facts"]) == 6
    assert plain["urgency_steps"] == []


def test_what_is_for_the_owning_unit_only_does_not_reach_submitters():
    """A possible reissue (S3) and a brand label (S4) raise nothing that a submitter sees."""
    label = a_sighting(raw="07700 900555", e164="+447700900555", label="Larkspur", place="contacts.vcf:40")
    answers = answers_of((label,), a_whole_list())

    assert [lead["kind"] for lead in seen(answers, an_actor(Role.REVIEWER))["leads"]] == ["brand_label"]
    answer = seen(answers, an_actor(Role.SUBMITTER))
    assert (answer["leads"], answer["alerts"]) == ([], [])


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (an_actor(Role.ANALYST), True),
        (an_actor(Role.ANALYST, unit_name="Tarn Intelligence"), False),
        (an_actor(Role.REVIEWER), False),
        (an_actor(Role.REVIEWER, is_cleared=True), False),
        (an_actor(Role.SUPERVISOR, is_cleared=True), False),
        (an_actor(Role.SUBMITTER), False),
    ],
)
def test_an_entry_suspected_false_is_seen_by_its_unit_only(actor, sees):
    """Domain 4.3: E entries say nothing to anybody but the unit that owns the line, cleared or not."""
    listed = a_list([an_entry(intel_grade="E")], [OPEN])

    answer = seen(answers_of((ON_OPEN,), listed), actor)

    assert ("entry_suspected_false" in {lead["kind"] for lead in answer["leads"]}) is sees


@pytest.mark.parametrize(
    ("role", "need", "raw"),
    [
        (Role.SUBMITTER, "Complaint 7", "••••• •••••"),
        (Role.COORDINATOR, None, "••••• •••••"),
        (Role.ANALYST, "Complaint 7", "••••• •••••"),
        (Role.REVIEWER, None, "••••• •••••"),
        (Role.REVIEWER, "Complaint 7", "••••• •••12"),
        (Role.SUPERVISOR, "Complaint 7", "••••• •••12"),
        (Role.AUDITOR, None, "••••• •••••"),
        (Role.AUDITOR, "Complaint 7", "07700 90012"),
    ],
)
def test_unmatched_contacts_are_hidden_masked_or_shown_on_recorded_need(role, need, raw):
    """What could not be read is told with reason and place, and its text as the matrix says for unmatched contacts."""
    (row,) = seen(answers_of((ORDINARY,), a_whole_list()), an_actor(role), recorded_need=need)["unusable"]

    assert (row["raw"], row["reason"]) == (raw, "digits are missing")


@pytest.mark.parametrize(
    ("actor", "changes", "identity", "context"),
    [
        (an_actor(Role.SUBMITTER), {}, True, True),
        (an_actor(Role.COORDINATOR), {}, True, True),
        (an_actor(Role.REVIEWER), {}, True, True),
        (an_actor(Role.REVIEWER), {"assigned_to": frozenset()}, False, False),
        (an_actor(Role.ANALYST), {}, False, False),
        (an_actor(Role.ANALYST), {"lead_accepted": True}, True, False),
        (an_actor(Role.SUPERVISOR), {}, True, True),
        (an_actor(Role.SUPERVISOR), {"areas": frozenset({"Vale of Tarn"})}, False, False),
        (an_actor(Role.AUDITOR), {}, False, False),
        (an_actor(Role.AUDITOR), {"recorded_need": "Complaint 7"}, True, True),
    ],
)
def test_who_the_child_is_is_told_to_whom_the_matrix_says(actor, changes, identity, context):
    """Age, areas, own numbers and the name of the file, which people name after the child, are identity; care status is context."""
    answer = seen(answers_of((ON_OPEN,), a_whole_list()), actor, **changes)

    subject = answer["screening"]["subject"]
    assert (subject["age"] is not None, bool(subject["own_numbers"]), subject["home_area"] is not None) == (identity,) * 3
    assert subject["looked_after"] is context
    assert ("Jay Example" in json.dumps(answer)) is identity


SAFEGUARDING = an_actor(Role.SAFEGUARDING)


@pytest.mark.parametrize(
    ("sightings", "hidden"),
    [((ON_OPEN,), ()), ((ON_COVERT,), (COVERT,)), ((ON_OPEN, ON_COVERT), (COVERT,))],
    ids=["open", "covert", "both"],
)
def test_safeguarding_gets_a_sanitised_concern(sightings, hidden):
    """S6: who, what kind of risk, how sure, what is needed by when; no number, line, other person, source or rule, covert or not."""
    answer = seen(answers_of(sightings, a_whole_list(*hidden)), SAFEGUARDING)

    (concern,) = answer["alerts"]
    told = json.dumps(answer)
    assert concern["urgency"] == "P1"
    assert "risk of criminal exploitation" in concern["facts"][0]
    assert answer["screening"]["subject"]["age"] == 15
    for hidden_word in ("Larkspur", "Quiet", "L-0043", "L-9", "7700", "Vale of Tarn", "Kettle Bay", "AR-", "lines.csv", "Jay", "2B"):
        assert hidden_word not in told, hidden_word


def test_a_concern_tells_nobody_whether_the_line_is_covert():
    """An open and a covert line of the same strength give the same bytes."""
    plain = replace(COVERT, visibility=Visibility.OPEN_TO_FORCE)
    entry = an_entry(line_id="L-9", e164=COVERT_NUMBER, raw="07700 900333")

    covert = seen(answers_of((ON_COVERT,), a_list([entry], [COVERT])), SAFEGUARDING)
    opened = seen(answers_of((ON_COVERT,), a_list([entry], [plain])), SAFEGUARDING)

    assert json.dumps(covert) == json.dumps(opened)


def test_there_is_no_concern_without_a_match():
    """A phone that holds nothing of a line gives safeguarding nothing, and does not say that all is well."""
    answer = seen(answers_of((ORDINARY,), a_whole_list(COVERT)), SAFEGUARDING)

    assert answer["alerts"] == []
    assert answer["statement"].endswith("this does not indicate absence of exploitation.")


def test_every_view_has_the_shape_of_the_whole():
    """Whatever is left out, the keys of the answer are those of the contract."""
    answers = answers_of((ON_OPEN, ORDINARY, NAMED), a_whole_list(COVERT))

    for role in (Role.SUBMITTER, Role.SAFEGUARDING, Role.ANALYST, Role.REVIEWER, Role.AUDITOR):
        answer = seen(answers, an_actor(role))
        assert answer.keys() == answers.open.keys()
        assert answer["screening"].keys() == answers.open["screening"].keys()
        for match in answer["matches"]:
            assert match.keys() == answers.open["matches"][0].keys()
            assert match["line"].keys() == answers.open["matches"][0]["line"].keys()


@pytest.mark.parametrize(
    ("actor", "changes"),
    [
        (an_actor(Role.ADMIN), {}),
        (an_actor(), {}),
        (an_actor(Role.SUBMITTER), {"submitter_id": "usr-9"}),
        (an_actor(Role.COORDINATOR), {"areas": frozenset({"Vale of Tarn"})}),
        (SAFEGUARDING, {"assigned_to": frozenset()}),
        (an_actor(Role.REVIEWER, is_cleared=True), {"organisation_id": "org-2"}),
        (an_actor(Role.REVIEWER, scopes=frozenset({"check:numbers"})), {}),
    ],
)
def test_others_see_that_there_is_nothing(actor, changes):
    """No role, another's case, another area, another organisation, a token for something else: there is no answer."""
    assert seen_by(answers_of((ON_OPEN,), a_whole_list()), actor, facts(**changes)) is None


def test_the_stored_answers_are_left_as_they_are():
    """Looking changes nothing: the next reader starts from the same values."""
    answers = answers_of((ON_OPEN, ON_COVERT, ORDINARY, NAMED), a_whole_list(COVERT, OTHER))
    before = json.dumps([answers.open, answers.whole])

    for role in Role:
        seen_by(answers, an_actor(role), facts())

    assert json.dumps([answers.open, answers.whole]) == before


@pytest.mark.parametrize(
    ("role", "is_cleared", "sight"),
    [
        (Role.SUBMITTER, True, Sight.NONE),
        (Role.REVIEWER, False, Sight.NONE),
        (Role.REVIEWER, True, Sight.ALL),
        (Role.ANALYST, False, Sight.OWN_UNIT),
        (Role.ANALYST, True, Sight.ALL),
        (Role.SAFEGUARDING, True, Sight.NONE),
    ],
)
def test_a_view_says_which_restricted_lines_may_be_known(role, is_cleared, sight):
    """Clearance opens restricted lines to those whose role sees matches in full."""
    assert view_of(an_actor(role, is_cleared=is_cleared), facts()).sight is sight


def test_a_view_of_nothing_is_nothing():
    """Without the permission to read the result nothing else is asked."""
    assert view_of(an_actor(Role.ADMIN), facts()).form is Form.NOTHING


@pytest.mark.parametrize(
    ("actor", "ids"),
    [
        (an_actor(Role.REVIEWER), ["L-0043"]),
        (an_actor(Role.REVIEWER, is_cleared=True), ["L-0043", "L-8", "L-9"]),
        (an_actor(Role.ANALYST), ["L-0043", "L-9"]),
        (an_actor(Role.ANALYST, unit_name="Tarn Intelligence"), ["L-0043", "L-8"]),
    ],
)
def test_lines_are_listed_as_they_may_be_known(actor, ids):
    """The list of lines shows restricted ones to the unit that owns them and to the cleared."""
    assert [line.id for line in lines_seen_by(a_whole_list(COVERT, OTHER), actor)] == ids


def test_a_typed_number_is_answered_by_line_name():
    """A check tells a submitter the number and the name of the line, in the same form as a submission."""
    match = answers_of((ON_OPEN,), a_whole_list()).open["matches"][0]
    answer = {"raw": "07700 900123", "e164": NUMBER, "status": "ok", "readings": [], "matches": [match], "associates": []}

    (plain,) = check_by_line_name(answer)["matches"]

    assert (plain["line"]["name"], plain["list_entry"]["grading"], plain["strength"]) == ("Larkspur", None, None)


@pytest.mark.parametrize(
    ("text", "shown", "masked"), [("07700 90012", 0, "••••• •••••"), ("Jay 077", 2, "••• •77"), ("7", 2, "7"), ("", 0, "")]
)
def test_a_text_is_masked(text, shown, masked):
    """Letters and digits give way to dots, all of them or all but the last."""
    assert mask(text, shown) == masked


def test_answers_are_judged_at_one_moment():
    """The example is judged at the moment the others are."""
    assert answers_of((ON_OPEN,), a_whole_list()).open["screening"]["at"] == AT.isoformat().replace("+00:00", "Z")
