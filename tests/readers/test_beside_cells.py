"""What lies on the cells of a sheet and not in them: links to click, and comments (ECMA-376 part 1, 18.3.1.47 and 18.7)."""

from __future__ import annotations

import pytest

from builders import a_number_set, number_lists
from ingest import Role, UnsafeExtraction, Written
from matcher.domain.numbers import read_all
from matcher.service.screening.intake import Intake, IntakeRequest, open_extraction
from readings import read_bytes
from workbooks import MAIN, row, table, text, workbook

RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = table(["Name", "Phone"])


def _relations(*each: str) -> str:
    return f'<Relationships xmlns="{LINKS}">{"".join(each)}</Relationships>'


def _outside(name: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{KINDS}/hyperlink" Target="{target}" TargetMode="External"/>'


def _linked(rows: str, cells: dict[str, str]) -> bytes:
    """A workbook whose cells are links to addresses."""
    placed = "".join(f'<hyperlink ref="{cell}" xmlns:r="{KINDS}" r:id="rId{at}"/>' for at, cell in enumerate(cells))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData><hyperlinks>{placed}</hyperlinks></worksheet>'
    relations = _relations(*(_outside(f"rId{at}", target) for at, target in enumerate(cells.values())))
    return workbook({"S": ""}, extra={"xl/worksheets/sheet1.xml": sheet, RELATIONS: relations})


def _commented(rows: str, comments: dict[str, str], *, kind: str = "comments") -> bytes:
    """A workbook with comments on cells, or with threads."""
    element = "comment" if kind == "comments" else "threadedComment"
    inner = "<text><r><t>{}</t></r></text>" if kind == "comments" else "<text>{}</text>"
    written = "".join(f'<{element} ref="{cell}">{inner.format(said)}</{element}>' for cell, said in comments.items())
    part = f'<comments xmlns="{MAIN}"><commentList>{written}</commentList></comments>'
    relation = f'<Relationship Id="rId1" Type="{KINDS}/{kind}" Target="../beside1.xml"/>'
    return workbook({"S": rows}, extra={"xl/beside1.xml": part, RELATIONS: _relations(relation)})


def _numbers(read) -> list[tuple[str, str | None]]:
    return [(mention.raw, mention.label) for mention in read.mentions]


def _keys(read) -> set[str]:
    return {number.e164 for mention in read.mentions for number in read_all([mention.raw], "GB")[0]}


@pytest.mark.parametrize(
    "target",
    [
        "tel:+447700900302",
        "https://wa.me/447700900302",
        "https://api.whatsapp.com/send?phone=447700900302&amp;text=hi",
        "https://l.example/?u=https%3A%2F%2Fwa.me%2F447700900302",
    ],
)
def test_where_a_cell_leads_is_a_number_of_its_row(tmp_path, target):
    """Whatever the cell shows, and however the address is written."""
    read = read_bytes(tmp_path, _linked(HEAD + row(2, text("A2", "Jay"), text("B2", "Call")), {"B2": target}))

    assert [label for _, label in _numbers(read)] == ["Jay"]
    assert "447700900302" in _numbers(read)[0][0]


def test_a_cell_that_shows_one_number_and_leads_to_another_gives_both(tmp_path):
    """A person sees the one, and rings the other."""
    rows = HEAD + row(2, text("A2", "Jay"), text("B2", "07700 900303"))

    read = read_bytes(tmp_path, _linked(rows, {"B2": "https://wa.me/447700900304"}))

    assert _keys(read) == {"+447700900303", "+447700900304"}


def test_a_cell_that_leads_to_the_number_it_shows_is_read_as_it_is(tmp_path):
    """Programs make a link of each number that is typed."""
    rows = HEAD + row(2, text("A2", "Jay"), text("B2", "07700 900303"))

    assert _numbers(read_bytes(tmp_path, _linked(rows, {"B2": "tel:+447700900303"}))) == [("07700 900303", "Jay")]


def test_other_addresses_leave_a_cell_as_it_is(tmp_path):
    """Pages and addresses for letters lead to no number, whatever digits they have."""
    rows = HEAD + row(2, text("A2", "Jay"), text("B2", "07700 900303"))
    cells = {"A2": "mailto:jay07700900305@example.org", "B2": "https://shop.example/item/07700900306"}

    assert _numbers(read_bytes(tmp_path, _linked(rows, cells))) == [("07700 900303", "Jay")]


def test_what_a_formula_shows_and_what_it_dials_are_two_numbers_where_they_differ(tmp_path):
    """As of a link that lies on the cell."""
    cell = '<c r="B2" t="str"><f>HYPERLINK("tel:+447700900307","07700 900308")</f><v>07700 900308</v></c>'

    read = read_bytes(tmp_path, workbook({"S": HEAD + row(2, text("A2", "Jay"), cell)}))

    assert _keys(read) == {"+447700900307", "+447700900308"}


def test_broken_links_are_told_of_and_the_rows_are_read(tmp_path):
    """What the sheet leads to is lost, and its cells are not."""
    broken = workbook({"S": HEAD + row(2, text("A2", "Jay"), text("B2", "07700 900303"))}, extra={RELATIONS: "<Relationships"})

    read = read_bytes(tmp_path, broken)

    assert _numbers(read) == [("07700 900303", "Jay")]
    assert "truncated" in read.remarks


def test_a_document_type_among_links_is_refused(tmp_path):
    """No part of a spreadsheet has one."""
    with pytest.raises(UnsafeExtraction):
        read_bytes(tmp_path, workbook({"S": HEAD}, extra={RELATIONS: '<!DOCTYPE r [<!ENTITY a "a">]><Relationships/>'}))


@pytest.mark.parametrize("kind", ["comments", "threadedComment"])
def test_a_number_in_a_comment_is_a_note_on_its_row(tmp_path, kind):
    """It is told with the words of the row it was written on."""
    rows = HEAD + row(2, text("A2", "Jay"), text("B2", "07700 900303"))

    read = read_bytes(tmp_path, _commented(rows, {"B2": "also uses 07700 900451"}, kind=kind))

    assert [mention.raw for mention in read.mentions] == ["07700 900303", "Jay: also uses 07700 900451"]
    assert [mention.written for mention in read.mentions][1] is Written.PROSE


def test_a_comment_on_the_row_of_a_profession_is_of_that(tmp_path):
    """A social worker's other number is told as that, and can be kept apart like the one beside them."""
    rows = table(["Name", "Phone", "Role"]) + row(2, text("A2", "Pat"), text("B2", "01632 960601"), text("C2", "Social worker"))
    rows += row(3, text("A3", "Jay"), text("B3", "07700 900303"), text("C3", "friend"))

    read = read_bytes(tmp_path, _commented(rows, {"A2": "mobile 07700 900453"}))

    assert "Pat, Social worker: mobile 07700 900453" in {mention.raw for mention in read.mentions}


def test_what_stands_for_a_thread_is_read_without_the_words_of_the_program(tmp_path):
    """Older programs find the thread as a comment, with a notice in front."""
    said = "[Threaded comment]\n\nYour version allows you to read this; see https://learn.example/870924\n\nComment:\n    ring 07700 900454"
    rows = HEAD + row(2, text("A2", "Jay"), text("B2", "07700 900303"))

    assert read_bytes(tmp_path, _commented(rows, {"A2": said})).mentions[1].raw == "Jay: ring 07700 900454"


def test_a_comment_without_a_number_adds_no_row(tmp_path):
    """Neither one that is read nor one that was passed over."""
    rows = HEAD + row(2, text("A2", "Jay"), text("B2", "07700 900303"))

    read = read_bytes(tmp_path, _commented(rows, {"A1": "looked at", "A2": "looked at with care", "A9": "9 of 10"}))

    assert [[(each.raw, each.label) for each in record.mentions if each.written is Written.NUMBER] for record in read.records] == [
        [("07700 900303", "Jay")]
    ]
    assert not read.skipped


@pytest.mark.parametrize("kind", ["comments", "threadedComment"])
@pytest.mark.parametrize("cell", ["A3", "B3"])
@pytest.mark.parametrize("remark", ["Solicitor", "Solicitor 9-5"])
@pytest.mark.parametrize("extra", [[], ["", "mate"]], ids=["as wide", "beside a wider row"])
def test_a_comment_that_is_a_role_is_said_of_its_row(tmp_path, kind, cell, remark, extra):
    """As it is in a column of roles: whoever keeps solicitors out keeps this one out, and nobody else."""
    content = _commented(table(["Name", "Phone"], ["Jay", "07700 900303", *extra], ["Ann", "01632 960601"]), {cell: remark}, kind=kind)
    path = tmp_path / "phone.xlsx"
    path.write_bytes(content)
    lists = number_lists(protected=a_number_set(words=["solicitor"]))
    made = Intake(open_extraction(path, IntakeRequest()), IntakeRequest(), lists)
    for _ in made.run():
        pass

    assert {sighting.e164 for sighting in made.sightings()} == {"+447700900303"}
    assert not [mention.label for mention in read_bytes(tmp_path, content).mentions if mention.label == remark]


def test_a_comment_that_is_a_role_is_said_of_the_other_in_a_log(tmp_path):
    """The row of a call has one other, and the comment is on them."""
    rows = table(["Date", "Number", "Direction"], ["2026-03-01 10:00", "01632 960601", "Incoming"])

    read = read_bytes(tmp_path, _commented(rows, {"B2": "Solicitor"}))

    assert [(mention.raw, mention.role) for mention in read.mentions] == [("01632 960601", Role.CALL), ("Solicitor", Role.NOTE)]


def test_comments_that_break_off_are_told_of(tmp_path):
    """What stood before is read."""
    rows = HEAD + row(2, text("A2", "Jay"), text("B2", "07700 900303"))
    relation = f'<Relationship Id="rId1" Type="{KINDS}/comments" Target="../beside1.xml"/>'
    part = '<comments><commentList><comment ref="A2"><text><t>ring 07700 900454</t></text></comment><comment ref="A3"><te'

    read = read_bytes(tmp_path, workbook({"S": rows}, extra={"xl/beside1.xml": part, RELATIONS: _relations(relation)}))

    assert [mention.raw for mention in read.mentions] == ["07700 900303", "Jay: ring 07700 900454"]
    assert "truncated" in read.remarks


@pytest.mark.parametrize(
    "name",
    ["Larks https://wa.me/447700900802", "Larks (tel:+447700900802)", "https://l.example/?u=https%3A%2F%2Fwa.me%2F447700900802 Larks"],
)
def test_a_link_beside_a_name_is_no_part_of_it(tmp_path, name):
    """It is what a click opens; a line may be known by the name alone."""
    read = read_bytes(tmp_path, f"Name,Phone\n{name},07700 900303\nJay,07700 900304\n".encode())

    assert {mention.label for mention in read.mentions} == {"Larks", "Jay"}
    assert "447700900802" in "".join(mention.raw for mention in read.mentions)
