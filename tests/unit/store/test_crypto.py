"""Sub-keys, sealed values, wrapped keys and keyed hashes."""

from __future__ import annotations

import copy
import hmac
import pickle
import traceback
from itertools import combinations
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap

from matcher.errors import SealBroken
from matcher.store.crypto import Cell, ChunkCipher, KeyedHash, SubKeys, Use, new_key, number_of
from sealing import A_CELL, FILE_KEY, MASTER, OTHER_MASTER, derived

KEYS = SubKeys(1, MASTER)


@pytest.mark.parametrize(
    ("key", "message", "expected"),
    [
        pytest.param("0b" * 20, b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", id="case 1"),
        pytest.param(
            b"Jefe".hex(), b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", id="case 2"
        ),
        pytest.param("aa" * 20, b"\xdd" * 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe", id="case 3"),
    ],
)
def test_a_keyed_hash_is_hmac_sha256(key, message, expected):
    """The vectors of RFC 4231 come out."""
    assert KeyedHash(bytes.fromhex(key)).digest(message).hex() == expected


def test_many_tokens_are_those_of_each():
    """A batch gives what each number gives alone, in the order asked."""
    numbers = [f"+447700900{last:03d}" for last in range(1000)]
    key = derived(MASTER, "blind index")

    assert KEYS.blind_index.digests(numbers) == [hmac.digest(key, each.encode(), "sha256") for each in numbers]


def test_the_sub_keys_are_hkdf_of_their_labels():
    """Every key can be worked out again from the master key by RFC 5869 and the label of its use."""
    wrapped = KEYS.wrap(FILE_KEY)
    sealed = KEYS.seal(b"plain", A_CELL)
    bound = b"\1\1" + b"".join(b"s" + len(each).to_bytes(4, "big") + each.encode() for each in A_CELL)

    assert KEYS.database_key_hex == derived(MASTER, "database").hex()
    assert aes_key_unwrap(derived(MASTER, "files"), wrapped[2:]) == FILE_KEY
    assert AESGCM(derived(MASTER, "fields", A_CELL.table, A_CELL.column)).decrypt(sealed[2:14], sealed[14:], bound) == b"plain"
    assert KEYS.keyed_hash(Use.SESSION, b"x") == hmac.digest(derived(MASTER, "keyed hash", "session"), b"x", "sha256")


def test_no_two_uses_share_a_key():
    """The same message has another hash for every use, and none is the token of a number."""
    found = [KEYS.keyed_hash(use, b"+447700900123") for use in Use]

    assert len({*found, KEYS.blind_index.digest(b"+447700900123")}) == len(Use) + 1


def test_no_two_masters_share_a_key():
    """Another master key gives another database key, token, hash and fingerprint."""
    other = SubKeys(1, OTHER_MASTER)

    assert KEYS.database_key_hex != other.database_key_hex
    assert KEYS.blind_index.digest(b"x") != other.blind_index.digest(b"x")
    assert KEYS.keyed_hash(Use.AUDIT, b"x") != other.keyed_hash(Use.AUDIT, b"x")
    assert KEYS.fingerprint != other.fingerprint


@pytest.mark.parametrize("number", [0, 256, -1])
def test_the_number_of_a_key_fits_a_byte(number):
    """A master key has a number from 1 to 255."""
    with pytest.raises(ValueError, match="1 to 255"):
        SubKeys(number, MASTER)


@pytest.mark.parametrize("master", [b"", MASTER[:31], MASTER + b"\0"])
def test_a_master_key_has_its_length(master):
    """A key of another length is none, and is not quoted."""
    with pytest.raises(ValueError, match="32 bytes"):
        SubKeys(1, master)


def test_a_sealed_value_is_marked_with_format_and_key():
    """The first byte is the format, the second the number of the master key."""
    assert SubKeys(7, MASTER).seal(b"", A_CELL)[:2] == b"\1\7"
    assert SubKeys(7, MASTER).wrap(FILE_KEY)[:2] == b"\1\7"
    assert number_of(SubKeys(7, MASTER).seal(b"", A_CELL)) == 7


def test_sealing_twice_gives_two_values():
    """Equal values do not look equal."""
    assert KEYS.seal(b"Larkspur", A_CELL) != KEYS.seal(b"Larkspur", A_CELL)


@pytest.mark.parametrize(
    ("first", "second"),
    list(
        combinations(
            [
                Cell("a", "b", "c"),
                Cell("b", "a", "c"),
                Cell("ab", "c", "c"),
                Cell("a", "bc", "c"),
                Cell("a", "b", "1"),
                Cell("a", "b", 1),
                Cell("a", "b", b"1"),
                Cell("a", "b", ("1", "2")),
                Cell("a", "b", ("12",)),
                Cell("a", "b", ("1", "2", "")),
                Cell("a", "b", ()),
            ],
            2,
        )
    ),
)
def test_a_value_opens_in_its_own_place_only(first, second):
    """A value copied to another table, column or row does not open there, however similar the place is written."""
    with pytest.raises(SealBroken):
        KEYS.unseal(KEYS.seal(b"plain", first), second)


@pytest.mark.parametrize("at", range(2, 2 + 12 + 5 + 16))
def test_a_changed_byte_of_a_value_is_refused(at):
    """Every byte of nonce, cipher text and tag is checked."""
    sealed = bytearray(KEYS.seal(b"plain", A_CELL))
    sealed[at] ^= 1

    with pytest.raises(SealBroken):
        KEYS.unseal(bytes(sealed), A_CELL)


@pytest.mark.parametrize("length", range(2 + 12 + 5 + 16))
def test_a_value_that_was_cut_is_refused(length):
    """Nothing shorter than the whole opens."""
    with pytest.raises(SealBroken):
        KEYS.unseal(KEYS.seal(b"plain", A_CELL)[:length], A_CELL)


def test_the_key_of_a_value_is_part_of_it():
    """A value that is marked with another number does not open with the same master key under that number."""
    sealed = KEYS.seal(b"plain", A_CELL)

    with pytest.raises(SealBroken):
        SubKeys(2, MASTER).unseal(sealed[:1] + b"\2" + sealed[2:], A_CELL)


@pytest.mark.parametrize("sealed", [b"", b"\1", b"\1\1", b"\0\1xxxxxxxx", b"\2\1xxxxxxxx", b"\xff" * 40])
def test_what_is_no_sealed_value_has_no_number(sealed):
    """Bytes of another format are refused, not guessed at."""
    with pytest.raises(SealBroken):
        number_of(sealed)


@pytest.mark.parametrize("at", range(2, 2 + 40))
def test_a_changed_byte_of_a_wrapped_key_is_refused(at):
    """Every byte of a wrapped key is checked."""
    wrapped = bytearray(KEYS.wrap(FILE_KEY))
    wrapped[at] ^= 0x80

    with pytest.raises(SealBroken):
        KEYS.unwrap(bytes(wrapped))


@pytest.mark.parametrize("length", range(2, 2 + 40))
def test_a_wrapped_key_that_was_cut_is_refused(length):
    """Nothing shorter than the whole is a key."""
    with pytest.raises(SealBroken):
        KEYS.unwrap(KEYS.wrap(FILE_KEY)[:length])


def test_no_two_of_a_million_chunks_share_a_nonce():
    """A million chunks have a million nonces of twelve bytes, and none of them is the nonce of a last chunk."""
    cipher = ChunkCipher(FILE_KEY, "sub_1", b"prefix7")

    found = {cipher.nonce(index, is_last=False) for index in range(1_000_000)}

    assert len(found) == 1_000_000
    assert {len(each) for each in found} == {12}
    assert not found & {cipher.nonce(index, is_last=True) for index in range(0, 1_000_000, 1000)}


def test_the_counter_never_comes_round():
    """The last chunk that can be counted has a nonce; the one behind it has none."""
    cipher = ChunkCipher(FILE_KEY, "sub_1", b"prefix7")

    assert cipher.nonce(2**32 - 1, is_last=False) == b"prefix7\xff\xff\xff\xff\0"
    with pytest.raises(OverflowError):
        cipher.nonce(2**32, is_last=False)


def test_keys_are_drawn():
    """No two new keys are alike, and each has 32 bytes."""
    drawn = {new_key() for _ in range(100)}

    assert len(drawn) == 100
    assert {len(each) for each in drawn} == {32}


SECRETS = [KEYS, KEYS.blind_index, ChunkCipher(FILE_KEY, "sub_1", b"prefix7")]


@pytest.mark.parametrize("secret", SECRETS, ids=lambda each: type(each).__name__)
def test_nothing_shows_a_key(secret):
    """Neither `repr` nor `str` of anything that holds a key holds any of it."""
    written = f"{secret!r} {secret} {[secret]}"

    for key in (MASTER, FILE_KEY, derived(MASTER, "database"), derived(MASTER, "files"), derived(MASTER, "blind index")):
        assert key.hex() not in written
        assert repr(key)[2:-1] not in written


@pytest.mark.parametrize("secret", SECRETS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("leave", [pickle.dumps, copy.copy, copy.deepcopy])
def test_keys_do_not_leave_the_process(secret, leave):
    """What holds a key is neither pickled nor copied."""
    with pytest.raises(TypeError):
        leave(secret)


def test_an_error_tells_no_key_and_no_plain_text():
    """The whole traceback of a seal that is broken holds neither."""
    plain = "".join(str(each) for each in range(10))

    with pytest.raises(SealBroken) as caught:
        KEYS.unseal(KEYS.seal(plain.encode(), A_CELL), Cell("x", "y", "z"))
    written = "".join(traceback.format_exception(caught.value))

    assert MASTER.hex() not in written
    assert plain not in written


def test_the_inventory_names_every_use():
    """The page about keys tells what each of them is for."""
    page = (Path(__file__).resolve().parents[3] / "docs" / "keys.md").read_text("utf-8")

    assert [use for use in Use if use.value not in page] == []
