"""Laws of sealing, for anything that can be sealed and anything that can be done to it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.errors import StoreUnavailable
from matcher.store.crypto import Cell, ChunkCipher
from sealing import CHUNK, FILE_KEY, MASTER, OTHER_MASTER, a_ring, a_text_of, opened_plainly, reader_of, sealed_file

RING = a_ring()
PLAIN = a_text_of(2 * CHUNK + 1000)
SEALED = sealed_file(PLAIN)

parts = st.text(max_size=10) | st.integers(-1000, 1000) | st.binary(max_size=10)
cells = st.builds(Cell, st.text(max_size=10), st.text(max_size=10), parts | st.lists(parts, max_size=3).map(tuple))
#: Positions of a file, those near the edges of chunks more often.
positions = st.integers(0, len(PLAIN) + 10) | st.builds(lambda edge, by: max(edge * CHUNK + by, 0), st.integers(0, 3), st.integers(-20, 20))


@given(st.binary(max_size=200), cells)
def test_what_is_sealed_opens_in_its_place(data, cell):
    """Any bytes for any place come back there."""
    assert RING.unseal(RING.seal(data, cell), cell) == data


@given(st.text(st.characters(), max_size=100), cells)
def test_any_text_comes_back(text, cell):
    """Any text comes back, halves of characters too, as phones hold them."""
    assert RING.unseal_text(RING.seal_text(text, cell), cell) == text


@given(st.binary(max_size=50), cells, cells)
def test_no_place_opens_the_value_of_another(data, cell, other):
    """A value opens in another place only if that is the same place."""
    sealed = RING.seal(data, cell)
    # One part alone and a tuple of it name the same row.
    rows = [each.row if isinstance(each.row, tuple) else (each.row,) for each in (cell, other)]
    if (cell[:2], rows[0]) == (other[:2], rows[1]):
        return

    with pytest.raises(StoreUnavailable):
        RING.unseal(sealed, other)


@given(st.binary(max_size=50), st.data())
def test_a_value_that_was_changed_anyhow_does_not_open(data, draw):
    """Whatever else the bytes are, they are refused."""
    sealed = RING.seal(data, Cell("a", "b", "c"))
    at = draw.draw(st.integers(0, len(sealed) - 1))
    changed = sealed[:at] + draw.draw(st.binary(max_size=20)) + sealed[at + draw.draw(st.integers(0, 20)) :]
    if changed == sealed:
        return

    with pytest.raises(StoreUnavailable):
        RING.unseal(changed, Cell("a", "b", "c"))


@given(st.binary(max_size=100))
def test_bytes_that_nobody_sealed_do_not_open(data):
    """Chance bytes are neither a value nor a wrapped key."""
    with pytest.raises(StoreUnavailable):
        RING.unseal(data, Cell("a", "b", "c"))
    with pytest.raises(StoreUnavailable):
        RING.unwrap(data)


@given(st.binary(max_size=100), cells)
def test_a_rotation_changes_no_value(data, cell):
    """Sealed with the old key, sealed anew, opened with the new key alone: the same bytes."""
    renewed = a_ring((2, OTHER_MASTER), (1, MASTER))

    assert a_ring((2, OTHER_MASTER)).unseal(renewed.reseal(RING.seal(data, cell), cell), cell) == data


@given(st.integers(0, 2**32 - 1), st.booleans(), st.integers(0, 2**32 - 1), st.booleans(), st.binary(min_size=7, max_size=7))
def test_a_nonce_stands_for_one_chunk(first, is_first_last, second, is_second_last, prefix):
    """Two chunks of a file have the same nonce only if they are the same chunk: position and mark can be read off it."""
    cipher = ChunkCipher(FILE_KEY, "sub_1", prefix)
    nonce = cipher.nonce(first, is_last=is_first_last)

    assert nonce[:7] == prefix
    assert (int.from_bytes(nonce[7:11], "big"), bool(nonce[11])) == (first, is_first_last)
    assert (nonce == cipher.nonce(second, is_last=is_second_last)) == ((first, is_first_last) == (second, is_second_last))


@settings(max_examples=200)
@given(st.lists(st.tuples(positions, st.integers(0, 2 * CHUNK)), min_size=1, max_size=8))
def test_seeking_and_reading_is_slicing(steps):
    """From any position, in any order, any number of bytes are those of the plain text there."""
    reader = reader_of(SEALED)

    for start, count in steps:
        reader.seek(start)
        assert reader.read(count) == PLAIN[start : start + count]
        assert reader.tell() == min(start + count, max(len(PLAIN), start))


@settings(max_examples=50)
@given(st.lists(st.integers(1, CHUNK + 10), max_size=6))
def test_reading_piece_by_piece_is_reading_all(counts):
    """However a file is read from start to end, buffered too, the pieces make the whole."""
    reader = io.BufferedReader(reader_of(SEALED), buffer_size=1000)

    assert b"".join([*(reader.read(count) for count in counts), reader.read()]) == PLAIN


@settings(max_examples=60)
@given(st.integers(0, 3 * CHUNK))
def test_any_size_comes_back(size):
    """A file of any size is sealed in the form described and read back."""
    plain = a_text_of(size)
    sealed = sealed_file(plain)

    assert opened_plainly(sealed) == plain
    assert reader_of(sealed).read() == plain


@settings(max_examples=200)
@given(st.integers(0, len(SEALED) * 8 - 1))
def test_no_changed_bit_goes_unnoticed(bit):
    """Any one bit of a file that is not as it was keeps it from being read."""
    sealed = bytearray(SEALED)
    sealed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(StoreUnavailable):
        reader_of(bytes(sealed)).read()


@settings(max_examples=200)
@given(st.integers(0, len(SEALED) - 1), st.binary(max_size=100))
def test_no_cut_goes_unnoticed(length, behind):
    """A file that was cut anywhere does not open, whatever was put behind it."""
    if SEALED[:length] + behind == SEALED:
        return

    with pytest.raises(StoreUnavailable):
        reader_of(SEALED[:length] + behind).read()
