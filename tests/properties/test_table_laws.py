"""Laws of reading tables and cards: whatever stands in them, every row is accounted for, and reading never crashes."""

from __future__ import annotations

import contextlib
import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import IngestError, Item, Record, Remark, Scope, Skipped
from readings import ALL, read_path
from workbooks import row as sheet_row
from workbooks import text, workbook

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

numbers = st.integers(0, 999).map(lambda n: f"07700 900{n:03}") | st.integers(0, 999).map(lambda n: f"+447700900{n:03}")
printable = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\x85"), max_size=12)
#: Words that are no header and no number; a cell may hold line breaks and quotes.
words = printable.map(lambda text: f"Q{text}") | st.sampled_from(['Jay "J"', "Bee, Kim", "a\nb", "x;y", "=1+1", "100012345678901", ""])
contacts = st.lists(st.tuples(words, st.one_of(numbers, st.just(""), st.just("unknown"))), min_size=1, max_size=30)
HEAD = ("Full name", "Mobile phone")


def _read(content: bytes, scopes: frozenset[Scope] = ALL) -> list[Item]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "phone")
        path.write_bytes(content)
        return read_path(path, scopes).items


def _counts(items: list[Item]) -> tuple[int, int]:
    return sum(isinstance(item, Record) for item in items), sum(isinstance(item, Skipped) for item in items)


def _csv(rows: list[tuple[str, str]], delimiter: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEAD, *rows])
    return out.getvalue().encode()


@SLOW
@given(contacts, st.sampled_from([",", ";", "\t"]))
def test_every_row_of_a_text_table_is_accounted_for(rows, delimiter):
    """Rows that hold anything are records or skipped, and those with a number are records that hold it."""
    items = _read(_csv([("Jay", "07700900999"), *rows], delimiter))

    filled = [row for row in rows if any(cell.strip() for cell in row)]
    with_number = [phone for _, phone in rows if any(character.isdigit() for character in phone)]
    assert _counts(items) == (1 + len(with_number), len(filled) - len(with_number))
    assert [mention.raw for item in items if isinstance(item, Record) for mention in item.mentions][1:] == with_number


@SLOW
@given(contacts)
def test_every_row_of_a_sheet_is_accounted_for(rows):
    """The same rows in a workbook are accounted for in the same way."""
    table = [HEAD, ("Jay", "07700900999"), *rows]
    cells = "".join(
        sheet_row(at, *(text(f"{column}{at}", cell) for column, cell in zip("AB", values, strict=True) if cell))
        for at, values in enumerate(table, start=1)
    )

    items = _read(workbook({"S": cells}))

    with_number = [phone for _, phone in rows if any(character.isdigit() for character in phone)]
    filled = [values for values in rows if any(cell.strip() for cell in values)]
    assert _counts(items) == (1 + len(with_number), len(filled) - len(with_number))


@SLOW
@given(st.lists(st.tuples(printable, st.lists(numbers, max_size=3), st.booleans()), min_size=1, max_size=20))
def test_every_card_is_accounted_for(cards):
    """Each card is one record or one skipped, and every number stands in the record of its card."""
    lines = []
    for name, phones, is_folded in cards:
        given_phones = [f"TEL;TYPE=CELL:{phone[:6]}\r\n {phone[6:]}" if is_folded else f"TEL:{phone}" for phone in phones]
        lines += ["BEGIN:VCARD", "VERSION:3.0", f"FN:Q{name}", *given_phones, "END:VCARD"]

    items = _read("\r\n".join([*lines, ""]).encode())

    assert _counts(items) == (sum(bool(phones) for _, phones, _ in cards), sum(not phones for _, phones, _ in cards))
    found = [[mention.raw for mention in item.mentions if mention.written != "prose"] for item in items if isinstance(item, Record)]
    assert found == [phones for _, phones, _ in cards if phones]


@SLOW
@given(
    st.binary(max_size=400),
    st.sampled_from([b"BEGIN:VCARD\n", b'["vcard",[["tel",{},"text",', b"<vcards><vcard><tel>", b"Name,Phone\n", b""]),
)
def test_any_bytes_are_read_or_refused(content, start):
    """Whatever follows the start of a format gives items or a refusal, never anything else."""
    with contextlib.suppress(IngestError):
        assert all(isinstance(item, Record | Skipped | Remark) for item in _read(start + content))


@SLOW
@given(contacts, st.sets(st.sampled_from(sorted(Scope))))
def test_a_phone_book_gives_nothing_to_other_scopes(rows, scopes):
    """Contacts come out when contacts are asked for, and only then."""
    scopes = frozenset(scopes)
    items = _read(_csv([("Jay", "07700900999"), *rows], ","), scopes)

    assert any(isinstance(item, Record) for item in items) == (Scope.CONTACTS in scopes)
