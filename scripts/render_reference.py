"""Renders docs/reference/ from the code, so that it cannot be wrong; `--check` fails where a page differs."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import ingest.errors
import matcher.errors
from ingest import READERS, Scope
from matcher.bootstrap import build
from matcher.cli.reference import command_reference
from matcher.domain.number_list_description import describe_number_lists
from matcher.domain.rule_description import describe_rules

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"


def main() -> None:
    """Write the pages, or compare them."""
    pages = {"formats.md": _formats(), "rules.md": _rules(), "errors.md": _errors(), "cli.md": _commands(), "numbers-lists.md": _lists()}
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


def _commands() -> str:
    return _page("Command line", iter([command_reference()]))


def _lists() -> str:
    return _page("Protected and warning numbers", iter([describe_number_lists(build().lists)]))


def _errors() -> str:
    def parts() -> Iterator[str]:
        yield "Each stands on one line of standard error as `linewatch: error: <code>: <sentence>`."
        for module in (ingest.errors, matcher.errors):
            rows = [
                f"| `{kind.code}` | {inspect.getdoc(kind).splitlines()[0]} |"
                for _, kind in sorted(inspect.getmembers(module, inspect.isclass))
                if issubclass(kind, Exception) and kind.__module__ == module.__name__
            ]
            yield "\n".join(["| code | meaning |", "|---|---|", *rows])

    return _page("Errors", parts())


if __name__ == "__main__":
    main()
