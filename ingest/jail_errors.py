"""What went wrong in the jail, told outside it: a closed list of kinds, and sentences of our own words only.

A sentence about an error goes into logs, where nothing of a file may stand. A reader that a hostile file has taken over could say
anything, so its sentence is believed only when every word of it, the name of the file aside, is one that the code of ingest holds.
"""

from __future__ import annotations

import json
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import CodeType

from ingest.errors import (
    AmbiguousFormat,
    DamagedExtraction,
    EmptyExtraction,
    IngestError,
    LockedExtraction,
    NoSandbox,
    ReaderDied,
    ReaderMisbehaved,
    ReaderOutOfMemory,
    UnknownFormat,
    UnreadableExtraction,
    UnsafeExtraction,
    UnsupportedFormat,
)

_KINDS: dict[object, type[IngestError]] = {
    kind.code: kind
    for kind in (
        AmbiguousFormat,
        DamagedExtraction,
        EmptyExtraction,
        LockedExtraction,
        ReaderOutOfMemory,
        UnknownFormat,
        UnreadableExtraction,
        UnsafeExtraction,
        UnsupportedFormat,
    )
}
_LONGEST = 400
#: The name aside, of which each character may be written as twelve.
_LONGEST_MESSAGE = 8192
#: Amounts in sentences are limits of ours: `200,000 parts`.
_AMOUNT = re.compile(r"\d{1,3}(,\d{3}){0,2}")
_MOST_DIGITS = 6
#: Of a word of ours, as `UTF-16`; the first part of a telephone number has more, or what stands beside it does.
_MOST_DIGITS_OF_WORD = 4
_AROUND = "'\"().,;:!?"


def read_error(message: bytes, name: str) -> IngestError:
    """Read an error about the file `name`; what is no error becomes one about the reader."""
    if len(message) > _LONGEST_MESSAGE + 12 * len(name):
        return misbehaved(name)
    try:
        code, sentence, hint = json.loads(message.decode())
        kind = _KINDS[code]
    except (ValueError, TypeError, KeyError, RecursionError):
        return misbehaved(name)
    if kind is ReaderOutOfMemory:
        return out_of_memory(name)
    if _is_ours(sentence, name) and sentence.startswith(f"'{name}'"):
        return kind(sentence, hint=hint if _is_ours(hint, name) else "")
    return kind(f"'{name}' could not be read.")


def misbehaved(name: str) -> ReaderMisbehaved:
    """Say that a reader did what readers do not do."""
    return ReaderMisbehaved(
        f"'{name}' made its reader do what no reader does, so it was stopped.", hint="Treat the file as hostile; ask for another export."
    )


def out_of_memory(name: str) -> ReaderOutOfMemory:
    """Say that a reader wanted more memory than it may have."""
    return ReaderOutOfMemory(f"'{name}' needs more memory than a reader may use.", hint="Ask for the file to be exported again, in parts.")


def died(name: str) -> ReaderDied:
    """Say that a reader ended before its file did."""
    return ReaderDied(f"'{name}' ended its reader in the middle.", hint="Ask for the file to be exported again, or for another format.")


def no_sandbox(name: str, missing: tuple[str, ...]) -> NoSandbox:
    """Say that this machine cannot lock a reader in."""
    return NoSandbox(
        f"'{name}' was not read: this machine cannot lock its reader in ({', '.join(missing)}).", hint="See `linewatch doctor`."
    )


def _is_ours(text: object, name: str) -> bool:
    if type(text) is not str or len(text) > _LONGEST + len(name):
        return False
    words = [word.strip(_AROUND) for word in text.replace(f"'{name}'", "").split()]
    amounts = [word for word in words if _AMOUNT.fullmatch(word)]
    if sum(map(str.isdigit, "".join(amounts))) > _MOST_DIGITS:
        return False
    return _words().issuperset(word for word in words if word and word not in amounts)


@cache
def _words() -> frozenset[str]:
    """Every word in the texts of the readers' code; gathered when a first error is told."""
    names = (each.name for each in pkgutil.walk_packages([str(Path(__file__).parent)], "ingest."))
    codes = (loader.get_code(name) for name in names if (loader := getattr(find_spec(name), "loader", None)) is not None)
    words = (word.strip(_AROUND) for code in codes for text in _texts(code) for word in text.split())
    # Explanations of the code have examples of numbers in them.
    return frozenset(word for word in words if sum(map(str.isdigit, word)) <= _MOST_DIGITS_OF_WORD)


def _texts(constant: object) -> Iterator[str]:
    if isinstance(constant, str):
        yield constant
    elif isinstance(constant, CodeType):
        yield from (text for each in constant.co_consts for text in _texts(each))
    elif isinstance(constant, tuple | frozenset):
        yield from (text for each in constant for text in _texts(each))
