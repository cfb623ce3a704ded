"""Where settings come from: what the command line says, then the environment, then one TOML file, then the defaults.

Every fault of every source is told at once, with its place and without its value. A name that is no setting is refused, in the file and in
the environment: a misspelt setting that is passed over is a setting that is not in force.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import EnvSettingsSource

from config.settings import FROM_FILE_ONLY, PREFIX, Settings

#: The file that is read where none is named, if it is there.
FILE_NAME = "linewatch.toml"

#: Secrets may stand in a file of their own, which `<name>_file` names.
SECRETS = tuple(name for name, each in Settings.model_fields.items() if "SecretStr" in str(each.annotation))

#: Names that something other than the service takes from the environment.
_OF_OTHERS = frozenset(
    {"LINEWATCH_CONFIG", "LINEWATCH_DEBUG", "LINEWATCH_VENV", "LINEWATCH_CHROMIUM", "LINEWATCH_FUZZ_EXAMPLES", "LINEWATCH_SAMPLES"}
)

#: More is no configuration somebody wrote.
_LARGEST_BYTES = 1_000_000
#: Names that may stand in a fault; anything else could be a number or a person.
_SAFE_NAME = re.compile(r"[A-Za-z_]{1,60}", re.ASCII)
_LINE_OF_TOML = re.compile(r"at line (\d+)")

_SENTENCES = {
    "bool_parsing": "is true or false",
    "bool_type": "is true or false",
    "byte_size": "is a size such as 500MiB",
    "byte_size_unit": "is a size such as 500MiB",
    "dict_type": "is a group of keys",
    "extra_forbidden": "is no setting",
    "int_from_float": "is a whole number",
    "int_parsing": "is a whole number",
    "int_type": "is a whole number",
    "ip_any_network": "holds what is no network",
    "path_type": "is a path",
    "string_type": "is text",
    "string_too_short": "is empty",
    "tuple_type": "is a list",
}


class SettingFault(NamedTuple):
    """One thing wrong in one place. The sentence never quotes a value."""

    #: `LINEWATCH_PORT`, `linewatch.toml, line 3` or `--port`.
    place: str
    sentence: str


class BadSettings(Exception):
    """Settings that cannot be used, with every fault."""

    def __init__(self, faults: list[SettingFault]) -> None:
        """Put the faults in the order of their places."""
        self.faults = tuple(sorted(set(faults)))
        super().__init__("; ".join(f"{fault.place}: {fault.sentence}" for fault in self.faults))


def load_settings(**given: object) -> Settings:
    """Put the settings together.

    The file is the one `LINEWATCH_CONFIG` names, or `linewatch.toml` in the data folder where there is one.

    Args:
        given: Settings that are in force whatever environment and file say; None is as good as left out.

    Raises:
        BadSettings: with every fault.
    """
    values = _Values()
    values.add({name: value for name, value in given.items() if value is not None}, "--{option}")
    _add_environment(values)
    _add_file(values)
    _read_secrets(values)
    try:
        settings = Settings(**values.found)
    except ValidationError as error:
        values.faults += [
            each for details in error.errors(include_url=False, include_input=False) for each in values.told(details) if each.sentence
        ]
        raise BadSettings(values.faults) from None
    if values.faults:
        raise BadSettings(values.faults)
    return settings


@dataclass
class _Values:
    """What was found so far, with the place of each value."""

    found: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    faults: list[SettingFault] = field(default_factory=list)

    def add(self, more: Mapping[str, Any], place: str, lines: Mapping[str, int] | None = None) -> None:
        """Take values that are in force where no earlier source has one."""
        earlier = {_one_name(name) for name in self.found}
        for name, value in more.items():
            if _one_name(name) in earlier:
                continue
            self.found[name] = value
            line = (lines or {}).get(name, 1)
            self.places[name] = place.format(name=name.upper(), option=name.replace("_", "-"), line=line)
            if name in SECRETS and f"{name}_file" in more:
                self.faults.append(self.fault(name, "stands beside the file it is taken from"))

    def fault(self, name: str, sentence: str) -> SettingFault:
        """Make a fault of a setting at its place."""
        place = self.places.get(name, "settings")
        said = "" if place.startswith(("--", PREFIX)) else f"{name if _SAFE_NAME.fullmatch(name) else 'a key'} "
        return SettingFault(place if _SAFE_NAME.fullmatch(name) else place.split(",")[0], f"{said}{sentence}")

    def told(self, details: ErrorDetails) -> Iterator[SettingFault]:
        """Put what the model refuses into a sentence of ours."""
        kind, context = details["type"], details.get("ctx", {})
        if kind == "default_factory_not_called":
            return
        if not details["loc"]:
            yield SettingFault("settings", details["msg"].removeprefix("Value error, "))
            return
        sentence = _SENTENCES.get(kind) or _sentence_of(kind, context) or "cannot be used"
        if kind == "value_error":
            sentence = details["msg"].removeprefix("Value error, ")
        yield self.fault(str(details["loc"][0]), sentence)


def _one_name(name: str) -> str:
    """A secret is one setting, whether it is given itself or by the file it stands in."""
    return name.removesuffix("_file") if name.removesuffix("_file") in SECRETS else name


def _sentence_of(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "greater_than_equal":
        return f"is {context['ge']} or more"
    if kind == "less_than_equal":
        return f"is {context['le']} or less"
    if kind == "literal_error":
        return f"is one of {context['expected']}"
    if kind == "string_pattern_mismatch":
        return "is a country code such as GB"
    return ""


def _add_environment(values: _Values) -> None:
    source = EnvSettingsSource(Settings, env_prefix=PREFIX, case_sensitive=False, env_ignore_empty=True)
    known = source()
    accepted = set(Settings.model_fields) | {f"{name}_file" for name in SECRETS}
    for variable, value in os.environ.items():
        name = variable[len(PREFIX) :].lower()
        if not variable.startswith(PREFIX) or variable in _OF_OTHERS or not value:
            continue
        if name not in accepted:
            values.faults.append(SettingFault(variable if _SAFE_NAME.fullmatch(variable) else "environment", "is no setting"))
        elif name in FROM_FILE_ONLY:
            values.faults.append(SettingFault(variable, f"is taken from a file: name it in {variable}_FILE"))
        elif name.removesuffix("_file") in SECRETS and name not in known:
            known[name] = value
    values.add({name: value for name, value in known.items() if name not in FROM_FILE_ONLY}, f"{PREFIX}{{name}}")


def _add_file(values: _Values) -> None:
    named = os.environ.get("LINEWATCH_CONFIG")
    path = Path(named) if named else Path(str(values.found.get("data_dir", "data"))).expanduser() / FILE_NAME
    if not named and not path.exists():
        return
    try:
        text = _text_of(path)
        found = tomllib.loads(text)
    except BadSettings as error:
        values.faults += error.faults
        return
    except tomllib.TOMLDecodeError as error:
        line = _LINE_OF_TOML.search(str(error))
        values.faults.append(SettingFault(f"{path.name}, line {line[1]}" if line else path.name, "is not TOML"))
        return
    for name in sorted(FROM_FILE_ONLY & found.keys()):
        values.faults.append(SettingFault(path.name, f"{name} is taken from a file: name it in {name}_file"))
        del found[name]
    values.add(found, f"{path.name}, line {{line}}", {name: _line_of(name, text) for name in found})


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_BYTES + 1)
    except OSError as error:
        raise BadSettings([SettingFault(path.name, f"cannot be read: {error.strerror or 'input/output error'}")]) from error
    if len(data) > _LARGEST_BYTES:
        raise BadSettings([SettingFault(path.name, f"has more than {_LARGEST_BYTES} bytes")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadSettings([SettingFault(f"{path.name}, line {line}", "is not UTF-8 text")]) from error


def _line_of(name: str, text: str) -> int:
    written = re.search(rf"^\s*\[*\s*[\"']?{re.escape(name)}[\"']?\s*[=\].]", text, re.MULTILINE)
    return text.count("\n", 0, written.end()) + 1 if written else 1


def _read_secrets(values: _Values) -> None:
    for name in SECRETS:
        path = values.found.pop(f"{name}_file", None)
        if path is None:
            continue
        values.places[name] = values.places[f"{name}_file"]
        try:
            secret = _text_of(Path(str(path)).expanduser()).strip()
        except BadSettings as error:
            values.faults += [values.fault(f"{name}_file", f"names a file that {each.sentence}") for each in error.faults]
            continue
        if secret:
            values.found[name] = SecretStr(secret)
        else:
            values.faults.append(values.fault(f"{name}_file", "names a file that is empty"))
