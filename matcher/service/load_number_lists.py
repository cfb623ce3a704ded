"""Loads the numbers and words that are treated apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from config.door import BadData, load_yaml
from config.number_lists import CodeRange, NumberListFile, NumberRange
from matcher.domain.guarding.protection import ListedRange, Listing, NumberLists, NumberSet
from matcher.errors import BadConfiguration, Fault


def load_number_lists(config: Path) -> NumberLists:
    """Read the three files of `numbers/` in a configuration folder.

    Raises:
        BadConfiguration: with every fault, each with file and line.
    """
    folder = config / "numbers"
    sets: dict[str, NumberSet] = {}
    faults: list[Fault] = []
    for name in ("protected", "warning", "family"):
        try:
            sets[name] = _set_of(load_yaml(folder / f"{name}.yaml", NumberListFile))
        except BadData as error:
            faults += (Fault(f"{fault.file}, line {fault.line}", fault.sentence) for fault in error.faults)
    if faults:
        raise BadConfiguration(
            "The lists of numbers set apart cannot be used.",
            hint="Correct the lines named, or use the lists that are shipped.",
            faults=tuple(faults),
        )
    return NumberLists(**sets)


def _set_of(file: NumberListFile) -> NumberSet:
    listed = [(entry, Listing(entry.group, entry.name, entry.source, entry.confirmed)) for entry in file.entries]
    return NumberSet(
        numbers={number: listing for entry, listing in listed for number in entry.numbers},
        ranges=tuple(each for entry, listing in listed for each in _ranges(entry.ranges, listing)),
        codes={code: listing for entry, listing in listed for code in entry.codes},
        code_ranges=tuple(each for entry, listing in listed for each in _ranges(entry.code_ranges, listing)),
        words={_phrase(words): listing for entry, listing in listed for words in entry.words},
        names={_phrase(words): listing for entry, listing in listed for words in entry.names},
    )


def _ranges(ranges: list[NumberRange] | list[CodeRange], listing: Listing) -> Iterator[ListedRange]:
    for each in ranges:
        yield ListedRange(int(each.first), int(each.last), listing)


def _phrase(words: str) -> tuple[str, ...]:
    return tuple(words.split())
