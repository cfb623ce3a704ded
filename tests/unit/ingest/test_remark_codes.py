"""The list of what may be said of a file as a whole names exactly the codes that are said."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import ingest
from ingest.remark_codes import REMARK_CODES


def _said() -> Iterator[str]:
    """Give the code of every remark that any module makes."""
    for path in Path(ingest.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called in {"Remark", "_remark"}:
                yield from _codes(node.args[0])
            for each in node.keywords:
                if each.arg == "remark":
                    yield from (code for part in ast.walk(each.value) if isinstance(part, ast.Tuple) for code in _codes(part.elts[0]))


def _codes(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_every_code_of_a_remark_is_explained_and_every_explained_one_is_said():
    """A reader of an answer finds each code on one page."""
    assert set(REMARK_CODES) == set(_said())
