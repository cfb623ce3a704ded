"""One file becomes sightings: every record accounted for, protected numbers nowhere, the owner never a counterparty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_number_set, number_lists
from ingest import DEFAULT_SCOPES, Direction, Item, Mention, Record, Remark, Role, Rows, Skipped, Written
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.matching.interest import Interest
from matcher.domain.sighting import Sighting
from matcher.service.screening.intake import NAMED_SKIPS, Intake, IntakeRequest

MINE, HIS, HERS = "07700 900001", "07700 900123", "+44 7700 900124"
KEYS = {MINE: "+447700900001", HIS: "+447700900123", HERS: "+447700900124"}
HELPLINE, SOLICITOR = "0800 1111", "01632 960222"

LISTS = number_lists(protected=a_number_set(numbers=["+448001111"], codes=["116123"], words=["solicitor", "social worker"]))
WITH_CODES = number_lists(protected=a_number_set(numbers=["+448001111"], codes=["116123", "85258"]))


def extraction(items: Sequence[Item]) -> Any:
    """What a reader would have given."""
    source = SimpleNamespace(name="phone.csv", sha256="0" * 64, size=9)
    return SimpleNamespace(source=source, reader=SimpleNamespace(name="csv"), scopes=DEFAULT_SCOPES, parts=lambda: iter(items))


def intake(*items: Item, lists: NumberLists = LISTS, interest: Interest | None = None, own: set[str] | None = None) -> Intake:
    """An intake that has read these items to the end."""
    made = Intake(extraction(items), IntakeRequest(), lists, interest, own if own is not None else set())
    for _ in made.run():
        pass
    return made


def contact(raw: str, label: str | None = None, place: str = "phone.csv:1", **changes: Any) -> Record:
    """A contact with one number."""
    return Record(place, (Mention(raw, label=label, **changes),))


def call(raw: str, direction: Direction = Direction.IN, **changes: Any) -> Record:
    """A call."""
    return Record("phone.csv:2", (Mention(raw, Role.CALL, direction=direction),), **changes)


def owner(raw: str, role: Role = Role.OWNER) -> Record:
    """A record that says whose phone it is."""
    return Record("phone.csv:3", (Mention(raw, role),))


def keys(made: Intake) -> list[str | None]:
    """The keys of the sightings."""
    return [sighting.e164 for sighting in made.sightings()]


class TestEveryRecordIsAccountedFor:
    """Rows in are records accounted for."""

    def test_records_are_sightings_merged_sightings_and_skipped_rows(self):
        """A contact, the same contact again, a row without a number and a record without one make four records and one sighting."""
        made = intake(contact(HIS, "Jay"), contact(HIS, "Jay"), Skipped("no number", "phone.csv:3"), contact("", "Nobody"))

        assert (made.records, made.skipped, made.sighting_count) == (4, 2, 1)
        assert [row.place for row in made.named_skips] == ["phone.csv:3", "phone.csv:1"]

    def test_a_record_with_several_numbers_is_one_record(self):
        """Two numbers of one contact are two sightings of one record."""
        made = intake(Record("c:1", (Mention(HIS), Mention(HERS))), contact("07700 900001 / 07700 900002"))

        assert (made.records, made.sighting_count, len(made.other_numbers)) == (2, 4, 4)

    def test_a_number_of_another_country_is_nobodys_here(self):
        """What its record calls foreign gives no key, stays in sight as doubtful, and shows no helpline."""
        made = intake(
            contact(HIS, written=Written.FOREIGN), contact(HERS, written=Written.FOREIGN), contact(HELPLINE, written=Written.FOREIGN)
        )

        assert [(sighting.e164, sighting.raw) for sighting in made.sightings()] == [(None, HIS), (KEYS[HERS], HERS)]
        assert (made.records, made.doubtful) == (2, 1)

    def test_a_number_twice_in_one_record_counts_once(self):
        """A contact that holds its number in two spellings has it once."""
        made = intake(Record("c:1", (Mention(HIS), Mention("+447700900123"))))

        assert (made.records, made.sighting_count) == (1, 1)

    def test_an_unusable_number_is_a_sighting_with_its_reason(self):
        """A text that could be a number is kept with the reason why it is none, and its record is counted as doubtful."""
        made = intake(contact("07700 90012", "Jay"), contact("4.4770E+11"), contact(HIS))
        unusable = [sighting for sighting in made.sightings() if sighting.e164 is None]

        assert [sighting.raw for sighting in unusable] == ["07700 90012", "4.4770E+11"]
        assert all(sighting.reason for sighting in unusable)
        assert (made.records, made.skipped, made.doubtful) == (3, 0, 2)

    def test_doubtful_records_count_even_when_their_texts_repeat(self):
        """Seven rows that all lost their digits the same way are seven rows (story S13)."""
        made = intake(*(contact("4.4770E+11") for _ in range(7)))

        assert (made.doubtful, made.sighting_count) == (7, 1)

    def test_a_service_number_is_not_doubtful(self):
        """No match hides in an emergency number, a short code or a withheld caller."""
        assert intake(contact("999"), contact("60777"), call("Withheld")).doubtful == 0

    def test_remarks_are_no_records(self):
        """What is said of the file as a whole is kept apart, and a file cut short is marked."""
        made = intake(contact(HIS), Remark("truncated", "The file ends too early.", "phone.csv"))

        assert (made.records, made.facts().truncated, made.facts().remarks) == (1, True, ("The file ends too early.",))

    def test_only_so_many_skipped_rows_are_named(self):
        """The first skipped rows are named and all are counted by reason, so that memory stays flat."""
        made = intake(*(Skipped("no number", f"phone.csv:{row}") for row in range(NAMED_SKIPS + 50)))

        assert (made.skipped, len(made.named_skips)) == (NAMED_SKIPS + 50, NAMED_SKIPS)
        assert made.skip_reasons == {"no number": NAMED_SKIPS + 50}

    def test_skipped_rows_are_given_as_they_are_met(self):
        """Every batch hands over its skipped rows."""
        made = Intake(extraction([Skipped("no number", "phone.csv:1"), contact(HIS)]), IntakeRequest(), LISTS)

        assert [[row.place for row in batch] for batch in made.run()] == [["phone.csv:1"]]

    def test_prose_gives_the_numbers_in_it_and_nothing_else(self):
        """A note gives its numbers; one without any is a skipped row."""
        note = Record("n:1", (Mention("ring me on 07700 900123 later", Role.NOTE, written=Written.PROSE),))
        made = intake(note, Record("n:2", (Mention("see you at nine", Role.NOTE, written=Written.PROSE),)))

        assert keys(made) == ["+447700900123"]
        assert "ring" not in str(list(made.sightings()))
        assert (made.records, made.skipped) == (2, 1)

    def test_a_messenger_id_is_the_number_in_it(self):
        """A messenger id reads as its number, a group id as none."""
        member, group = (
            Record("m:1", (Mention(text, Role.CHAT, written=Written.MESSENGER_ID),))
            for text in ("447700900123@s.whatsapp.net", "447700900123-1600000000@g.us")
        )

        assert keys(intake(member)) == ["+447700900123"]
        assert "+447700900123" not in keys(intake(group))


class TestProtectedNumbersLeaveNoTrace:
    """AR-18 and domain 11.5."""

    @pytest.mark.parametrize(
        "record",
        [
            pytest.param(contact(HELPLINE, "Jay"), id="by number"),
            pytest.param(contact("116 123", "Jay"), id="by short number"),
            pytest.param(contact("+44 800 1111"), id="in international form"),
            pytest.param(contact(SOLICITOR, "Harker Solicitors"), id="by label"),
            pytest.param(contact("07700 90012", "my social worker"), id="by label, unreadable number"),
            pytest.param(call(HELPLINE), id="in a call"),
            pytest.param(Record("n:1", (Mention("ring 0800 1111 today", Role.NOTE, written=Written.PROSE),)), id="in a note"),
        ],
    )
    def test_it_is_neither_shown_nor_counted(self, record: Record):
        """A record with nothing but a protected number is no record, no sighting, no number, no skipped row."""
        made = intake(record)

        assert (made.records, made.skipped, made.doubtful, made.sighting_count) == (0, 0, 0, 0)
        assert (list(made.sightings()), made.other_numbers, made.contacts, made.named_skips, made.skip_reasons) == (
            [],
            set(),
            set(),
            [],
            {},
        )

    def test_the_other_numbers_of_its_record_stay(self):
        """A contact with a protected and an ordinary number shows the ordinary one."""
        made = intake(Record("c:1", (Mention(HELPLINE), Mention(HIS))))

        assert (made.records, keys(made)) == (1, ["+447700900123"])

    @pytest.mark.parametrize("label", ["Solicitor", "SOLICITOR 2", "solicitor's office"])
    def test_a_listed_number_shows_whatever_it_is_saved_as(self, label: str):
        """A label alone never hides a number of a line (decision 7)."""
        interest = Interest({"+447700900123"}, set(), lambda _: False)
        made = intake(contact(HIS, label), contact(HERS, label), interest=interest)

        assert (made.records, keys(made)) == (1, ["+447700900123"])

    def test_a_protected_number_stays_hidden_even_when_listed(self):
        """A number that is protected itself is never shown."""
        assert keys(intake(contact(HELPLINE), interest=Interest({"+448001111"}, set(), lambda _: False))) == []


class TestTheOwner:
    """The phone's own number is the owner's, and nobody else's."""

    @pytest.mark.parametrize("role", [Role.OWNER, Role.ACCOUNT])
    @pytest.mark.parametrize("is_last", [False, True], ids=["told first", "told last"])
    def test_it_is_never_a_counterparty(self, role: Role, is_last: bool):
        """Calls and contacts with the own number are not shown, wherever in the file the owner stands."""
        others = [contact(MINE, "Me"), call(MINE), contact(HIS, "Jay")]
        made = intake(*([*others, owner(MINE, role)] if is_last else [owner(MINE, role), *others]))

        assert [(sighting.e164, sighting.role.value) for sighting in made.sightings() if sighting.e164 == KEYS[MINE]] == [
            (KEYS[MINE], role.value)
        ]
        assert made.other_numbers == {447700900123}
        assert made.sighting_count == 2
        assert made.records == 4

    def test_an_own_number_stated_beforehand_is_no_counterparty(self):
        """A number stated as the phone's own is not shown as anybody's."""
        made = intake(contact(MINE, "Me"), contact(HIS), own={KEYS[MINE]})

        assert keys(made) == [KEYS[HIS]]
        assert made.other_numbers == {447700900123}


class TestInterest:
    """What an answer does not need is counted and not kept."""

    INTEREST = Interest({KEYS[HIS]}, {KEYS[HERS]}, lambda label: label == "Larkspur")

    def test_listed_named_branded_and_doubtful_are_kept(self):
        """Numbers of lines and named people, labels like a brand and doubtful readings are kept in full."""
        made = intake(
            contact(HIS), contact(HERS), contact("07700 900555", "Larkspur"), contact("07700 90012"), contact("999"), interest=self.INTEREST
        )

        assert [sighting.raw for sighting in made.sightings()] == [HIS, HERS, "07700 900555", "07700 90012"]

    @pytest.mark.parametrize(("label", "is_kept"), [("Solicitor Ghost", True), ("My solicitor", False), ("Solicitor Jay", False)])
    def test_the_name_of_a_line_outweighs_a_protected_word_in_it(self, label: str, is_kept: bool):
        """Domain AR-10: a contact saved as a line is called is a lead, but where the name is a profession and nothing else."""
        interest = Interest(set(), set(), lambda _: True, is_name={"Solicitor Ghost", "My solicitor"}.__contains__)

        assert bool(keys(intake(contact(HIS, label), interest=interest))) is is_kept
        assert keys(intake(contact(HELPLINE, label), interest=interest)) == []

    def test_the_others_are_only_counted(self):
        """An address book of other people is counted and nothing of it is kept."""
        made = intake(*(contact(f"07700 900{index:03d}", f"Friend {index}") for index in range(200, 300)), interest=self.INTEREST)

        assert list(made.sightings()) == []
        assert (made.records, made.sighting_count, len(made.other_numbers), len(made.contacts)) == (100, 100, 100, 100)
        assert len(made._book) == 0


def test_counts_directions_and_times_are_summed_up():
    """Calls of one number are one sighting with its counts and its first and last time."""
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    made = intake(call(HIS, first=late, last=late), call(HIS, Direction.OUT, first=early, last=early), call("+447700900123"))
    (sighting,) = made.sightings()

    assert (sighting.calls_in, sighting.calls_out, sighting.first_seen, sighting.last_seen) == (2, 1, early, late)


_RAWS = st.sampled_from([HIS, HERS, MINE, "+44 7700 900123", HELPLINE, "116123", "07700 90012", "999", "", "07700900123;07700900124"])
_MENTIONS = st.builds(
    Mention, _RAWS, st.sampled_from([Role.CONTACT, Role.CALL, Role.OWNER]), st.sampled_from([None, "Jay", "Solicitor", "Larkspur"])
)
_ITEMS = st.one_of(
    st.builds(Record, st.just("p:1"), st.lists(_MENTIONS, min_size=1, max_size=3).map(tuple)), st.just(Skipped("no number", "p:2"))
)


def _told(sightings: Sequence[Sighting]) -> set[tuple[Any, ...]]:
    return {(each.e164, each.status, each.role, each.label, each.calls_in, each.calls_out) for each in sightings}


@given(st.lists(_ITEMS, max_size=12), st.randoms())
def test_the_order_of_records_changes_no_count(items: list[Item], chance):
    """The same records in another order give the same records, sightings, numbers and skipped rows."""
    shuffled = list(items)
    chance.shuffle(shuffled)
    one, other = intake(*items), intake(*shuffled)

    assert (one.records, one.skipped, one.doubtful, one.sighting_count) == (
        other.records,
        other.skipped,
        other.doubtful,
        other.sighting_count,
    )
    assert (one.other_numbers, one.contacts) == (other.other_numbers, other.contacts)
    assert {each[:4] for each in _told(list(one.sightings()))} == {each[:4] for each in _told(list(other.sightings()))}


@given(st.lists(_ITEMS, max_size=12))
def test_what_is_kept_and_what_is_counted_agree(items: list[Item]):
    """With every sighting kept, as many come out as are counted."""
    made = intake(*items)

    assert len(list(made.sightings())) == made.sighting_count
    assert made.records >= made.skipped


@given(st.lists(_ITEMS, max_size=8))
def test_a_batch_reads_like_single_records(items: list[Item]):
    """Records read together give what they give one at a time."""
    together = intake(*items)
    with patch("matcher.service.screening.intake._BATCH", 1):
        alone = intake(*items)

    assert _totals(together) == _totals(alone)
    assert together.own_numbers == alone.own_numbers


class TestRowsAtOnce:
    """The rows of a plain table, taken many at once, give what they give one by one."""

    #: Listed, protected, of note by its label, foreign, doubtful, repeated: whatever a row may be.
    RAWS = (HIS, HERS, MINE, "0800 1111", "08001111", "116 123", "0808 800 5000", "07700 90012", "+1 202 555 0123", "01632 960123")
    NAMES = ("Jay", "Jay 2", "Larkspur", "Harker Solicitors", "social worker", "Nan", "JAY", "Zoë", "0", "x" * 90)

    @given(st.lists(st.tuples(st.sampled_from(RAWS), st.sampled_from(NAMES)), max_size=30))
    def test_they_are_counted_and_kept_alike(self, rows):
        """Records, sightings, numbers, contacts, skips and what is kept are the same either way."""
        at_once = Rows("phone.csv:", range(2, 2 + len(rows)), [raw for raw, _ in rows], [name for _, name in rows])
        interest = Interest({KEYS[HIS]}, {KEYS[HERS]}, lambda label: "larkspur" in label.casefold())

        together = intake(at_once, interest=interest)
        one_by_one = intake(*at_once.records(), interest=interest)

        assert _totals(together) == _totals(one_by_one)

    #: Of a protected profession, idle, with a number in them, or with what is none.
    WORDS = ("", "solicitor", "my social worker", "met at school", "owes 30", "ring 01632 960222", "Harker Solicitors Ltd", "x" * 70)

    @given(st.lists(st.tuples(st.sampled_from(RAWS), st.sampled_from(NAMES), *[st.sampled_from(WORDS)] * 3), min_size=1, max_size=30))
    def test_rows_with_words_are_counted_and_kept_alike(self, rows):
        """What a row says of its person, in a note or any other column, keeps out or shows the same either way."""
        raws, names, abouts, notes, words = map(list, zip(*rows, strict=True))
        at_once = Rows("phone.csv:", range(2, 2 + len(rows)), raws, names, abouts, (notes,), (words, notes))
        interest = Interest({KEYS[HIS]}, {KEYS[HERS]}, lambda label: "larkspur" in label.casefold())

        together = intake(at_once, interest=interest)
        one_by_one = intake(*at_once.records(), interest=interest)

        assert _totals(together) == _totals(one_by_one)

    @pytest.mark.parametrize("words", [{"abouts": ("Doe & Co Solicitors",)}, {"notes": (("my solicitor",),)}, {"words": (("solicitor",),)}])
    def test_words_beside_a_row_keep_its_number_out(self, words: dict[str, Any]):
        """A number whose row says that a solicitor has it is counted nowhere."""
        rows = Rows("phone.csv:", (2,), (HERS,), ("Kit",), **words)
        made = intake(rows, interest=Interest({KEYS[HIS]}, set(), lambda _: False))

        assert (made.records, made.sighting_count, made.other_numbers) == (0, 0, set())

    def test_without_an_interest_everything_is_kept(self):
        """Where every number is wanted, rows taken at once are kept as well."""
        rows = Rows("phone.csv:", (2, 3), (HIS, HERS), ("Jay", "Kit"))

        assert sorted(map(str, keys(intake(rows)))) == [KEYS[HIS], KEYS[HERS]]


def _totals(made: Intake) -> tuple[object, ...]:
    counts = (made.records, made.skipped, made.doubtful, made.sighting_count, made.contact_count)
    return counts, made.other_numbers, made.contacts, made.skip_reasons, sorted(map(repr, made.sightings()))


class TestWhatElseARecordSays:
    """The organisation or profession of a contact keeps a confidential person out, as a label does."""

    def test_a_contact_of_a_confidential_organisation_leaves_no_trace(self):
        """A contact whose organisation is a solicitor's is neither kept nor counted."""
        made = intake(contact(SOLICITOR, "Amir", about="Bell & Co Solicitors"))

        assert (list(made.sightings()), made.records, made.sighting_count) == ([], 0, 0)

    def test_a_listed_number_shows_whatever_else_is_said(self):
        """What a record says of a person hides no number of the list."""
        made = intake(contact(HIS, "Amir", about="Bell & Co Solicitors"), interest=Interest({KEYS[HIS]}, set(), lambda _: False))

        assert [sighting.is_confidential for sighting in made.sightings()] == [True]

        assert keys(made) == [KEYS[HIS]]

    def test_other_words_change_nothing(self):
        """An ordinary organisation leaves a contact as it is."""
        assert keys(intake(contact(HIS, "Amir", about="Bell's Garage"))) == [KEYS[HIS]]


def _everything(made: Intake) -> tuple[object, ...]:
    """All an answer can be made of."""
    return (*_totals(made), made.facts(), tuple(made.sightings()), tuple(made.skip_reasons.items()))


SEEING_EVERYTHING, COUNTING = None, Interest({KEYS[HIS]}, set(), lambda _: False)


class TestConfidentialNumbers:
    """A number that a contact keeps out leaves no trace anywhere in its file (docs/decisions/0016)."""

    ANNA = contact(HERS, "Social worker Anna")

    @pytest.mark.parametrize("interest", [SEEING_EVERYTHING, COUNTING], ids=["extract", "match"])
    @pytest.mark.parametrize(
        "others",
        [
            pytest.param((call(HERS), call(HERS)), id="calls"),
            pytest.param((contact(HERS, "Anna"),), id="a second name"),
            pytest.param((contact(f"{HERS} Anna work", "A"),), id="among words"),
            pytest.param((Record("phone.csv:9", (Mention(HERS, Role.MESSAGE),)),), id="a message"),
            pytest.param((Record("phone.csv:9", (Mention(f"ring {HERS} now", Role.TEXT, written=Written.PROSE),)),), id="in a text"),
        ],
    )
    @pytest.mark.parametrize("is_first", [True, False], ids=["contact first", "contact last"])
    def test_it_stands_nowhere(self, others, interest, is_first: bool):
        """Whatever stands before or behind the contact that explains it, the answer is that of a file without the number."""
        rest = (contact(HIS, "Jay"), call(HIS), Skipped("no number", "phone.csv:7"))
        items = (self.ANNA, *others) if is_first else (*others, self.ANNA)

        assert _everything(intake(*rest, *items, interest=interest)) == _everything(intake(*rest, interest=interest))

    @pytest.mark.parametrize("is_first", [True, False], ids=["contact first", "contact last"])
    def test_rows_taken_at_once_hide_it_as_well(self, is_first: bool):
        """Plain rows of a table are held to the same."""
        rows = Rows("phone.csv:", (4, 5), (HERS.replace("+44 ", "0"), "07700 900125"), ("Anna", "Kim"))
        plain = Rows("phone.csv:", (5,), ("07700 900125",), ("Kim",))
        items = (self.ANNA, rows) if is_first else (rows, self.ANNA)

        assert _everything(intake(*items, interest=COUNTING)) == _everything(intake(plain, interest=COUNTING))

    def test_the_other_number_of_a_record_stays(self):
        """A record of two numbers keeps the one nobody keeps out."""
        both = Record("phone.csv:8", (Mention(HERS, Role.CALL), Mention(HIS, Role.CALL)))

        assert keys(intake(both, self.ANNA)) == [KEYS[HIS]]

    @pytest.mark.parametrize("of_line", [True, False], ids=["of a line", "of a named person"])
    def test_a_listed_number_is_not_hidden_by_its_contact(self, of_line: bool):
        """A number of the list shows in all its sightings, whatever it is saved as."""
        known = ({KEYS[HERS]}, set()) if of_line else (set(), {KEYS[HERS]})
        made = intake(self.ANNA, call(HERS), interest=Interest(*known, lambda _: False))

        assert keys(made) == [KEYS[HERS], KEYS[HERS]]

    def test_an_entry_suspected_to_be_false_outweighs_no_label(self):
        """What only a row graded E says of a number does not uncover a social worker (docs/decisions/0013)."""
        made = intake(self.ANNA, call(HERS), interest=Interest({KEYS[HERS]}, set(), lambda _: False, lambda _: True))

        assert keys(made) == []
        assert made.records == 0

    @pytest.mark.parametrize("interest", [SEEING_EVERYTHING, COUNTING], ids=["extract", "match"])
    def test_words_beside_it_in_a_note_tell_whom_to_keep_out(self, interest):
        """The number of such a note stands nowhere, as if a contact had that name; the others of the note and the record stay."""
        jay, rest = f"Jay {HIS}", Record("n:2", (Mention(f"Jay {HIS}", Role.NOTE, written=Written.PROSE),))
        note = (
            Mention(f"social worker Kim {HERS}\n{jay}", Role.NOTE, written=Written.PROSE),
            Mention(jay, Role.NOTE, written=Written.PROSE),
        )
        alone = Record("n:3", note[:1])._replace(mentions=(Mention(f"solicitor {SOLICITOR}", Role.NOTE, written=Written.PROSE),))

        made = intake(call(HERS), Record("n:2", note), alone, interest=interest)
        assert _everything(made) == _everything(intake(rest, interest=interest))
        # In which text of a record the words stand changes nothing for the other one.
        swapped = Record("n:2", (Mention(f"social worker {HERS}", Role.NOTE, written=Written.PROSE), note[1]))
        assert _everything(intake(swapped, interest=interest)) == _everything(intake(rest, interest=interest))

    def test_words_in_a_message_keep_out_what_they_name_there_and_no_more(self):
        """Anybody may have written it; a number of the list shows in it, whatever it is called."""
        text = Record("m:1", (Mention(HIS, Role.MESSAGE), Mention(f"my solicitor is on {HERS}", Role.TEXT, written=Written.PROSE)))

        assert keys(intake(text, call(HERS))) == [KEYS[HIS], KEYS[HERS]]
        assert [each.role.value for each in intake(text, call(HERS)).sightings()] == ["message", "call"]
        listed = Interest({KEYS[HERS]}, set(), lambda _: False)
        assert [each.role.value for each in intake(text, interest=listed).sightings()] == ["text"]

    def test_the_title_of_a_group_names_nobody(self):
        """A group called after a service keeps its own sightings out, and no member elsewhere."""
        group = Record("phone.csv:8", (Mention(HIS, Role.GROUP, label="Solicitor jokes"),))

        assert keys(intake(group, call(HIS))) == [KEYS[HIS]]

    def test_the_phones_own_number_stays_the_owners(self):
        """The phone's own number is told as the owner's, even where a contact of that number bears a confidential word."""
        made = intake(owner(MINE), contact(MINE, "Solicitor's copy"))

        assert made.own_numbers == {KEYS[MINE]}
        assert keys(made) == [KEYS[MINE]]

    @pytest.mark.parametrize("raw", [f"{HERS} social worker", f"solicitor {HERS}", f"{HERS} (solicitor)"])
    def test_a_word_beside_the_number_is_a_label(self, raw: str):
        """A confidential word in the cell of the number keeps it out like a label."""
        made = intake(contact(raw, "Anna"), call(HERS))

        assert (made.records, keys(made)) == (0, [])

    @pytest.mark.parametrize("raw", [f"solicitor {HERS} / {HIS}", f"{HERS} or {HIS} (solicitor)", f"Solicitor: {HERS}; {HIS}"])
    def test_a_word_speaks_of_every_number_of_its_cell(self, raw: str):
        """Two numbers in one cell are one person's, so a confidential word keeps both out."""
        assert keys(intake(contact(raw, "Anna"), call(HERS), call(HIS))) == []

    def test_the_name_of_a_helpline_speaks_of_the_helpline(self):
        """Beside a helpline and its name, the other number of a cell stays."""
        assert keys(intake(contact(f"Solicitor line {HELPLINE} / {HIS}", "Kim"))) == [KEYS[HIS]]


class TestCellsWithMore:
    """A protected number among other digits leaves no trace, and the other number of the cell is read."""

    @pytest.mark.parametrize("raw", ["116 123 07700 900123", "0800 1111 / 07700 900123", "07700 900123 (116 123)"])
    @pytest.mark.parametrize("interest", [SEEING_EVERYTHING, COUNTING], ids=["extract", "match"])
    def test_the_ordinary_number_shows_alone(self, raw: str, interest):
        """The sighting quotes the ordinary number and no digit of the helpline."""
        (sighting,) = intake(contact(raw, "Jay"), interest=interest).sightings()

        assert (sighting.raw, sighting.e164) == (HIS, KEYS[HIS])

    @pytest.mark.parametrize("raw", ["116 123 (24 hours)", "0800 1111 1", "+44 (0)0800 1111", "116 123 x2", "0800 1111 24/7"])
    def test_hours_and_stray_digits_uncover_nothing(self, raw: str):
        """A helpline with its hours, an option or a digit too many is no record at all."""
        made = intake(contact(raw, "Help"))

        assert (made.records, made.skipped, made.sighting_count, keys(made)) == (0, 0, 0, [])


def test_a_file_of_protected_numbers_says_what_an_empty_one_says():
    """A file in which nothing stands that may be told cannot be told from one in which nothing stands."""
    empty = intake(Remark("no-readable-rows", "The table was recognised, but no row of it gave a number.", "phone.csv"))
    helplines = intake(contact(HELPLINE, "Help"), contact(SOLICITOR, "Solicitor"))

    assert _everything(helplines) == _everything(empty)
    assert len(empty.remarks) == 1


def test_a_file_read_twice_gives_its_skipped_rows_once():
    """Where a contact explains calls before it, no skipped row is given a second time."""
    items = [call(HERS), Skipped("no number", "phone.csv:7"), contact(HERS, "Social worker Anna")]
    made = Intake(extraction(items), IntakeRequest(), LISTS, None, set())

    assert [row.place for several in made.run() for row in several] == ["phone.csv:7"]
    assert (made.records, made.skipped) == (1, 1)


class TestHelplinesInWords:
    """What is kept of a record holds nothing of a protected number in its words."""

    @pytest.mark.parametrize("interest", [None, Interest({KEYS[HIS]}, set(), lambda _: False)])
    def test_a_helpline_in_a_name_is_told_nowhere(self, interest: Interest | None):
        """A contact whose name holds two helpline numbers is shown with a mark in place of each."""
        made = intake(contact(HIS, "Jay 08001111 / 116 123"), interest=interest)

        assert [(each.e164, each.label) for each in made.sightings()] == [(KEYS[HIS], "Jay … / …")]

    @pytest.mark.parametrize("raw", ["07700 900123 / 0800 1111", "07700900123 x116123", "07700900123p85258", "07700 900123 or 00008001111"])
    def test_a_raw_text_holds_the_ordinary_number_only(self, raw: str):
        """The text shown of a cell is that of its ordinary number: the protected part is the exception to `raw` as it stood in the file."""
        shown = next(iter(intake(contact(raw), lists=WITH_CODES).sightings()))

        assert (shown.e164, shown.raw.replace(" ", "")) == (KEYS[HIS], "07700900123")

    def test_names_that_differ_by_a_helpline_only_are_one(self):
        """Two rows of one number whose names differ by a helpline are one sighting, taken at once or one by one."""
        names = ["Jay 0800 1111", "Jay 116 123", "Jay 2"]
        rows = Rows("phone.csv:", (2, 3, 4), (HIS,) * 3, names)
        at_once = intake(rows, interest=Interest({KEYS[HERS]}, set(), lambda _: False))
        singly = intake(*rows.records(), interest=Interest({KEYS[HERS]}, set(), lambda _: False))

        assert at_once.sighting_count == singly.sighting_count == 2

    @pytest.mark.parametrize("party", [HELPLINE, "116 123", "00008001111"])
    def test_a_conversation_with_a_helpline_gives_nothing(self, party: str):
        """A message whose party is protected leaves no trace, whatever numbers its words hold and wherever they stand in the record."""
        words = Mention(f"my worker is on {HIS}", Role.TEXT, written=Written.PROSE)
        made = intake(Record("m:1", (words, Mention(party, Role.MESSAGE))), Record("m:2", (Mention(party, Role.MESSAGE), words)))

        assert (list(made.sightings()), made.records, made.skipped, made.sighting_count) == ([], 0, 0, 0)

    @pytest.mark.parametrize("second", ["116 123", HELPLINE])
    def test_notes_on_a_person_who_saved_a_helpline_as_well_are_told(self, second: str):
        """A second number that is a helpline takes nothing of the row but itself."""
        note = Mention(f"also {HERS} or {HELPLINE}", Role.NOTE, written=Written.PROSE)
        made = intake(Record("c:1", (Mention(HIS, label="Jay"), Mention(second, label="Jay"), note)))

        assert [(each.e164, each.role.value) for each in made.sightings()] == [(KEYS[HIS], "contact"), (KEYS[HERS], "note")]

    @pytest.mark.parametrize(
        "parties",
        [
            (Mention(HELPLINE),),
            (Mention(HIS), Mention("01632 960223", about="Solicitor")),
        ],
    )
    def test_notes_on_a_helpline_or_beside_somebody_confidential_are_not_told(self, parties: tuple[Mention, ...]):
        """What is noted of them may be theirs."""
        note = Mention(f"ask for {HERS}", Role.NOTE, written=Written.PROSE)

        assert KEYS[HERS] not in keys(intake(Record("c:1", (*parties, note))))

    @pytest.mark.parametrize("party", [Mention("01632 960223", label="Ann Doe", about="social worker"), Mention(HELPLINE, label="Ann Doe")])
    def test_notes_on_somebody_else_than_the_confidential_person_of_their_row_are_told(self, party: Mention):
        """The numbers a child disclosed stand in the row of their social worker."""
        note = Mention(f"{HERS} (Ty)", Role.NOTE, label="Jay", written=Written.PROSE)

        assert keys(intake(Record("c:1", (party, note)))) == [KEYS[HERS]]

    def test_a_listed_number_in_a_note_on_somebody_confidential_is_told(self):
        """Whatever a listed number stands beside, it is shown; any other in the same note is not."""
        note = Mention(f"ask for {HERS} or {HIS}", Role.NOTE, label="Ann Doe", written=Written.PROSE)
        party = Mention("01632 960223", label="Ann Doe", about="social worker")

        assert keys(intake(Record("c:1", (party, note)), interest=Interest({KEYS[HERS]}, set(), lambda _: False))) == [KEYS[HERS]]

    @pytest.mark.parametrize(
        ("words", "interest"),
        [
            pytest.param(f"trap {HERS}, ask for Jay\nsocial worker: 01632 960224", None, id="the note says whose is whose"),
            pytest.param(f"ask for {HERS}", Interest({KEYS[HERS]}, set(), lambda _: False), id="the number is listed"),
        ],
    )
    def test_notes_beside_somebody_confidential_that_are_not_of_them_are_told(self, words: str, interest: Interest | None):
        """One number of several that is a solicitor's takes with it neither what a note sets apart nor a listed number."""
        note = Mention(words, Role.NOTE, written=Written.PROSE)
        made = intake(Record("c:1", (Mention(HIS), Mention("01632 960223", about="Solicitor"), note)), interest=interest)

        assert KEYS[HERS] in keys(made)
        assert not {"+441632960223", "+441632960224"} & {*keys(made)}

    @pytest.mark.parametrize(
        ("note", "is_kept"),
        [
            *(("my social worker", False), ("Solicitor.", False), ("solicitor, 9-5", False)),
            *(("owes my solicitor", True), ("new line", True), ("flat 2", True)),
        ],
    )
    def test_a_whole_note_tells_whom_to_keep_out(self, note: str, is_kept: bool):
        """What a note says and nothing else is said of its person; a note with other words shows."""
        made = intake(Record("c:1", (Mention(HIS, label="Jay"), Mention(note, Role.NOTE, label="Jay", written=Written.PROSE))), call(HIS))

        assert keys(made) == ([KEYS[HIS]] * 2 if is_kept else [])

    @pytest.mark.parametrize("other", [Mention(f"12 Tarn Rd {HIS}", Role.NOTE, label="Anna", written=Written.PROSE),
                                       Mention(f"12 Tarn Rd {HIS}", Role.NOTE, about="address", written=Written.PROSE)])  # fmt: skip
    @pytest.mark.parametrize(("words", "is_kept"), [("solicitor", False), ("duty solicitor", False), ("knows a doctor", True)])
    def test_a_whole_note_keeps_out_the_numbers_of_the_other_cells_of_its_row(self, other: Mention, words: str, is_kept: bool):
        """A row without a number of its own has one in an address, which is that of the person its note speaks of."""
        note = Mention(words, Role.NOTE, label=other.label, written=Written.PROSE)

        assert keys(intake(Record("c:1", (other, note)))) == ([KEYS[HIS]] if is_kept else [])

    def test_a_whole_note_keeps_out_no_listed_number_and_nothing_in_a_text(self):
        """A listed number is shown whatever is noted of it, and a line of somebody's text says nothing of the others."""
        note = Mention("duty solicitor", Role.NOTE, written=Written.PROSE)
        listed = intake(Record("c:1", (Mention(HIS), note)), interest=Interest({KEYS[HIS]}, set(), lambda _: False))
        text = intake(Record("n:1", (Mention(f"Jay {HIS}", Role.NOTE, written=Written.PROSE), note)))

        assert keys(listed) == keys(text) == [KEYS[HIS]]

    @pytest.mark.parametrize("role", [Role.CALL, Role.MESSAGE])
    @pytest.mark.parametrize(("note", "is_kept"), [("solicitor", False), ("my solicitor, 9-5", False), ("owes my solicitor", True)])
    def test_a_note_beside_a_call_keeps_its_other_out_everywhere(self, role: Role, note: str, is_kept: bool):
        """Whoever notes a profession in a log says it of the number of the row; the phone's own number stays."""
        row = Record("l:1", (Mention(HIS, role), Mention(MINE, Role.OWNER), Mention(note, Role.NOTE, written=Written.PROSE)))

        assert keys(intake(row, contact(HIS, "Jay"))) == ([KEYS[HIS], KEYS[MINE], KEYS[HIS]] if is_kept else [KEYS[MINE]])

    def test_a_conversation_with_somebody_confidential_gives_nothing(self):
        """The words of a message to a social worker, whom a contact behind it names, give no number."""
        words = Mention(f"ring {HIS}", Role.TEXT, written=Written.PROSE)
        made = intake(Record("m:1", (Mention(HERS, Role.MESSAGE), words)), contact(HERS, "Social worker Anna"))

        assert (list(made.sightings()), made.records) == ([], 0)

    def test_a_conversation_with_anybody_else_gives_its_numbers(self):
        """The words of a message to a listed number are read."""
        words = Mention(f"ring {HERS}", Role.TEXT, written=Written.PROSE)

        assert keys(intake(Record("m:1", (words, Mention(HIS, Role.MESSAGE))))) == [KEYS[HIS], KEYS[HERS]]


class TestWhatARecordSaysOfSomebody:
    """Organisation, job title and group keep out by what somebody is, not by what they mention."""

    @pytest.mark.parametrize("about", ["Solicitor", "Bell & Co Solicitors", "Larkspur Garage; Social Worker", "Solicitor, Estmoor"])
    def test_a_confidential_profession_keeps_out(self, about: str):
        """A profession as a whole field, or as the head of one, keeps the person out."""
        assert keys(intake(contact(HIS, "Amir", about=about))) == []

    @pytest.mark.parametrize(
        "about", ["my social worker knows", "Solicitor Street Garage", "knows a solicitor who helped us last year", ""]
    )
    def test_a_mention_does_not(self, about: str):
        """Words that only mention a profession take no contact away."""
        assert keys(intake(contact(HIS, "Amir", about=about))) == [KEYS[HIS]]

    def test_the_name_of_a_line_still_leads(self):
        """An unlisted number saved under the name of a line is kept, whatever garage it is said to belong to."""
        made = intake(
            contact(HIS, "Larkspur", about="Refuge Road Garage"), interest=Interest(set(), set(), lambda label: label == "Larkspur")
        )

        assert keys(made) == [KEYS[HIS]]
