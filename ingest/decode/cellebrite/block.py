"""Models in the one form Cellebrite's own programs write, read without an XML parser, several times as fast as with one.

Every character of a model must belong to the form and every element must be closed in its place, so whatever is read here would have been
read to the same by a parser. Reading ends before the first model that is not so; a parser reads that.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Final

from ingest.decode.cellebrite.fields import Model
from ingest.decode.cellebrite.form import (
    ATTRIBUTE,
    ATTRIBUTES,
    EMPTY,
    FORMAT,
    MODEL_REST,
    MULTI_REST,
    MULTI_TEXTS,
    MULTI_VOID,
    PLAIN,
    SECTION,
    STAMP,
    TYPE,
    VALUE,
    texts_in,
)
from ingest.decode.cellebrite.shapes import OPENING, Shapes

#: Depth of elements; the parser refuses what is deeper than any report.
_MAX_DEPTH: Final = 200
#: Characters that XML forbids: controls, and U+FFFE and U+FFFF.
_CONTROLS: Final = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r")
_NONCHARACTER_START: Final = b"\xef\xbf"
_NONCHARACTERS: Final = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_UNZONED = re.compile(r' format="[^"]*unknown', re.IGNORECASE)

#: Elements that must have the form below; in any other form they are left to a parser.
_STRICT = frozenset({"field", "multiField", "model", "multiModelField", "modelField"})
_NAME = re.compile(r"\w+")


def _any_of(names: Iterable[str]) -> str:
    """A pattern for any of the names that decides letter by letter, because alternatives are tried one after the other."""
    by_letter: dict[str, list[str]] = {}
    for name in names:
        by_letter.setdefault(name[:1], []).append(name[1:])
    branches = [re.escape(letter) + _any_of(rests) for letter, rests in sorted(by_letter.items(), reverse=True) if letter]
    return f"(?:{'|'.join(branches)}{'|' if '' in by_letter else ''})" if branches else ""


def _tokens(wanted: frozenset[str]) -> re.Pattern[str]:
    """The form, cut into pieces that matter; each takes with it what nobody wants and the ends that follow it."""
    no_wanted = rf'(?!{_any_of(wanted)}")'
    unwanted = rf"""(?:
        <field\ name="{no_wanted}{ATTRIBUTE}++"{TYPE}>\s*+(?:{VALUE}|{EMPTY})\s*+</field>\s*+
        |<multiField\ name="(?:{no_wanted}{ATTRIBUTE}*+{MULTI_REST}|{ATTRIBUTE}*+{MULTI_VOID})\s*+
        )*+"""
    return re.compile(
        rf"""(?:
        <field\ name="(?P<field>{ATTRIBUTE}++)"{TYPE}>\s*+
            (?:<value{TYPE}(?P<how>{FORMAT}{STAMP})>(?:<!\[CDATA\[(?P<section>{SECTION})\]\]>|(?P<plain>{PLAIN}))</value>|{EMPTY})\s*+</field>
        |<multiField\ name="(?P<multi>{ATTRIBUTE}++){MULTI_TEXTS}
        |(?:<model\ type="(?P<kind>{ATTRIBUTE}++)"\ id="(?P<identity>{ATTRIBUTE}*+)"\ deleted_state="(?P<state>{ATTRIBUTE}*+)"{MODEL_REST}
          |<(?P<holder>multiModelField|modelField)\ name="(?P<name>{ATTRIBUTE}++)"{TYPE}
          |<(?P<other>[A-Za-z]\w*+)(?P<attributes>{ATTRIBUTES})
         )(?P<ended>\ ?/)?>
        |<!\[CDATA\[{SECTION}\]\]>
        |[^<&\]\s]{PLAIN}
        |\s++
        |(?=</\w++>)
        |(?P<rest>.)
        )\s*+(?P<ends>(?:</\w++>\s*+)*+){unwanted}""",
        re.VERBOSE | re.DOTALL,
    )


class BlockReader:
    """Reads models that stand side by side, with their wanted fields."""

    def __init__(self, wanted: frozenset[str]) -> None:
        """Prepare for the fields that are wanted, in whatever model."""
        self._wanted = wanted
        self._match = _tokens(wanted).match
        self._shapes = Shapes(wanted)

    def read(self, data: bytes) -> tuple[list[Model], int]:
        """Read the models at the start of the data, as far as they are whole and in the usual form; also give how many bytes they take."""
        if len(data.translate(None, _CONTROLS)) < len(data) or _has_noncharacters(data):
            return [], 0
        try:
            # A character may be cut by the end of the data.
            text, _ = codecs.utf_8_decode(data, "strict", False)
        except UnicodeDecodeError:
            return [], 0
        models, end = self._build(text)
        if models and "\r" in text:
            _join_line_ends(models)
        return models, end if data.isascii() else len(text[:end].encode("utf-8"))

    def _build(self, text: str) -> tuple[list[Model], int]:
        """Read models as far as they go; a step that does not fit, or the end of the text, ends it before the model it stands in."""
        builder = _Builder(self._wanted)
        at = whole = end = 0
        while True:
            shaped = None
            if text.startswith(OPENING, at):
                shaped = self._shapes.read(text, at) if builder.holder is not None else None
            elif not builder.stack:
                break
            if shaped is not None and builder.holder is not None:
                builder.holder.append(shaped[0])
                at = shaped[1]
            else:
                found = self._match(text, at)
                if found is None or not builder.step(found):
                    break
                # Behind a whole model nothing is passed over: only another model may follow it.
                at = found.end() if builder.stack else found.end("ends")
            if not builder.stack:
                whole, end = len(builder.found), at
        return builder.found[:whole], end


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

    def step(self, found: re.Match[str]) -> bool:
        """Take the next piece, and the ends that follow it."""
        field, how, section, plain, multi, values, kind, identity, state, holder, name, other, attributes, ended, rest, ends = found.groups(
            ""
        )
        if field:
            fits = self.take(field, section or plain, how)
        elif multi:
            fits = self.take_several(multi, values)
        elif kind:
            fits = self.open_model(Model(kind, identity, state), is_bare=bool(ended))
        elif holder:
            fits = bool(ended) or self.open_holder(holder, name)
        elif other:
            fits = other not in _STRICT and _is_simple(attributes) and (bool(ended) or self.open(other, None, None))
        else:
            fits = not rest
        return fits and (not ends or self.close(_NAME.findall(ends)))

    def take(self, name: str, text: str, how: str) -> bool:
        """Take a field. Whatever needs more than being copied is left to the parser."""
        model = self.model
        if model is None or name not in self.wanted:
            return True
        if not text:
            return not how
        if text[0] in "\r\n" or (how and "Base64" in how):
            return False
        if name not in model.texts:
            model.texts[name] = text
            if how and _UNZONED.match(how):
                model.unzoned |= {name}
        return True

    def take_several(self, name: str, values: str) -> bool:
        """Take a field of several texts."""
        model = self.model
        if model is not None and values and name in self.wanted:
            model.add(name, texts_in(values))
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


def _has_noncharacters(data: bytes) -> bool:
    return _NONCHARACTER_START in data and any(bad in data for bad in _NONCHARACTERS)


def _join_line_ends(models: Iterable[Model]) -> None:
    """Make every line end one character, as a parser does (XML 1.0, section 2.11)."""
    for model in models:
        for name, text in model.texts.items():
            if "\r" in text:
                model.texts[name] = text.replace("\r\n", "\n").replace("\r", "\n")
        for name, several in model.several.items():
            model.several = {**model.several, name: [text.replace("\r\n", "\n").replace("\r", "\n") for text in several]}
        for nested in model.models.values():
            _join_line_ends(nested)


def _is_simple(attributes: str) -> bool:
    """Whether no attribute stands there twice."""
    names = [pair.partition("=")[0].strip() for pair in attributes.split('" ')]
    return len(names) == len(set(names))
