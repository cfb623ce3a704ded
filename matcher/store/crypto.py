"""Keys and seals: the only module that imports `cryptography`.

What lives here: sub-keys from a master key, sealed values, wrapped file keys, keyed hashes, the cipher of one chunk of a file. What does
not: several master keys together (`key_ring`), the key file (`keys`), whole files (`sealed_file`, `originals`).

Each use has a key of its own by HKDF-SHA256, and each column of a table too, so that no value of one is of any use in another. A sealed
value begins with two bytes, its format and the number of the master key, so that keys and formats can change while old values stay
readable. Nonces of values are drawn; a column may hold 2**32 values under one master key before that is no longer safe. Nonces of chunks
are counted.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from matcher.errors import SealBroken

KEY_BYTES = 32
TAG_BYTES = 16
#: Plain bytes of every chunk of a file but the last.
CHUNK_BYTES = 64 * 1024
#: Drawn for each file; counter and last flag fill up the twelve bytes of a nonce.
PREFIX_BYTES = 7

_FORMAT = 1
_NONCE_BYTES = 12
_HEADER_BYTES = 2
#: Where in a sealed value stands what was drawn for it alone, which tells nothing of what is sealed.
DRAWN = slice(_HEADER_BYTES, _HEADER_BYTES + _NONCE_BYTES)
#: Says whose keys these are; the version of the whole scheme.
_SALT = b"linewatch 1"

# HMAC (RFC 2104) fills a key to the block of SHA-256 and mixes it with these two.
_BLOCK_BYTES = 64
_INNER = bytes(each ^ 0x36 for each in range(256))
_OUTER = bytes(each ^ 0x5C for each in range(256))

Part = str | int | bytes


class Cell(NamedTuple):
    """The place a sealed value belongs to. In any other place it does not open."""

    table: str
    column: str
    #: What identifies the row; a tuple where that is more than one column.
    row: Part | tuple[Part, ...]


class Use(StrEnum):
    """What a keyed hash is for. Each has its own key: a hash made for one use is worth nothing in another."""

    AUDIT = "audit"
    SESSION = "session"
    #: Finding what somebody typed as a reference again without keeping it.
    REFERENCE = "reference"
    #: What a backup says of itself.
    BACKUP = "backup"


class KeyedHash:
    """HMAC-SHA256 whose two first blocks are computed once: three times as fast as making it anew for every message."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        """Compute both states."""
        padded = key.ljust(_BLOCK_BYTES, b"\0")
        self._inner = hashlib.sha256(padded.translate(_INNER))
        self._outer = hashlib.sha256(padded.translate(_OUTER))

    def digest(self, message: bytes) -> bytes:
        """Give the 32 bytes for one message."""
        inner = self._inner.copy()
        inner.update(message)
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.digest()

    def digests(self, texts: Iterable[str]) -> list[bytes]:
        """Give the 32 bytes for each of many texts, in their order."""
        copy_inner, copy_outer = self._inner.copy, self._outer.copy
        found = []
        for text in texts:
            inner = copy_inner()
            inner.update(text.encode())
            outer = copy_outer()
            outer.update(inner.digest())
            found.append(outer.digest())
        return found

    def __reduce__(self) -> NoReturn:
        _refuse_to_leave()


class SubKeys:
    """Every key that comes from one master key. Nothing of them is shown, copied out or pickled."""

    __slots__ = ("_columns", "_database", "_files", "_master", "_uses", "blind_index", "fingerprint", "number")

    def __init__(self, number: int, master: bytes) -> None:
        """Derive the keys of a master key.

        Args:
            number: 1 to 255; stands in every value that is sealed.
            master: 32 bytes from a good source.
        """
        if not (1 <= number <= 255 and len(master) == KEY_BYTES):
            raise ValueError("a master key has 32 bytes and a number from 1 to 255")
        self.number = number
        self._master = master
        #: Tells keys, and their numbers, apart without telling anything of them.
        self.fingerprint = _derive(master, "fingerprint", number)[:8].hex()
        #: Tokens of numbers (design section 4).
        self.blind_index = KeyedHash(_derive(master, "blind index"))
        self._uses = {use: KeyedHash(_derive(master, "keyed hash", use)) for use in Use}
        self._files = _derive(master, "files")
        self._database = _derive(master, "database")
        self._columns: dict[tuple[str, str], tuple[AESGCM, bytes]] = {}

    @property
    def database_key_hex(self) -> str:
        """The raw key of the embedded database as SQLCipher takes it: 64 hex digits."""
        return self._database.hex()

    def seal(self, data: bytes, cell: Cell) -> bytes:
        """Seal a value for its place."""
        header = bytes((_FORMAT, self.number))
        nonce = secrets.token_bytes(_NONCE_BYTES)
        cipher, column = self._cipher_of(cell)
        return header + nonce + cipher.encrypt(nonce, data, header + column + _row_of(cell))

    def seal_column(self, table: str, column: str, values: Sequence[tuple[int, bytes]]) -> list[bytes]:
        """Seal values of one column, each with the number of its row; chance for all of them is drawn at once."""
        header = bytes((_FORMAT, self.number))
        cipher, place = self._cipher_of(Cell(table, column, 0))
        nonces = secrets.token_bytes(_NONCE_BYTES * len(values))
        found = []
        for at, (row, data) in enumerate(values):
            nonce = nonces[at * _NONCE_BYTES : (at + 1) * _NONCE_BYTES]
            found.append(header + nonce + cipher.encrypt(nonce, data, header + place + _row_of(Cell(table, column, row))))
        return found

    def unseal(self, sealed: bytes, cell: Cell) -> bytes:
        """Open a value that was sealed with this master key.

        Raises:
            SealBroken: it was changed, or was sealed for another place.
        """
        header, nonce = sealed[:_HEADER_BYTES], sealed[DRAWN]
        cipher, column = self._cipher_of(cell)
        try:
            return cipher.decrypt(nonce, sealed[DRAWN.stop :], header + column + _row_of(cell))
        except (InvalidTag, ValueError) as err:
            raise SealBroken("A sealed value was changed or belongs in another place.") from err

    def wrap(self, file_key: bytes) -> bytes:
        """Wrap the key of a file (AES-KW, RFC 3394)."""
        return bytes((_FORMAT, self.number)) + aes_key_wrap(self._files, file_key)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Give the key of a file that was wrapped with this master key.

        Raises:
            SealBroken: it was changed.
        """
        try:
            return aes_key_unwrap(self._files, wrapped[_HEADER_BYTES:])
        except (InvalidUnwrap, ValueError) as err:
            raise SealBroken("The key of a sealed file was changed.") from err

    def keyed_hash(self, use: Use, message: bytes) -> bytes:
        """Give 32 bytes that only a holder of the master key can make."""
        return self._uses[use].digest(message)

    def _cipher_of(self, cell: Cell) -> tuple[AESGCM, bytes]:
        at = (cell.table, cell.column)
        found = self._columns.get(at)
        if found is None:
            found = self._columns[at] = AESGCM(_derive(self._master, "fields", *at)), _joined(at)
        return found

    def __repr__(self) -> str:
        return f"SubKeys(number={self.number}, fingerprint={self.fingerprint})"

    def __reduce__(self) -> NoReturn:
        _refuse_to_leave()


class ChunkCipher:
    """Seals and opens the chunks of one file. A chunk opens in its file, at its position, and as the last one or not: nowhere else."""

    __slots__ = ("_cipher", "_file", "_prefix")

    def __init__(self, file_key: bytes, file_id: str, prefix: bytes) -> None:
        """Bind a file's key to its id and to the prefix drawn for it.

        Args:
            file_key: Made for this file alone.
            file_id: Bound to every chunk.
            prefix: Seven bytes that stand at the start of the file.
        """
        if len(prefix) != PREFIX_BYTES:
            raise ValueError("a prefix has seven bytes")
        self._cipher = AESGCM(file_key)
        self._file = b"linewatch file 1 " + file_id.encode()
        self._prefix = prefix

    def nonce(self, index: int, *, is_last: bool) -> bytes:
        """Give the nonce of a chunk: no two chunks of a file have the same.

        Raises:
            OverflowError: the file has more than 2**32 chunks (256 TiB).
        """
        return self._prefix + index.to_bytes(4, "big") + (b"\1" if is_last else b"\0")

    def seal(self, data: bytes | bytearray, index: int, *, is_last: bool) -> bytes:
        """Seal one chunk."""
        return self._cipher.encrypt(self.nonce(index, is_last=is_last), data, self._file)

    def open(self, sealed: bytes, index: int, *, is_last: bool) -> bytes:
        """Open one chunk.

        Raises:
            SealBroken: it was changed, cut, moved, or is another file's.
        """
        try:
            return self._cipher.decrypt(self.nonce(index, is_last=is_last), sealed, self._file)
        except (InvalidTag, ValueError) as err:
            raise SealBroken("A sealed file was changed, cut, or is another one.") from err

    def __reduce__(self) -> NoReturn:
        _refuse_to_leave()


def new_key() -> bytes:
    """Draw a key."""
    return secrets.token_bytes(KEY_BYTES)


def number_of(sealed: bytes) -> int:
    """Say which master key a sealed value or wrapped key needs.

    Raises:
        SealBroken: it is neither.
    """
    if len(sealed) <= _HEADER_BYTES or sealed[0] != _FORMAT:
        raise SealBroken("A sealed value was changed, or a newer version sealed it.")
    return sealed[1]


def _derive(master: bytes, *label: Part) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=_SALT, info=_joined(label)).derive(master)


def _row_of(cell: Cell) -> bytes:
    if type(cell.row) is int:
        # By far most rows of the audit trail and of its like; the same bytes.
        data = b"%d" % cell.row
        return b"i" + len(data).to_bytes(4, "big") + data
    return _joined(cell.row if isinstance(cell.row, tuple) else (cell.row,))


def _joined(parts: Iterable[Part]) -> bytes:
    """Write parts so that no other parts give the same bytes: kind and length stand before each."""
    written = b""
    for part in parts:
        kind, data = (b"b", part) if isinstance(part, bytes) else (b"s" if isinstance(part, str) else b"i", str(part).encode())
        written += kind + len(data).to_bytes(4, "big") + data
    return written


def _refuse_to_leave() -> NoReturn:
    raise TypeError("keys are neither copied nor pickled")
