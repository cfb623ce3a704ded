"""Loads the alert rules: every file is checked against the closed vocabulary, and its examples are run, before one rule is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from config.door import BadData, DataFault, Loaded, load_folder
from config.rule_files import ConditionData, ExampleData, RuleFile, VariantData
from matcher.domain.alerts.facts import PLACEHOLDER, PLACEHOLDERS
from matcher.domain.alerts.rule import (
    ALWAYS_ON,
    MAY_IGNORE_GRADE,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Effect,
    Example,
    Not,
    Recipient,
    Rule,
    Variant,
)
from matcher.domain.alerts.urgency import say_of
from matcher.domain.alerts.vocabulary import FACTS, Comparer, Fact, FactKind, FactValue, Scope, Sheet, fault_of, fault_of_value
from matcher.domain.screening import Urgency
from matcher.errors import BadConfiguration, Fault

_NOTHING = AllOf()

#: Effects without an urgency of their own.
_WITHOUT_VARIANTS = frozenset({Effect.RAISE_LEVEL, Effect.SUPPRESS})

_EXPECTED = {Effect.RAISE_LEVEL: ("raised",), Effect.SUPPRESS: ("suppressed",)}

At = tuple[str | int, ...]


def load_rules(config: Path) -> tuple[Rule, ...]:
    """Read `rules/` of a configuration folder and give the rules that are switched on, in the order of their ids.

    Raises:
        BadConfiguration: with every fault of every file, each with file and line.
    """
    try:
        return _rules_from(load_folder(config / "rules", RuleFile))
    except BadData as error:
        raise BadConfiguration(
            "The alert rules cannot be used.",
            hint="Correct the lines named, or use the rules that are shipped.",
            faults=tuple(Fault(f"{fault.file}, line {fault.line}", fault.sentence) for fault in error.faults),
        ) from error


def _rules_from(files: Iterable[Loaded[RuleFile]]) -> tuple[Rule, ...]:
    faults: list[DataFault] = []
    rules: list[Rule] = []
    seen: dict[str, str] = {}
    for loaded in files:
        if loaded.value.id in seen:
            faults.append(loaded.fault(f"the id is already used in {seen[loaded.value.id]}", "id"))
        seen[loaded.value.id] = loaded.file
        made = _Maker(loaded)
        rule = made.make()
        # Examples say something only of a rule that is sound.
        if not made.faults:
            made.check_examples(rule)
        faults += made.faults
        if loaded.value.enabled:
            rules.append(rule)
    if faults:
        raise BadData(faults)
    return tuple(sorted(rules, key=lambda rule: rule.id))


@dataclass(slots=True)
class _Maker:
    """Turns one checked file into a rule and notes what the vocabulary does not allow."""

    loaded: Loaded[RuleFile]
    faults: list[DataFault] = field(default_factory=list)

    def make(self) -> Rule:
        """Make the rule; where there were faults it is not to be used."""
        data = self.loaded.value
        scopes = tuple(filter(None, (self._scope(name, index) for index, name in enumerate(data.scope))))
        effect = self._effect(data.effect)
        if self.loaded.file.rpartition("/")[2] != f"{data.id}.yaml":
            self._fault("the file is named after the id of its rule", "id")
        if (effect in _WITHOUT_VARIANTS) is bool(data.variants):
            self._fault("variants are given for every effect but raise_level and suppress", "effect")
        self._check_switch(effect)
        self._check_texts(scopes, effect)
        return Rule(
            id=data.id,
            version=data.version,
            owner=data.owner,
            title=data.title,
            effect=effect,
            scopes=scopes,
            when=self._condition(data.when, ("when",), scopes),
            variants=tuple(self._variant(each, index, scopes) for index, each in enumerate(data.variants)),
            facts=tuple(data.facts),
            assessment=data.assessment,
            actions=tuple(data.actions),
            recipients=tuple(self._recipients(data.recipients, ("recipients",))),
            restricted=data.restricted or effect is Effect.WITHHOLD,
            stands_on_line_handset=data.stands_on_line_handset,
            source=data.source,
            rationale=data.rationale,
            examples=tuple(self._example(each, index, scopes) for index, each in enumerate(data.examples)),
        )

    def _fault(self, sentence: str, *at: str | int) -> None:
        self.faults.append(self.loaded.fault(sentence, *at))

    def _check_switch(self, effect: Effect) -> None:
        fixed = ALWAYS_ON.get(self.loaded.value.id)
        if fixed is None:
            return
        if not self.loaded.value.enabled:
            self._fault("this rule cannot be switched off; docs/decisions/0012 says why", "enabled")
        if effect is not fixed:
            self._fault(f"the effect of this rule is {fixed} and nothing else", "effect")

    def _scope(self, name: str, index: int) -> Scope | None:
        try:
            return Scope(name)
        except ValueError:
            self._fault(f"a scope is one of: {', '.join(Scope)}", "scope", index)
            return None

    def _effect(self, name: str) -> Effect:
        try:
            return Effect(name)
        except ValueError:
            self._fault(f"an effect is one of: {', '.join(Effect)}", "effect")
            return Effect.ALERT

    def _variant(self, data: VariantData, index: int, scopes: tuple[Scope, ...]) -> Variant:
        at: At = ("variants", index)
        if data.urgency not in Urgency.__members__:
            self._fault(f"an urgency is one of: {', '.join(Urgency)}", *at, "urgency")
        if data.ignores_grade and self.loaded.value.id not in MAY_IGNORE_GRADE:
            self._fault(f"only {', '.join(sorted(MAY_IGNORE_GRADE))} may leave the grade aside", *at, "ignores_grade")
        return Variant(
            urgency=Urgency.__members__.get(data.urgency, Urgency.P4),
            when=self._condition(data.when, (*at, "when"), scopes) if data.when else _NOTHING,
            because=data.because or "",
            facts=tuple(data.facts),
            recipients=tuple(self._recipients(data.recipients, (*at, "recipients"))),
            contains=frozenset(data.contains),
            ignores_grade=data.ignores_grade,
        )

    def _recipients(self, names: Iterable[str], at: At) -> Iterator[Recipient]:
        for index, name in enumerate(names):
            if (recipient := Recipient.__members__.get(name.upper())) is None or name != name.lower():
                self._fault(f"a recipient is one of: {', '.join(each.name.lower() for each in Recipient)}", *at, index)
            else:
                yield recipient

    def _condition(self, data: ConditionData, at: At, scopes: tuple[Scope, ...]) -> Condition:
        if data.all_ is not None:
            return AllOf(tuple(self._condition(part, (*at, "all", index), scopes) for index, part in enumerate(data.all_)))
        if data.any_ is not None:
            return AnyOf(tuple(self._condition(part, (*at, "any", index), scopes) for index, part in enumerate(data.any_)))
        if data.not_ is not None:
            return Not(self._condition(data.not_, (*at, "not"), scopes))
        return self._comparison(data, at, scopes)

    def _comparison(self, data: ConditionData, at: At, scopes: tuple[Scope, ...]) -> Condition:
        fact = self._fact(data.fact or "", (*at, "fact"), scopes)
        ((name, operand),) = data.comparisons.items()
        comparer = Comparer(name)
        if fact is None:
            return _NOTHING
        if (fault := fault_of(fact, comparer, operand)) is not None or not isinstance(operand, bool | int | str | tuple):
            self._fault(fault or "a value is missing", *at, name)
            return _NOTHING
        return Comparison(fact, comparer, operand)

    def _fact(self, name: str, at: At, scopes: tuple[Scope, ...]) -> Fact | None:
        try:
            fact = Fact(name)
        except ValueError:
            self._fault("is no fact; docs/reference/rules.md names them all", *at)
            return None
        about = FACTS[fact]
        if not about.scopes.issuperset(scopes):
            self._fault(f"'{fact}' is not known of every scope of this rule", *at)
        if about.readers and self.loaded.value.id not in about.readers:
            self._fault(f"'{fact}' may be read by {', '.join(sorted(about.readers))} only", *at)
        return fact

    def _check_texts(self, scopes: tuple[Scope, ...], effect: Effect) -> None:
        data = self.loaded.value
        # Restricted matches are named by nothing: their sentences may only speak of the person.
        known = PLACEHOLDERS[Scope.SCREENING] if effect is Effect.WITHHOLD else _shared_placeholders(scopes)
        places: list[tuple[At, str]] = [(("facts", index), text) for index, text in enumerate(data.facts)]
        for number, variant in enumerate(data.variants):
            places += [(("variants", number, "facts", index), text) for index, text in enumerate(variant.facts)]
        for at, text in places:
            if not known.issuperset(PLACEHOLDER.findall(text)):
                self._fault(f"a sentence may name: {', '.join(sorted(known))}", *at)
            if set("{}") & set(PLACEHOLDER.sub("", text)):
                self._fault("braces stand only around the name of a placeholder", *at)
        for at, text in (
            (("title",), data.title),
            (("assessment",), data.assessment),
            *((("actions", index), text) for index, text in enumerate(data.actions)),
        ):
            if set("{}") & set(text):
                self._fault("placeholders stand in facts only", *at)

    def _example(self, data: ExampleData, index: int, scopes: tuple[Scope, ...]) -> Example:
        values: dict[Fact, FactValue] = {}
        for name, value in data.given.items():
            at: At = ("examples", index, "given", name)
            # An example speaks of one scope of several.
            scope = next((each for each in scopes if name in Fact.__members__.values() and each in FACTS[Fact(name)].scopes), None)
            if (fact := self._fact(name, at, (scope,) if scope else scopes)) is None:
                continue
            several = FACTS[fact].kind in {FactKind.WORDS, FactKind.TEXTS}
            parts = value if isinstance(value, tuple) else (value,)
            fault = next((fault for part in parts if (fault := fault_of_value(fact, part)) is not None), None)
            if fault is not None or (isinstance(value, tuple) and not several):
                self._fault(fault or f"'{fact}' has one value", *at)
            elif FACTS[fact].kind is FactKind.WORDS:
                values[fact] = frozenset(str(part) for part in parts)
            elif FACTS[fact].kind is FactKind.TEXTS:
                values[fact] = tuple(str(part) for part in parts)
            elif isinstance(value, bool | int | str):
                values[fact] = value
        return Example(Sheet(values), data.expect)

    def check_examples(self, rule: Rule) -> None:
        """Run the examples: at least one each way, and every one as it says."""
        speaks = _EXPECTED.get(rule.effect, tuple(Urgency))
        for index, example in enumerate(rule.examples):
            if example.expect not in {"none", *speaks}:
                self._fault(f"an example expects none or one of: {', '.join(speaks)}", "examples", index, "expect")
            elif (said := say_of(rule, example.given)) != example.expect:
                self._fault(f"the example expects {example.expect}, the rule says {said}", "examples", index, "expect")
        ways = {example.expect == "none" for example in rule.examples}
        if ways != {True, False}:
            self._fault("there is an example where the rule speaks and one where it does not (none)", "examples")


def _shared_placeholders(scopes: tuple[Scope, ...]) -> frozenset[str]:
    return frozenset.intersection(*(PLACEHOLDERS[scope] for scope in scopes)) if scopes else frozenset()
