"""A sealed file gives back its bytes from any position, and nothing at all when it was touched."""

from __future__ import annotations

import io
import os
import zipfile

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from matcher.errors import SealBroken, StoreUnavailable
from matcher.store.sealed_file import SealingWriter
from sealing import CHUNK, FILE_KEY, HEADER, MASTER, SEALED_CHUNK, a_text_of, opened_plainly, reader_of, sealed_file

SIZES = [0, 1, 15, 16, 17, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 3 * CHUNK - 17]

#: Three chunks, the last one short.
PLAIN = a_text_of(2 * CHUNK + 1000)
SEALED = sealed_file(PLAIN)


def chunks_of(sealed: bytes) -> tuple[bytes, list[bytes]]:
    """Header and sealed chunks of a sealed file."""
    return sealed[:HEADER], [sealed[at : at + SEALED_CHUNK] for at in range(HEADER, len(sealed), SEALED_CHUNK)]


@pytest.mark.parametrize("size", SIZES)
def test_a_file_comes_back_as_it_was(size):
    """Whatever its size, a file is read as it was written, and knows that size beforehand."""
    plain = a_text_of(size)
    reader = reader_of(sealed_file(plain))

    assert reader.size == size
    assert reader.read() == plain
    assert reader.read() == b""


@pytest.mark.parametrize("size", SIZES)
def test_the_form_is_the_one_described(size):
    """A reading written from the description alone gives the same bytes."""
    assert opened_plainly(sealed_file(a_text_of(size))) == a_text_of(size)


@pytest.mark.parametrize("step", [1, 7, 4096, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK])
def test_the_pieces_it_came_in_do_not_matter(step):
    """However many bytes are written at once, the file is the same."""
    plain = a_text_of(2 * CHUNK) if step > 7 else a_text_of(3000)
    target = io.BytesIO()
    writer = SealingWriter(target, FILE_KEY, "sub_1")
    for at in range(0, len(plain), step):
        writer.write(memoryview(plain)[at : at + step])
    writer.finish()

    assert writer.size == len(plain)
    assert opened_plainly(target.getvalue()) == plain


def test_a_file_sealed_twice_does_not_look_alike():
    """Two seals of one file share no block of sixteen bytes."""
    first, second = sealed_file(PLAIN), sealed_file(PLAIN)
    blocks = {first[at : at + 16] for at in range(0, len(first) - 16, 16)}

    assert not blocks & {second[at : at + 16] for at in range(0, len(second) - 16, 16)}


def test_no_plain_text_stands_in_a_sealed_file():
    """A planted needle is not found."""
    assert b"07700 900123" not in sealed_file(b"07700 900123" * 1000)


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(0, id="format"),
        pytest.param(1, id="first byte of the prefix"),
        pytest.param(HEADER - 1, id="last byte of the prefix"),
        pytest.param(HEADER, id="first byte of the first chunk"),
        pytest.param(HEADER + CHUNK - 1, id="last byte of the first chunk"),
        pytest.param(HEADER + CHUNK, id="first byte of a tag"),
        pytest.param(HEADER + SEALED_CHUNK - 1, id="last byte of a tag"),
        pytest.param(HEADER + SEALED_CHUNK, id="first byte of a middle chunk"),
        pytest.param(HEADER + 2 * SEALED_CHUNK, id="first byte of the last chunk"),
        pytest.param(len(SEALED) - 17, id="last byte of the last chunk"),
        pytest.param(len(SEALED) - 1, id="last byte of the last tag"),
    ],
)
@pytest.mark.parametrize("bit", [0, 7])
def test_a_changed_bit_is_refused(at, bit):
    """A bit that was changed anywhere keeps its chunk from being given out."""
    sealed = bytearray(SEALED)
    sealed[at] ^= 1 << bit

    with pytest.raises(SealBroken):
        reader_of(bytes(sealed)).read()


@pytest.mark.parametrize(
    "length",
    [
        *range(HEADER + 20),
        HEADER + CHUNK,
        *range(HEADER + SEALED_CHUNK - 1, HEADER + SEALED_CHUNK + 20),
        HEADER + 2 * SEALED_CHUNK,
        len(SEALED) - 17,
        len(SEALED) - 16,
        len(SEALED) - 1,
    ],
)
def test_a_file_that_was_cut_is_refused_at_once(length):
    """Wherever a file was cut, between two chunks too, it is not even opened."""
    with pytest.raises(SealBroken):
        reader_of(SEALED[:length])


@pytest.mark.parametrize("more", [b"\0", b"\0" * 16, b"\0" * 17, SEALED[HEADER : HEADER + SEALED_CHUNK], SEALED[-1016:]])
def test_a_file_that_was_continued_is_refused_at_once(more):
    """Bytes, chunks of its own and its last chunk once more do not belong behind the end."""
    with pytest.raises(SealBroken):
        reader_of(SEALED + more)


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 0, 2), (1, 1, 2), (2, 1, 0), (0, 2, 1), (0, 2), (1, 2), (2,), (0, 1), (0, 1, 1)])
def test_chunks_in_another_order_are_refused(order):
    """Chunks that were moved, doubled or left out are not given out."""
    header, chunks = chunks_of(SEALED)

    with pytest.raises(SealBroken):
        reader_of(header + b"".join(chunks[index] for index in order)).read()


@pytest.mark.parametrize("index", [0, 1, 2])
def test_the_chunk_of_another_file_is_refused(index):
    """A chunk of another file does not open in this one, at the same place and under the same key."""
    header, chunks = chunks_of(SEALED)
    chunks[index] = chunks_of(sealed_file(PLAIN, file_id="sub_2"))[1][index]

    with pytest.raises(SealBroken):
        reader_of(header + b"".join(chunks)).read()


def test_every_size_has_one_form():
    """Two forms of the same bytes would let one stand for the other: an empty last chunk behind a full one is refused."""
    prefix, name = bytes(7), b"linewatch file 1 sub_1"
    cipher = AESGCM(FILE_KEY)
    full = cipher.encrypt(prefix + bytes(5), bytes(CHUNK), name)
    empty = cipher.encrypt(prefix + bytes([0, 0, 0, 1, 1]), b"", name)

    with pytest.raises(SealBroken):
        reader_of(b"\1" + prefix + full + empty)


def test_another_file_is_refused():
    """A file opens under its own id and its own key only."""
    with pytest.raises(SealBroken):
        reader_of(SEALED, file_id="sub_2")
    with pytest.raises(SealBroken):
        reader_of(SEALED, key=MASTER)


def test_a_damaged_chunk_does_not_hide_the_others():
    """What is whole is still read; what is not is refused each time."""
    sealed = bytearray(SEALED)
    sealed[HEADER + SEALED_CHUNK] ^= 1
    reader = reader_of(bytes(sealed))

    assert reader.read(CHUNK) == PLAIN[:CHUNK]
    for _ in range(2):
        with pytest.raises(SealBroken):
            reader.read(1)
    reader.seek(2 * CHUNK)
    assert reader.read() == PLAIN[2 * CHUNK :]


def test_a_zip_is_read_in_place():
    """The archive reader of Python finds directory and members by seeking."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("report.xml", PLAIN)
        made.writestr("small.txt", "x")

    with zipfile.ZipFile(reader_of(sealed_file(archive.getvalue()))) as found:
        assert found.read("report.xml") == PLAIN
        assert found.read("small.txt") == b"x"


def test_it_goes_where_it_is_told():
    """Seeking counts from the start, from here and from the end; beyond the end nothing is read."""
    reader = reader_of(SEALED)

    assert reader.seek(-10, os.SEEK_END) == len(PLAIN) - 10
    assert reader.seek(5, os.SEEK_CUR) == len(PLAIN) - 5
    assert reader.read(100) == PLAIN[-5:]
    assert reader.seek(len(PLAIN) + 100) == len(PLAIN) + 100
    assert (reader.read(10), reader.read()) == (b"", b"")
    with pytest.raises(ValueError, match="not negative"):
        reader.seek(-1)


def test_it_is_a_reader_and_nothing_else():
    """It can be read and sought, and not be written."""
    reader = reader_of(SEALED)

    assert (reader.readable(), reader.seekable(), reader.writable()) == (True, True, False)


def test_a_closed_reader_gives_nothing():
    """Closing closes the file too, and nothing is read after it."""
    file = io.BytesIO(SEALED)
    reader = reader_of(SEALED)
    reader._file = file
    reader.close()

    assert file.closed
    with pytest.raises(ValueError, match="closed"):
        reader.read(1)
    with pytest.raises(ValueError, match="closed"):
        reader.tell()


class FailingFile(io.BytesIO):
    """A file on a disk that cannot be read any more."""

    def read(self, _size: int | None = -1, /) -> bytes:
        """Fail."""
        raise OSError(5, "Input/output error")


def test_a_disk_that_fails_is_told():
    """An error of the disk is no broken seal."""
    reader = reader_of(SEALED)
    reader._file = FailingFile(SEALED)

    with pytest.raises(StoreUnavailable) as caught:
        reader.read()
    assert caught.value.code == "store-unavailable"
