"""A list says the same whether its rows are read many at once or one by one, sound or full of faults."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_number_set, number_lists
from matcher.domain.line import LineList
from matcher.domain.line_list.columns import COLUMNS, read_header
from matcher.domain.line_list.draft import tidy, tidy_all
from matcher.domain.line_list.parsing import ListOrigin, _Parser
from matcher.domain.line_list.rows import RowReader
from matcher.domain.numbers import Number, Status, keys_of, read_all
from matcher.domain.numbers.reference import read
from matcher.errors import BadLineList

LISTS = number_lists(protected=a_number_set(numbers=["+447700900999", "+448081570000"]))

#: What sound cells of each column hold; empty ones are sound everywhere but in the first two.
SOUND = {
    "line_id": ("L-1", "L-2", " L-3 "),
    "number": ("07700 900123", "+447700900123", "447700900124", "020 7946 0123", "+44 4123 456789", "O7700 900125", "+353 85 012 3456"),
    "name": ("Larkspur", "larkspur", "  Lark   spur"),
    "aliases": ("Lark; Spur", "Spur"),
    "status": ("active", "Closed Type1"),
    "number_role": ("deal_line", "Bulk-text sender", "social_handle"),
    "first_seen": ("2026-01-02", "03/02/2026", "2026-03"),
    "last_seen": ("2026-02-01", "2026-03-04T10:00:00Z", "2026-04"),
    "date_precision": ("exact", "month", "quarter", "undated"),
    "source_grade": ("2", "2B", "2/B/P"),
    "intel_grade": ("B", "b", "E"),
    "handling": ("P", "C"),
    "handling_conditions": ("ask first",),
    "visibility": ("covert", "open_to_force"),
    "markers": ("knife", "knife; firearm"),
    "review_due": ("2026-06-30", "01/05/2026"),
    "closure_type": ("type2", "1", "ddtro"),
    "closed_on": ("2026-03-05", "06/03/2026"),
    "associate_name": ("Alex Example", "alex  example"),
    "associate_role": ("holder", "driver"),
    "entry_id": (f"num_{'0' * 26}", f" ass_{'1' * 26}"),
    "reported_by_sources": ("1", "12", "2.0"),
    "associate_confidence": ("likely", "Confirmed"),
}
OTHERS = ("Estmoor", "x = y", "#1")

#: What no column, or hardly any, can use.
DAMAGE = (
    "",
    " ",
    "=A1",
    "=active",
    "#N/A",
    "\ufffd",
    "open",
    "31/02/2026",
    "46113",
    "900123",
    "07700 900999",
    "0808 157 0000",
    "@lark",
    "0",
    "num_1",
    "4",
    "X",
)


@st.composite
def lists(draw):
    """A header, rows under it in batches of any size, and how a few of the cells are damaged."""
    columns = ["line_id", "number", *draw(st.lists(st.sampled_from(COLUMNS[2:]), unique=True, max_size=12))]
    columns = draw(st.permutations(columns))
    is_sound = draw(st.booleans())

    def cell(column):
        kept = SOUND.get(column, OTHERS) if column in {"line_id", "number"} else ("", *SOUND.get(column, OTHERS))
        return st.sampled_from(kept) if is_sound else st.sampled_from(kept * 4 + DAMAGE)

    row = st.tuples(*map(cell, columns)).flatmap(
        lambda cells: st.sampled_from([cells, cells, cells, cells[:-1], (*cells, ""), (*cells, "over"), ("",), ()])
    )
    return columns, draw(st.lists(st.lists(row, max_size=6), max_size=4))


class NoBatches:
    """Hands every batch back, to be read row by row."""

    def read(self, _):
        """Nothing is read at once."""
        return


def load(header, batches, *, at_once):
    """The list, or the faults it is refused with."""
    found, _ = read_header(header, 1)
    parser = _Parser(RowReader(found), ListOrigin("lines.csv", "0" * 64, test_numbers=True), LISTS)
    if not at_once:
        parser.batches = NoBatches()
    row = 1
    for batch in batches:
        parser.take([(row + at, cells) for at, cells in enumerate(batch, start=1)])
        row += len(batch)
    try:
        return told(parser.finish())
    except BadLineList as refused:
        return str(refused), refused.faults


def told(line_list: LineList):
    """Everything a list says, in its order."""
    return (
        list(line_list.lines.items()),
        list(line_list.entries.items()),
        list(line_list.associates.items()),
        line_list.notes,
    )


@settings(max_examples=500)
@given(lists())
def test_many_rows_at_once_say_what_each_says(made):
    """Lines, entries, people, notes and faults are the same, in the same order, however the rows are read."""
    header, batches = made

    assert load(header, batches, at_once=True) == load(header, batches, at_once=False)


starts = st.sampled_from(["7700", "7911", "1632", "2079", "4123", "6001", "8081", "3", "55", "5", "1", "2", "7", "8"]).flatmap(
    lambda start: st.integers(0, 10 ** (5 - len(start)) - 1).map(lambda rest: f"{start}{rest:0{5 - len(start)}d}")
)
endings = st.integers(0, 99_999).map(lambda rest: f"{rest:05d}")


@settings(max_examples=500)
@given(starts, endings, endings)
def test_keys_with_one_start_pass_the_self_test_together(start, one, other):
    """Where a British key is plain to see, every key as long with the same first eight characters reads as itself."""
    (key,) = keys_of([f"+44{start}{one}"], test_numbers=True)
    text = f"+44{start}{other}"

    for readings in (*read_all([text], test_numbers=True), read(text, test_numbers=True)):
        keys = [each.e164 for each in readings if isinstance(each, Number)]
        assert key is None or keys == [text]


@settings(max_examples=500)
@given(starts, endings, st.sampled_from(["0", "+44", "44", "+44 ", "0044", "", "(0", "O"]), st.sampled_from(["", " ", "-", ")"]))
def test_what_is_plain_to_see_needed_no_repair(start, end, prefix, gap):
    """Where a key is given at once, the full reading is one number with that key, not repaired."""
    text = f"{prefix}{start}{gap}{end}"
    (key,) = keys_of([text], test_numbers=True)
    (readings,) = read_all([text], test_numbers=True)

    assert key is None or [(each.e164, each.status) for each in readings] == [(key, Status.OK)]


@given(st.lists(st.text(alphabet="ab \t\n\u00a0\x00;").map(str.strip), max_size=6))
def test_many_texts_are_tidied_as_each_is(texts):
    """Collapsing the blanks of many trimmed texts at once is collapsing those of each."""
    assert tidy_all(texts) == [tidy(text) for text in texts]
