"""vCards written as JSON (RFC 7095)."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from ingest import IngestError, Scope, Source, read_extraction
from readings import read_bytes


def _card(*properties: list[object]) -> list[object]:
    return ["vcard", [["version", {}, "text", "4.0"], *properties]]


MO = _card(["fn", {}, "text", "Mo"], ["tel", {"type": ["cell", "voice"], "pref": "1"}, "uri", "tel:+44-7700-900123;ext=5"])
KIM = _card(["n", {}, "text", ["Lee", "Kim", "", "", ["a", "b"]]], ["tel", {}, "text", "07700 900124", "07700 900125"])


@pytest.mark.parametrize("document", [MO, [MO], [MO, KIM], ["vcardstream", MO, KIM]], ids=["one", "list of one", "list", "stream"])
def test_a_card_alone_and_cards_in_a_list_are_read(tmp_path, document):
    """One card, an array of cards and the stream of the drafts are the same to a reader."""
    read = read_bytes(tmp_path, json.dumps(document))

    assert read.reader == "jcard"
    assert read.records[0].place == "phone:1"
    assert read.numbers[0] == ("tel:+44-7700-900123;ext=5", "contact")
    assert read.remarks == set()


def test_values_and_names_are_taken_by_their_structure(tmp_path):
    """Several values of a property are several numbers; the parts of a name are put in the order a person writes."""
    read = read_bytes(tmp_path, json.dumps(KIM))

    assert [mention.raw for mention in read.mentions] == ["07700 900124", "07700 900125"]
    assert read.mentions[0].label == "Kim Lee a b"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["tel", {"waid": "447700900123"}, "text", "Mobile"], ["447700900123"]),
        (["x-phone", {}, "integer", 447700900123], ["447700900123"]),
        (["tel", {}, "unknown", "07700\\,900123"], ["07700,900123"]),
        (["impp", {"x-service-type": "WhatsApp"}, "uri", "whatsapp:+447700900123"], ["whatsapp:+447700900123"]),
        (["related", {}, "uri", "tel:+447700900123"], ["tel:+447700900123"]),
        (["tel", {}, "text", None], []),
        (["tel", {}, "text", {"number": "07700900123"}], []),
        (["uid", {}, "text", "07700900123"], []),
        (["tel", {"type": "07700900123"}, "text", "BusinessPhone"], []),
    ],
    ids=["waid", "integer", "unknown", "messenger", "address", "null", "object", "not a number", "word"],
)
def test_numbers_of_a_property(tmp_path, given, expected):
    """Only the values of properties that hold numbers are numbers."""
    read = read_bytes(tmp_path, json.dumps(_card(given, ["email", {}, "text", "a@b.example"])))

    assert [mention.raw for mention in read.mentions] == expected
    assert len(read.records) + len(read.skipped) == 1


def test_a_broken_card_costs_only_itself(tmp_path):
    """Where an end is missing, the next card begins at its own word."""
    text = '["vcard",[["tel",{},"text","07700900123"],\n["vcard",[["tel",{},"text","07700900124"]]]'

    assert [mention.raw for mention in read_bytes(tmp_path, text).mentions] == ["07700900123", "07700900124"]


def test_a_number_cut_in_two_is_no_number(tmp_path):
    """What was complete is kept, the rest is told."""
    read = read_bytes(tmp_path, json.dumps([MO])[:-5].replace(";ext=5", "") + '", ["tel", {}, "text", "+3931234')

    assert read.others == {"tel:+44-7700-900123"}
    assert read.remarks == {"truncated"}


def test_escapes_become_characters(tmp_path):
    """Letters outside the first plane come as two halves; half of one alone is no letter."""
    read = read_bytes(tmp_path, '["vcard",[["fn",{},"text","\\ud83c\\udf83 \\u00e9 \\ud83c"],["tel",{},"text","07700900123"]]]')

    assert read.mentions[0].label == "\U0001f383 é \ufffd"


def test_contacts_not_asked_for_are_not_told(tmp_path):
    """Without the scope of contacts only the owner's own card counts."""
    me = _card(["fn", {}, "text", "Me"], ["tel", {}, "text", "07700900999"])

    read = read_bytes(tmp_path, json.dumps([MO, me]), scopes=frozenset({Scope.CALLS}))

    assert read.numbers == [("07700900999", "owner")]


@pytest.mark.parametrize(
    "text",
    [
        '["vcard",' + "[" * 40_000,
        '["vcard",[["tel",{},"text",' + "[" * 40_000 + '"07700900123"',
        '["vcard",[["tel",' + '{"a":' * 40_000,
        '["vcard",[' + '["x",{},"integer",' + "9" * 9_000_000 + "]]]",
        '["vcard",[' + "]" * 40_000,
        '["vcard",[["tel",{' + '"a":1,' * 40_000 + '},"text","1"]]]',
    ],
    ids=["arrays", "arrays in a value", "objects", "long integer", "ends", "parameters"],
)
def test_depth_and_length_do_no_harm(tmp_path, text):
    """Nothing of the document is built, so nothing of it can be too deep or too long."""
    path = tmp_path / "hostile"
    path.write_text(text)
    tracemalloc.start()
    try:
        items = list(read_extraction(Source(path)).items())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert items
    assert peak < 8_000_000


def test_a_picture_in_a_card_costs_nothing(tmp_path):
    """A picture of many megabytes is passed over without a word."""
    photo = _card(["photo", {}, "uri", "data:image/jpeg;base64," + "A" * 9_000_000], ["tel", {}, "text", "07700900123"])

    read = read_bytes(tmp_path, json.dumps(photo))

    assert read.others == {"07700900123"}
    assert read.remarks == set()


@pytest.mark.parametrize("text", ["{}", "[]", '{"vcard": []}', '["a", "vcard", []]', '[["tel",{},"text","07700900123"]]'])
def test_other_json_is_no_jcard(tmp_path, text):
    """JSON that does not begin as a card is refused."""
    with pytest.raises(IngestError):
        read_bytes(tmp_path, text)


def test_the_label_of_a_number_is_said_of_that_number_only(tmp_path):
    """A type of somebody's own words, and the label of a group, go with their number and no other."""
    card = [
        ["fn", {}, "text", "Jay"],
        ["tel", {"type": ["cell", "Solicitor"]}, "text", "07700900123"],
        ["tel", {"group": "g2", "type": "cell"}, "text", "07700900124"],
        ["x-ablabel", {"group": "g2"}, "text", "Childline"],
        ["tel", {"group": "g3", "type": "home"}, "text", "07700900125"],
    ]

    read = read_bytes(tmp_path, json.dumps(["vcard", card]))

    assert {mention.raw: mention.about for mention in read.mentions} == {
        "07700900123": "cell Solicitor",
        "07700900124": "Childline",
        "07700900125": None,
    }
