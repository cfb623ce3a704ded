"""Tables as text: CSV, TSV and their kin, of any layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from ingest.decode.archives.archive import looks_like_zip
from ingest.decode.arrangement.facts import LONGEST_NAME, MOST_FACTS
from ingest.decode.arrangement.row_place import Place
from ingest.decode.arrangement.row_stream import NumberedRow, NumberedRuns
from ingest.decode.arrangement.task import Tally, Task
from ingest.decode.columns.layout import find_layout
from ingest.decode.tables.items import read_items
from ingest.decode.tables.remarks import finish
from ingest.decode.text.delimited import dialect_of, read_runs
from ingest.decode.text.dialect import NO_DELIMITER, Dialect, split_record
from ingest.decode.text.doubled_ends import mended
from ingest.decode.text.encodings import decode_head
from ingest.decode.text.line_ends import lines_in
from ingest.decode.text.quotes import without_apostrophes
from ingest.decode.values.number_shape import is_mobile_alone, looks_like_number, mentions_number
from ingest.decode.words.headers import NUMBER_COLUMNS, Column
from ingest.decode.words.own import Whose, names_child, whose_fact
from ingest.reader import Claim
from ingest.records import Part, Remark, Scope
from ingest.source import Source

#: Other formats that are text: markup, JSON, cards, directory entries, mailboxes, settings, reports written in prose.
_OTHER_TEXT = re.compile(
    r"\s*(?:<[!?a-z]|[{\[]\s*[\"{\[\]}\d]|begin:|dn:\s|xry export|%pdf|\{\\rtf|from \S+@|\[[\w ]+\]\s*$|#!|---\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
#: Lines of a chat saved as text: when, who, what. Lines without a sender are of the application itself, others go on with what was said.
_SAID = re.compile(
    r"[\u200e\u200f\ufeff]*\[?\d{1,4}[./\-]\d{1,2}[./\-]\d{1,4},? \d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u00a0\u202f]?[AaPp]\.? ?[Mm]\.?)?"
    r"(?:\]| [\-\u2013])[ \u200e]+(?P<who>[^:]{1,60}:[ \u00a0])?"
)
#: Shares of the lines of a chat that begin with a time, and of those that name who wrote.
_LEAST_TIMED, _LEAST_SAID = 0.4, 0.5
#: What is no text has more of these, also where it is short.
_FEW_CONTROLS = 4
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")

_JUDGED_ROWS = 100
_ROWS_TO_BE_A_TABLE = 2
_PAIR = 2
#: Share of the lines of a typed list that mention a number, and characters of the longest.
_LEAST_TOLD = 0.25
#: Share of the lines of a typed form that are facts.
_LEAST_FACTS = 0.6
_LONGEST_LINE = 500


class CsvTable:
    """Contacts, calls or messages as rows of text, with any header or none.

    Made by Google Contacts (`Phone 1 - Value`, before and since 2024), Outlook and Outlook.com (cp1252 or UTF-8), Apple and Samsung address
    books, Thunderbird, SIM readers, ALEAPP and iLEAPP (TSV with a header and a byte-order mark again in the middle), Magnet AXIOM
    (`Call Date/Time - UTC+00:00 (dd/MM/yyyy)`), sheets of Cellebrite and XRY reports saved as text, and by people who type lists.

    Comma, semicolon, tab and bar; UTF-8, UTF-16, cp1252, Shift_JIS and others; quoted cells may hold line breaks. A header may stand below
    a title, be repeated or be missing. Columns are told apart by their header and, where that says nothing, by their content; references
    such as IMEI, ICCID, crime and custody numbers are never telephone numbers, and a header with `No` or `number` is of telephones where it
    says whose or which. Nor are ids of applications that number their users, such as Telegram, where a column, title or path names one.
    Chats saved as text are no tables and are refused. Numbers among words, in names, notes and columns of any use,
    are searched for. Headers, kinds and months are known in English, German, French, Polish, Spanish and some others; a time that is not
    understood is told. Reference: RFC 4180, and what the programs named write.
    """

    name = "csv"
    made_by = "Google, Outlook, Apple, Samsung, Thunderbird, SIM readers, LEAPP, AXIOM or a person: CSV, TSV or semicolon text"
    scopes = frozenset(Scope)

    def recognise(self, source: Source) -> Claim:
        """Claim text whose rows agree on their cells, surest when its header names a column of numbers."""
        if looks_like_zip(source):
            return Claim.NO
        text = decode_head(source.head).text
        start = text[:4096]
        if (
            _OTHER_TEXT.match(text)
            or len(_CONTROL.findall(start)) > max(_FEW_CONTROLS, len(start) // 50)
            or text.count("\x00") > len(text) // 10
        ):
            return Claim.NO
        if _is_chat(text):
            return Claim.NO
        dialect = dialect_of(source)
        rows = _first_rows(text, dialect, is_whole=source.size <= len(source.head))
        return _claim(rows, dialect) if rows else Claim.NO

    def read(self, source: Source, scopes: frozenset[Scope]) -> Iterator[Part]:
        """Yield the records of a text table.

        Raises:
            UnsafeExtraction: a row is longer than any table's.
        """
        remarks: list[Remark] = []
        tally = Tally()
        task = Task(Place(source.name), scopes, again=lambda: _rows(source, _runs(source, [])))
        runs = _runs(source, remarks)
        yield from read_items(_rows(source, runs), task, tally, runs)
        yield from remarks
        yield from finish(tally, source.name)


def _is_chat(text: str) -> bool:
    """Whether a text is a chat as applications save it for people to read, which is no table."""
    lines = [line for line in islice(text.splitlines(), _JUDGED_ROWS) if line.strip()]
    timed = [found for line in lines if (found := _SAID.match(line))]
    said = sum(found["who"] is not None for found in timed)
    return (
        bool(timed) and _SAID.match(lines[0]) is not None and len(timed) >= _LEAST_TIMED * len(lines) and said >= _LEAST_SAID * len(timed)
    )


def _runs(source: Source, remarks: list[Remark]) -> NumberedRuns:
    return NumberedRuns(read_runs(source, remarks.append))


def _rows(source: Source, runs: NumberedRuns) -> Iterator[NumberedRow]:
    dialect = dialect_of(source)
    rows = iter(runs)
    head = [(number, _whole(cells, dialect)) for number, cells in islice(rows, _JUDGED_ROWS)]
    if dialect.has_sep_row:
        del head[0]
    return chain(head, rows)


def _whole(cells: Sequence[str], dialect: Dialect) -> Sequence[str]:
    """Split a row that is written with another delimiter than the rest, as some headers are."""
    if len(cells) == 1 and dialect.width > 1:
        for other in (",", ";", "\t"):
            if other != dialect.delimiter and abs(cells[0].count(other) + 1 - dialect.width) <= 1 and other in cells[0]:
                return split_record(cells[0], other)[0]
    return cells


def _first_rows(text: str, dialect: Dialect, *, is_whole: bool) -> list[Sequence[str]]:
    lines = lines_in(text, dialect.newline)
    if not is_whole and len(lines) > 1:
        del lines[-1]
    whole = map(mended, lines) if dialect.doubles_ends else lines
    rows = (split_record(line, dialect.delimiter)[0] for line in whole if line.strip())
    if dialect.in_apostrophes:
        rows = (without_apostrophes(row, dialect.delimiter, dialect.width) for row in rows)
    return [_whole(row, dialect) for row in islice(rows, _JUDGED_ROWS)]


def _claim(rows: Sequence[Sequence[str]], dialect: Dialect) -> Claim:
    layout, skip = find_layout(rows)
    known = sum(len(places) for column, places in layout.by.items() if column is not Column.OTHER)
    has_numbers = any(column in NUMBER_COLUMNS for column in layout.by)
    is_single = dialect.delimiter == NO_DELIMITER
    if not layout.is_guessed and not is_single and known > 1 and (has_numbers or known > _ROWS_TO_BE_A_TABLE):
        return Claim.LIKELY
    if is_single and not (layout.is_guessed and has_numbers):
        is_list = has_numbers and len(rows) > skip and all(len(row[0]) < 60 for row in rows)
        return Claim.MAYBE if is_list or _are_told(rows) or _is_typed_form(rows) else Claim.NO
    if has_numbers:
        return Claim.MAYBE
    is_table = (
        not is_single
        and (dialect.width > 2 or (not layout.is_guessed and known > 0))
        and dialect.agreement > 0.9
        and len(rows) >= _ROWS_TO_BE_A_TABLE
    )
    return Claim.MAYBE if is_table or _are_told(rows) or _are_facts(rows) else Claim.NO


def _are_facts(rows: Sequence[Sequence[str]]) -> bool:
    """Whether few rows are nothing but names and values, one of which is a number: facts about a phone, and about who has it."""
    is_short = _ROWS_TO_BE_A_TABLE <= len(rows) <= MOST_FACTS
    if not is_short or any(len(row) != _PAIR or not row[0].strip() or len(row[0]) > LONGEST_NAME for row in rows):
        return False
    return any(is_mobile_alone(value) or (looks_like_number(value) and mentions_number(value)) for _, value in rows)


def _is_typed_form(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines are facts on a child with colons behind their names, and one of them is a number (formats 15)."""
    facts = [
        (name, value.strip()) for row in rows for name, colon, value in (row[0].partition(":"),) if colon and len(name) <= LONGEST_NAME
    ]
    is_of_child = any(names_child(name) or whose_fact(name) is Whose.CHILDS for name, _ in facts)
    has_number = any(looks_like_number(value) or mentions_number(value) for _, value in facts)
    return is_of_child and has_number and len(facts) >= _LEAST_FACTS * len(rows)


def _are_told(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines without columns for numbers are a list somebody typed, or notes: none is long, and many of them mention a number."""
    lines = [",".join(row) for row in rows]
    told = sum(looks_like_number(line) or mentions_number(line) for line in lines)
    return told >= _LEAST_TOLD * len(lines) and max(map(len, lines)) < _LONGEST_LINE
