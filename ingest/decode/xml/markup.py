"""XML of any size, read safely: a cursor over its tags, and records cut out of it one block at a time.

The cursor knows only what it needs to find where records begin and end; each block of records is then parsed as a whole by libxml2, which
accepts well-formed XML and nothing else. A block that parses proves that it was cut in the right place: it started at the start of an
element, and an element has one end. So broken markup costs the record it stands in, and reading goes on at the next.

No document type declaration is accepted, so there are no entities; nothing is ever fetched; every length and depth has a limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final, Generic, TypeVar

from ingest.decode.xml.block import BlockParser, Element
from ingest.decode.xml.tag import Tag
from ingest.decode.xml.window import End, Window
from ingest.errors import UnsafeExtraction

__all__ = ["Element", "Fault", "LongRecord", "Markup", "Records", "Tag"]

#: From this length on, a record that may be entered (a chat) is read in parts.
LONG_BYTES: Final = 1 << 20
#: What must be in memory to tell what a tag is; longer names do not occur.
_LOOK_AHEAD: Final = 1024

_MARKUP = re.compile(rb"<(?=[A-Za-z_:/!?\x80-\xff])")
_NAME = re.compile(rb"<(/?)([A-Za-z_:\x80-\xff][^\s/><]*)")
_BLANK = re.compile(rb"\s*")


T = TypeVar("T")


class Fault(Enum):
    """Why one record could not be given."""

    BROKEN = auto()
    TOO_LONG = auto()


@dataclass(frozen=True, slots=True)
class Records(Generic[T]):
    """Records that stood side by side."""

    all: list[T]


@dataclass(frozen=True, slots=True)
class LongRecord:
    """A record of a kind that may be entered, too long, broken or cut too short to be parsed as a whole. The cursor stands before it."""

    tag: Tag


def _as_it_is(element: Element) -> Any:  # noqa: ANN401 # whatever the caller takes records for
    return element


class Markup(Generic[T]):
    """A cursor over the tags of one document, and the counts of what was wrong with it."""

    def __init__(
        self,
        read: Callable[[int], bytes],
        source_name: str,
        *,
        convert: Callable[[Element], T] = _as_it_is,
        quick: Callable[[bytes], tuple[list[T], int]] | None = None,
    ) -> None:
        """Start before the first tag.

        Args:
            read: gives UTF-8, as `open_utf8` makes it.
            source_name: for error sentences.
            convert: makes a record of an element that was parsed under plain local names.
            quick: reads records at the start of some bytes without the parser, to the same, as far as it can, and says how far that was.
        """
        self._convert = convert
        self._quick = quick
        self._window = Window(read, source_name)
        self._blocks = BlockParser(source_name)
        self._root = b""
        self._is_closed = False
        #: How many records are to be parsed one by one, because their block did not parse.
        self._singles = 0
        #: The entered record: what stands before its parts, and the value of its attribute `type`.
        self._head = b""
        self._entered_kind = ""

    @property
    def is_cut_short(self) -> bool:
        """Whether the document ended before its root element did, as far as it was read."""
        return self._window.is_cut or (self._window.has_ended and self._window.left == 0 and not self._is_closed)

    @property
    def repairs(self) -> int:
        """Illegal characters replaced so far."""
        return self._blocks.repairs

    @property
    def cut_texts(self) -> int:
        """Texts that were too long to be kept."""
        return self._window.cut_texts

    def next_tag(self) -> Tag | None:
        """Pass over text, comments, instructions and CDATA, and give the next tag; None at the end of the document.

        Raises:
            UnsafeExtraction: there is a document type declaration, or a tag of an absurd length.
        """
        window = self._window
        while self._go_to_markup():
            if window.data.startswith((b"<!", b"<?"), window.at):
                self._pass_no_tag()
                continue
            tag = self._tag_here()
            if tag is not None:
                window.at += len(tag.raw)
                self._note(tag)
                return tag
            if window.has_ended and window.data.find(b">", window.at) < 0 and not self._is_closed:
                window.give_up()
            else:
                # A "<" that begins no tag: text that was not escaped.
                window.at += 1
        return None

    def unread(self, tag: Tag) -> None:
        """Step back before the tag that was just read."""
        self._window.at -= len(tag.raw)

    def skip(self, tag: Tag) -> None:
        """Pass over the element whose start tag was just read, without parsing it."""
        if not tag.is_empty and not tag.closes:
            self._window.skip(tag.name, depth=1)
            self._is_closed = self._is_closed or tag.name == self._root

    def element(self, tag: Tag) -> Element | None:
        """Parse the whole element whose start tag was just read; None when it is broken or too long, and is then passed over."""
        if tag.is_empty:
            elements = self._blocks.parse(tag.raw)
        else:
            end = self._window.end_of(tag.name, depth=1)
            if not isinstance(end, int):
                self._window.skip(tag.name, depth=1)
                return None
            elements = self._blocks.parse(tag.raw + self._take(end))
        return elements[0] if elements else None

    def next_records(self, name: bytes, container: bytes, enter_kind: str | None = None) -> Records[T] | LongRecord | Fault | None:
        """Give the next records at the cursor: elements called `name` side by side; None when something else stands there.

        Args:
            name: the records' element name with its prefix.
            container: local name of the element that holds records; behind a broken record, reading goes on at its next tag at the latest.
            enter_kind: value of the attribute `type` of records that may be given as a LongRecord.

        Raises:
            UnsafeExtraction: a record is nested too deeply, or holds a tag of an absurd length.
        """
        start = self._record_here(name)
        if start is None:
            return None
        window = self._window
        while not self._singles:
            quickly = self._read_quickly(name)
            if quickly is not None:
                return quickly
            if start.is_empty:
                return self._empty_row(start)
            length, count = self._row_length(name)
            if length:
                given = self._give(length, name)
                if given is not None:
                    return given
                self._singles = count
            elif window.left > LONG_BYTES or not window.more():
                break
        self._singles = max(self._singles - 1, 0)
        enterable = enter_kind is not None and start.get("type") == enter_kind
        return self._single(start, container, enterable=enterable)

    def enter(self, long: LongRecord, field: str) -> T | None:
        """Enter a long record: give what stands before the first of its parts, and put the cursor on that part.

        Gives None, and passes over nothing, when it has no `field` (value of the attribute `name`) with parts.
        """
        name = long.tag.name
        prefix = name.rpartition(b":")[0]
        holder = (prefix + b":" if prefix else b"") + b"multiModelField"
        parts = rb"%s\s[^<>]*?\bname\s*=\s*[\"']%s[\"']" % (re.escape(holder), field.encode())
        length = self._window.end_of(name, depth=0, parts=parts)
        if not isinstance(length, int):
            return None
        head = self._window.data[self._window.at : self._window.at + length] + b"</%s>" % holder
        # When what stands before the parts is broken, the parts can still be read: then only the record's own attributes are given.
        elements = self._blocks.parse(head + b"</%s>" % name) or self._blocks.parse(long.tag.raw + b"</%s>" % name)
        if not elements:
            return None
        self._window.at += length
        self._head, self._entered_kind = head, long.tag.get("type")
        return self._convert(elements[0])

    def leave(self, long: LongRecord) -> T | None:
        """Pass over what stands behind the parts of the entered record; give the record without its parts, or None when it is broken."""
        self._entered_kind = ""
        self._skip_blanks()
        window = self._window
        closing = self._head[self._head.rindex(b"</") :]
        if not window.data.startswith(closing, window.at):
            # Something else than parts stands here; what follows is read for itself.
            return None
        window.at += len(closing)
        end = window.end_of(long.tag.name, depth=1)
        self._is_closed = self._is_closed or self._root == long.tag.name
        if not isinstance(end, int):
            window.skip(long.tag.name, depth=1)
            return None
        elements = self._blocks.parse(self._head + self._take(end))
        return self._convert(elements[0]) if elements else None

    def _single(self, start: Tag, container: bytes, *, enterable: bool) -> Records[T] | LongRecord | Fault | None:
        """Give one record, or say what is wrong with it and go on behind it."""
        window = self._window
        if enterable and window.left > LONG_BYTES and not self._row_length(start.name)[0]:
            return LongRecord(start)
        end = window.end_of(start.name, depth=0)
        given = self._give(end, start.name) if isinstance(end, int) else None
        if given is not None:
            return given
        if enterable:
            return LongRecord(start)
        return self.pass_over(start, container, end)

    def pass_over(self, start: Tag, container: bytes, end: int | End | None = None) -> Fault | None:
        """Go on behind a record that cannot be parsed, at the next one of its kind; None when the document ends first."""
        window = self._window
        if end is None:
            end = window.end_of(start.name, depth=0)
        next_one = self._next_boundary(start, container, end if isinstance(end, int) else window.left)
        if next_one is not None:
            window.at += next_one
            return Fault.BROKEN
        if isinstance(end, int):
            window.at += end
            return Fault.BROKEN
        if end is End.CUT_SHORT:
            window.give_up()
            return None
        return Fault.TOO_LONG if window.skip(start.name, depth=0) else None

    def _next_boundary(self, start: Tag, container: bytes, limit: int) -> int | None:
        """Offset of the next tag that can only stand outside the broken record."""
        name = re.escape(start.name)
        kinds = b"|".join(re.escape(kind.encode()) for kind in {start.get("type"), self._entered_kind} - {""})
        sibling = rb"</%s>\s*(?=<%s\s[^<>]*?\btype\s*=\s*[\"'](?:%s)[\"'])" % (name, name, kinds or b"(?!)")
        boundary = re.compile(rb"%s|(?=</?(?:[\w.-]+:)?%s[\s>])" % (sibling, container))
        window = self._window
        found = boundary.search(window.data, window.at + len(start.raw), window.at + limit)
        return found.end() - window.at if found else None

    def _row_length(self, name: bytes) -> tuple[int, int]:
        """How long the row of whole records at the cursor seems to be, and how many they are; only parsing tells whether it is so."""
        data, at = self._window.data, self._window.at
        opening, closing = b"<" + name + b" ", b"</" + name + b">"
        depth = length = count = 0
        pos = at
        while (end := data.find(closing, pos)) >= 0:
            depth += data.count(opening, pos, end) - 1
            pos = end + len(closing)
            if depth < 0:
                break
            if depth == 0:
                length, count = pos - at, count + 1
                blank = _BLANK.match(data, pos)
                if blank is not None and not data.startswith(opening, blank.end()):
                    break
        return length, count

    def _empty_row(self, start: Tag) -> Records[T] | Fault:
        """Give records without content that stand side by side, as start and end in one."""
        window = self._window
        row = re.compile(rb"(?:<%s\s[^<>]*/>\s*)+" % re.escape(start.name)).match(window.data, window.at)
        given = self._give(row.end() - window.at, start.name) if row else None
        if given is None:
            given = self._give(len(start.raw), start.name)
        if given is None:
            window.at += len(start.raw)
        return given or Fault.BROKEN

    def _give(self, length: int, name: bytes) -> Records[T] | None:
        window = self._window
        block = window.data[window.at : window.at + length]
        elements = self._blocks.parse(block)
        return self._given([self._convert(element) for element in elements], length, name) if elements else None

    def _read_quickly(self, name: bytes) -> Records[T] | None:
        if self._quick is None:
            return None
        records, length = self._quick(self._window.data[self._window.at :])
        return self._given(records, length, name) if records else None

    def _given(self, records: list[T], length: int, name: bytes) -> Records[T]:
        self._window.at += length
        # A pasted fragment may have a record as its root.
        self._is_closed = self._is_closed or name == self._root
        return Records(records)

    def _take(self, length: int) -> bytes:
        window = self._window
        window.at += length
        return window.data[window.at - length : window.at]

    def _go_to_markup(self) -> bool:
        """Go to the next "<" that may begin something; others are text that was not escaped."""
        window = self._window
        while True:
            found = _MARKUP.search(window.data, window.at)
            # A "<" at the very end shows what it is only with what follows.
            window.at = found.start() if found else len(window.data) - window.data.endswith(b"<", window.at)
            if found and (window.left >= _LOOK_AHEAD or window.has_ended):
                return True
            if not window.more() and not found:
                window.at = len(window.data)
                return False

    def _pass_no_tag(self) -> None:
        """Pass over a CDATA section, a comment or an instruction; a document type is refused, anything else is text."""
        window = self._window
        if any(window.pass_over(opening) for opening in (b"<![CDATA[", b"<!--", b"<?")):
            return
        if window.data[window.at : window.at + 9].upper() == b"<!DOCTYPE":
            raise UnsafeExtraction(
                f"'{window.source_name}' brings its own document type, with which XML can be made to do harm.",
                hint="Genuine reports have none; ask for the file to be exported again.",
            )
        window.at += 1

    def _skip_blanks(self) -> None:
        """Go to the next thing that says something: past blanks, comments and instructions."""
        window = self._window
        while True:
            window.fill(_LOOK_AHEAD)
            blank = _BLANK.match(window.data, window.at)
            window.at = blank.end() if blank else window.at
            if window.data.startswith((b"<!--", b"<?"), window.at):
                window.pass_over(b"<!--" if window.data.startswith(b"<!", window.at) else b"<?")
            elif window.left >= _LOOK_AHEAD or window.has_ended:
                return

    def _tag_here(self) -> Tag | None:
        window = self._window
        found = _NAME.match(window.data, window.at)
        if found is None:
            return None
        end = window.tag_end(found.end() - window.at)
        return None if end is None else Tag(window.data[window.at : window.at + end], found[2], closes=bool(found[1]))

    def _record_here(self, name: bytes) -> Tag | None:
        self._skip_blanks()
        if not self._window.data.startswith(b"<" + name, self._window.at):
            return None
        tag = self._tag_here()
        return tag if tag is not None and tag.name == name else None

    def _note(self, tag: Tag) -> None:
        self._blocks.declare(tag.raw)
        if not self._root:
            self._root = tag.name
            self._is_closed = tag.is_empty
        elif tag.closes and tag.name == self._root:
            self._is_closed = True
