"""The whole answer for one person's phone, from files to alerts."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

import cellebrite_reports as made
from builders import a_line, a_list, an_associate, an_entry
from config.door import FOLDER
from ingest import Scope
from matcher.bootstrap import TOOL
from matcher.domain.line import LineList, LineStatus, Marker, Visibility
from matcher.domain.match import Thresholds
from matcher.domain.screening import EpisodeStatus, Screening, Subject
from matcher.errors import HashMismatch
from matcher.render.json_answer import screening_object
from matcher.service.check_numbers import check_numbers
from matcher.service.load_number_lists import load_number_lists
from matcher.service.load_rules import load_rules
from matcher.service.screening.intake import IntakeRequest
from matcher.service.screening.screen_extraction import Knowledge, ScreeningOutcome, ScreenRequest, screen_extraction

LISTS, RULES = load_number_lists(FOLDER), load_rules(FOLDER)
AT = datetime(2026, 4, 20, 12, tzinfo=UTC)


@pytest.fixture
def phone(tmp_path):
    """Write a contact list of names, numbers and last times, and return its path."""

    def write(*rows: tuple[str, str, str], name: str = "phone.csv") -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["Name", "Mobile Phone", "Last contacted (UTC)"])
            writer.writerows(rows)
        return path

    return write


def outcome(*paths: Path, line_list: LineList | None = None, **request) -> ScreeningOutcome:
    """Screen these files against a list of Larkspur on 07700 900123."""
    knowledge = Knowledge(line_list or a_list(), LISTS, RULES, Thresholds(), TOOL)
    return screen_extraction(paths, ScreenRequest(AT, **request), knowledge)


def screened(*paths: Path, line_list: LineList | None = None, **request) -> Screening:
    """The answer where every file can be read."""
    done = outcome(*paths, line_list=line_list, **request)
    assert done.screening is not None
    assert done.failures == ()
    return done.screening


JAY = ("Jay", "07700 900123", "2026-03-01T10:00:00Z")
NAN = ("Nan", "01632 960111", "")


def test_several_files_make_one_answer(phone):
    """Two files of one phone are counted together, and each is named."""
    answer = screened(phone(JAY, NAN), phone(NAN, ("Kit", "01632 960112", ""), name="more.csv"))

    assert [source.name for source in answer.sources] == ["more.csv", "phone.csv"]
    assert (answer.counts.records, answer.counts.numbers, answer.counts.matched_numbers) == (4, 3, 1)


@pytest.mark.parametrize(
    ("scopes", "is_told"),
    [(frozenset({Scope.CALLS}), True), (frozenset({Scope.CONTACTS, Scope.CALLS}), False)],
    ids=["calls", "contacts as well"],
)
def test_contacts_that_were_left_out_are_told(phone, scopes: frozenset[Scope], is_told: bool):
    """Without the contacts a name that keeps a number out may be missing, and the answer says so."""
    answer = screened(phone(JAY), intake=IntakeRequest(scopes=scopes))

    assert any("contacts of phone.csv were left out" in warning for warning in answer.warnings) is is_told


@pytest.mark.parametrize("name", ["phone.csv", "copy/photos.csv"], ids=["the same path", "a copy under another name"])
def test_a_file_given_twice_counts_once(phone, tmp_path, name: str):
    """The same bytes are read once, whatever the file is called, and the answer says so (story S12)."""
    first = phone(JAY, NAN)
    (tmp_path / "copy").mkdir()
    second = tmp_path / name
    second.write_bytes(first.read_bytes())
    once, twice = screened(first), screened(first, second)

    assert replace(twice, warnings=once.warnings) == once
    assert any("counted once" in warning for warning in twice.warnings)


def test_a_bad_file_does_not_stop_the_others(phone, tmp_path):
    """A file that cannot be read is told, and the others are answered."""
    (tmp_path / "empty.csv").write_bytes(b"")
    done = outcome(tmp_path / "empty.csv", phone(JAY), tmp_path / "none.csv")

    assert [failure.name for failure in done.failures] == ["empty.csv", "none.csv"]
    assert len(done.screening.matches) == 1


def test_a_file_that_could_not_be_read_is_told_first(phone, tmp_path):
    """Whoever reads the answer alone learns which file is no part of it, and why, before anything else."""
    (tmp_path / "empty.csv").write_bytes(b"")
    answer = outcome(tmp_path / "empty.csv", phone(JAY, NAN), tmp_path / "none.csv").screening

    assert [(file.name, file.code) for file in answer.unread] == [("empty.csv", "empty-extraction"), ("none.csv", "unreadable-extraction")]
    assert answer.warnings[0] == "A file could not be read and is not part of this answer: 'empty.csv' is empty: it has no bytes."
    assert answer.warnings[1] == "A file could not be read and is not part of this answer: 'none.csv' does not exist."
    assert screened(phone(JAY)).unread == ()


def test_the_order_of_the_files_changes_nothing(phone, tmp_path):
    """Files of one name, copies, files that cannot be read and numbers nobody can read: in any order they are the same answer."""
    doubtful = ("Zed", "7700 90012", "")
    files = [
        phone(JAY, doubtful, name="phone-10.csv"),
        phone(NAN, ("Kit", "7700 9001", ""), name="phone-9.csv"),
        phone(NAN, doubtful, ("Lou", "07700 900777", ""), name="other/phone-9.csv"),
        phone(JAY, doubtful, name="other/copy.csv"),
        tmp_path / "none.csv",
        tmp_path / "other" / "none.csv",
    ]
    answers = [screening_object(outcome(*order, subject=Subject()).screening) for order in permutations(files)]

    assert answers.count(answers[0]) == len(answers)
    names = [source["name"] for source in answers[0]["screening"]["sources"]]
    assert [name.partition(" ")[0] for name in names] == ["copy.csv", "phone-9.csv", "phone-9.csv"]
    assert len(set(names)) == len(names)


def test_files_of_one_name_are_told_apart_by_their_hash(phone):
    """Wherever a number stood can be told from the answer; no folder is named, for that says where files are kept."""
    answer = screened(phone(JAY), phone(JAY, NAN, name="other/phone.csv"), phone(NAN, name="more.csv"))

    assert {source.name for source in answer.sources} == {
        "more.csv",
        *(f"phone.csv ({source.sha256[:8]})" for source in answer.sources if source.name != "more.csv"),
    }
    names = {source.name for source in answer.sources if source.name != "more.csv"}
    assert {sighting.place.rpartition(":")[0] for match in answer.matches for sighting in match.sightings} == names


def test_what_a_broken_file_said_of_the_phone_counts_nowhere(tmp_path, phone):
    """A report that turns out to be unsafe after it named the phone's own number makes no number of another file the phone's own."""
    broken, whole = tmp_path / "broken.xml", phone(JAY)
    own = made.call(made.party("07700 900123", "To", owner=True), made.party("01632 960111", "From"), direction="Incoming")
    deep = made.model("Call", "<model>" * 5000 + "</model>" * 5000)
    broken.write_text(made.report(made.group("Call", *[own] * 5000, deep)))
    done = outcome(broken, whole)

    assert [failure.error.code for failure in done.failures] == ["unsafe-extraction"]
    assert done.screening.subject.own_numbers == frozenset()
    assert done.screening.matches == screened(whole).matches


def test_without_a_readable_file_there_is_no_answer(tmp_path):
    """Nothing read is not the same as nothing found."""
    assert outcome(tmp_path / "none.csv").screening is None


def test_the_owner_of_one_file_is_no_counterparty_of_another(phone, tmp_path):
    """A number that a later file says is the phone's own is nobody's contact in the first."""
    card = tmp_path / "me.vcf"
    card.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Kit\nTEL:07700900555\nEND:VCARD\n")
    answer = screened(phone(("Me", "07700 900123", ""), NAN), card, subject=Subject(own_numbers=frozenset({"+447700900123"})))

    assert [(match.contact.value, len(match.sightings)) for match in answer.matches] == [("own number", 1)]
    assert {alert.rule for alert in answer.alerts} == {"AR-08"}


def test_list_only_raises_no_alerts(phone):
    """Where only the list is wanted no rule is asked."""
    asked = {"subject": Subject(age=12, status=EpisodeStatus.MISSING)}

    assert screened(phone(JAY), **asked).alerts != ()
    assert screened(phone(JAY), **asked, list_only=True).alerts == ()


def test_a_file_that_is_not_the_announced_one_is_not_looked_at(phone):
    """A hash that differs blocks before a byte is parsed (AR-24)."""
    with pytest.raises(HashMismatch):
        outcome(phone(JAY), intake=IntakeRequest(expected_sha256="0" * 64))


def test_rows_that_all_lost_their_digits_alike_are_warned_of(phone):
    """Seven of a hundred rows without a name and with the same damage are seven per cent (story S13)."""
    rows = [(f"C{index}", f"07700 900{index:03d}", "") for index in range(200, 293)] + [("", "4.4770E+11", "")] * 7
    answer = screened(phone(*rows))

    assert any(warning.startswith("7 of 100 records") for warning in answer.warnings)


def test_few_rows_that_cannot_be_read_are_shown_without_a_warning(phone):
    """Four of a hundred rows are shown with their reasons and no warning."""
    rows = [(f"C{index}", f"07700 900{index:03d}", "") for index in range(200, 296)] + [
        (f"X{index}", "4.4770E+11", "") for index in range(4)
    ]
    answer = screened(phone(*rows))

    assert answer.warnings == ()
    assert len(answer.unusable) == 4


@pytest.mark.parametrize(
    ("contacts", "device", "is_handset"), [(999, "auto", False), (1000, "auto", True), (1800, "child", False), (5, "line-handset", True)]
)
def test_a_line_handset_is_known_by_its_contacts_or_declared(phone, contacts: int, device: str, is_handset: bool):
    """A thousand contacts make a line handset unless somebody says otherwise (story S11)."""
    numbers = [f"01632 960{index:03d}" for index in range(1000)] + [f"020 7946 0{index:03d}" for index in range(1000)]
    rows = [(f"C{index}", number, "") for index, number in enumerate(numbers[: contacts - 1])]
    answer = screened(phone(JAY, *rows), subject=Subject(age=15, status=EpisodeStatus.MISSING), device=device)

    assert len(answer.matches) == 1
    assert ({"AR-01"} if not is_handset else {"LH-01"}) == {alert.rule for alert in answer.alerts}
    assert ("line_handset" in [lead.kind for lead in answer.leads]) is is_handset
    assert any("handset" in warning for warning in answer.warnings) is is_handset


class TestTheWayOutOfAHandset:
    """A suspected line handset says how to have its alerts (docs/decisions/0008)."""

    @pytest.mark.parametrize(
        ("row", "subject", "words"),
        [
            pytest.param(JAY, Subject(age=12, status=EpisodeStatus.MISSING), "2 alerts, the most urgent P1, were held back.", id="two"),
            pytest.param(JAY, Subject(age=15, status=EpisodeStatus.MISSING), "1 alert, P1, was held back.", id="one"),
            pytest.param(JAY, Subject(age=15, status=EpisodeStatus.FOUND), "no alert was held back this time.", id="no rule applies"),
            pytest.param(NAN, Subject(age=12, status=EpisodeStatus.MISSING), "no alert was held back this time.", id="no match"),
        ],
    )
    def test_it_names_the_option_and_what_was_held_back(self, phone, row, subject: Subject, words: str):
        """The first warning names `--device child`, how many alerts it would bring and how urgent they are, match or no match."""
        answer = screened(phone(row), subject=subject, device="line-handset")

        assert answer.warnings[0].endswith(f"If it is the person's own phone, run it again with --device child: {words}")

    def test_without_rules_only_the_option_is_named(self, phone):
        """Where no alert was asked for, none was held back."""
        answer = screened(phone(JAY), device="line-handset", list_only=True)

        assert answer.warnings[0].endswith("run it again with --device child.")


class TestMatchesWithoutAnAlert:
    """A match no rule speaks of is not nothing."""

    @pytest.mark.parametrize(
        ("subject", "asks_for_referral"),
        [
            pytest.param(Subject(age=15, status=EpisodeStatus.FOUND), True, id="a child"),
            pytest.param(Subject(status=EpisodeStatus.FOUND), True, id="perhaps a child"),
            pytest.param(Subject(age=40, status=EpisodeStatus.FOUND), False, id="an adult"),
        ],
    )
    def test_a_person_still_decides(self, phone, subject: Subject, asks_for_referral: bool):
        """The answer says that no rule applies, that a person decides, and for a child that a referral is to be considered."""
        answer = screened(phone(JAY), subject=subject)
        (warning,) = answer.warnings

        assert answer.alerts == ()
        assert warning.startswith("No alert rule applies to what was stated")
        assert "a person still decides" in warning
        assert ("National Referral Mechanism" in warning) is asks_for_referral

    def test_an_alert_speaks_for_itself(self, phone):
        """Where a rule speaks of the match there is nothing to add; a lead speaks of no match."""
        spoken = screened(phone(JAY), subject=Subject(age=15, status=EpisodeStatus.MISSING))
        led = screened(phone(JAY, ("Larkspur", "07700 900555", "")), subject=Subject(age=15, status=EpisodeStatus.FOUND))

        assert spoken.warnings == ()
        assert [alert.rule for alert in led.alerts] == ["AR-10"]
        assert any(warning.startswith("No alert rule applies") for warning in led.warnings)

    def test_a_withheld_match_adds_no_warning(self, phone):
        """A covert match is the owning unit's; nothing is said of it beside AR-17."""
        line_list = a_list([an_entry()], [a_line(visibility=Visibility.COVERT)])
        answer = screened(phone(JAY), line_list=line_list, subject=Subject(age=15, status=EpisodeStatus.FOUND))

        assert [alert.rule for alert in answer.alerts] == ["AR-17"]
        assert answer.warnings == ()

    @pytest.mark.parametrize("row", [JAY, ("Al", "07700 900456", "")], ids=["a match", "a named person"])
    def test_what_alerts_depend_on_is_asked_for(self, phone, row):
        """Where neither age nor status was stated the answer names both options; either one stated is enough."""
        line_list = a_list(associates=[an_associate()])

        def asks(**subject) -> bool:
            warnings = screened(phone(row), line_list=line_list, subject=Subject(**subject)).warnings
            return any("--subject-age and --status" in warning for warning in warnings)

        assert asks()
        assert not asks(age=15)
        assert not asks(status=EpisodeStatus.FOUND)
        assert not asks(age_uncertain=True)

    def test_without_matches_nothing_is_asked_for(self, phone):
        """An answer without matches and people carries no warning, whatever was stated."""
        assert screened(phone(NAN)).warnings == ()

    def test_a_list_alone_asks_nothing(self, phone):
        """Where only the list was wanted nothing is said about alerts."""
        assert screened(phone(JAY), list_only=True).warnings == ()


class TestTheStatement:
    """The fixed words of domain 1.5 and 10."""

    def test_nothing_found_is_said_in_the_fixed_words(self, phone):
        """No match is told with list and moment, and does not say that the child is safe."""
        assert screened(phone(NAN)).statement == (
            "No releasable match in lines.csv at 20 April 2026 at 12:00 UTC; this does not indicate absence of exploitation."
        )

    def test_a_versioned_list_names_its_version(self, phone):
        """Where the list has a version the sentence names it."""
        assert "in lines.csv version 7 at" in screened(phone(NAN), line_list=a_list(version="7")).statement

    @pytest.mark.parametrize(
        ("rows", "entries", "words"),
        [
            ([JAY], [an_entry()], "1 number matches 1 line in lines.csv"),
            ([JAY], [an_entry(), an_entry(line_id="L-2", row=3)], "1 number matches 2 lines in lines.csv"),
            (
                [JAY, ("Kit", "07700 900124", "")],
                [an_entry(), an_entry(e164="+447700900124", row=3)],
                "2 numbers match 1 line in lines.csv",
            ),
        ],
    )
    def test_matches_are_counted_and_the_limits_said(self, phone, rows, entries, words: str):
        """The sentence counts numbers and lines and says what a match does not prove."""
        statement = screened(phone(*rows), line_list=a_list(entries)).statement

        assert statement.startswith(words)
        assert "not proof of use, ownership, knowledge or offending" in statement

    def test_leads_alone_are_no_match(self, phone):
        """A brand label without a listed number leaves the sentence as it is when nothing is found."""
        answer = screened(phone(("Larkspur", "07700 900555", "")))

        assert answer.statement.startswith("No releasable match")
        assert [alert.rule for alert in answer.alerts] == ["AR-10"]

    def test_a_file_without_numbers_is_not_a_phone_without_matches(self, phone):
        """Where no number could be read the answer warns."""
        answer = screened(phone(("Jay", "", ""), ("Kit", "", "")))

        assert any("not the same as a phone without matches" in warning for warning in answer.warnings)


class TestStories:
    """What one screening can show of domain 5.6, told in the use case."""

    def test_s2_a_parent_on_the_list(self, phone):
        """S2: the parent's own number is on the list: AR-22, restricted, no parent among the recipients, agreement looked at again."""
        subject = Subject(age=15, status=EpisodeStatus.MISSING, household_numbers=frozenset({"+447700900123"}))
        alerts = {alert.rule: alert for alert in screened(phone(("Mum", "07700 900123", "")), subject=subject).alerts}

        assert (alerts["AR-22"].urgency, alerts["AR-22"].restricted) == ("P2", True)
        assert not any("parent" in each for each in alerts["AR-22"].recipients)
        assert any("agreement" in action for action in alerts["AR-22"].actions)

    def test_s6_a_covert_line_and_a_missing_child(self, phone):
        """S6: the owning unit is told first, at P1, with an hour to decide, and no other rule speaks of the line."""
        line_list = a_list(
            [an_entry(), an_entry(e164="+447700900124", line_id="L-2", row=3)], [a_line(visibility=Visibility.COVERT), a_line(id="L-2")]
        )
        subject = Subject(age=12, status=EpisodeStatus.MISSING)
        alerts = screened(phone(JAY, ("Kit", "07700 900124", "2026-03-01T10:00:00Z")), line_list=line_list, subject=subject).alerts

        assert [(alert.rule, alert.urgency) for alert in alerts] == [("AR-17", "P1"), ("AR-01", "P1"), ("AR-03", "P1")]
        assert any("60 minutes" in fact for fact in alerts[0].facts)
        assert not any("L-0043" in fact for alert in alerts for fact in alert.facts)

    def test_s14_sex_ethnicity_and_care(self, phone):
        """S14: sex and ethnicity change nothing at all; care status changes only what AR-13 says."""
        line_list = a_list([an_entry()], [a_line(markers=frozenset({Marker.PRISON_RUN}))])
        base = Subject(age=15, status=EpisodeStatus.FOUND, sex="male", ethnicity="one")
        answers = {
            who: screened(phone(JAY), line_list=line_list, subject=who)
            for who in (base, replace(base, sex="female"), replace(base, ethnicity="another"), replace(base, looked_after=True))
        }
        plain, girl, other, in_care = answers.values()

        assert plain.alerts == girl.alerts == other.alerts
        assert [(alert.rule, alert.urgency) for alert in plain.alerts] == [("AR-20", "P3")]
        assert [(alert.rule, alert.urgency) for alert in in_care.alerts] == [("AR-20", "P2")]
        assert any(step.startswith("AR-13") for step in in_care.alerts[0].urgency_steps)


def test_a_named_person_is_part_of_the_answer(phone):
    """The number of a person the list names is told as an associate, and is no match."""
    answer = screened(phone(("Al", "07700 900456", "")), line_list=a_list(associates=[an_associate()]))

    assert [person.name for person in answer.associates] == ["Alex Example"]
    assert answer.matches == ()
    assert answer.statement.startswith("No releasable match in")
    assert any("1 person whom the list links to a line stands on the phone" in warning for warning in answer.warnings)


def test_the_answer_names_what_it_rests_on(phone):
    """Tool, normaliser, metadata, list and file with their hashes stand in the answer."""
    answer = screened(phone(JAY), line_list=a_list([an_entry(), an_entry(e164="+447700900124", row=3)]))

    assert (answer.tool, answer.at) == (TOOL, AT)
    assert answer.normaliser
    assert answer.phone_metadata
    assert (answer.line_list.lines, answer.line_list.numbers) == (1, 2)
    assert len(answer.sources[0].sha256) == 64


def test_a_number_of_two_periods_is_one_number_of_the_list(phone):
    """The answer counts the different numbers of a list, not its rows, and repeats what was tolerated in it."""
    earlier = an_entry(row=3, first_seen=datetime(2025, 1, 1, tzinfo=UTC).date(), last_seen=datetime(2025, 2, 1, tzinfo=UTC).date())
    answer = screened(phone(JAY), line_list=a_list([an_entry(), earlier], notes=("The column 'colour' is not known and was ignored.",)))

    assert answer.line_list.numbers == 1
    assert answer.line_list.notes == ("The column 'colour' is not known and was ignored.",)


class TestTypedNumbers:
    """`linewatch check`."""

    def answers(self, *typed: str, line_list: LineList | None = None):
        """The answers to typed numbers."""
        return check_numbers(typed, line_list or a_list(), at=AT, lists=LISTS, thresholds=Thresholds())

    def test_they_are_answered_in_the_order_asked(self):
        """Every typed number has its answer, matched or not."""
        answers = self.answers("01632 960111", "+44 7700 900123", "07700 90012", "07700900123 or 01632960111")

        assert [len(answer.matches) for answer in answers] == [0, 1, 0, 1]
        assert answers[0].raw == "01632 960111"

    def test_an_undated_number_may_be_reissued_all_the_same(self):
        """A number cut off long ago is no better for being typed."""
        line = a_line(status=LineStatus.CLOSED_TYPE2, closed_on=datetime(2025, 1, 1, tzinfo=UTC).date())
        (answer,) = self.answers("07700 900123", line_list=a_list([an_entry(first_seen=None, last_seen=None)], [line]))

        assert answer.matches[0].grade == "D"

    def test_a_protected_number_answers_like_one_that_is_not_listed(self):
        """A helpline gives no match, even if a list held it."""
        (answer,) = self.answers("0800 1111", line_list=a_list([an_entry(e164="+448001111")]))

        assert answer.matches == ()

    def test_a_person_of_the_list_is_answered(self):
        """The number of a person the list names is no match and is told all the same, for that number only."""
        people = a_list(associates=[an_associate()])
        named, other = self.answers("07700 900456", "07700 900123", line_list=people)

        assert (named.matches, [each.name for each in named.associations]) == ((), ["Alex Example"])
        assert (len(other.matches), other.associations) == (1, ())
        assert "typed for this check" in named.associations[0].explanation

    def test_the_reason_speaks_of_no_phone(self):
        """A typed number was typed, and was found on no phone."""
        (answer,) = self.answers("07700 900123")

        assert "typed for this check" in answer.matches[0].explanation
        assert "on the phone" not in answer.matches[0].explanation
