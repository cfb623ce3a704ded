"""The numbers and figures that are shipped: complete by sections 5.2, 11.5, 11.6 and 14 of the domain, each with its source."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from config.door import FOLDER
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.match import Thresholds
from matcher.domain.numbers import Number, read_all
from matcher.errors import BadConfiguration
from matcher.service.load_number_lists import load_number_lists
from matcher.service.load_thresholds import load_thresholds

LISTS = load_number_lists(FOLDER)

#: As section 11.5 writes them.
PROTECTED = {
    "Childline": "0800 1111",
    "Missing People": "116 000",
    "child helpline code": "116 111",
    "Samaritans": "116 123",
    "Shout": "85258",
    "Papyrus": "0800 068 4141",
    "Beat": "0808 801 0677",
    "CALM": "0800 58 58 58",
    "Modern Slavery and Exploitation Helpline": "08000 121 700",
    "National Domestic Abuse Helpline": "0808 2000 247",
    "Rape Crisis": "0808 500 2222",
    "NAPAC": "0808 801 0331",
    "Stop It Now": "0808 1000 900",
    "Victim Support": "0808 1689 111",
    "Galop": "0800 999 5428",
    "Karma Nirvana": "0800 5999 247",
    "NSPCC": "0808 800 5000",
    "Crimestoppers": "0800 555 111",
    "Become": "0800 023 2033",
    "Meic": "080880 23456",
    "The Mix": "0808 808 4994",
    "Family Lives": "0808 800 2222",
    "Shelter": "0808 800 4444",
    "Switchboard": "0800 0119 100",
    "Help at Hand": "0800 528 0731",
    "NHS 111": "111",
    "first of the charity range": "0808 800 0000",
    "last of the charity range": "0808 809 9999",
    "first harmonised number": "116000",
    "last harmonised number": "116999",
}


@pytest.mark.parametrize("written", PROTECTED.values(), ids=PROTECTED)
def test_every_protected_number_is_protected_as_written(written: str):
    """A helpline is protected in the spelling its owner publishes."""
    (readings,) = read_all([written], "GB")

    assert readings
    assert all(LISTS.is_protected(reading) for reading in readings)


@pytest.mark.parametrize("written", [text for text in PROTECTED.values() if text.startswith("0")])
@pytest.mark.parametrize("prefix", ["+44 ", "0044 ", "+44 (0)", "141 0", "1410", "1470 0", "#31#0", "18001 0", ""])
def test_every_protected_number_is_protected_in_other_spellings(written: str, prefix: str):
    """International form and call-control prefixes do not hide a helpline."""
    (readings,) = read_all([prefix + written.lstrip("0")], "GB")

    assert readings
    assert all(LISTS.is_protected(reading) for reading in readings)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("141 116 123", id="number withheld"),
        pytest.param("1470116000", id="number shown"),
        pytest.param("116 123 Samaritans", id="its name behind"),
        pytest.param("text 85258", id="among words"),
        pytest.param("NHS", id="a sender of health texts"),
        pytest.param("0808 800 50", id="the charity range with digits missing"),
        pytest.param("ring 0800 1111", id="a helpline among words"),
    ],
)
def test_a_helpline_is_protected_however_it_is_kept(written: str):
    """Prefixes, names, words and missing digits do not uncover a helpline."""
    (readings,) = read_all([written], "GB")

    assert readings
    assert all(LISTS.is_protected(reading) for reading in readings)


@pytest.mark.parametrize("written", ["+1 410 800 1111", "14107700900123", "Jay 2", "47/111/26", "UBER", "07700 90012", "0808 15"])
def test_protection_does_not_spread(written: str):
    """What only looks a little like a helpline is not hidden."""
    (readings,) = read_all([written], "GB")

    assert not any(LISTS.is_protected(reading) for reading in readings)


@pytest.mark.parametrize("written", ["07700 900123", "01632 960123", "0808 157 0123", "0800 1112", "116", "11612", "60777", "112"])
def test_other_numbers_are_not_protected(written: str):
    """Numbers beside the protected ones are ordinary."""
    (readings,) = read_all([written], "GB")

    assert not any(LISTS.is_protected(reading) for reading in readings)


@pytest.mark.parametrize(
    "label",
    [
        "Solicitor",
        "appropriate adult",
        "Advocate",
        "journalist",
        "MP",
        "doctor",
        "counsellor",
        "social worker",
        "Safeguarding lead",
        "GP",
        "hospital",
    ],
)
def test_confidential_people_are_known_by_their_label(label: str):
    """Every kind of confidential person of section 11.5 is known by its word."""
    assert LISTS.is_protected_label(label)


#: As people save them: other gaps, initials, dots, possessives, misspellings, words beside.
CONFIDENTIAL = (
    "Childline 24h|child line|Child-Line|CHILDLINE!!|the samaritans|Samaritan|SHOUT|shout text|Papyrus HOPELINE|nspcc helpline|"
    "Crime Stoppers|crime-stoppers|victimsupport|Rape crisis|Women's Aid|womens aid|missing people|solicitor's|soliciters|"
    "Brief (solicitor)|Duty Solicitor|lawyer bob|Dr Patel|Dr. Khan|G.P.|G P|my GP's no|the surgery|Medical centre|School nurse|"
    "Hospital A&E|C.A.M.H.S|councellor|Counsellor (school)|my therapist|S/W Anna|SW Anna|Socialworker|social-worker|"
    "SOCIAL WORKER 2|Social services|EDT|Key-worker Tom|YOT worker|personal advisor|leaving care PA|Mrs Smith DSL|MP office|idva|"
    "Barnardo's|Talk to Frank|Kooth|crisis team|suicide line|Beat|The Mix|Shelter|Switchboard"
)

#: Names in which such words only happen to begin, end or stand beside others.
ORDINARY = (
    "Jay|Andre|Drew|Dru|Sol|Solomon|Gary P|GPS|Mpho|Imp|MPs|Noreen|Clint|Hospitality Jim|Lawrence|Lawson|Calm Chris|Beats by T|"
    "Shout out Mo|Becoming Jo|DJ Mix|Frankie|Big Frank|Surgeon|Sergey|Key Mo|Worker Mo|Social Sam|Safe|Fear|Refugee Ali|Samar|"
    "Child|Line Boy|New line|County|Medic|Papy|Victim|Legal Eagle|Personal|Visitor|Nan|Taxi|Bail|MPH|Dslr|Ira|Swan|Yoto|"
    "Nick Suicid|Edith|Barnard"
)


@pytest.mark.parametrize("label", CONFIDENTIAL.split("|"))
def test_services_and_confidential_people_are_known_as_people_save_them(label: str):
    """Gaps, initials, possessives and common misspellings do not uncover a service or a confidential person."""
    assert LISTS.is_protected_label(label)


@pytest.mark.parametrize("label", ORDINARY.split("|"))
def test_ordinary_names_are_not_taken_for_services(label: str):
    """A name that only looks a little like a service hides nobody."""
    assert not LISTS.is_protected_label(label)


@pytest.mark.parametrize(
    "code",
    [
        *("999", "112", "101", "105", "119", "18000", "18001", "18002"),
        *("121", "901", "222", "123", "443", "150", "191", "202", "333", "1471", "1571", "7726", "118500", "118118", "159"),
    ],
)
def test_emergency_and_network_numbers_are_on_the_warning_list(code: str):
    """Every short number of section 11.6 is on the warning list, and is not protected."""
    assert LISTS.warning.find_digits(code) is not None
    assert LISTS.protected.find_digits(code) is None


@pytest.mark.parametrize(
    "label",
    ["Abbey Taxis", "Pizza", "my school", "college", "bus times", "council", "work", "gym", "police station", "bank", "parcel delivery"],
)
def test_everyday_labels_are_on_the_warning_list(label: str):
    """Every everyday use of section 11.6 gives a reason by its word."""
    assert LISTS.warning_of("+441632960001", [label]) is not None


def test_the_long_form_of_a_voicemail_is_on_the_warning_list():
    """A number seen as the destination of call diverts is known."""
    (readings,) = read_all(["+44 7836 121121"], "GB")

    assert isinstance(readings[0], Number)
    assert LISTS.warning_of(readings[0].e164) is not None


@pytest.mark.parametrize("name", ["protected.yaml", "warning.yaml", "family.yaml"])
def test_every_entry_has_a_source_a_class_and_its_state(name: str):
    """Each entry says where it comes from and whether a person has checked it."""
    entries = yaml.safe_load((FOLDER / "numbers" / name).read_text("utf-8"))["entries"]

    assert entries
    assert all(entry["source"] and entry["group"] and isinstance(entry["confirmed"], bool) for entry in entries)


def _config(tmp_path: Path, protected: str) -> Path:
    folder = tmp_path / "numbers"
    folder.mkdir()
    for name in ("warning.yaml", "family.yaml"):
        (folder / name).write_text("entries: []\n")
    (folder / "protected.yaml").write_text(protected)
    return tmp_path


def _lists(tmp_path: Path, entry: str) -> NumberLists:
    return load_number_lists(_config(tmp_path, f"entries:\n  - {{group: g, name: n, source: s, confirmed: true, {entry}}}\n"))


def test_a_new_entry_needs_no_code(tmp_path):
    """An operator adds a number, and it is protected."""
    assert _lists(tmp_path, 'numbers: ["+441632960111"]').is_protected_number("+441632960111")


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param('numbers: ["01632 960111"]', id="national form"),
        pytest.param('codes: ["0"]', id="one digit"),
        pytest.param('ranges: [{first: "+4416329609", last: "+4416329601"}]', id="range the wrong way round"),
        pytest.param('ranges: [{first: "+44163296011", last: "+4416329602"}]', id="range of two lengths"),
        pytest.param(
            'ranges: [{first: "+4416329601", last: "+4416329605"}, {first: "+4416329604", last: "+4416329609"}]', id="ranges that overlap"
        ),
        pytest.param('words: ["two  spaces"]', id="words with two spaces"),
        pytest.param("note: x", id="nothing listed"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(tmp_path, entry: str):
    """A file that cannot be meant so is refused, and the fault names file and line and no number."""
    with pytest.raises(BadConfiguration) as refused:
        _lists(tmp_path, entry)

    assert all("protected.yaml, line" in fault.place for fault in refused.value.faults)
    assert "960111" not in str([fault.sentence for fault in refused.value.faults])


def test_the_figures_shipped_are_those_of_the_domain():
    """Thirty, a hundred and eighty and ninety days, five per cent, a thousand contacts."""
    figures = load_thresholds(FOLDER)

    assert (figures.near_days, figures.outside_days, figures.reissue_after_closure_days) == (30, 180, 90)
    assert figures.unusable_share_warning == 0.05
    assert figures == Thresholds()
