"""The one door to YAML data: closed, typed, and every fault with its file and line.

What lives here: reading, checking, locating. What a file may say stands in the models: `number_lists`, `matching_settings`, `rule_files`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

#: The data that is shipped; an operator may give a folder of the same shape.
FOLDER = Path(__file__).resolve().parent

#: More is no configuration somebody wrote.
_LARGEST_BYTES = 1_000_000
_SUFFIXES = frozenset({".yaml", ".yml"})
_DEEPEST = 20

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,15})", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,15})\.[0-9]{1,15}", re.ASCII)
_PLAIN_WORDS: Mapping[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}

#: Names that may stand in a fault; anything else could be a number or a person.
_SAFE_NAME = re.compile(r"[A-Za-z_][A-Za-z_-]{0,40}", re.ASCII)

_SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "is not a known key",
    "string_type": "is text; put quotes around it",
    "bool_type": "is true or false",
    "int_type": "is a whole number",
    "float_type": "is a number",
    "list_type": "is a list",
    "tuple_type": "is a list",
    "model_type": "is a group of keys",
    "dict_type": "is a group of keys",
    "none_required": "is left out",
}

M = TypeVar("M", bound=BaseModel)
At = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class DataFault:
    """One thing wrong in one file. The sentence never quotes a value."""

    #: Folder and name: `rules/AR-01.yaml`.
    file: str
    #: Counted from 1.
    line: int
    sentence: str


class BadData(Exception):
    """Data files that cannot be used, with every fault of every file."""

    def __init__(self, faults: Iterable[DataFault]) -> None:
        """Put the faults in the order of files and lines."""
        self.faults = tuple(sorted(set(faults)))
        super().__init__("; ".join(f"{fault.file}, line {fault.line}: {fault.sentence}" for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Loaded(Generic[M]):
    """A checked file that still knows where each of its values stands."""

    file: str
    value: M
    _lines: Mapping[At, int] = field(repr=False)

    def fault(self, sentence: str, *at: str | int) -> DataFault:
        """Make a fault at a key or list position; at the nearest line above it where that is not in the file."""
        return DataFault(self.file, _line_of(at, self._lines)[1], sentence)


def load_yaml(path: Path, model: type[M]) -> M:
    """Read one file and check it.

    Raises:
        BadData: with every fault, each with file and line.
    """
    return _load(path, model).value


def load_folder(folder: Path, model: type[M]) -> tuple[Loaded[M], ...]:
    """Read and check every `.yaml` file of a folder, in the order of their names; hidden files and other kinds of file are left alone.

    Raises:
        BadData: with every fault of every file; also when the folder has no such file, and for a `.yml` file, which would be overlooked.
    """
    try:
        names = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise BadData([DataFault(_name_of(folder), 1, f"cannot be read: {error.strerror or 'input/output error'}")]) from error
    misnamed = [path for path in names if path.suffix.lower() in _SUFFIXES and path.suffix != ".yaml"]
    faults = [DataFault(_name_of(path), 1, "is not read: its name must end in .yaml") for path in misnamed]
    files = [path for path in names if path.suffix == ".yaml"]
    if not files:
        faults.append(DataFault(_name_of(folder), 1, "there is no .yaml file in this folder"))
    loaded: list[Loaded[M]] = []
    for path in files:
        try:
            loaded.append(_load(path, model))
        except BadData as error:
            faults += error.faults
    if faults:
        raise BadData(faults)
    return tuple(loaded)


def _load(path: Path, model: type[M]) -> Loaded[M]:
    name = _name_of(path)
    lines: dict[At, int] = {(): 1}
    faults: list[DataFault] = []
    value = _Builder(name, lines, faults).build(_read(path, name), ())
    try:
        checked = model.model_validate(value)
    except ValidationError as error:
        faults += [_located(each, name, lines) for each in error.errors(include_url=False, include_input=False, include_context=False)]
        raise BadData(faults) from None
    if faults:
        raise BadData(faults)
    return Loaded(name, checked, lines)


def _name_of(path: Path) -> str:
    return "/".join(path.parts[-2:])


def _read(path: Path, name: str) -> yaml.Node:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_BYTES + 1)
    except OSError as error:
        raise BadData([DataFault(name, 1, f"cannot be read: {error.strerror or 'input/output error'}")]) from error
    if len(data) > _LARGEST_BYTES:
        raise BadData([DataFault(name, 1, f"has more than {_LARGEST_BYTES} bytes")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadData([DataFault(name, data.count(b"\n", 0, error.start) + 1, "is not UTF-8 text")]) from error
    try:
        return _compose(text, name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadData([DataFault(name, mark.line + 1 if mark else 1, f"is not YAML: {error.problem or 'unreadable'}")]) from error
    except yaml.YAMLError as error:
        raise BadData([DataFault(name, 1, "is not YAML: it holds a character that may not stand in text")]) from error


def _compose(text: str, name: str) -> yaml.Node:
    # The flat pass comes first: what would multiply, recurse or construct never reaches the composer.
    if faults := list(_forbidden(yaml.parse(text, Loader=yaml.CSafeLoader), name)):
        raise BadData(faults)
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    if node is None:
        raise BadData([DataFault(name, 1, "is empty")])
    return node


def _forbidden(events: Iterable[yaml.Event], name: str) -> Iterator[DataFault]:
    depth = documents = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield DataFault(name, line, "anchors and aliases (& and *) are not used in these files; put quotes around text that begins so")
        elif getattr(event, "tag", None):
            yield DataFault(name, line, "tags (!) are not used in these files; put quotes around text that begins so")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                yield DataFault(name, line, f"is nested more than {_DEEPEST} deep")
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                yield DataFault(name, line, "a file holds one document, without --- in between")


@dataclass(frozen=True, slots=True)
class _Builder:
    """Turns nodes into plain values and notes the line of each; `no` is a word, and `0800` keeps its zero."""

    name: str
    lines: dict[At, int]
    faults: list[DataFault]

    def build(self, node: yaml.Node, at: At) -> object:
        """Build the value of one node."""
        self.lines.setdefault(at, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*at, index)) for index, child in enumerate(node.value)]
        # Only scalars are left: the composer knows three kinds of node.
        return _scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _mapping(self, node: yaml.MappingNode, at: At) -> dict[str, object]:
        built: dict[str, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.faults.append(DataFault(self.name, line, "a key is a word"))
                continue
            key = str(key_node.value)
            if key in built:
                self.faults.append(DataFault(self.name, line, f"{_say_name(key)} stands twice"))
                continue
            self.lines[*at, key] = line
            built[key] = self.build(value_node, (*at, key))
        return built


def _scalar(node: yaml.ScalarNode) -> object:
    text = str(node.value)
    if node.style in {"'", '"', "|", ">"}:
        return text
    if text in _PLAIN_WORDS:
        return _PLAIN_WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text


def _say_name(key: str) -> str:
    return f"'{key}'" if _SAFE_NAME.fullmatch(key) else "a key"


def _located(error: ErrorDetails, name: str, lines: Mapping[At, int]) -> DataFault:
    at, line = _line_of(error["loc"], lines)
    rest = [part for part in error["loc"][-1:] if error["type"] in {"missing", "extra_forbidden"}]
    keys = [part for part in (*at, *(part for part in rest if not at or at[-1] != part)) if isinstance(part, str)]
    where = ".".join(_say_name(key).strip("'") for key in keys) or "the file"
    message = _SENTENCES.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    return DataFault(name, line, f"{where}: {message}" if error["type"] not in _SENTENCES else f"{where} {message}")


def _line_of(loc: Iterable[str | int], lines: Mapping[At, int]) -> tuple[At, int]:
    # A location may also name a branch of a union, which stands in no file.
    at: At = ()
    for part in loc:
        if (*at, part) in lines:
            at = (*at, part)
    return at, lines[at]
