"""A cursor over the fields of small records in XML, that never loses more than the field whose markup is broken."""

from __future__ import annotations

import re
from typing import Final

from ingest.decode.xml.markup import Element, Markup, Tag
from ingest.errors import UnsafeExtraction

#: Looking for the end of a field that has none reads far ahead; a file in which it happens this often is made for it.
_MAX_LOST_ENDS: Final = 256


class FieldMarkup(Markup[Element]):
    """Reads one field at a time. Where the end of a field is missing or far away, the cursor goes on right behind its start."""

    _lost_ends = 0

    def field(self, tag: Tag, record: bytes) -> Element | None:
        """Parse the field whose start tag was just read; None when it is broken, cut short or longer than any.

        Args:
            tag: the start tag of the field.
            record: local name of the records, which no field reaches beyond.

        Raises:
            UnsafeExtraction: nested too deeply, or far too many fields without an end.
        """
        if tag.is_empty:
            return self.element(tag)
        window = self._window
        end = window.end_of(tag.name, depth=1)
        boundary = re.compile(rb"</?(?:[\w.-]+:)?%s[\s>]" % re.escape(record))
        if not isinstance(end, int) or boundary.search(window.data, window.at, window.at + end):
            self._lost_ends += 1
            if self._lost_ends > _MAX_LOST_ENDS:
                raise UnsafeExtraction(
                    f"'{window.source_name}' has fields without an end throughout.", hint="Ask for the file to be exported again."
                )
            return None
        elements = self._blocks.parse(tag.raw + self._take(end))
        return elements[0] if elements else None
