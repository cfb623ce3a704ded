"""Laws of the normaliser, for anything that can be written."""

from __future__ import annotations

import re

import phonenumbers
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matcher.domain.numbers import NO_KEY, Number, Unusable, find_in_text, key_column_of, keys_of, read_all, read_messenger_id
from matcher.domain.numbers.groups import WHEN
from matcher.domain.numbers.reference import read

#: Subscribers of the drama ranges, as national digits.
drama_mobiles = st.integers(0, 999).map(lambda last: f"7700900{last:03d}")
drama_landlines = st.tuples(st.sampled_from(["1632960", "1134960", "1414960", "2079460", "2920180"]), st.integers(0, 999)).map(
    lambda parts: f"{parts[0]}{parts[1]:03d}"
)
subscribers = drama_mobiles | drama_landlines

gaps = st.sampled_from(["", " ", "-", " - "[1:], "\u00a0", "\u202f", "\u2011", "\u200e"])
prefixes = st.sampled_from(["0", "+44", "+44 ", "+44 (0)", "0044", "00 44 ", "+440", "(0", "44"])
endings = st.sampled_from(["", " ", " (new)", " Mum", " mob", " \U0001f525", "x4", " ext 12", "p1", ",,1#", "\u200f"])
beginnings = st.sampled_from(["", " ", "Mum ", "Tel: ", "\u202a", "tel:"])

#: What texts about numbers are made of.
near_numbers = st.text(alphabet="0123456789+-() ./,;:xpwOo#*'@ab\n\t\u00a0\u0663\u20e3_=~&|?", max_size=30)
#: Lists of numbers in one field, and digits on two lines.
lists = st.builds(
    lambda numbers, first, between: first + between.join(numbers),
    st.lists(st.sampled_from(["07700900123", "07700 900124", "+44 7700 900125", "0800 1111", "07700", "900123"]), max_size=3),
    st.sampled_from(["", "1) ", "1. ", "(1) ", "1"]),
    st.sampled_from([" + ", "+ ", " 2) ", " 2. ", "\n", "\r\n", " (2) ", " 3) "]),
)
#: Digits and signs without a word that could say what they are, and without what is dialled later, withheld or diverted.
wordless = st.text(alphabet="0123456789+-() .:'\"=[]{}<>!?^\\%\u2192", max_size=26)
#: Numbers, with digits and signs before, behind or inside.
broken = st.builds(
    lambda number, at, more: f"{number[:at]}{more}{number[at:]}",
    st.sampled_from(["07700900123", "7700900123", "+447700900123", "01632 960123", "+353 85 123 4567", "353851234567", "0800 1111"]),
    st.integers(0, 16),
    st.text(alphabet="0123456789 .-:'\"=[](){}<>!?^", max_size=5),
)
#: Digits behind any calling code that is in use, as a country writes or would write a number.
abroad = st.builds(
    lambda before, code, digits: f"{before}{code}{digits}",
    st.sampled_from(["+", "00", "+ ", "(+)"]),
    st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)),
    st.from_regex(r"[0-9]{3,13}", fullmatch=True),
)
#: Steps that say of digits that they are no part of the number; each has its own tests.
DECLARED = {"removed the prefix that withholds the caller's number", "removed decimal places", "cut off an extension"}
#: The mark of a row of a list.
A_ROW = re.compile(r"\W*\d{1,2}[.):]?\W")


def calling_code_of(key):
    """The calling code of a key, as the library tells it."""
    return str(phonenumbers.parse(key).country_code)


def national_of(key):
    """The digits of a key behind its calling code."""
    return key[1 + len(calling_code_of(key)) :]


def starts_of(key):
    """What may be written before the national digits of a key and belongs to it."""
    code = calling_code_of(key)
    return {"", "0", *(f"{before}{code}{zero}" for before in ("", "00") for zero in ("", "0"))}


regions = st.sampled_from(["GB", "IE", "US", "DE", "FR", "JE", "IT", "AU"])


@st.composite
def spellings(draw):
    """A subscriber and one way of writing that number."""
    national = draw(subscribers)
    prefix = draw(prefixes)
    cut = draw(st.integers(2, 8))
    digits = national[:cut] + (")" if prefix == "(0" else "") + draw(gaps) + national[cut:]
    start = draw(beginnings)
    end = "" if start == "tel:" else draw(endings)
    return national, f"{start}{prefix}{digits}{end}"


@settings(max_examples=600)
@given(spellings())
def test_any_spelling_gives_the_key(spelled):
    """Any spelling of a number gives its key, and no other."""
    national, text = spelled

    assert [each.e164 for each in read(text) if isinstance(each, Number)] == [f"+44{national}"]


@settings(max_examples=600)
@given(st.lists(near_numbers | lists | st.text(max_size=20), max_size=8), regions, st.booleans())
@example(["+44(0)808157030"], "GB", False)
@example(["\x00", "07700900123"], "GB", False)
@example(["14-107700900123", "1(410-7700900123", "141(07700900123", "141 - 07700900123"], "GB", False)
@example(["07700900123p0770090045", "07700900123x077009004567"], "GB", False)
def test_the_fast_path_agrees_with_the_reference(texts, region, test_numbers):
    """For any texts, together or alone, the fast path says what the reference says."""
    assert read_all(texts, region, test_numbers=test_numbers) == [read(text, region, test_numbers=test_numbers) for text in texts]


@settings(max_examples=600)
@given(st.lists(abroad, max_size=20), regions)
@example(["+ 3758100000000", "(+)3758100000000"], "GB")
@example(["+33639981234", "+353209112345", "+12025550123", "+61491570123", "+4917139200123"], "GB")
def test_numbers_of_all_countries_are_read_alike(texts, region):
    """What tables of starts decide about a number of another country is what its whole number decides."""
    assert read_all(texts, region) == [read(text, region) for text in texts]


@settings(max_examples=400)
@given(st.lists(near_numbers | spellings().map(lambda spelled: spelled[1]), max_size=8), regions, st.booleans())
@example(["0(0)7700900123"], "GB", False)
@example(["44(0)7700900123"], "GB", False)
@example(["0044(0)7700 900123", "+44 (0)7700-900123", "07700900123", "447700900123", "0044 7700 900123"], "GB", False)
@example(["0044(0)7700 900123", "+447700900123"], "US", False)
@example(["077+00900123", "+447700900123"], "GB", False)
@example(["\x00", "07700900123"], "GB", False)
def test_a_key_given_at_once_is_the_key_that_is_read(texts, region, test_numbers):
    """Wherever a key is given without a reading, it is the one key of that text; a column of them holds the same as numbers."""
    keys = keys_of(texts, region, test_numbers=test_numbers)
    for text, key in zip(texts, keys, strict=True):
        if key is not None:
            assert [each.e164 for each in read(text, region, test_numbers=test_numbers)] == [key]

    column = key_column_of(texts, region, test_numbers=test_numbers)
    assert column.values.tolist() == [NO_KEY if key is None else int(key) for key in keys]
    assert list(column.without_key()) == [at for at, key in enumerate(keys) if key is None]
    for prefix in {(key or "+44163")[:6] for key in keys}:
        assert column.beginning_with(frozenset({prefix})) == [at for at, key in enumerate(keys) if key and key.startswith(prefix)]


@settings(max_examples=400)
@given(near_numbers | spellings().map(lambda spelled: spelled[1]), regions)
@example("+43 (0)7700", "GB")
@example("08+490 4646", "GB")
def test_a_key_reads_as_itself(text, region):
    """Reading a key gives that key, exactly, in every region."""
    for reading in read(text, region):
        if isinstance(reading, Number):
            (again,) = read(reading.e164, region)
            assert isinstance(again, Number)
            assert (again.e164, again.status, again.kind) == (reading.e164, "ok", reading.kind)


@settings(max_examples=400)
@given(near_numbers | st.text(max_size=40), regions)
def test_no_text_breaks_the_normaliser(text, region):
    """Any text at all gives readings: a key of 7 to 15 digits, or a reason."""
    for reading in (*read(text, region), *find_in_text(text, region), *read_messenger_id(text)):
        if isinstance(reading, Number):
            assert reading.e164[0] == "+"
            assert reading.e164[1:].isascii()
            assert reading.e164[1:].isdecimal()
            assert 7 <= len(reading.e164) - 1 <= 15
        else:
            assert isinstance(reading, Unusable)
            assert reading.reason


@settings(max_examples=400)
@given(near_numbers)
def test_a_text_that_shows_something_is_accounted_for(text):
    """A text with a letter or digit in it is never dropped: it gives at least one reading."""
    if any(each.isalnum() for each in text):
        assert read(text)


@settings(max_examples=400)
@given(near_numbers, regions)
def test_every_key_stands_in_the_text(text, region):
    """The last six digits of a key stand in the text in that order; nothing is made up."""
    plain = "".join(str(int(each)) if each.isdecimal() else "0" if each in "oO" else "" for each in text)
    for reading in read(text, region):
        if isinstance(reading, Number):
            assert reading.e164[-6:] in plain


@settings(max_examples=800)
@given(wordless | broken)
@example("07700900123'4")
@example("0770=09001231470")
@example("01=13 496 00123")
@example("+33 6] 12 34 56141 78")
@example("07700900123, '4")
@example("[+91] 7700900123")
def test_no_digit_is_left_out_where_no_word_says_what_it_is(text):
    """Among signs alone every digit of a cell is in the one key, in a step that was declared, or the cell has no key."""
    readings = read(text)
    written = "".join(each for each in WHEN.sub("", text) if each.isdecimal())
    if len(readings) != 1 or not isinstance(readings[0], Number) or DECLARED & set(readings[0].steps):
        return
    before, found, behind = written.rpartition(national_of(readings[0].e164))
    row = "".join(each for each in mark.group() if each.isdecimal()) if (mark := A_ROW.match(text)) is not None else ""

    assert found
    assert not behind
    assert before in starts_of(readings[0].e164) or before.removeprefix(row) in starts_of(readings[0].e164)


@settings(max_examples=300)
@given(drama_mobiles, drama_mobiles)
def test_different_numbers_have_different_keys(one, other):
    """Two numbers share a key only when they are the same number."""
    assert (read(f"0{one}")[0].e164 == read(f"+44 {other}")[0].e164) == (one == other)
