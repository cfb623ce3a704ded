"""The part of a long XML document that is in memory, and where the element that starts in it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto
from typing import Final, NamedTuple

from ingest.errors import UnsafeExtraction

#: Bytes read at once; doubled while an element does not fit.
CHUNK_BYTES: Final = 512 << 10
#: An element longer than this is not kept in memory: the largest genuine records have a few thousand parties of 1 KB each.
MAX_ELEMENT_BYTES: Final = 8 << 20
#: What a CDATA section or a comment keeps; the rest (a whole file pasted into a field) is left out and counted.
MAX_TEXT_BYTES: Final = 1 << 20
#: One tag with its attributes.
MAX_TAG_BYTES: Final = 1 << 20

_TERMINATORS: Final = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>"}
_TAG_REST = re.compile(rb"(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+")
#: The longest thing that may be cut by the end of the window and must be seen whole; names of elements are far shorter.
_LONGEST_TOKEN: Final = 512


class End(Enum):
    """How the search for the end of an element ended without finding it."""

    #: The document ends first.
    CUT_SHORT = auto()
    #: The element is longer than MAX_ELEMENT_BYTES.
    TOO_LONG = auto()
    #: The element ended, and the part looked for was not in it.
    NO_PARTS = auto()


class _Token(NamedTuple):
    """A tag that matters for finding an end; `end` is the offset behind it."""

    end: int
    closes: bool
    is_empty: bool
    is_part: bool

    @property
    def step(self) -> int:
        """What the tag adds to the depth."""
        return 0 if self.is_empty else -1 if self.closes else 1


class Window:
    """Bytes in memory (`data`), the place of the cursor in them (`at`), and how to get more. Offsets are counted from the cursor."""

    def __init__(self, read: Callable[[int], bytes], source_name: str) -> None:
        """Start at the first byte. `source_name` is for error sentences."""
        self._read = read
        self.source_name = source_name
        self.data = b""
        self.at = 0
        self.has_ended = False
        #: Whether the document ended inside a tag, a text or a record.
        self.is_cut = False
        #: Texts of which only the start was kept.
        self.cut_texts = 0

    @property
    def left(self) -> int:
        """Bytes in memory behind the cursor."""
        return len(self.data) - self.at

    def more(self) -> bool:
        """Read on; False at the end of the document. What stands before the cursor is let go."""
        if self.has_ended:
            return False
        chunk = self._read(max(CHUNK_BYTES, self.left))
        if not chunk:
            self.has_ended = True
            return False
        self.data = self.data[self.at :] + chunk
        self.at = 0
        return True

    def fill(self, length: int) -> None:
        """Have at least `length` bytes behind the cursor, or all there are."""
        while self.left < length and self.more():
            pass

    def give_up(self) -> None:
        """Go to the end of the document, which came too early."""
        self.at = len(self.data)
        self.is_cut = True

    def pass_over(self, opening: bytes) -> bool:
        """Pass over a CDATA section, comment or instruction that starts at the cursor; False when none of that kind does."""
        if not self.data.startswith(opening, self.at):
            return False
        end = self._find_terminator(len(opening), opening, keep=False)
        if end is None:
            self.give_up()
        else:
            self.at += end
        return True

    def tag_end(self, start: int) -> int | None:
        """Offset behind the tag whose name ends at `start`; None when it is no whole tag.

        Raises:
            UnsafeExtraction: the tag is longer than MAX_TAG_BYTES.
        """
        while True:
            found = _TAG_REST.match(self.data, self.at + start)
            end = found.end() if found else self.at + start
            if self.data.startswith(b">", end):
                return end + 1 - self.at
            if self.data.startswith(b"<", end):
                return None
            # The window ends inside the tag, or inside a quotation of it.
            if self.left - start > MAX_TAG_BYTES:
                raise UnsafeExtraction(
                    f"'{self.source_name}' holds a tag of an absurd length.", hint="Ask for the file to be exported again from the tool."
                )
            if not self.more():
                return None

    def end_of(self, name: bytes, *, depth: int, parts: bytes | None = None) -> int | End:
        """Offset behind the end of the element `name` that starts at the cursor, keeping it all in memory.

        Args:
            name: the element's name with its prefix.
            depth: 0 when the start tag stands at the cursor, 1 when it was passed.
            parts: stop already behind the tag, directly inside the element, whose text this pattern matches from its name on.
        """
        tokens = _token_pattern(name, parts)
        offset = 0
        while offset <= MAX_ELEMENT_BYTES:
            token = self._next_token(tokens, offset, keep=True)
            if isinstance(token, End):
                return token
            offset = token.end
            if token.is_part:
                if depth == 1 and not token.is_empty and not token.closes:
                    return offset
                continue
            depth += token.step
            if depth <= 0:
                return End.NO_PARTS if parts else offset
        return End.TOO_LONG

    def skip(self, name: bytes, *, depth: int) -> bool:
        """Move the cursor behind the end of the element `name`, keeping nothing of it; False when the document ends first."""
        tokens = _token_pattern(name, None)
        while True:
            token = self._next_token(tokens, 0, keep=False)
            if isinstance(token, End):
                self.give_up()
                return False
            self.at += token.end
            depth += token.step
            if depth <= 0:
                return True

    def _next_token(self, tokens: re.Pattern[bytes], offset: int, *, keep: bool) -> _Token | End:
        """The next tag the pattern matches, outside CDATA and comments."""
        while True:
            found = tokens.search(self.data, self.at + offset)
            if found is None:
                # A token may be cut by the end of the window; all before it is done with.
                offset = max(offset, self.left - _LONGEST_TOKEN)
                if not keep:
                    self.at, offset = self.at + offset, 0
                if self.left > MAX_ELEMENT_BYTES:
                    return End.TOO_LONG
                if not self.more():
                    return End.CUT_SHORT
                continue
            start, offset = found.start() - self.at, found.end() - self.at
            opening = found[0]
            if opening in _TERMINATORS:
                end = self._find_terminator(offset, opening, keep=keep)
                if end is None:
                    return End.CUT_SHORT
                offset = end
                continue
            end = self.tag_end(offset)
            if end is not None:
                is_empty = self.data.startswith(b"/>", self.at + end - 2)
                return _Token(end, closes=opening.startswith(b"</"), is_empty=is_empty, is_part=found[1] is None)
            if self.has_ended:
                return End.CUT_SHORT
            offset = start + 1

    def _find_terminator(self, start: int, opening: bytes, *, keep: bool) -> int | None:
        """Offset behind the end of a text that begins at `start`; a text that is too long is left out of memory."""
        terminator = _TERMINATORS[opening]
        offset = start
        is_long = False
        while (end := self.data.find(terminator, self.at + offset)) < 0:
            offset = max(start, self.left - len(terminator) + 1)
            if offset - start > MAX_TEXT_BYTES:
                self.data = self.data[: self.at + start] + self.data[self.at + offset :]
                offset = start
                is_long = True
            if not self.more():
                return None
        self.cut_texts += is_long and keep
        return end - self.at + len(terminator)


def _token_pattern(name: bytes, parts: bytes | None) -> re.Pattern[bytes]:
    part = b"|" + parts if parts else b""
    return re.compile(rb"<!\[CDATA\[|<!--|<\?|</?(?:(%s)(?=[\s/>])%s)" % (re.escape(name), part))
