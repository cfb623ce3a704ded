"""A rule that cannot be meant so is refused before any rule is used, with every fault of every file and its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from config.door import FOLDER
from matcher.errors import BadConfiguration
from matcher.service.load_rules import load_rules


@pytest.fixture
def rules(tmp_path):
    """A copy of the shipped rules, and a way to change the text of one."""
    shutil.copytree(FOLDER / "rules", tmp_path / "rules")

    def change(name: str, old: str, new: str) -> Path:
        path = tmp_path / "rules" / f"{name}.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return tmp_path

    return change


def faults_of(config: Path) -> list[str]:
    """Places and sentences of all faults."""
    with pytest.raises(BadConfiguration) as refused:
        load_rules(config)
    return [f"{fault.place}: {fault.sentence}" for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        pytest.param("AR-01", "fact: status, is", "fact: sex, is", "is no fact", id="sex is no fact"),
        pytest.param("AR-01", "fact: status, is", "fact: ethnicity, is", "is no fact", id="ethnicity is no fact"),
        pytest.param(
            "AR-01", "fact: line_closed, is: false", "fact: looked_after, is: true", "AR-13 only", id="care status is read by AR-13 only"
        ),
        pytest.param("AR-01", "one_of: [A, B]}", "one_of: [A, Q]}", "one of: A, B, C, D", id="a grade that is none"),
        pytest.param("AR-01", "is: missing}", "at_least: 3}", "cannot be asked", id="a question that makes no sense"),
        pytest.param("AR-01", "urgency: P1", "urgency: P0", "an urgency is one of", id="an urgency that is none"),
        pytest.param("AR-01", "effect: alert", "effect: arrest", "an effect is one of", id="an effect that is none"),
        pytest.param("AR-01", "duty_inspector", "parent", "a recipient is one of", id="a parent is no recipient"),
        pytest.param("AR-01", "{number}", "{name_of_child}", "a sentence may name", id="a word that is not offered"),
        pytest.param("AR-01", "expect: P1}", "expect: P3}", "the example expects P3", id="an example that does not hold"),
        pytest.param("AR-01", "id: AR-01", "id: AR-99", "named after the id", id="a file of another name"),
        pytest.param(
            "AR-04",
            "urgency: P2,",
            "urgency: P2, ignores_grade: true,",
            "only AR-03 may leave the grade aside",
            id="leaving the grade aside",
        ),
        pytest.param(
            "AR-17", "Something on this phone", "The line {line}", "a sentence may name", id="a restricted rule that names its line"
        ),
        pytest.param("AR-18", "enabled: true", "enabled: false", "cannot be switched off", id="protection switched off"),
        pytest.param("AR-24", "enabled: true", "enabled: false", "cannot be switched off", id="legal basis switched off"),
        pytest.param("AR-18", "effect: suppress", "effect: raise_level", "is suppress and nothing else", id="protection turned round"),
        pytest.param("AR-24", "effect: block", "effect: alert", "is block and nothing else", id="legal basis turned round"),
        pytest.param("AR-09", "enabled: true", "enabled: true\nrun: rm", "not a known key", id="a key that is unknown"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(rules, name: str, old: str, new: str, words: str):
    """What the closed vocabulary does not allow is told where it stands."""
    told = faults_of(rules(name, old, new))

    assert any(words in fault for fault in told)
    assert all(fault.startswith(f"rules/{name}.yaml, line ") for fault in told)


def test_faults_of_several_files_are_told_together(rules):
    """One run tells what is wrong in every file."""
    rules("AR-01", "urgency: P1", "urgency: P0")
    told = faults_of(rules("AR-12", "fact: status", "fact: mood"))

    assert {fault.split(",")[0] for fault in told} == {"rules/AR-01.yaml", "rules/AR-12.yaml"}


def test_an_object_of_python_is_only_text(rules):
    """A tag that would run code in other programs is refused."""
    assert faults_of(rules("AR-02", 'version: "1"', "version: !!python/object/apply:os.getcwd []"))


def test_a_rule_can_be_switched_off(rules):
    """A rule that is not enabled is checked and not used."""
    used = {rule.id for rule in load_rules(rules("AR-20", "enabled: true", "enabled: false"))}

    assert "AR-20" not in used
    assert "AR-01" in used


def test_the_wording_of_an_action_needs_no_code(rules):
    """An operator changes what is suggested, and the alert says it."""
    (rule,) = (
        rule for rule in load_rules(rules("AR-04", "Look at all lines together", "Look at every line at one table")) if rule.id == "AR-04"
    )

    assert any("at one table" in action for action in rule.actions)


@pytest.mark.parametrize("path", sorted((FOLDER / "rules").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_rule_has_version_owner_switch_and_source(path: Path):
    """Each rule carries what section 6 of the domain asks of every rule."""
    data = yaml.safe_load(path.read_text("utf-8"))

    assert data["id"] == path.stem
    assert data["version"]
    assert data["owner"]
    assert data["source"]
    assert data["rationale"]
    assert isinstance(data["enabled"], bool)
