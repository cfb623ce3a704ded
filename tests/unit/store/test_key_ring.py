"""Several master keys together: the newest seals, every one opens."""

from __future__ import annotations

import copy
import pickle

import pytest

from matcher.errors import SealBroken, WrongKey
from matcher.store.crypto import Use
from sealing import A_CELL, FILE_KEY, MASTER, OTHER_MASTER, a_ring

OLD = a_ring((1, MASTER))
RENEWED = a_ring((2, OTHER_MASTER), (1, MASTER))
NEW = a_ring((2, OTHER_MASTER))


def test_the_newest_key_seals():
    """After a rotation a value needs the new key only."""
    assert NEW.unseal(RENEWED.seal(b"plain", A_CELL), A_CELL) == b"plain"
    assert NEW.unwrap(RENEWED.wrap(FILE_KEY)) == FILE_KEY


def test_what_an_older_key_sealed_still_opens():
    """After a rotation old values are readable as before."""
    assert RENEWED.unseal(OLD.seal(b"plain", A_CELL), A_CELL) == b"plain"
    assert RENEWED.unseal_text(OLD.seal_text("Ärger \ud83d", A_CELL), A_CELL) == "Ärger \ud83d"
    assert RENEWED.unwrap(OLD.wrap(FILE_KEY)) == FILE_KEY


def test_a_key_that_was_dropped_is_missed():
    """A value whose key is gone says so, instead of looking damaged."""
    with pytest.raises(WrongKey):
        NEW.unseal(OLD.seal(b"plain", A_CELL), A_CELL)
    with pytest.raises(WrongKey):
        NEW.unwrap(OLD.wrap(FILE_KEY))


def test_another_key_of_the_same_number_opens_nothing():
    """A key file of another store does not open a value of this one."""
    with pytest.raises(SealBroken):
        a_ring((1, OTHER_MASTER)).unseal(OLD.seal(b"plain", A_CELL), A_CELL)


def test_old_values_are_sealed_anew():
    """Sealing anew needs the old key once; then the new one does."""
    sealed = RENEWED.reseal(OLD.seal(b"plain", A_CELL), A_CELL)
    wrapped = RENEWED.rewrap(OLD.wrap(FILE_KEY))

    assert NEW.unseal(sealed, A_CELL) == b"plain"
    assert NEW.unwrap(wrapped) == FILE_KEY


def test_what_has_the_newest_key_stays_as_it_is():
    """Sealing anew twice changes nothing the second time."""
    sealed, wrapped = RENEWED.seal(b"plain", A_CELL), RENEWED.wrap(FILE_KEY)

    assert RENEWED.reseal(sealed, A_CELL) is sealed
    assert RENEWED.rewrap(wrapped) is wrapped
    assert [RENEWED.is_current(each) for each in (sealed, wrapped, OLD.wrap(FILE_KEY))] == [True, True, False]


def test_a_number_is_found_under_old_tokens_too():
    """While a rotation is under way a number has a token for each key, the newest first."""
    assert RENEWED.every_token("+447700900123") == (NEW.token("+447700900123"), OLD.token("+447700900123"))
    assert RENEWED.token("+447700900123") == NEW.token("+447700900123")
    assert RENEWED.tokens(["+447700900123", "+441632960001"]) == [NEW.token("+447700900123"), NEW.token("+441632960001")]


def test_the_database_may_still_have_the_old_key():
    """While a rotation is under way the keys of the database are those of both, the newest first."""
    assert RENEWED.database_keys == (NEW.database_key, OLD.database_key)
    assert RENEWED.database_key == NEW.database_key
    assert all(len(bytes.fromhex(each)) == 32 for each in RENEWED.database_keys)


def test_a_keyed_hash_is_genuine_under_any_key():
    """A hash made before a rotation is still good; one for another use, message or store is not."""
    made = OLD.keyed_hash(Use.REFERENCE, b"page 2")

    assert RENEWED.is_genuine(Use.REFERENCE, b"page 2", made)
    assert not RENEWED.is_genuine(Use.SESSION, b"page 2", made)
    assert not RENEWED.is_genuine(Use.REFERENCE, b"page 3", made)
    assert not RENEWED.is_genuine(Use.REFERENCE, b"page 2", made[:-1])
    assert not NEW.is_genuine(Use.REFERENCE, b"page 2", made)


def test_a_store_knows_its_keys_by_their_fingerprint():
    """The fingerprint of any of the keys is that of the store; another key file is told."""
    RENEWED.check(OLD.fingerprint)
    RENEWED.check(NEW.fingerprint)
    with pytest.raises(WrongKey):
        OLD.check(NEW.fingerprint)


def test_a_ring_needs_keys_with_numbers_of_their_own():
    """There is no ring of nothing, and no number stands twice."""
    with pytest.raises(ValueError, match="at least one"):
        a_ring((1, MASTER), (1, OTHER_MASTER))


def test_a_ring_shows_numbers_and_a_fingerprint_only():
    """What is written of a ring can be logged."""
    assert repr(RENEWED) == f"Keys(numbers=(2, 1), fingerprint={NEW.fingerprint})"
    assert str(RENEWED) == repr(RENEWED)


@pytest.mark.parametrize("leave", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_ring_does_not_leave_the_process(leave):
    """A ring is neither pickled nor copied."""
    with pytest.raises(TypeError):
        leave(RENEWED)
