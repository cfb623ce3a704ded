"""Keys and sealed files for tests, and a plain reading of the sealed forms as they are described, written without the product."""

from __future__ import annotations

import hashlib
import hmac
import io

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from matcher.store.crypto import Cell, SubKeys
from matcher.store.key_ring import Keys
from matcher.store.sealed_file import SealedReader, SealingWriter

MASTER = bytes(range(32))
OTHER_MASTER = bytes(range(32, 64))
FILE_KEY = bytes(range(64, 96))
CHUNK = 65_536
SEALED_CHUNK = CHUNK + 16
HEADER = 8

A_CELL = Cell("submissions", "metadata_sealed", "sub_1")


def a_ring(*numbered: tuple[int, bytes]) -> Keys:
    """Keys of the masters given, the newest first; of one fixed master when none is given."""
    return Keys([SubKeys(*each) for each in numbered or ((1, MASTER),)])


def renewed(keys: Keys) -> Keys:
    """Give the keys of a store as they are after a renewal: a newer one seals, and those it had still open."""
    return Keys([SubKeys(keys.number + 1, OTHER_MASTER), *keys._by_number.values()])


def a_text_of(size: int) -> bytes:
    """So many bytes of which no two chunks are alike."""
    return b"".join(hashlib.sha256(b"%d" % each).digest() for each in range(-(-size // 32)))[:size]


def sealed_file(plain: bytes, *, file_id: str = "sub_1", key: bytes = FILE_KEY) -> bytes:
    """The sealed file of these bytes."""
    target = io.BytesIO()
    writer = SealingWriter(target, key, file_id)
    writer.write(plain)
    writer.finish()
    return target.getvalue()


def reader_of(sealed: bytes, *, file_id: str = "sub_1", key: bytes = FILE_KEY) -> SealedReader:
    """A reader of these sealed bytes."""
    return SealedReader(io.BytesIO(sealed), key, file_id)


def derived(master: bytes, *label: str) -> bytes:
    """HKDF-SHA256 (RFC 5869) of 32 bytes, with the label as it is described: kind, length and text of each part."""
    extracted = hmac.digest(b"linewatch 1", master, "sha256")
    info = b"".join(b"s" + len(each).to_bytes(4, "big") + each.encode() for each in label)
    return hmac.digest(extracted, info + b"\1", "sha256")


def opened_plainly(sealed: bytes, *, file_id: str = "sub_1", key: bytes = FILE_KEY) -> bytes:
    """The plain bytes of a sealed file: format byte, prefix, then chunks under counted nonces of which the last is marked."""
    prefix, body = sealed[1:HEADER], sealed[HEADER:]
    chunks = [body[at : at + SEALED_CHUNK] for at in range(0, len(body), SEALED_CHUNK)]
    return b"".join(
        AESGCM(key).decrypt(
            prefix + index.to_bytes(4, "big") + bytes([chunk is chunks[-1]]), chunk, b"linewatch file 1 " + file_id.encode()
        )
        for index, chunk in enumerate(chunks)
    )
