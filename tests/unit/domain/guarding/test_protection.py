"""Protected numbers leave no trace, benign ones only add a caution."""

from pathlib import Path

import pytest

from builders import a_number_set, number_lists
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.numbers import read_all
from matcher.domain.numbers.reading import Certainty, Kind, Number, Status, Unusable
from matcher.service.load_number_lists import load_number_lists

CONFIG = Path(__file__).resolve().parents[4] / "config"


@pytest.fixture(scope="module")
def shipped() -> NumberLists:
    """The lists an operator gets."""
    return load_number_lists(CONFIG)


def reading(e164: str) -> Number:
    """A number that was read without doubt."""
    return Number(e164, e164, Status.OK, Certainty.EXACT, Kind.FREEPHONE)


def short(digits: str) -> Unusable:
    """A short number, which has no key."""
    return Unusable(digits, Status.SHORT_CODE, "a short code", digits=digits)


@pytest.mark.parametrize(
    "e164",
    [
        pytest.param("+448001111", id="child helpline, seven digits"),
        pytest.param("+44800555111", id="reporting line, nine digits"),
        pytest.param("+448000684141", id="crisis line"),
        pytest.param("+448082000247", id="abuse helpline"),
        pytest.param("+448088000000", id="first of the charity range"),
        pytest.param("+448088099999", id="last of the charity range"),
        pytest.param("+44808800000", id="charity range, one digit shorter"),
    ],
)
def test_helplines_are_protected(shipped: NumberLists, e164: str) -> None:
    """A helpline number is protected however long it is."""
    assert shipped.is_protected(reading(e164))


@pytest.mark.parametrize(
    "e164",
    [
        pytest.param("+447700900123", id="drama mobile"),
        pytest.param("+448081570123", id="drama freephone"),
        pytest.param("+448087999999", id="one below the charity range"),
        pytest.param("+448088100000", id="one above the charity range"),
        pytest.param("+4480011110", id="a helpline with a digit more"),
    ],
)
def test_ordinary_numbers_are_not_protected(shipped: NumberLists, e164: str) -> None:
    """A number outside every protected entry and range is not protected."""
    assert not shipped.is_protected(reading(e164))


@pytest.mark.parametrize(
    "digits",
    [
        pytest.param("116000", id="missing people"),
        pytest.param("116111", id="child helpline"),
        pytest.param("116123", id="crisis line"),
        pytest.param("116999", id="any other 116 number"),
        pytest.param("85258", id="crisis text code"),
        pytest.param("111", id="health"),
        pytest.param("08001111", id="a helpline in national form, read in another region"),
        pytest.param("0044116123", id="a short number behind the country code"),
    ],
)
def test_short_helplines_are_protected(shipped: NumberLists, digits: str) -> None:
    """A helpline's short number is protected although it has no key."""
    assert shipped.is_protected(short(digits))


@pytest.mark.parametrize("digits", ["60777", "70000", "999", "117000", "11612", "1160000", ""])
def test_other_short_numbers_are_not_protected(shipped: NumberLists, digits: str) -> None:
    """A short number outside every protected entry is not protected."""
    assert not shipped.is_protected(short(digits))


def test_a_text_sender_named_like_a_helpline_is_protected(shipped: NumberLists) -> None:
    """A sender without digits is known by its name."""
    assert shipped.is_protected(Unusable("Childline", Status.ALPHANUMERIC, "a name"))


@pytest.mark.parametrize(
    "label",
    [
        pytest.param("Solicitor", id="alone"),
        pytest.param("my SOLICITORS office", id="plural, other case, among words"),
        pytest.param("solicitor's clerk", id="possessive"),
        pytest.param("solicitor_jane2", id="underscore and digit beside it"),
        pytest.param("Jane (social worker)", id="phrase in brackets"),
        pytest.param("Social Workers", id="phrase in the plural"),
        pytest.param("GP Surgery", id="two words"),
        pytest.param("CAMHS duty", id="abbreviation"),
        pytest.param("Ｓｏｌｉｃｉｔｏｒ", id="full-width letters"),
        pytest.param("🩺 Doctor 🩺", id="emoji around"),
    ],
)
def test_confidential_labels_are_protected(shipped: NumberLists, label: str) -> None:
    """A label that names a confidential person is protected as a whole word in any case."""
    assert shipped.is_protected_label(label)


@pytest.mark.parametrize("label", ["GPS", "gps tracker", "MPs", "Shout out Jay", "Becky Calm", "Beats", "Meical"])
def test_an_abbreviation_has_no_plural(shipped: NumberLists, label: str) -> None:
    """A word of fewer than four letters is no plural of a shorter one, and a name that is an everyday word counts only alone."""
    assert not shipped.is_protected_label(label)


@pytest.mark.parametrize(
    "label", ["GP's mobile", "my MP’s office", "Mums GP", "Shout", "SHOUT (text)", "The Mix", "calm 🧘", "Dr. Example"]
)
def test_a_possessive_and_a_name_alone_are_known(shipped: NumberLists, label: str) -> None:
    """The possessive of an abbreviation is told by its apostrophe, and a service by its name alone."""
    assert shipped.is_protected_label(label)


@pytest.mark.parametrize("label", ["SW9", "Jay SW9", "SW2 boys", "ghost sw1a", "SW19_new", "MP3 shop", "mp4"])
def test_a_district_is_nobodys_name(shipped: NumberLists, label: str) -> None:
    """The letters of a postcode are no abbreviation of a profession, for people and lines are called by where they are."""
    assert not shipped.is_protected_label(label)


@pytest.mark.parametrize(
    "label",
    ["Jay (SW)", "SW 07700 900123", "SW-2", "gp2", "Dr2", "Drs", "YOS worker", "YJS Ben", "My brief", "Law firm", "Rechtsanwältin Huber",
     "Maître Roux, avocate", "adwokat Nowak", "Abogada", "адвокат", "Avv. (avvocato) Neri", "弁護士", "Hausärztin", "Assistante sociale",
     "Anker Law Office", "Moss Law Offices", "Jay Moss, Attorney at Law", "Moss and Frost, Attorneys", "Moss & Frost Attys",
     "律师", "王律师", "律師 陳", "田中弁護士", "김변호사", "李医生", "市立病院", "社工小李", "Luật sư Minh"],
)  # fmt: skip
def test_confidential_persons_are_known_in_other_languages_and_short_forms(shipped: NumberLists, label: str) -> None:
    """Phones are kept in many languages, and their owners write as they speak."""
    assert shipped.is_protected_label(label)


@pytest.mark.parametrize(
    ("about", "is_kept_apart"),
    [("my solicitor", True), ("My Social Worker", True), ("Solicitor mobile", True), ("her GP surgery number", True),
     ("my mate", False), ("mobile", False), ("my", False), ("my solicitor knows", False), ("my phone from the doctor", False)],
)  # fmt: skip
def test_a_label_of_a_number_may_say_whose_and_which_it_is(shipped: NumberLists, about: str, is_kept_apart: bool) -> None:
    """A possessive in front and a word for the telephone behind say nothing against the profession."""
    assert shipped.is_protected_about(about) is is_kept_apart


@pytest.mark.parametrize(
    ("text", "is_said"),
    [("07700 900123 counsellor", True), ("helpline 07700900123", True), ("07700 900123 (Childline)", True), ("07700 900123 Jay", False)],
)
def test_the_words_of_a_number_speak_like_a_label(shipped: NumberLists, text: str, is_said: bool) -> None:
    """A confidential word beside the number, in the same text, is a label."""
    ((number,),) = read_all([text])

    assert shipped.says_protected(number) is is_said


@pytest.mark.parametrize(
    "label", ["Jay", "Solicit", "worker", "social", "Dok", "Mpho", "", "🙂", "07700 900123", "王小明", "医", "김민수", "律"]
)
def test_ordinary_labels_are_not_protected(shipped: NumberLists, label: str) -> None:
    """A part of a word, or one word of a phrase, protects nothing."""
    assert not shipped.is_protected_label(label)


@pytest.mark.parametrize(
    "label",
    [
        pytest.param("Harker Solicit", id="fourteen characters"),
        pytest.param("HARKER SOLICI", id="thirteen"),
        pytest.param("Ann Hospital", id="whole anyway"),
        pytest.param("Jo A Counsello", id="one letter short"),
        pytest.param("mental healt", id="second word of a phrase"),
        pytest.param("Dr Ng Surger", id="twelve"),
    ],
)
def test_a_label_cut_by_a_sim_is_protected(shipped: NumberLists, label: str) -> None:
    """A name of the length a SIM keeps may end within a protected word."""
    assert shipped.is_protected_label(label)


@pytest.mark.parametrize(
    "label",
    [
        pytest.param("Big Harker Solicit", id="longer than a SIM keeps"),
        pytest.param("Al Solicit", id="shorter than where it is cut"),
        pytest.param("Solicit Harker", id="not at the end"),
        pytest.param("Harker Solic 1", id="a number behind"),
        pytest.param("Harker B Soli", id="four letters"),
        pytest.param("My Best Healt", id="without the first word of the phrase"),
        pytest.param("Mad Man Psycho", id="a name of its own"),
        pytest.param("Mum Of A Child", id="a word of its own"),
        pytest.param("🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", id="no words"),
        pytest.param("07700900123456", id="digits"),
    ],
)
def test_other_labels_of_that_length_are_not_protected(shipped: NumberLists, label: str) -> None:
    """Only the end of a label of that length, and no word in its own right, counts as cut."""
    assert not shipped.is_protected_label(label)


def test_a_benign_label_gives_its_reason(shipped: NumberLists) -> None:
    """The warning list says what a label stands for."""
    found = shipped.warning_of("+447700900123", ["A1 Taxis"])

    assert found is not None
    assert found.group == "taxi"


def test_a_benign_number_is_found_before_its_label() -> None:
    """The number on the warning list decides, whatever it is saved as."""
    lists = number_lists(warning=a_number_set(numbers=["+441632960001"]))

    assert lists.warning_of("+441632960001", ["Jay"]) is not None


def test_ranges_compare_whole_numbers() -> None:
    """A number that begins like a range but is longer is outside it."""
    lists = number_lists(protected=a_number_set(ranges=[(441632960000, 441632960999)]))

    assert [lists.is_protected_number(e164) for e164 in ("+441632960500", "+4416329605000", "+44163296050")] == [True, False, False]


def test_every_shipped_entry_names_its_source(shipped: NumberLists) -> None:
    """An entry without a source cannot be confirmed by anybody."""
    listings = [*shipped.protected.numbers.values(), *shipped.warning.words.values(), *shipped.family.words.values()]

    assert all(listing.source for listing in listings)


@pytest.mark.parametrize("label", ["\x1b[31mP200", "[31mP200", "\x1b[1;32mP7"])
def test_what_colours_a_terminal_makes_no_listed_word(shipped: NumberLists, label: str) -> None:
    """The letter that ends an escape sequence and the one behind it are not those of a member of parliament."""
    assert not shipped.is_protected_label(label)
    assert shipped.is_protected_label("MP 200")
    assert shipped.is_protected_label("\x1b[31mSolicitor\x1b[0m")
