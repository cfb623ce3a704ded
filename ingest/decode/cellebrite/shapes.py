"""Shapes of models, learnt while a report is read: a report writes thousands of models with the same fields in the same order.

A shape is one pattern for a whole model with all that stands in it. Where it matches, the model is in the usual form by that alone, and
its wanted texts are the groups of the match. Nothing is taken for granted: a model of another shape is read tag by tag, as if there were
no shapes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from ingest.decode.cellebrite.fields import Model
from ingest.decode.cellebrite.form import (
    ATTRIBUTE,
    ATTRIBUTES,
    EMPTY,
    FORMAT,
    MODEL_REST,
    MULTI_REST,
    MULTI_TEXTS,
    PLAIN,
    SECTION,
    STAMP,
    TYPE,
    VALUE,
    texts_in,
)

OPENING: Final = '<model type="'
#: Chats hold any number of messages and are never alike; their messages are.
_NEVER: Final = frozenset({"Chat"})
#: A shape is learnt from every so-manieth model that none fits: making a pattern takes as long as reading a hundred models.
_LEARN_EVERY: Final = 24
_MOST_SHAPES: Final = 10
_MOST_CHARACTERS: Final = 12_000
_NOT_COPIED = re.compile("base64|unknown", re.IGNORECASE)

_STEP = re.compile(
    rf"""
    <field\ name="(?P<field>{ATTRIBUTE}++)"(?P<type>{TYPE})>(?P<before>\s*+)
        (?:<value(?P<value_type>{TYPE})(?P<format>{FORMAT})(?P<stamp>{STAMP})>(?:(?P<section><!\[CDATA\[{SECTION}\]\]>)|{PLAIN})</value>
        |(?P<empty>{EMPTY}))(?P<after>\s*+)</field>
    |<multiField\ name="(?P<multi>{ATTRIBUTE}*+){MULTI_REST}
    |</(?P<closed>\w++)>
    |<model\ type="(?P<kind>{ATTRIBUTE}++)"\ id="{ATTRIBUTE}*+"\ deleted_state="{ATTRIBUTE}*+"{MODEL_REST}(?P<bare>\ ?/)?>
    |<(?P<holder>multiModelField|modelField)\ name="(?P<name>{ATTRIBUTE}++)"(?P<holder_type>{TYPE})(?P<void>\ ?/)?>
    |<(?P<other>(?!(?:field|value|model)\b|multi)[A-Za-z]\w*+)(?P<attributes>{ATTRIBUTES})(?P<ended>\ ?/)?>
    |(?P<blank>\s++)
    |(?P<text><!\[CDATA\[{SECTION}\]\]>|[^<&\]\s]{PLAIN})
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE_VALUE = re.compile(r'="[^"]*"')


class Plan(NamedTuple):
    """How the groups of a match become a model."""

    kind: str
    #: Names of fields with the groups of their texts.
    texts: list[tuple[str, int]]
    #: Names of fields with the plans of the models they hold.
    held: list[tuple[str, list[Plan]]]
    #: Names of fields that may hold several texts, with the groups of these.
    several: list[tuple[str, int]]


class _Shape(NamedTuple):
    match: Callable[[str, int], re.Match[str] | None]
    plan: Plan


class Shapes:
    """The shapes learnt from one report so far."""

    def __init__(self, wanted: frozenset[str]) -> None:
        """Start with none. `wanted` names the fields that are read."""
        self._wanted = wanted
        self._known: dict[str, list[_Shape]] = {}
        self._misses: dict[str, int] = {}

    def read(self, text: str, at: int) -> tuple[Model, int] | None:
        """Read the model that starts at a place, and give where the next thing starts; None when it has no known shape."""
        start = at + len(OPENING)
        kind = text[start : text.find('"', start)]
        shapes = self._known.get(kind, [])
        for place, shape in enumerate(shapes):
            found = shape.match(text, at)
            if found is not None:
                if place:
                    # What was just seen comes again soon.
                    shapes.insert(0, shapes.pop(place))
                groups = found.groups()
                return _build(shape.plan, groups, groups[0], groups[1]), found.end()
        self._miss(kind, text, at)
        return None

    def _miss(self, kind: str, text: str, at: int) -> None:
        misses = self._misses.get(kind, 0) + 1
        if len(self._misses) < 100:
            self._misses[kind] = misses
        if misses % _LEARN_EVERY == 0 and kind not in _NEVER:
            shapes = self._known.setdefault(kind, [])
            shape = _learn(text, at, self._wanted) if len(shapes) < _MOST_SHAPES else None
            if shape is not None:
                shapes.append(shape)


def _build(plan: Plan, groups: Sequence[str], identity: str, state: str) -> Model:
    model = Model(plan.kind, identity, state)
    texts = model.texts
    for name, group in plan.texts:
        text = groups[group]
        if text:
            texts.setdefault(name, text)
    for name, group in plan.several:
        if values := groups[group]:
            model.add(name, texts_in(values))
    if plan.held:
        model.models = {name: [_build(nested, groups, "", "") for nested in plans] for name, plans in plan.held}
    return model


def _learn(text: str, at: int, wanted: frozenset[str]) -> _Shape | None:
    """Make the shape of the model that starts at a place; None when it is too long or not in the usual form."""
    writer = _Writer(wanted)
    pos = at
    while pos - at < _MOST_CHARACTERS:
        step = _STEP.match(text, pos)
        if step is None or not writer.take(step):
            return None
        if not writer.open:
            return _Shape(re.compile("".join(writer.parts) + r"\s*+", re.VERBOSE | re.DOTALL).match, writer.root)
        pos = step.end()
    return None


class _Writer:
    """Writes the pattern of one model while its tags go by."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        self.parts: list[str] = []
        self.root = Plan("", [], [], [])
        #: Names of the open elements, with the plan whose fields come next, and the plans a field holds; None where nobody wants them.
        self.open: list[tuple[str, Plan | None, list[Plan] | None]] = []
        self._groups = 0

    def take(self, step: re.Match[str]) -> bool:
        """Take the next piece; False when it cannot be part of a shape."""
        if step["field"]:
            return self._field(step)
        if step["closed"]:
            self.parts.append(f"</{step['closed']}>")
            return self.open.pop()[0] == step["closed"]
        if step["kind"]:
            return self._model(step)
        if step["holder"]:
            return self._holder(step)
        if step["other"]:
            self._other(step)
        elif step["blank"]:
            self.parts.append(re.escape(step["blank"]))
        elif step["multi"] is not None:
            self._several(step["multi"])
        else:
            self.parts.append(rf"<!\[CDATA\[{SECTION}\]\]>" if step["text"].startswith("<") else PLAIN)
        return True

    def _field(self, step: re.Match[str]) -> bool:
        name = step["field"]
        plan = self.open[-1][1]
        opening = rf'<field\ name="{re.escape(name)}"{re.escape(step["type"])}>{re.escape(step["before"])}'
        closing = re.escape(step["after"]) + "</field>"
        if plan is None or name not in self._wanted:
            self.parts.append(f"{opening}(?:{VALUE}|{EMPTY}){closing}")
            return True
        if _NOT_COPIED.search(step["format"] or ""):
            return False
        how = bool(step["format"] or step["stamp"])
        # A value that is laid out anew, or empty but for its attributes, needs more than being copied.
        if step["section"] or step["empty"]:
            text = r"<!\[CDATA\[((?![\r\n]" + (r"|\]\]>" if how else "") + rf"){SECTION})\]\]>"
        else:
            text = r"((?![\r\n]" + ("|<" if how else "") + rf"){PLAIN})"
        value_type = re.escape(step["value_type"]) if step["value_type"] else TYPE
        stamp = rf'\ formattedTimestamp="{ATTRIBUTE}*+"' if step["stamp"] else ""
        plan.texts.append((name, self._group()))
        self.parts.append(f"{opening}(?:<value{value_type}{re.escape(step['format'] or '')}{stamp}>{text}</value>|{EMPTY}){closing}")
        return True

    def _several(self, name: str) -> None:
        plan = self.open[-1][1]
        opening = r"<multiField\ name=" + f'"{re.escape(name)}'
        if plan is None or name not in self._wanted:
            self.parts.append(opening + MULTI_REST)
        else:
            plan.several.append((name, self._group()))
            self.parts.append(opening + MULTI_TEXTS)

    def _model(self, step: re.Match[str]) -> bool:
        kind = step["kind"]
        is_root = not self.open
        identity = f"({ATTRIBUTE}*+)" if is_root else f"{ATTRIBUTE}*+"
        self.parts.append(
            rf'<model\ type="{re.escape(kind)}"\ id="{identity}"\ deleted_state="{identity}"{MODEL_REST}'
            + (r"\ ?/>" if step["bare"] else ">")
        )
        holder = self.open[-1][2] if self.open else None
        plan = None
        if is_root:
            self._groups = 2
            plan = self.root = Plan(kind, [], [], [])
        elif holder is not None:
            plan = Plan(kind, [], [], [])
            holder.append(plan)
        if not step["bare"]:
            self.open.append(("model", plan, None))
        return not (is_root and step["bare"])

    def _holder(self, step: re.Match[str]) -> bool:
        plan = self.open[-1][1]
        self.parts.append(
            rf'<{step["holder"]}\ name="{re.escape(step["name"])}"{re.escape(step["holder_type"])}' + (r"\ ?/>" if step["void"] else ">")
        )
        if not step["void"]:
            plans: list[Plan] | None = None
            if plan is not None and step["name"] in self._wanted:
                plans = []
                plan.held.append((step["name"], plans))
            self.open.append((step["holder"], None, plans))
        return True

    def _other(self, step: re.Match[str]) -> None:
        attributes = _ATTRIBUTE_VALUE.sub(lambda _: f'="{ATTRIBUTE}*+"', step["attributes"].replace(" ", r"\ "))
        self.parts.append(f"<{step['other']}{attributes}" + (r"\ ?/>" if step["ended"] else ">"))
        if not step["ended"]:
            self.open.append((step["other"], None, None))

    def _group(self) -> int:
        self._groups += 1
        return self._groups - 1
