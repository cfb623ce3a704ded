"""vCards written as XML (RFC 6351)."""

from __future__ import annotations

import tracemalloc

import pytest

from ingest import IngestError, Scope, Source, UnsafeExtraction, read_extraction
from readings import read_bytes

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0">'
MO = (
    "<vcard><fn><text>Mo &amp; Co</text></fn>"
    "<tel><parameters><type><text>cell</text></type></parameters><uri>tel:+44-7700-900123</uri></tel></vcard>"
)
KIM = "<vcard><n><surname>Lee</surname><given>Kim</given><additional/></n><tel><text>07700 900124</text></tel></vcard>"
WHOLE = f"{HEAD}{MO}{KIM}</vcards>"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(WHOLE.encode(), id="plain"),
        pytest.param(WHOLE.encode("utf-8-sig"), id="with a mark"),
        pytest.param(WHOLE.replace("UTF-8", "UTF-16").encode("utf-16"), id="UTF-16"),
        pytest.param(
            WHOLE.replace("<", "<v:").replace("<v:/", "</v:").replace("<v:?", "<?").replace("xmlns=", "xmlns:v=").encode(), id="prefix"
        ),
        pytest.param(WHOLE.replace(' xmlns="urn:ietf:params:xml:ns:vcard-4.0"', "").encode(), id="no namespace"),
        pytest.param(
            WHOLE.replace("<vcard>", '<vcard>\n<group name="item1">').replace("</vcard>", "</group></vcard>").encode(), id="groups"
        ),
        pytest.param(WHOLE.replace("?>", "?><!-- exported -->").encode(), id="comment"),
    ],
)
def test_cards_are_read_however_the_file_is_written(tmp_path, content):
    """Encoding, prefix, namespace and groups change nothing."""
    read = read_bytes(tmp_path, content)

    assert read.reader == "xcard"
    assert [(mention.raw, mention.label) for mention in read.mentions] == [("tel:+44-7700-900123", "Mo & Co"), ("07700 900124", "Kim Lee")]
    assert [record.place for record in read.records] == ["phone:1", "phone:2"]
    assert read.remarks == set()


def test_notes_messengers_and_addresses_are_read(tmp_path):
    """A note is prose, a messenger address of a number is one, other identifiers are none."""
    card = (
        "<vcard><note><text>ring 07700 900125</text></note><impp><uri>tel:07700900126</uri></impp><uid><text>07700900127</text></uid>"
        "<related><uri>tel:07700900128</uri></related><adr><street>12</street><code>07700</code></adr></vcard>"
    )

    read = read_bytes(tmp_path, f"{HEAD}{card}</vcards>")

    assert read.others == {"tel:07700900126", "tel:07700900128"}
    assert read.prose == ["ring 07700 900125"]


def test_broken_markup_costs_the_field_it_stands_in(tmp_path):
    """The other fields and cards are read, and the broken field is told."""
    broken = "<vcard><fn><text>A</text><tel><text>07700900125</text></tel><tel><text>07700900126</tel></vcard>"

    read = read_bytes(tmp_path, f"{HEAD}{broken}{MO}</vcards>")

    assert read.others == {"07700900125", "tel:+44-7700-900123"}
    assert len(read.skipped) == 2


def test_a_file_cut_short_keeps_what_was_complete(tmp_path):
    """A number that is not there to its end is no number."""
    read = read_bytes(tmp_path, f"{HEAD}{MO}<vcard><tel><text>07700900124</text></tel><tel><uri>tel:+393123")

    assert read.others == {"tel:+44-7700-900123", "07700900124"}
    assert "truncated" in read.remarks


def test_contacts_not_asked_for_are_not_told(tmp_path):
    """Without the scope of contacts only the owner's own card counts."""
    me = "<vcard><fn><text>Me</text></fn><tel><text>07700900999</text></tel></vcard>"

    read = read_bytes(tmp_path, f"{HEAD}{MO}{me}</vcards>", scopes=frozenset({Scope.CALLS}))

    assert read.numbers == [("07700900999", "owner")]


def test_cards_without_numbers_are_accounted_for(tmp_path):
    """Every card, empty ones too, gives a record or a reason."""
    read = read_bytes(tmp_path, f"{HEAD}<vcard/><vcard><fn><text>A</text></fn></vcard></vcards>")

    assert len(read.skipped) == 2
    assert read.remarks == {"no-readable-rows"}


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE vcards [<!ENTITY a "07700900123">]>' + HEAD.partition("\n")[2] + "<vcard><tel><text>&a;</text></tel></vcard></vcards>",
        f"{HEAD}<vcard><tel>{'<a>' * 100_000}</tel></vcard></vcards>",
        f"{HEAD}<vcard>{'<x>' * 1000}</vcard></vcards>",
        f"{HEAD}<vcard><tel {'a' * 9_000_000}='1'></tel></vcard></vcards>",
    ],
    ids=["document type", "depth", "no ends", "long tag"],
)
def test_what_would_do_harm_is_refused(tmp_path, content):
    """A document type, absurd depth and absurd tags are refused with a sentence."""
    with pytest.raises(UnsafeExtraction):
        read_bytes(tmp_path, content)


def test_a_picture_in_a_card_costs_no_memory(tmp_path):
    """A picture of many megabytes is passed over, and the number behind it is read."""
    path = tmp_path / "photo"
    path.write_text(f"{HEAD}<vcard><photo><uri>data:{'A' * 60_000_000}</uri></photo><tel><text>07700900123</text></tel></vcard></vcards>")
    tracemalloc.start()
    try:
        items = list(read_extraction(Source(path)).items())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert [mention.raw for item in items for mention in getattr(item, "mentions", ())] == ["07700900123"]
    assert peak < 45_000_000


def test_other_xml_is_no_xcard(tmp_path):
    """A word in the text makes no phone book."""
    with pytest.raises(IngestError):
        read_bytes(tmp_path, "<html><body>vcards vcard-4.0</body></html>")


def test_the_label_of_a_number_is_said_of_that_number_only(tmp_path):
    """A type of somebody's own words, and the label of a group, go with their number and no other."""
    read = read_bytes(
        tmp_path,
        '<vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0"><vcard><fn><text>Jay</text></fn>'
        '<group name="g1"><tel><uri>tel:+447700900123</uri></tel><x-ablabel><text>Solicitor</text></x-ablabel></group>'
        "<tel><parameters><type><text>work</text><text>Childline</text></type></parameters><uri>tel:+447700900124</uri></tel>"
        "<tel><parameters><type><text>work</text></type></parameters><uri>tel:+447700900125</uri></tel></vcard></vcards>",
    )

    assert {mention.raw: mention.about for mention in read.mentions} == {
        "tel:+447700900123": "Solicitor",
        "tel:+447700900124": "work Childline",
        "tel:+447700900125": None,
    }
