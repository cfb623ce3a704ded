"""Models in the one form Cellebrite's own programs write, read without an XML parser, several times as fast as with one.

The form is a small part of XML: no prefixes, no references, no comments, attributes in the usual order. Every character of a block must
belong to it and every element must be closed in its place, so whatever is read here would have been read to the same by a parser; anything
else gives None, and a parser reads the block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ingest.decode.cellebrite_fields import Model

#: Models of one block; a parser has limits of its own for more.
_MAX_MODELS: Final = 60_000
#: Depth of elements; the parser refuses what is deeper than any report.
_MAX_DEPTH: Final = 200
#: Characters that XML forbids: controls, and U+FFFE and U+FFFF.
_CONTROLS: Final = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r")
_NONCHARACTERS: Final = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_UNZONED = re.compile(r' format="[^"]*unknown', re.IGNORECASE)

_TEXT = r'[^"<&\t\n]'
_SECTION = r"(?:[^\]]++|\](?!\]>))*+"
_ATTRIBUTES = rf'(?:\ \w++="{_TEXT}*+")*+'
_TYPE = rf'(?:\ type="{_TEXT}*+")?'
_HOW = rf'(?:\ format="{_TEXT}*+")?(?:\ formattedTimestamp="{_TEXT}*+")?'
_VALUE = rf"<value{_TYPE}{_HOW}>(?:<!\[CDATA\[{_SECTION}\]\]>|[^<&\]]*+)</value>"
_EMPTY = r"<empty\ ?/>"
#: Elements that must have the form below; in any other form they are left to a parser.
_STRICT = frozenset({"field", "multiField", "model", "multiModelField", "modelField"})
_NAME = re.compile(r"\w+")
#: Ways to close elements that are remembered; they differ by blanks only.
_REMEMBERED: Final = 1000


def _any_of(names: Iterable[str]) -> str:
    """A pattern for any of the names that decides letter by letter, because alternatives are tried one after the other."""
    by_letter: dict[str, list[str]] = {}
    for name in names:
        by_letter.setdefault(name[:1], []).append(name[1:])
    branches = [re.escape(letter) + _any_of(rests) for letter, rests in sorted(by_letter.items(), reverse=True) if letter]
    return f"(?:{'|'.join(branches)}{'|' if '' in by_letter else ''})" if branches else ""


def _tokens(wanted: frozenset[str]) -> re.Pattern[str]:
    """The form, cut into pieces that matter; each takes with it what nobody wants and the ends that follow it."""
    unwanted = rf"""(?:
        <field\ name="(?!{_any_of(wanted)}"){_TEXT}++"{_TYPE}>\s*+(?:{_VALUE}|{_EMPTY})\s*+</field>\s*+
        |<multiField\ name="{_TEXT}*+"{_TYPE}(?:\ ?/>|>\s*+(?:{_VALUE}\s*+|{_EMPTY}\s*+)*+</multiField>)\s*+
        )*+"""
    return re.compile(
        rf"""(?:
        <field\ name="(?P<field>{_TEXT}++)"{_TYPE}>\s*+
            (?:<value{_TYPE}(?P<how>{_HOW})>(?:<!\[CDATA\[(?P<section>{_SECTION})\]\]>|(?P<plain>[^<&\]]*+))</value>|{_EMPTY})\s*+</field>
        |(?:<model\ type="(?P<kind>{_TEXT}++)"\ id="(?P<identity>{_TEXT}*+)"\ deleted_state="(?P<state>{_TEXT}*+)"
            (?:\ decoding_confidence="{_TEXT}*+")?(?:\ isrelated="{_TEXT}*+")?(?:\ source_index="{_TEXT}*+")?(?:\ extractionId="{_TEXT}*+")?
          |<(?P<holder>multiModelField|modelField)\ name="(?P<name>{_TEXT}++)"{_TYPE}
          |<(?P<other>[A-Za-z]\w*+)(?P<attributes>{_ATTRIBUTES})
         )(?P<ended>\ ?/)?>
        |<!\[CDATA\[{_SECTION}\]\]>
        |[^<&\]\s][^<&\]]*+
        |\s++
        |(?=</)
        |\Z
        |(?P<rest>.)
        )\s*+{unwanted}(?P<ends>(?:</\w++>\s*+)*+){unwanted}""",
        re.VERBOSE | re.DOTALL,
    )


class BlockReader:
    """Reads blocks of models with their wanted fields."""

    def __init__(self, wanted: frozenset[str]) -> None:
        """Prepare for the fields that are wanted, in whatever model."""
        self._wanted = wanted
        self._find_all = _tokens(wanted).findall
        self._ends: dict[str, list[str]] = {}

    def read(self, block: bytes) -> list[Model] | None:
        """Read models that stand side by side; None when the block is not in the usual form throughout."""
        if block.count(b"<model ") > _MAX_MODELS or len(block.translate(None, _CONTROLS)) < len(block):
            return None
        if any(bad in block for bad in _NONCHARACTERS):
            return None
        if b"\r" in block:
            # What XML says about line ends (section 2.11).
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        try:
            text = block.decode("utf-8")
        except UnicodeDecodeError:
            return None
        return self._build(text)

    def _build(self, text: str) -> list[Model] | None:
        builder = _Builder(self._wanted)
        for field, how, section, plain, kind, identity, state, holder, name, other, attributes, ended, rest, ends in self._find_all(text):
            if field:
                fits = builder.take(field, section or plain, how)
            elif kind:
                fits = builder.open_model(Model(kind, identity, state), is_bare=bool(ended))
            elif holder:
                fits = bool(ended) or builder.open_holder(holder, name)
            elif other:
                fits = other not in _STRICT and _is_simple(attributes) and (bool(ended) or builder.open(other, None, None))
            else:
                fits = not rest
            if ends and fits:
                fits = builder.close(self._ends.get(ends) or self._names_in(ends))
            if not fits:
                return None
        return builder.found if not builder.stack else None

    def _names_in(self, ends: str) -> list[str]:
        names: list[str] = _NAME.findall(ends)
        if len(self._ends) < _REMEMBERED:
            self._ends[ends] = names
        return names


class _Builder:
    """Puts models together while their tags go by. Every step says whether what it was given fits."""

    __slots__ = ("element", "found", "holder", "model", "stack", "wanted")

    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted = wanted
        self.found: list[Model] = []
        #: Where the next model goes, and the model whose fields come next; None where nobody wants them.
        self.holder: list[Model] | None = self.found
        self.model: Model | None = None
        self.element = ""
        self.stack: list[tuple[str, Model | None, list[Model] | None]] = []

    def take(self, name: str, text: str, how: str) -> bool:
        """Take a field. Whatever needs more than being copied is left to the parser."""
        model = self.model
        if model is None or name not in self.wanted:
            return True
        if not text:
            return not how
        if text[0] == "\n" or (how and "Base64" in how):
            return False
        if name not in model.texts:
            model.texts[name] = text
            if how and _UNZONED.match(how):
                model.unzoned |= {name}
        return True

    def open_model(self, model: Model, *, is_bare: bool) -> bool:
        """Open a model, wanted where its field is."""
        holder = self.holder
        if holder is not None:
            holder.append(model)
        return is_bare or self.open("model", model if holder is not None else None, None)

    def open_holder(self, element: str, name: str) -> bool:
        """Open a field that holds models."""
        model = self.model
        return self.open(element, None, model.held(name) if model is not None and name in self.wanted else None)

    def open(self, element: str, model: Model | None, holder: list[Model] | None) -> bool:
        """Open any element."""
        self.stack.append((self.element, self.model, self.holder))
        self.element, self.model, self.holder = element, model, holder
        return len(self.stack) < _MAX_DEPTH

    def close(self, elements: list[str]) -> bool:
        """Close the elements that are open, from the inside, and no others."""
        for element in elements:
            if element != self.element:
                return False
            self.element, self.model, self.holder = self.stack.pop()
        return True


def _is_simple(attributes: str) -> bool:
    """Whether no attribute stands there twice."""
    names = [pair.partition("=")[0].strip() for pair in attributes.split('" ')]
    return len(names) == len(set(names))
