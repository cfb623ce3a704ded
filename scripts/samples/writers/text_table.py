"""Rows as delimited text, with the encoding, line ends and quotes of the program that writes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from scripts.samples.numbers import Spelling
from scripts.samples.writers.cards import is_mobile


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a program writes its tables."""

    delimiter: str = ","
    newline: str = "\r\n"
    encoding: str = "utf-8"
    quotes_all: bool = False


def write_rows(rows: Iterable[Sequence[str]], dialect: Dialect = Dialect()) -> bytes:  # frozen
    """Write the rows; what the encoding cannot hold becomes a question mark, as in the programs."""
    text = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if dialect.quotes_all else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=dialect.delimiter, lineterminator=dialect.newline, quoting=quoting).writerows(rows)
    # Python's utf-16 marks its byte order; little-endian is what spreadsheet programs write.
    if dialect.encoding == "utf-16-le":
        return b"\xff\xfe" + text.getvalue().encode(dialect.encoding)
    return text.getvalue().encode(dialect.encoding, "replace")


def by_kind(numbers: Sequence[Spelling]) -> tuple[list[str], list[str]]:
    """Part the numbers of a person into mobiles and others."""
    return [number.text for number in numbers if is_mobile(number)], [number.text for number in numbers if not is_mobile(number)]


def place(header: Sequence[str], cells: dict[str, str]) -> list[str]:
    """Put named cells into a row under their header.

    Raises:
        KeyError: a cell has no column.
    """
    if missing := cells.keys() - set(header):
        raise KeyError(", ".join(sorted(missing)))
    return [cells.get(name, "") for name in header]


def put(cells: dict[str, str], columns: Sequence[str], values: Sequence[str]) -> None:
    """Put values into the columns made for them, first to first.

    Raises:
        ValueError: there are more values than columns.
    """
    if len(values) > len(columns):
        raise ValueError("a person has more numbers than the format has columns for")
    cells.update(zip(columns, values, strict=False))
