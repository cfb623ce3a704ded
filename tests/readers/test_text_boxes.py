"""Words in boxes and shapes that lie on a sheet are read as notes, beside its rows."""

from __future__ import annotations

import pytest

from ingest import Role, UnsafeExtraction
from readings import read_bytes
from workbooks import table, workbook

_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
LIST = table(["Name", "Number"], ["Larkspur", "07700900101"])


def _links(*links: tuple[str, str]) -> str:
    told = "".join(f'<Relationship Id="rId{at}" Type="{_KINDS}{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(links))
    return f'<Relationships xmlns="{_LINKS}">{told}</Relationships>'


def _shape(*lines: str, name: str = "sp") -> str:
    told = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    points = '<xdr:spPr><a:pt x="1" y="2"/></xdr:spPr>'
    called = '<xdr:nvSpPr><xdr:cNvPr id="2" name="TextBox 07700900199"/></xdr:nvSpPr>'
    return f"<xdr:{name}>{called}{points}<xdr:txBody>{told}</xdr:txBody></xdr:{name}>"


def _drawing(*shapes: str, row: int = 4) -> str:
    anchor = f"<xdr:from><xdr:col>3</xdr:col><xdr:row>{row}</xdr:row></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:row>99</xdr:row></xdr:to>"
    told = "".join(f"<xdr:twoCellAnchor>{anchor}{shape}</xdr:twoCellAnchor>" for shape in shapes)
    return f'<xdr:wsDr xmlns:xdr="{_XDR}" xmlns:a="{_A}" xmlns:mc="m">{told}</xdr:wsDr>'


def _book(drawing: str, *, rows: str = LIST, extra: dict[str, str] | None = None) -> bytes:
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": _links(("/drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": drawing,
        **(extra or {}),
    }
    return workbook({"S": rows}, extra=parts)


def _notes(read):
    return [(mention.raw, record.place) for record in read.records for mention in record.mentions if mention.role is Role.NOTE]


@pytest.mark.parametrize("form", ["{}", "<xdr:grpSp>{}</xdr:grpSp>"])
@pytest.mark.parametrize("name", ["sp", "cxnSp"])
def test_a_number_in_a_box_is_a_note_where_the_box_begins(tmp_path, form, name):
    """By itself or in a group, and the rows of the sheet stay as they are."""
    read = read_bytes(tmp_path, _book(_drawing(form.format(_shape("Kay also uses 07700 900102", name=name)), _shape("no figure"))))

    assert ("07700900101", "contact") in read.numbers
    assert [(raw, place.rpartition("!")[2]) for raw, place in _notes(read)] == [("Kay also uses 07700 900102", "A5")]
    assert read.skipped == []


@pytest.mark.parametrize(
    ("lines", "together"),
    [
        (("Kay 07700 900102", "Solicitor Ann 07700 900201"), ["Kay 07700 900102", "Solicitor Ann 07700 900201"]),
        (
            ("Social worker", "Ann Doe", "07700 900201", "Kay", "07700 900102"),
            ["Social worker\nAnn Doe\n07700 900201", "Kay\n07700 900102"],
        ),
        (("07700 900201", "Ann, solicitor", "07700 900102", "Kay"), ["07700 900201\nAnn, solicitor", "07700 900102\nKay"]),
        (("Solicitor Ann", "Office 01632 960201", "Mobile 07700 900201"), ["Solicitor Ann\nOffice 01632 960201\nMobile 07700 900201"]),
    ],
)
def test_the_lines_of_a_box_go_together_as_far_as_they_may_be_of_one_person(tmp_path, lines, together):
    """Nobody's number is kept out for whom another line names, and nobody's name is parted from it."""
    assert [raw for raw, _ in _notes(read_bytes(tmp_path, _book(_drawing(_shape(*lines)))))] == together


def test_a_sheet_of_nothing_but_boxes_is_read(tmp_path):
    """There need be no cell."""
    read = read_bytes(tmp_path, _book(_drawing(_shape("Kay 07700 900102"), _shape("Lee 07700 900103")), rows=""))

    assert any("07700 900102" in mention.raw for mention in read.mentions)
    assert any("07700 900103" in mention.raw for mention in read.mentions)


def test_what_older_programs_show_instead_is_read_once(tmp_path):
    """It says the same."""
    choice, instead = _shape("Kay 07700 900102"), _shape("Kay 07700 900102")
    shape = f"<mc:AlternateContent><mc:Choice>{choice}</mc:Choice><mc:Fallback>{instead}</mc:Fallback></mc:AlternateContent>"

    assert len(_notes(read_bytes(tmp_path, _book(_drawing(shape))))) == 1


def test_the_words_of_a_diagram_are_read(tmp_path):
    """They stand in a part that the drawing points at."""
    model = (
        f'<dgm:dataModel xmlns:dgm="d" xmlns:a="{_A}"><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>Kay 07700 900102</a:t></a:r></a:p></dgm:t>'
    )
    extra = {
        "xl/drawings/_rels/drawing1.xml.rels": _links(("/diagramData", "../diagrams/data1.xml")),
        "xl/diagrams/data1.xml": f"{model}</dgm:pt></dgm:ptLst></dgm:dataModel>",
    }

    assert any("07700 900102" in raw for raw, _ in _notes(read_bytes(tmp_path, _book(_drawing(), extra=extra))))


def test_a_broken_drawing_is_told_and_takes_nothing_from_the_rows(tmp_path):
    """What stood before that place is read."""
    read = read_bytes(tmp_path, _book(_drawing(_shape("Kay 07700 900102"))[:-30]))

    assert "truncated" in read.remarks
    assert ("07700900101", "contact") in read.numbers
    assert any("07700 900102" in raw for raw, _ in _notes(read))


@pytest.mark.parametrize("most", ["_MOST_BOXES", "_MOST_CHARACTERS"])
def test_absurdly_many_boxes_are_refused(tmp_path, monkeypatch, most):
    """The limit is far above what anybody draws."""
    monkeypatch.setattr(f"ingest.decode.workbooks.text_boxes.{most}", 1)

    with pytest.raises(UnsafeExtraction):
        read_bytes(tmp_path, _book(_drawing(_shape("Kay 07700 900102"), _shape("Lee 07700 900103"))))


def test_a_drawing_that_is_named_often_is_read_once(tmp_path):
    """A box is there once; a small file would else take minutes."""
    links = _links(*[("/drawing", "../drawings/drawing1.xml")] * 3)
    model = f'<dgm:m xmlns:dgm="d" xmlns:a="{_A}"><dgm:pt><a:p><a:r><a:t>Lee 07700 900103</a:t></a:r></a:p></dgm:pt></dgm:m>'
    extra = {
        "xl/worksheets/_rels/sheet1.xml.rels": links,
        "xl/drawings/_rels/drawing1.xml.rels": _links(*[("/diagramData", "../diagrams/data1.xml")] * 3),
        "xl/diagrams/data1.xml": model,
    }
    read = read_bytes(tmp_path, _book(_drawing(_shape("Kay 07700 900102")), extra=extra))

    assert len(_notes(read)) == 2
    assert len(read.records) == 3


def test_boxes_are_counted_over_all_drawings_of_a_sheet(tmp_path, monkeypatch):
    """Many drawings with a box each are as absurd as one with many."""
    monkeypatch.setattr("ingest.decode.workbooks.text_boxes._MOST_BOXES", 1)
    extra = {
        "xl/worksheets/_rels/sheet1.xml.rels": _links(("/drawing", "../drawings/drawing1.xml"), ("/drawing", "../drawings/drawing2.xml")),
        "xl/drawings/drawing2.xml": _drawing(_shape("Lee 07700 900103")),
    }

    with pytest.raises(UnsafeExtraction):
        read_bytes(tmp_path, _book(_drawing(_shape("Kay 07700 900102")), extra=extra))
