"""Parts survive the way out of the jail, and nothing else does."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import Direction, Mention, Record, Remark, Role, Rows, Skipped, UnsafeExtraction, Written
from ingest.jail_wire import Garbled, read_batch, write_batch

NAME = "phone.ufdr"
MOST = 1 << 25

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MAYBE = st.none() | TEXTS
PLACES = TEXTS.map(lambda text: f"{NAME}:{text}")
MENTIONS = st.builds(
    Mention, TEXTS, st.sampled_from(Role), MAYBE, MAYBE, st.none() | st.sampled_from(Direction), st.sampled_from(Written), MAYBE
)
ZONES = st.none() | st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.none() | st.datetimes(timezones=ZONES)
RECORDS = st.builds(Record, PLACES, st.lists(MENTIONS, min_size=1, max_size=4).map(tuple), MOMENTS, MOMENTS, st.booleans())


def _rows_of(rows):
    numbers, raws, labels, *words = map(list, zip(*rows, strict=True))
    abouts, *columns = words or [()]
    return Rows(f"{NAME}:", numbers, raws, labels, abouts, tuple(columns[:1]), tuple(columns[1:]))


CELLS = (st.integers(1, 1 << 40), TEXTS, TEXTS.filter(bool))
ROWS = st.lists(st.tuples(*CELLS), min_size=1, max_size=5) | st.lists(st.tuples(*CELLS, *[TEXTS] * 4), min_size=1, max_size=5)
PARTS = RECORDS | ROWS.map(_rows_of) | st.builds(Skipped, TEXTS, PLACES) | st.builds(Remark, st.just("truncated"), TEXTS, PLACES)


def _through(parts, most=MOST):
    return [part for message in write_batch(parts, NAME, most) for part in read_batch(message, NAME)]


@given(st.lists(PARTS, min_size=1, max_size=12))
def test_parts_come_out_as_they_went_in(parts):
    """Whatever a reader may yield arrives unchanged and in its order, types included."""
    arrived = _through(parts)

    assert arrived == parts
    assert list(map(type, arrived)) == list(map(type, parts))


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 1, 12, 0),  # noqa: DTZ001 # a time without a zone is what this is about
        datetime(2026, 3, 1, 12, 0, tzinfo=UTC),
        datetime(2026, 3, 1, 12, 0, 30, 5, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
    ],
)
def test_a_moment_keeps_whether_it_has_a_zone(moment):
    """A time as written stays one, and a zone stays what it is."""
    (arrived,) = _through([Record(f"{NAME}:1", (Mention("07700 900123"),), moment, moment)])

    assert (arrived.first, arrived.last) == (moment, moment)
    assert arrived.first.utcoffset() == moment.utcoffset()


def test_half_a_character_is_replaced():
    """A lone surrogate, which no document could hold, arrives as the sign for an unreadable character."""
    (arrived,) = _through([Record(f"{NAME}:1", (Mention("07700 900123", label="A\ud800B"),))])

    assert arrived.mentions[0].label == "A\ufffdB"


def test_text_that_looks_like_an_escape_is_text():
    """A backslash and `ud83d` typed by a person are no surrogate."""
    parts = [Record(f"{NAME}:1", (Mention("07700 900123", label="\\ud83d \\\\udc00 \\"),))]

    assert _through(parts) == parts


def test_a_batch_that_is_too_large_travels_in_pieces():
    """Parts are spread over as many messages as their size needs, rows of one run included."""
    notes = [f"note {row}" for row in range(500)]
    rows = Rows(f"{NAME}:", list(range(500)), ["07700 900123"] * 500, ["Person Example"] * 500, notes, (notes,), (notes, notes))
    parts = [rows, *(Skipped("no phone number in this row", f"{NAME}:{row}") for row in range(200))]
    messages = list(write_batch(parts, NAME, 4000))
    arrived = [part for message in messages for part in read_batch(message, NAME)]

    assert max(map(len, messages)) <= 4000
    assert [record for part in arrived if isinstance(part, Rows) for record in part.records()] == list(rows.records())
    assert [part for part in arrived if isinstance(part, Skipped)] == parts[1:]


def test_a_record_that_is_too_large_is_refused():
    """A single record above the limit makes the file unsafe; it is not dropped."""
    with pytest.raises(UnsafeExtraction):
        list(write_batch([Record(f"{NAME}:1", (Mention("x" * 5000),))], NAME, 4000))


RECORD = ["r", [f"{NAME}:1"], [1], ["07700 900123"], "contact", None, None, None, "number", None, None, None, False]


def _changed(index, value):
    return [*RECORD[:index], value, *RECORD[index + 1 :]]


def _rows(*words):
    return ["w", f"{NAME}:", [1], ["07700 900123"], ["A"], *words]


def test_the_run_that_is_spoilt_below_is_sound():
    """The record and the rows whose changes are refused below are read when nothing is changed."""
    assert read_batch(json.dumps([RECORD]).encode(), NAME) == [Record(f"{NAME}:1", (Mention("07700 900123"),))]
    assert read_batch(json.dumps([_rows([], [], [])]).encode(), NAME) == [Rows(f"{NAME}:", [1], ["07700 900123"], ["A"])]


@pytest.mark.parametrize(
    "batch",
    [
        pytest.param({}, id="an object"),
        pytest.param("r", id="a text"),
        pytest.param([{}], id="a run that is an object"),
        pytest.param([[]], id="an empty run"),
        pytest.param([["x", [], []]], id="an unknown kind"),
        pytest.param([[["r"], []]], id="a kind that is a list"),
        pytest.param([RECORD[:-1]], id="a column missing"),
        pytest.param([[*RECORD, 1]], id="a column too many"),
        pytest.param([_changed(1, [])], id="no places"),
        pytest.param([_changed(1, "phone.ufdr:1")], id="a place for any number of records"),
        pytest.param([_changed(1, ["other.ufdr:1"])], id="a place in another file"),
        pytest.param([_changed(1, [f"{NAME}:" + "x" * 5000])], id="an endless place"),
        pytest.param([_changed(1, [7])], id="a place that is a number"),
        pytest.param([_changed(2, [0])], id="a record without a mention"),
        pytest.param([_changed(2, [2])], id="more mentions than there are"),
        pytest.param([_changed(2, [True])], id="a count that is a truth"),
        pytest.param([_changed(2, [-1])], id="a negative count"),
        pytest.param([_changed(3, [None])], id="no text of a number"),
        pytest.param([_changed(3, "07700 900123")], id="one text for any number of mentions"),
        pytest.param([_changed(4, "suspect")], id="an unknown role"),
        pytest.param([_changed(4, [["contact"]])], id="a role that is a list"),
        pytest.param([_changed(4, ["contact", "contact"])], id="a role too many"),
        pytest.param([_changed(5, 5)], id="a label that is a number"),
        pytest.param([_changed(7, "sideways")], id="an unknown direction"),
        pytest.param([_changed(8, None)], id="no way of writing"),
        pytest.param([_changed(10, "yesterday")], id="no moment"),
        pytest.param([_changed(10, 1)], id="a moment that is a number"),
        pytest.param([_changed(12, 1)], id="a truth that is a number"),
        pytest.param([["w", f"{NAME}:", [1], ["07700 900123"], [""], [], [], []]], id="a row without a name"),
        pytest.param([["w", f"{NAME}:", [1, 2], ["07700 900123"], ["A"], [], [], []]], id="rows of two lengths"),
        pytest.param([["w", "other:", [1], ["07700 900123"], ["A"], [], [], []]], id="rows of another file"),
        pytest.param([["w", f"{NAME}:", [1 << 60], ["07700 900123"], ["A"], [], [], []]], id="a row no file has"),
        pytest.param([["w", f"{NAME}:", [], [], [], [], [], []]], id="no rows"),
        pytest.param([_rows([], [], [["A", "B"]])], id="words for more rows than there are"),
        pytest.param([_rows([], ["A"], [])], id="a note for any number of rows"),
        pytest.param([_rows("A", [], [])], id="what is said of any number of people"),
        pytest.param([_rows([None], [], [])], id="nothing said that is no text"),
        pytest.param([_rows([], [[7]], [])], id="a note that is a number"),
        pytest.param([_rows([], [])], id="no columns of words"),
        pytest.param([["s", ["x" * 2000], [f"{NAME}:1"]]], id="an endless reason"),
        pytest.param([["m", ["Not A Code"], ["A sentence."], [f"{NAME}:1"]]], id="a remark without a code"),
    ],
)
def test_what_no_reader_sends_is_refused(batch):
    """A message is refused whole when anything in it is of another type, length, list or file than it should be."""
    with pytest.raises(Garbled):
        read_batch(json.dumps(batch).encode(), NAME)


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x80\x04K\x01.", id="a pickle"),
        pytest.param(b"[" * 100_000, id="lists without end"),
        pytest.param(b"[" + b"[]," * 500_000 + b"[]]", id="lists without number"),
        pytest.param(b"[1e999]", id="a number beyond all bounds"),
        pytest.param(b"[NaN]", id="no number"),
        pytest.param(b"[" + b"9" * 5000 + b"]", id="an endless number"),
        pytest.param(b'["\xff"]', id="no UTF-8"),
        pytest.param(json.dumps([_changed(3, ["\ud800"])]).encode(), id="half a character"),
    ],
)
def test_what_is_no_batch_is_refused(message):
    """Bytes that hold no batch are refused without any of them being believed."""
    with pytest.raises(Garbled):
        read_batch(message, NAME)


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(b'["' + b'\\"' * 3_000_000 + b"\\", id="a text without an end"),
        pytest.param(b'[["s",[' + b'"",' * 3_000_000 + b'""],["x"]]]', id="texts without number"),
        pytest.param(b'["' + b"\\" * 6_000_000 + b'"]', id="backslashes"),
        pytest.param(b'["' + b'\\ud800"' * 800_000, id="halves of characters"),
    ],
)
def test_a_large_hostile_message_is_refused_without_effort(message):
    """Refusing takes time in proportion to the message: a quadratic search would run into the time limit of the suite."""
    with pytest.raises(Garbled):
        read_batch(message, NAME)


def test_a_very_long_text_arrives():
    """A cell of many million characters is read as any other."""
    parts = [Skipped("no phone number in this row", f"{NAME}:1"), Record(f"{NAME}:2", (Mention('07700 900123 "[\\' * 500_000),))]

    assert _through(parts) == parts
