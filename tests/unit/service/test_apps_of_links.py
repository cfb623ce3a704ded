"""A link that opens a chat says in which application its number is used, wherever in a file it stands."""

from __future__ import annotations

import pytest

from builders import number_lists
from ingest import Scope
from matcher.service.screening.intake import Intake, IntakeRequest, open_extraction

TOLD = {"+447700900123": "WhatsApp", "+447700900124": "Telegram", "+447700900125": None}
LINKS = {"+447700900123": "https://wa.me/447700900123", "+447700900124": "t.me/+447700900124", "+447700900125": "tel:+447700900125"}
TEXT = "ring wa.me/447700900123 or t.me/+447700900124 or 07700 900125"


def apps_of(tmp_path, text):
    """Number -> its applications, of all that a file tells."""
    path = tmp_path / "phone"
    path.write_text(text, encoding="utf-8")
    request = IntakeRequest(scopes=frozenset(Scope))
    made = Intake(open_extraction(path, request), request, number_lists())
    for _ in made.run():
        pass
    return {(sighting.e164, sighting.app) for sighting in made.sightings()}


@pytest.mark.parametrize(
    "row", ["Jay,{},", "Jay,,{}", "{},,", "Jay,07700 900199,{}"], ids=["column of numbers", "website", "name", "beside a number"]
)
@pytest.mark.parametrize("number", LINKS)
def test_a_link_in_any_column_names_its_app(tmp_path, row, number):
    """That of its own chat, and none for a link that dials."""
    told = apps_of(tmp_path, "Name,Mobile,Website\n" + row.format(LINKS[number]) + "\nMo,07700 900199,\n")
    assert told == {(number, TOLD[number]), ("+447700900199", None)}


@pytest.mark.parametrize(
    "text",
    [
        f'Name,Mobile,Notes\nMo,,"{TEXT}"\n',
        f'Date,From,Message\n2026-03-01 10:00,,"{TEXT}"\n',
        f"BEGIN:VCARD\nVERSION:3.0\nFN:Mo\nNOTE:{TEXT}\nEND:VCARD\n",
        "Name,Mobile\nMo,wa.me/447700900123 / t.me/+447700900124 / 07700 900125\n",
    ],
    ids=["note", "message", "note of a card", "one cell"],
)
def test_each_of_several_links_names_its_own(tmp_path, text):
    """A number without a link beside them has none."""
    assert apps_of(tmp_path, text) == set(TOLD.items())


def test_a_record_of_an_application_keeps_it(tmp_path):
    """What a message was sent with says more than where a link in it leads."""
    text = "Application,Date,From,Message\nSignal,2026-03-01 10:00,07700 900199,chat t.me/+447700900124\n"
    assert apps_of(tmp_path, text) == {("+447700900199", "Signal"), ("+447700900124", "Signal")}


def test_a_link_inside_of_another_address_names_its_app(tmp_path):
    """Pages that count who leaves them escape where they lead."""
    text = "Name,Mobile\nMo,https://wa.me/447700900123?text=see%20https%3A%2F%2Ft.me%2F%2B447700900124\n"
    assert apps_of(tmp_path, text) == {("+447700900123", "WhatsApp"), ("+447700900124", "Telegram")}
