"""All master keys that may still be needed, the newest first: what is sealed is sealed with the newest, what any of them sealed opens.

After a rotation old values stay readable. They are sealed anew one by one (`reseal`, `rewrap`), and the old key is dropped from the key
file when nothing needs it any more (`keys.retire`).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from typing import NoReturn

from matcher.errors import WrongKey
from matcher.store.crypto import Cell, SubKeys, Use, number_of


class Keys:
    """The keys of a store. Nothing of them is shown, copied out or pickled."""

    __slots__ = ("_by_number", "_newest")

    def __init__(self, newest_first: Sequence[SubKeys]) -> None:
        """Take the keys of every master key; the first one seals."""
        self._by_number = {each.number: each for each in newest_first}
        if not newest_first or len(self._by_number) != len(newest_first):
            raise ValueError("there is at least one master key, and no number stands twice")
        self._newest = newest_first[0]

    @property
    def number(self) -> int:
        """The number of the key that seals."""
        return self._newest.number

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all keys, the newest first."""
        return tuple(self._by_number)

    @property
    def fingerprint(self) -> str:
        """16 hex digits that tell the newest key apart and tell nothing of it: kept in the store, shown by `doctor`."""
        return self._newest.fingerprint

    def check(self, fingerprint: str) -> None:
        """Make sure that one of these keys has the fingerprint the store was made with.

        Raises:
            WrongKey: none has.
        """
        if all(each.fingerprint != fingerprint for each in self._by_number.values()):
            raise WrongKey(
                "The key file is not the one of this store.",
                hint="Check LINEWATCH_KEY_FILE and the data folder; start again with the new file after a renewal.",
            )

    @property
    def database_key(self) -> str:
        """The raw key of the embedded database, 64 hex digits."""
        return self._newest.database_key_hex

    @property
    def database_keys(self) -> tuple[str, ...]:
        """The raw keys the embedded database may have while a rotation is under way, the newest first."""
        return tuple(each.database_key_hex for each in self._by_number.values())

    def seal(self, data: bytes, cell: Cell) -> bytes:
        """Seal bytes for the place they are kept in."""
        return self._newest.seal(data, cell)

    def unseal(self, sealed: bytes, cell: Cell) -> bytes:
        """Open sealed bytes.

        Raises:
            SealBroken: they were changed, or were sealed for another place.
            WrongKey: the key file no longer holds their key.
        """
        return self._of(sealed).unseal(sealed, cell)

    def seal_text(self, text: str, cell: Cell) -> bytes:
        """Seal a text for the place it is kept in."""
        return self._newest.seal(text.encode("utf-8", "surrogatepass"), cell)

    def seal_texts(self, table: str, column: str, texts: Sequence[tuple[int, str]]) -> list[bytes]:
        """Seal texts of one column, each with the number of its row."""
        return self._newest.seal_column(table, column, [(row, text.encode("utf-8", "surrogatepass")) for row, text in texts])

    def unseal_text(self, sealed: bytes, cell: Cell) -> str:
        """Open a sealed text.

        Raises:
            SealBroken: it was changed, or was sealed for another place.
            WrongKey: the key file no longer holds its key.
        """
        return self._of(sealed).unseal(sealed, cell).decode("utf-8", "surrogatepass")

    def is_current(self, sealed: bytes) -> bool:
        """Say whether a sealed value or wrapped key already has the newest key."""
        return number_of(sealed) == self._newest.number

    def reseal(self, sealed: bytes, cell: Cell) -> bytes:
        """Seal a value anew with the newest key; one that has it already is given back as it is."""
        return sealed if self.is_current(sealed) else self.seal(self.unseal(sealed, cell), cell)

    def wrap(self, file_key: bytes) -> bytes:
        """Wrap the key of a file, to be kept in the store. Deleting what is given here is the erasure of the file."""
        return self._newest.wrap(file_key)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Give the key of a file.

        Raises:
            SealBroken: what was kept was changed.
            WrongKey: the key file no longer holds its key.
        """
        return self._of(wrapped).unwrap(wrapped)

    def rewrap(self, wrapped: bytes) -> bytes:
        """Wrap the key of a file anew with the newest key; one that has it already is given back as it is."""
        return wrapped if self.is_current(wrapped) else self.wrap(self.unwrap(wrapped))

    def token(self, e164: str) -> bytes:
        """Give the 32 bytes by which a number is found without being kept."""
        return self._newest.blind_index.digest(e164.encode())

    def tokens(self, e164s: Iterable[str]) -> list[bytes]:
        """Give the tokens of many numbers, in their order, about a million in a second."""
        return self._newest.blind_index.digests(e164s)

    def every_token(self, e164: str) -> tuple[bytes, ...]:
        """Give the tokens a number may be kept under while a rotation is under way, the newest first."""
        return tuple(each.blind_index.digest(e164.encode()) for each in self._by_number.values())

    def keyed_hash(self, use: Use, message: bytes) -> bytes:
        """Give 32 bytes for a message that only a holder of the key can make."""
        return self._newest.keyed_hash(use, message)

    def every_keyed_hash(self, use: Use, message: bytes) -> list[bytes]:
        """Give what `keyed_hash` gives and gave, under each of the keys, the newest first."""
        return [each.keyed_hash(use, message) for each in self._by_number.values()]

    def is_genuine(self, use: Use, message: bytes, keyed_hash: bytes) -> bool:
        """Say whether a keyed hash is that of a message, under any of the keys; the time tells nothing of what differs."""
        return any(hmac.compare_digest(each.keyed_hash(use, message), keyed_hash) for each in self._by_number.values())

    def _of(self, sealed: bytes) -> SubKeys:
        found = self._by_number.get(number_of(sealed))
        if found is None:
            raise WrongKey("What is to be opened was sealed with a key that is not in the key file.", hint="Check LINEWATCH_KEY_FILE.")
        return found

    def __repr__(self) -> str:
        return f"Keys(numbers={self.numbers}, fingerprint={self.fingerprint})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys are neither copied nor pickled")
