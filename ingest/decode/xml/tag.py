"""One tag of an XML document, as it stands in the file."""

from __future__ import annotations

import re
from typing import NamedTuple

_ATTRIBUTE = re.compile(rb"([^\s=\"'<>/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class Tag(NamedTuple):
    """A start or end tag as it stands in the file; `name` keeps its prefix."""

    raw: bytes
    name: bytes
    closes: bool

    @property
    def local(self) -> str:
        """The name without its namespace prefix."""
        return self.name.rpartition(b":")[2].decode("utf-8", "replace")

    @property
    def is_empty(self) -> bool:
        """Whether the tag is start and end in one."""
        return self.raw.endswith(b"/>")

    def get(self, name: str) -> str:
        """Give an attribute as it is written, or an empty text. Meant for plain words: references in it are not resolved."""
        wanted = name.encode()
        for key, double, single in _ATTRIBUTE.findall(self.raw):
            if key == wanted:
                text: bytes = double or single
                return text.decode("utf-8", "replace")
        return ""
