"""JSON of any size as a stream of tokens, in flat memory and without recursion.

Nothing is built, so neither depth nor length costs memory, and an integer of a million digits is only text. What is not JSON (a comma too
many, text between values) is passed over: a phone book with one broken entry is still a phone book. Reference: RFC 8259.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

#: Characters kept of one string or word; the rest of a longer one (a photo) is passed over.
MAX_TEXT: Final = 1 << 20
_CHUNK: Final = 64 << 10

_MARK = "[]{},:"
_NEXT = re.compile(r"[^\s\x00\ufeff]")
_STRING = re.compile(r'(?:[^"\\]++|\\.)*+', re.DOTALL)
_WORD = re.compile(r'[^\s\x00\ufeff"\[\]{},:]*+')
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})(?:\\u([Dd][C-Fc-f][0-9A-Fa-f]{2}))?|(.)|\Z)", re.DOTALL)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class Kind(Enum):
    """What a token is."""

    #: One of `[ ] { } , :`.
    MARK = auto()
    STRING = auto()
    #: A number, `true`, `false`, `null`, or text that has no business there.
    WORD = auto()


class Token(NamedTuple):
    """One token of JSON; of a string its text without quotes and escapes."""

    kind: Kind
    text: str


class JsonTokens:
    """The tokens of one document."""

    def __init__(self, read: Callable[[int], str]) -> None:
        """`read` gives about so many characters, and an empty text at the end."""
        self._read = read
        self._data = ""
        self._at = 0
        #: The document ended inside a string.
        self.is_cut = False
        #: A string, not a picture, was longer than what is kept of one.
        self.has_long_text = False

    def __iter__(self) -> Iterator[Token]:
        """Yield the tokens in order."""
        while True:
            found = _NEXT.search(self._data, self._at)
            if found is None:
                if not self._more():
                    return
                continue
            character, self._at = found[0], found.end()
            if character in _MARK:
                yield Token(Kind.MARK, character)
            elif character == '"':
                text = self._take(_STRING)
                if not self._data.startswith('"', self._at):
                    # The start of a number is another number.
                    self.is_cut = True
                    return
                self._at += 1
                yield Token(Kind.STRING, _unescape(text))
            else:
                self._at -= 1
                yield Token(Kind.WORD, self._take(_WORD))

    def _take(self, pattern: re.Pattern[str]) -> str:
        """Take what the pattern matches from the cursor on, over any number of chunks."""
        pieces: list[str] = []
        room = MAX_TEXT
        while True:
            found = pattern.match(self._data, self._at)
            end = found.end() if found else self._at
            piece = self._data[self._at : end]
            if len(piece) > room and not pieces[0].startswith("data:"):
                self.has_long_text = True
            if room:
                pieces.append(piece[:room])
                room -= len(pieces[-1])
            self._at = end
            # Only an escape cut in two may be left.
            if len(self._data) - end > 1 or self._data[end:] not in ("", "\\") or not self._more():
                return "".join(pieces)

    def _more(self) -> bool:
        chunk = self._read(_CHUNK)
        self._data = self._data[self._at :] + chunk
        self._at = 0
        return bool(chunk)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    first, second, short = found.groups()
    if first is None:
        return _SHORT.get(short, short) if short else ""
    code = int(first, 16)
    if 0xD800 <= code < 0xDC00 and second:
        return chr(0x10000 + ((code - 0xD800) << 10) + int(second, 16) - 0xDC00)
    # Half a character alone means nothing.
    return ("\ufffd" if 0xD800 <= code < 0xE000 else chr(code)) + (_character_alone(second) if second else "")


def _character_alone(digits: str) -> str:
    code = int(digits, 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
