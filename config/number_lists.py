"""The shape of a file in config/numbers/: numbers, ranges, codes and words that are treated apart."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_CODE = re.compile(r"[0-9]{2,8}")
_PHRASE = re.compile(r"[^\W\d_]+( [^\W\d_]+)*")


def _e164(text: str) -> str:
    if not _E164.fullmatch(text):
        raise ValueError("a number is written as a plus sign and 7 to 15 digits, in quotes")
    return text


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError("a code is written as 2 to 8 digits, in quotes")
    return text


def _phrase(text: str) -> str:
    if not _PHRASE.fullmatch(text):
        raise ValueError("words are letters, with single spaces between them")
    return text.casefold()


E164 = Annotated[str, AfterValidator(_e164)]
Code = Annotated[str, AfterValidator(_code)]
Phrase = Annotated[str, AfterValidator(_phrase)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]

_STRICT = ConfigDict(frozen=True, extra="forbid", strict=True)


class NumberRange(BaseModel):
    """Whole numbers from `first` to `last`, both included."""

    model_config = _STRICT

    first: E164
    last: E164

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if len(self.first) != len(self.last) or self.first > self.last:
            raise ValueError("first and last have the same length, and first is not the larger")
        return self


class CodeRange(BaseModel):
    """Short or service numbers from `first` to `last`, both included."""

    model_config = _STRICT

    first: Code
    last: Code

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if len(self.first) != len(self.last) or self.first > self.last:
            raise ValueError("first and last have the same length, and first is not the larger")
        return self


class NumberListEntry(BaseModel):
    """One entry with its class, its name and where it comes from."""

    model_config = _STRICT

    group: Text
    name: Text
    source: Text
    #: False until a person has checked the entry before release.
    confirmed: bool
    numbers: list[E164] = []
    ranges: list[NumberRange] = []
    codes: list[Code] = []
    code_ranges: list[CodeRange] = []
    words: list[Phrase] = []
    names: list[Phrase] = []

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.numbers or self.ranges or self.codes or self.code_ranges or self.words or self.names):
            raise ValueError("an entry has numbers, ranges, codes, code_ranges, words or names")
        return self


class NumberListFile(BaseModel):
    """A whole file of config/numbers/."""

    model_config = _STRICT

    entries: list[NumberListEntry]

    @model_validator(mode="after")
    def _is_free_of_overlaps(self) -> Self:
        for kind in ("ranges", "code_ranges"):
            spans = sorted((int(each.first), int(each.last)) for entry in self.entries for each in getattr(entry, kind))
            if any(later[0] <= earlier[1] for earlier, later in pairwise(spans)):
                raise ValueError(f"two {kind} overlap")
        return self
