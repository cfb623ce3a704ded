"""Nothing the product says uses a word of the "Avoid" column of the language table (domain section 8.2)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.door import FOLDER
from matcher.service.load_rules import load_rules

ROOT = Path(__file__).resolve().parents[2]

#: The left column of the table, as people would write it.
AVOID = re.compile(
    r"""
    \b(?:
        drug[ ]runners?|runners?|dealers?|gang[ ]members?
      | involved[ ]in[ ](?:county[ ]lines|drugs|crime) | engag(?:e|es|ed|ing)[ ]in
      | associat(?:es|ed|ing)[ ]with | in[ ]a[ ]relationship[ ]with | older[ ]males?
      | contacting[ ]adults | (?:putting|puts?)[ ](?:themselves|himself|herself)[ ]at[ ]risk
      | lifestyle[ ]choices? | promiscuous | street-?wise | non-?engaging
      | abscond\w* | runaways?
      | (?:money[ ])?mules? | plugging | slaves? | bitch(?:es)? | elders?
      | hits? | targets? | positive[ ]results?
      | confirmed[ ]county[ ]lines[ ]child(?:ren)? | admitted(?![ ]by) | confess\w*
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

#: Names of fields, files and programs that the words stand in and that nobody reads as a sentence.
_CODE_LIKE = re.compile(r"[\w./#:{}*\[\]-]*")


def _strings(path: Path) -> Iterator[str]:
    """Every text of a module that may reach a person: all but documentation of the code and single words of it."""
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in documentation
            and not _CODE_LIKE.fullmatch(node.value)
        ):
            yield node.value


MODULES = sorted(
    path for room in ("matcher", "ingest", "notation") for path in (ROOT / room).rglob("*.py") if not path.match("words/headers.py")
)
PAGES = sorted(path for pattern in ("README.md", "docs/**/*.md", "matcher/render/*.jinja", "CHANGELOG.md") for path in ROOT.glob(pattern))


def test_no_sentence_of_the_code_uses_an_avoided_word():
    """No text in a module that a person may read holds a word that blames a child or calls a match a hit."""
    assert [(path.relative_to(ROOT).as_posix(), text) for path in MODULES for text in _strings(path) if AVOID.search(text)] == []


def test_no_page_uses_an_avoided_word():
    """No document or template holds such a word, outside of code."""
    lines = [(path.relative_to(ROOT).as_posix(), line.strip()) for path in PAGES for line in _prose(path).splitlines()]

    assert [each for each in lines if AVOID.search(each[1])] == []


def _prose(path: Path) -> str:
    return re.sub(r"```.*?```|`[^`]*`|\{[%{#].*?[%}#]\}|<[^>]*>", " ", path.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in load_rules(FOLDER)])
def test_no_rule_uses_an_avoided_word(rule):
    """No title, fact, assessment, action, reason or recipient of a rule holds such a word."""
    texts = [rule.title, rule.assessment, rule.rationale, rule.owner, *rule.facts, *rule.actions, *(each.value for each in rule.recipients)]
    for variant in rule.variants:
        texts += [variant.because, *variant.facts, *(each.value for each in variant.recipients)]

    assert [text for text in texts if AVOID.search(text)] == []


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in load_rules(FOLDER)])
def test_no_rule_tells_anybody_to_do_what_is_never_automated(rule):
    """An action asks a person to consider, tell, check or decide; none arrests, searches, charges, rings or scores (domain 8.1)."""
    forbidden = re.compile(
        r"\b(?:arrest|stop and search|seize|charge|prosecute|ring|phone up|message|text the|score|risk score)\b", re.IGNORECASE
    )

    assert [action for action in rule.actions if forbidden.search(action)] == []


@pytest.mark.parametrize(
    ("sentence", "is_avoided"),
    [
        ("The child is a drug runner.", True),
        ("A hit was found.", True),
        ("He absconded.", True),
        ("She associates with older males.", True),
        ("The Modern Slavery Act.", False),
        ("A match was found about a number.", False),
        ("The child went missing.", False),
        ("White space.", False),
    ],
)
def test_the_list_of_words_finds_what_it_should(sentence: str, is_avoided: bool):
    """The words are found as whole words and in any case, and nothing else is."""
    assert bool(AVOID.search(sentence)) is is_avoided
