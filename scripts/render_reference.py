"""Renders docs/reference/ from the code, so that it cannot be wrong; `--check` fails where a page differs."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from pydantic import BaseModel
from pydantic.fields import FieldInfo

import ingest.errors
import matcher.errors
from config.door import FOLDER
from config.hygiene_settings import HygieneSettings
from config.matching_settings import MatchingSettings
from config.settings import FROM_FILE_ONLY, PREFIX, Settings
from config.settings_sources import SECRETS
from ingest import READERS, Scope
from ingest.remark_codes import REMARK_CODES
from matcher.bootstrap import build
from matcher.cli.exit_codes import OTHER_CODES, exit_code_of
from matcher.cli.reference import command_reference
from matcher.domain.alerts.rule_description import describe_rules
from matcher.domain.guarding.number_list_description import describe_number_lists

#: What scripts/environment.py says; it must run without the packages of the product.
SET_UP_CODES = (
    ("python-too-old", 1, "Python 3.11 or newer is needed."),
    ("interrupted", 130, "It was stopped from the keyboard while it was set up."),
    (
        "set-up-failed",
        1,
        "The environment could not be made in its place, or the packages not installed: pip is older than 22.3, or no index is reached.",
    ),
)

#: What else is taken from the environment.
VARIABLES = (
    ("LINEWATCH_CONFIG", "The TOML file of the service's settings; by default `linewatch.toml` in the data folder, where there is one."),
    (
        "LINEWATCH_DEBUG",
        "`1` shows where a fault of ours arose. What is printed then may hold what the file holds: never send it on unread.",
    ),
    ("LINEWATCH_VENV", "Folder of the virtual environment that `scripts/` make; `.venv` in the checkout by default."),
    ("LINEWATCH_FUZZ_EXAMPLES", "How many requests the tests of the API make up for each operation; `scripts/fuzz_api` sets it."),
    ("LINEWATCH_CHROMIUM", "The browser the tests of the page use; by default the one on the path."),
    ("LINEWATCH_SAMPLES", "Folder of sample files of others that the tests read where there is one."),
)

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"


def main() -> None:
    """Write the pages, or compare them."""
    pages = {
        "formats.md": _formats(),
        "rules.md": _rules(),
        "errors.md": _errors(),
        "cli.md": _commands(),
        "numbers-lists.md": _lists(),
        "settings.md": _settings(),
        "remarks.md": _remarks(),
    }
    stale = [name for name, text in pages.items() if not (REFERENCE / name).is_file() or (REFERENCE / name).read_text("utf-8") != text]
    if "--check" in sys.argv[1:]:
        if stale:
            sys.exit(f"docs/reference is out of date ({', '.join(stale)}): run .venv/bin/python scripts/render_reference.py")
        return
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (REFERENCE / name).write_text(text, "utf-8")


def _page(title: str, parts: Iterator[str]) -> str:
    return "\n\n".join([f"# {title}", "Rendered from the code by `scripts/render_reference.py`; do not edit.", *parts]) + "\n"


def _formats() -> str:
    def parts() -> Iterator[str]:
        for reader in READERS:
            scopes = ", ".join(scope.value for scope in Scope if scope in reader.scopes)
            yield f"## {reader.name}\n\n{inspect.getdoc(type(reader))}\n\nMade by: {reader.made_by}\n\nScopes: {scopes}"

    return _page("Formats that are read", parts())


def _rules() -> str:
    return _page("Alert rules", iter([describe_rules(build().rules)]))


def _remarks() -> str:
    told = (
        "What a person must know of a file as a whole. The sentence stands in every answer about the file; its code stays the same "
        "when the words change."
    )
    rows = [f"| `{code}` | {meaning} |" for code, meaning in REMARK_CODES.items()]
    return _page("What is said of a file", iter([told, "\n".join(["| code | meaning |", "|---|---|", *rows])]))


def _commands() -> str:
    return _page("Command line", iter([command_reference()]))


def _lists() -> str:
    return _page("Protected and warning numbers", iter([describe_number_lists(build().lists)]))


def _settings() -> str:
    def parts() -> Iterator[str]:
        yield from _service_settings()
        yield "## Matching"
        yield from _figures("matching.yaml", MatchingSettings)
        yield "## Hygiene of the line list"
        yield from _figures("hygiene.yaml", HygieneSettings)
        yield "## Other variables"
        yield "\n".join(["| variable | meaning |", "|---|---|", *(f"| `{name}` | {meaning} |" for name, meaning in VARIABLES)])

    return _page("Settings", parts())


def _figures(name: str, model: type[BaseModel]) -> Iterator[str]:
    yield f"The figures of `config/{name}`. A key that is missing, unknown or out of its bounds is refused with file and line."
    comments: list[str] = []
    rows = []
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        if line.startswith("#"):
            comments.append(line.lstrip("# "))
        elif line:
            key, value = line.split(": ")
            bounds = model.model_json_schema()["properties"][key]
            rows.append(f"| `{key}` | {value} | {_say_bounds(**bounds)} | {' '.join(comments)} |")
        if not line or line[0] != "#":
            comments = []
    yield "\n".join(["| setting | shipped | bounds | meaning |", "|---|---|---|---|", *rows])


def _service_settings() -> Iterator[str]:
    yield "## Service"
    yield (
        "Each is a variable of the environment, or a key of a TOML file: the name in small letters without `LINEWATCH_`. What the command "
        "line says goes before the environment, and that before the file. A name that is no setting is refused, and all faults are told at "
        "once. Sizes are written as `500MiB`, folders and files count from where the service is started."
    )
    rows = []
    for name, each in Settings.model_fields.items():
        meaning = (each.description or "").replace("|", "\\|")
        variable = f"`{PREFIX}{name.upper()}`"
        if name in SECRETS:
            in_file = f"`{PREFIX}{name.upper()}_FILE`"
            variable = in_file if name in FROM_FILE_ONLY else f"{variable} or {in_file}"
            meaning += " The `_FILE` variable names a file that holds it."
        rows.append(f"| {variable} | {_say_setting(each)} | {meaning} |")
    yield "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])


def _say_setting(each: FieldInfo) -> str:
    shown = each.json_schema_extra.get("shown") if isinstance(each.json_schema_extra, dict) else None
    if shown is not None or each.default in (None, (), {}):
        return str(shown or "")
    return f"`{str(each.default).lower() if isinstance(each.default, bool) else each.default}`"


def _say_bounds(minimum: float, maximum: float | None = None, **_: object) -> str:
    return f"{minimum} or more" if maximum is None else f"{minimum} to {maximum}"


def _errors() -> str:
    def parts() -> Iterator[str]:
        yield "Each stands on one line of standard error as `linewatch: error: <code>: <sentence>`."
        yield _error_table("A file that was handed in", _kinds(ingest.errors))
        yield _error_table("What was asked", _kinds(matcher.errors))
        yield _error_table("The command itself", ((code, exit_code, meaning) for code, (exit_code, meaning) in OTHER_CODES.items()))
        yield _error_table("Setting up, before the command runs", SET_UP_CODES)

    return _page("Errors", parts())


def _error_table(title: str, rows: Iterable[tuple[str, int, str]]) -> str:
    lines = sorted(f"| `{code}` | {exit_code:d} | {meaning} |" for code, exit_code, meaning in rows)
    return "\n".join([f"## {title}\n", "| code | exit code | meaning |", "|---|---|---|", *lines])


def _kinds(module: ModuleType) -> Iterator[tuple[str, int, str]]:
    """Give every kind of error that is told; the root of a tree, and a kind whose code is that of one below it, hold others together."""
    for _, kind in inspect.getmembers(module, inspect.isclass):
        if not issubclass(kind, Exception) or kind.__module__ != module.__name__ or kind.__bases__ == (Exception,):
            continue
        if kind.code not in {below.code for below in kind.__subclasses__()}:
            yield kind.code, exit_code_of(kind), inspect.getdoc(kind).splitlines()[0]


if __name__ == "__main__":
    main()
