"""Leads: labels that read like a line's name, numbers with digits missing, entries suspected false. None of them is a match."""

from __future__ import annotations

import pytest

from builders import NUMBER, a_line, a_list, a_partial, a_sighting, an_entry
from matcher.domain.line import LineList, LineStatus, Visibility
from matcher.domain.match import Lead, Thresholds
from matcher.domain.matching.labels import brand_key
from matcher.domain.matching.leads import LabelIndex, find_leads, is_one_edit, line_handset_lead
from matcher.domain.matching.partial import Fragment, fragment_of
from matcher.domain.numbers.reading import Status
from matcher.domain.sighting import Role, Sighting

UNLISTED = "+447700900555"


def leads(*sightings: Sighting, line_list: LineList | None = None) -> tuple[Lead, ...]:
    """The leads of these sightings; the list holds Larkspur on 07700 900123."""
    return find_leads(sightings, line_list or a_list(), Thresholds())


def kinds(*sightings: Sighting, line_list: LineList | None = None) -> list[str]:
    """The kinds of lead of these sightings."""
    return [lead.kind for lead in leads(*sightings, line_list=line_list)]


def saved_as(label: str, e164: str | None = UNLISTED, **changes) -> Sighting:
    """An unlisted number under a label."""
    return a_sighting(label=label, e164=e164, raw="07700 900555", **changes)


class TestBrandLabels:
    """Domain AR-10 and grade E."""

    @pytest.mark.parametrize(
        "label",
        [
            pytest.param("Larkspur", id="equal"),
            pytest.param("larkspur", id="other case"),
            pytest.param("LARKSPUR NEW", id="with a filler word"),
            pytest.param("new larkspur line 2", id="with filler words and a digit"),
            pytest.param("Larkspur 🔥", id="with an emoji"),
            pytest.param("Lárkspur", id="with an accent"),
            pytest.param("lark spur", id="in two words"),
        ],
    )
    def test_a_label_that_equals_a_live_brand_is_a_lead(self, label: str):
        """An unlisted number saved under the name of a live line is a brand lead on that line."""
        (lead,) = leads(saved_as(label))

        assert (lead.kind, lead.line.id) == ("brand_label", "L-0043")

    @pytest.mark.parametrize(
        "label",
        [
            pytest.param("Larkspr", id="a letter left out"),
            pytest.param("Larkspurr", id="a letter added"),
            pytest.param("Larkspvr", id="a letter changed"),
            pytest.param("Larksupr", id="two letters swapped"),
        ],
    )
    def test_one_letter_apart_is_a_near_lead(self, label: str):
        """A label one letter away from the brand is told as such."""
        assert kinds(saved_as(label)) == ["near_brand_label"]

    @pytest.mark.parametrize("label", ["Lark", "Larkspvrr", "Spur", "Larkspurs Farm Shop", "Jay", "", "123", "🔥"])
    def test_other_labels_are_no_lead(self, label: str):
        """Two letters of difference, a part of the name or another word lead nowhere."""
        assert kinds(saved_as(label)) == []

    def test_an_alias_counts_like_the_name(self):
        """A nickname of the line is its name as well."""
        assert kinds(saved_as("Sunny boy"), line_list=a_list(lines=[a_line(aliases=("Sunnyboy",))])) == ["brand_label"]

    def test_a_short_brand_is_compared_whole_only(self):
        """A brand of four letters has no near labels: too many words are one letter away."""
        line_list = a_list(lines=[a_line(name="Milo")])

        assert kinds(saved_as("Milo"), line_list=line_list) == ["brand_label"]
        assert kinds(saved_as("Mila"), line_list=line_list) == []

    @pytest.mark.parametrize(
        ("name", "same", "others"),
        [
            ("SW9", ["sw9", "SW 9 new"], ["SW8", "SW", "SW99", "Sam W 9"]),
            ("T1000", ["t-1000"], ["T100", "T2000", "Tim"]),
            ("AJ", ["A.J.", "aj"], ["AJs", "JA", "AJ 2"]),
            ("Mo.", ["mo"], ["Moe", "Mo 2"]),
            ("24/7", ["24-7"], ["2407", "24/8", "07700 900123"]),
            ("\N{LOLLIPOP}", ["\N{LOLLIPOP}\N{VARIATION SELECTOR-16}"], ["\N{SHORTCAKE}", "Jay \N{LOLLIPOP}", ""]),
            ("$$", ["$$"], ["$", "-", ""]),
            ("Line 2", ["LINE-2", "line2", "new line 2"], ["Line", "2", "Line 3", "New line", "Phone 2", "Line 22"]),
            ("No 1", ["No. 1", "no1", "Number 1", "\N{NUMERO SIGN}1", "num 1"], ["No", "1", "Number", "Line 1", "No 2", "No 11"]),
        ],
    )
    def test_a_name_with_few_letters_is_compared_whole(self, name: str, same: list[str], others: list[str]):
        """Domain AR-10: what equals the name of a live line is a lead, however short; nothing else is, not even one figure apart."""
        line_list = a_list(lines=[a_line(name=name)])

        assert [kinds(saved_as(label), line_list=line_list) for label in (name, *same)] == [["brand_label"]] * (len(same) + 1)
        assert [kinds(saved_as(label), line_list=line_list) for label in others] == [[]] * len(others)

    @pytest.mark.parametrize(
        "status", [LineStatus.CLOSED_TYPE1, LineStatus.CLOSED_TYPE2, LineStatus.MERGED, LineStatus.REBRANDED], ids=lambda each: each.value
    )
    def test_the_name_of_an_ended_line_leads_nowhere(self, status: LineStatus):
        """Only a live brand is worth a lead."""
        assert kinds(saved_as("Larkspur"), line_list=a_list(lines=[a_line(status=status)])) == []

    def test_a_listed_number_of_the_line_is_a_match_and_no_lead(self):
        """A number that is listed for the line needs no lead."""
        assert kinds(saved_as("Larkspur", NUMBER)) == []

    def test_a_number_of_another_line_is_a_lead_as_well(self):
        """A number of another line saved under this brand may be a hand-over."""
        line_list = a_list([an_entry(), an_entry(line_id="L-9", e164=UNLISTED)], [a_line(), a_line(id="L-9", name="Kettle")])

        assert [lead.line.id for lead in leads(saved_as("Larkspur"), line_list=line_list)] == ["L-0043"]

    def test_two_lines_may_share_a_brand(self):
        """A brand copied by a rival gives a lead on each."""
        line_list = a_list(lines=[a_line(), a_line(id="L-9")])

        assert [lead.line.id for lead in leads(saved_as("Larkspur"), line_list=line_list)] == ["L-0043", "L-9"]

    def test_several_sightings_of_one_number_are_one_lead(self):
        """A number in phone book and chat under the same brand is told once."""
        assert len(leads(saved_as("Larkspur"), saved_as("Larkspur", app="chat", role=Role.CHAT))) == 1

    def test_the_owners_own_name_is_no_lead(self):
        """The name of the phone's own account says nothing about a line."""
        assert kinds(saved_as("Larkspur", role=Role.ACCOUNT)) == []

    def test_the_lead_quotes_number_and_label_and_claims_no_match(self):
        """The sentence quotes what was saved and calls it a lead only."""
        (lead,) = leads(saved_as("Larkspur New"))

        assert "'07700 900555'" in lead.explanation
        assert "'Larkspur New'" in lead.explanation
        assert "a lead only" in lead.explanation
        assert "nickname" in lead.explanation

    def test_the_index_finds_what_the_leads_find(self):
        """What the index takes for a brand is what becomes a lead."""
        index = LabelIndex(a_list(), Thresholds())

        assert [index.may_be_brand(label) for label in ("Larkspur", "Larkspr", "Jay", "")] == [True, True, False, False]

    @pytest.mark.parametrize("label", ["Larkspur", "Larkspurs", "Larkspvr", "Fernhill", "Fernhil", "Jay"])
    @pytest.mark.parametrize("known", [{"L-1"}, {"L-2"}, {"L-3"}, {"L-1", "L-3"}, {"L-2", "L-4"}, set()])
    def test_an_index_of_the_whole_names_of_a_part_what_one_of_the_part_would(self, label: str, known: set[str]):
        """A line that may not be known hides no near name of another and is never named itself."""
        lines = [
            a_line(id="L-1"),
            a_line(id="L-2", name="Larkspurs"),
            a_line(id="L-3", aliases=("Fernhill",)),
            a_line(id="L-4", name="Fernhill"),
        ]
        whole = LabelIndex(a_list([], lines=lines), Thresholds())
        part = a_list([], lines=[line for line in lines if line.id in known])

        assert list(whole.lines_named(label, part.lines)) == list(LabelIndex(part, Thresholds()).lines_named(label))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Larkspur", "larkspur"),
        ("  NEW  Larkspur-line 07 ", "larkspur"),
        ("Crème", "creme"),
        ("Ｌark", "lark"),
        ("new line", "newline"),
        ("the", "the"),
        ("+44 7700 900123", ""),
        ("x" * 81, ""),
    ],
)
def test_labels_and_brands_meet_in_one_form(text: str, key: str):
    """Case, accents, digits, punctuation and filler words do not matter; prose gives nothing."""
    assert brand_key(text) == key


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("kettle", "ketle", True),
        ("kettle", "kettles", True),
        ("kettle", "kettla", True),
        ("kettle", "ketlte", True),
        ("kettle", "kettle", False),
        ("kettle", "kelttes", False),
        ("kettle", "kett", False),
        ("abcd", "badc", False),
    ],
)
def test_one_letter_apart(one: str, other: str, is_one: bool):
    """One letter changed, added, left out, or two neighbours swapped, in either order of the words."""
    assert is_one_edit(one, other) is is_one
    assert is_one_edit(other, one) is is_one


class TestPartialNumbers:
    """Digits missing: a lead where they fit one listed number, never a match."""

    @pytest.mark.parametrize(
        ("raw", "fragment"),
        [
            pytest.param("07700 90012", Fragment("447700 90012".replace(" ", ""), is_tail=False), id="the last digit missing"),
            pytest.param("+44 7700 900 1xx", Fragment("447700" + "9001", is_tail=False), id="signs for missing digits"),
            pytest.param("+44 (0)7700 9001", Fragment("447700" + "9001", is_tail=False), id="trunk zero in brackets"),
            pytest.param("xxx00 900123", Fragment("00900123", is_tail=True), id="the beginning missing"),
            pytest.param("***7700900", Fragment("7700900", is_tail=True), id="stars in front"),
        ],
    )
    def test_what_is_left_is_a_beginning_or_an_end(self, raw: str, fragment: Fragment):
        """Digits are taken from one side of the gap only."""
        assert fragment_of(raw) == fragment

    @pytest.mark.parametrize("raw", ["900123", "0770", "07x00x", "077 xxx 123", "", "hello", "Larkspur 07700 90012"])
    def test_too_little_is_no_fragment(self, raw: str):
        """Fewer than seven digits, or digits around a gap, are followed nowhere."""
        assert fragment_of(raw) is None

    def test_a_fragment_that_fits_one_number_is_a_lead(self):
        """Digits that begin exactly one listed number are a partial lead on its line."""
        (lead,) = leads(a_partial("07700 90012"))

        assert (lead.kind, lead.line.id) == ("partial_number", "L-0043")
        assert "lacks digits" in lead.explanation

    def test_a_fragment_that_fits_two_numbers_is_none(self):
        """Digits that fit more than one listed number point at nobody."""
        line_list = a_list([an_entry(), an_entry(e164="+447700900124", row=3)])

        assert kinds(a_partial("07700 90012"), line_list=line_list) == []

    def test_a_fragment_that_fits_nothing_is_none(self):
        """Digits of no listed number are no lead."""
        assert kinds(a_partial("01632 96000")) == []

    def test_a_fragment_of_a_suspected_number_is_none(self):
        """An entry suspected false is not reached by a part of its number either."""
        assert kinds(a_partial("07700 90012"), line_list=a_list([an_entry(intel_grade="E")])) == []

    def test_only_doubtful_readings_are_tried(self):
        """A text that is no number at all is not compared with the list."""
        assert kinds(a_partial("07700 90012", status=Status.UNPARSABLE)) == []


class TestSuspectedFalse:
    """Entries graded E (domain 4.3)."""

    def test_it_is_a_restricted_lead(self):
        """An entry graded E shows to the owning unit as a lead, and to nobody as a match."""
        (lead,) = leads(a_sighting(), line_list=a_list([an_entry(intel_grade="E")]))

        assert (lead.kind, lead.restricted) == ("entry_suspected_false", True)

    def test_beside_a_good_entry_it_says_nothing(self):
        """Where another entry of the number stands, the match is told and the suspected entry is not."""
        assert kinds(a_sighting(), line_list=a_list([an_entry(intel_grade="E"), an_entry(row=3)])) == []


class TestLineHandset:
    """S11 and domain 12."""

    def test_the_lead_says_why_and_thinks_of_the_carrier(self):
        """The lead names the count and that the carrier may have been made to."""
        explanation = line_handset_lead(1800).explanation

        assert "1800" in explanation
        assert "made to" in explanation


def test_leads_stand_in_one_order():
    """The order of the sightings does not change the leads."""
    sightings = [
        saved_as("Larkspur"),
        saved_as("Larkspr", "+447700900556"),
        a_partial("07700 90012"),
        saved_as("larkspur", "+447700900557"),
    ]

    assert leads(*sightings) == leads(*reversed(sightings))


def test_a_lead_on_a_restricted_line_names_its_line():
    """A lead carries its line, so that whoever shows it can see that the line is restricted."""
    (lead,) = leads(saved_as("Larkspur"), line_list=a_list(lines=[a_line(visibility=Visibility.COVERT)]))

    assert lead.line.visibility.is_restricted
