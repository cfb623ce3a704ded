"""The shape of a file in config/rules/: one alert rule. Which facts, comparisons and effects there are is the domain's to say."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

_STRICT = ConfigDict(frozen=True, extra="forbid", strict=True)

Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_. -]{0,60}$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[0-9]{2}$")]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=1000)]

#: How deep conditions may be nested; deeper ones cannot be read by a person.
_DEEPEST = 5


def _value(value: object) -> object:
    if isinstance(value, list):
        if value and all(isinstance(each, str) for each in value):
            return tuple(value)
    elif isinstance(value, bool | int | str):
        return value
    raise ValueError("a value is a word, a whole number, true or false, or a list of words")


#: Checked against the fact it belongs to when the rule is made.
Value = Annotated[object, BeforeValidator(_value)]


class ConditionData(BaseModel):
    """One of: `all`, `any`, `not`, or a fact with exactly one comparison."""

    model_config = _STRICT

    all_: list[ConditionData] | None = Field(None, alias="all", min_length=1)
    any_: list[ConditionData] | None = Field(None, alias="any", min_length=1)
    not_: ConditionData | None = Field(None, alias="not")
    fact: Word | None = None
    is_: Value = Field(None, alias="is")
    is_not: Value = None
    one_of: Value = None
    at_least: Value = None
    at_most: Value = None
    below: Value = None
    includes: Value = None
    includes_any: Value = None
    says_any: Value = None
    is_known: Value = None

    @property
    def comparisons(self) -> dict[str, object]:
        """Every comparison given, by the name it has in the file."""
        given = {
            "is": self.is_,
            "is_not": self.is_not,
            "one_of": self.one_of,
            "at_least": self.at_least,
            "at_most": self.at_most,
            "below": self.below,
            "includes": self.includes,
            "includes_any": self.includes_any,
            "says_any": self.says_any,
            "is_known": self.is_known,
        }
        return {name: value for name, value in given.items() if value is not None}

    @property
    def depth(self) -> int:
        """How deep conditions stand in each other."""
        parts = [*(self.all_ or ()), *(self.any_ or ()), *((self.not_,) if self.not_ else ())]
        return 1 + max((part.depth for part in parts), default=0)

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        forms = [each for each in (self.all_, self.any_, self.not_, self.fact) if each is not None]
        if len(forms) != 1 or len(self.comparisons) != (self.fact is not None):
            raise ValueError("a condition is one of: all, any, not, or a fact with one comparison")
        if self.depth > _DEEPEST:
            raise ValueError(f"conditions stand in each other more than {_DEEPEST} deep")
        return self


class VariantData(BaseModel):
    """An urgency and when it applies; without `when`, always."""

    model_config = _STRICT

    urgency: Word
    when: ConditionData | None = None
    because: Sentence | None = None
    facts: list[Sentence] = []
    recipients: list[Word] = []
    contains: list[RuleId] = []
    ignores_grade: bool = False


class ExampleData(BaseModel):
    """Facts about one thing, and what the rule alone makes of it."""

    model_config = _STRICT

    given: dict[Word, Value]
    expect: Word


class RuleFile(BaseModel):
    """A whole rule."""

    model_config = _STRICT

    id: RuleId
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}(\.[0-9]{1,4}){0,2}$")]
    owner: Sentence
    enabled: bool
    title: Sentence
    effect: Word
    scope: Annotated[list[Word], Field(min_length=1)]
    when: ConditionData
    variants: list[VariantData] = []
    facts: list[Sentence] = []
    assessment: Sentence
    actions: Annotated[list[Sentence], Field(min_length=1)]
    recipients: list[Word] = []
    restricted: bool = False
    stands_on_line_handset: bool = False
    source: Sentence
    rationale: Sentence
    examples: Annotated[list[ExampleData], Field(min_length=2)]
