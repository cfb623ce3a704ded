"""What a Cellebrite report copied from a SIM (formats facts 2.2, 12.3), chat links, and times it writes in other ways."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import cellebrite_reports as made
from ingest import Direction, Role, Scope, Written
from readings import ALL, read_bytes


def _sim(category, value, name="Jay", state="Intact"):
    fields = made.field("Category", category), made.field("Name", name), made.field("Value", value)
    return made.report(made.group("SIMData", made.model("SIMData", *fields, state=state)))


@pytest.mark.parametrize(
    ("category", "way"),
    [
        *[
            (category, ("contact", None))
            for category in ("Contacts", "ADN", "EF_ADN", "Abbreviated Dialing Numbers", "Fixed dialling", "Kontakte")
        ],
        *[(category, ("call", Direction.OUT)) for category in ("Last Dialed", "LND", "Last numbers dialled", "EF_LND")],
        *[(category, ("owner", None)) for category in ("MSISDN", "EF_MSISDN", "Own number")],
        ("Rufnummern", ("note", None)),
    ],
)
def test_what_stands_on_a_sim_is_what_its_list_says(tmp_path, category, way):
    """A list nobody here knows is told as a note: it may be of people."""
    read = read_bytes(tmp_path, _sim(category, "07700900140"))

    assert read.ways == [("07700900140", *way)]


@pytest.mark.parametrize(
    ("scope", "category"), [(Scope.CALLS, "Contacts"), (Scope.CONTACTS, "Last Dialed"), (Scope.MESSAGES, "Rufnummern")]
)
def test_nobody_gets_what_was_not_asked_for_from_a_sim(tmp_path, scope, category):
    """Contacts of the SIM are contacts, and what was dialled from it are calls."""
    assert not read_bytes(tmp_path, _sim(category, "07700900140"), scopes=frozenset({scope})).records


@pytest.mark.parametrize(
    ("category", "name", "value"),
    [
        ("SIM", "SMSC", "+447700900779"),
        ("Service Center", "", "+447700900779"),
        ("SIM", "ICCID", "8944100000000000000"),
        ("SIM", "IMSI", "234150000000001"),
        ("Voicemail number", "", "+447700900779"),
    ],
)
def test_numbers_of_the_network_on_a_sim_are_nobodys(tmp_path, category, name, value):
    """They stand on every SIM of the network."""
    assert not read_bytes(tmp_path, _sim(category, value, name), scopes=ALL).records


def test_entries_of_a_sim_without_a_number_and_of_the_network_are_accounted_for(tmp_path):
    """Whoever asks for contacts is told of those that gave nothing."""
    fields = (("Contacts", ""), ("SDN", "121"))
    models = [
        made.model("SIMData", made.field("Category", kind), made.field("Name", "x"), made.field("Value", value)) for kind, value in fields
    ]

    read = read_bytes(tmp_path, made.report(made.group("SIMData", *models)))

    assert (len(read.skipped), read.records) == (2, [])


def test_an_entry_of_a_sim_keeps_its_name_and_that_it_was_deleted(tmp_path):
    """As a contact of the phone does."""
    read = read_bytes(tmp_path, _sim("Contacts", "07700900140", state="Deleted"))

    assert (read.mentions[0].label, read.records[0].deleted) == ("Jay", True)


@pytest.mark.parametrize(
    "link",
    [
        *("https://wa.me/447700900406", "wa.me/+447700900406", "https://api.whatsapp.com/send?phone=447700900406"),
        *("https://wa.me?phone=447700900406", "whatsapp://447700900406"),
    ],
)
def test_a_link_that_opens_a_chat_holds_a_number(tmp_path, link):
    """As it does in a cell of a table."""
    entry = made.model("WebAddress", made.field("Category", "x"), made.field("Value", link))

    read = read_bytes(tmp_path, made.report(made.group("Contact", made.contact("F", entry))))

    assert [(mention.raw, mention.role, mention.label, mention.app, mention.written) for mention in read.mentions] == [
        (link, Role.CONTACT, "F", "WhatsApp", Written.PROSE)
    ]


@pytest.mark.parametrize("link", ["https://example.org/447700900406", "https://wa.me/qr/ABCDEF123"])
def test_another_link_holds_none(tmp_path, link):
    """Digits in an address are digits."""
    entry = made.model("WebAddress", made.field("Category", "x"), made.field("Value", link))

    assert not read_bytes(tmp_path, made.report(made.group("Contact", made.contact("F", entry)))).records


@pytest.mark.parametrize(
    ("written", "moment", "told"),
    [
        ("2026-04-01T11:00:00.000+00:00", datetime(2026, 4, 1, 11, tzinfo=UTC), False),
        ("Wed, 1 Apr 2026 12:00:00 +0100", datetime(2026, 4, 1, 11, tzinfo=UTC), False),
        ("1 Apr 2026 12:00", datetime(2026, 4, 1, 12), False),  # noqa: DTZ001 # as written
        ("1970-01-01T00:00:00.000+00:00", None, False),
        ("the other day", None, True),
    ],
)
def test_times_of_a_report_are_read_or_told(tmp_path, written, moment, told):
    """What is not understood is counted, so that whoever judges a match by its time knows that there was one."""
    party = made.model("Party", made.field("Identifier", "+447700900123"), made.field("Role", "From"))
    call = made.model("Call", made.field("Direction", "Incoming"), made.moment("TimeStamp", written), made.many("Parties", party))

    read = read_bytes(tmp_path, made.report(made.group("Call", call)))

    assert (read.records[0].first, "unread-times" in read.remarks) == (moment, told)
