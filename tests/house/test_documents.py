"""What the documents say is what the code does."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

import ingest.errors
import matcher.errors
from config.settings import FROM_FILE_ONLY, Settings
from config.settings_sources import SECRETS
from matcher.cli.app import app
from matcher.domain.line_list.columns import COLUMNS

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for pattern in ("*.md", "docs/**/*.md", "examples/*.md", "config/**/*.md", "tests/*.md")
    for path in sorted(ROOT.glob(pattern))
}
SOURCES = {path: path.read_text("utf-8") for room in ("matcher", "ingest", "config", "notation") for path in (ROOT / room).rglob("*.py")}

#: Blocks and spans of code.
CODE = re.compile(r"```.*?\n(.*?)```|`([^`\n]+)`", re.DOTALL)


def code_of(page: str) -> Iterator[str]:
    """Every line of a code block and every code span of a page."""
    for block, span in CODE.findall(page):
        yield from block.splitlines() if block else [span]


def commands_of(page: str) -> Iterator[str]:
    """What a page tells to type after `scripts/linewatch`, placeholders and all; `… match` stands for the same."""
    for line in code_of(page):
        found = re.match(r"(?:scripts/linewatch|…) ([a-z-].+)", line)
        if found:
            yield found[1]


COMMANDS = sorted({(page, command) for page, text in PAGES.items() for command in commands_of(text)})
COMMAND_LINE = get_command(app)


@pytest.mark.parametrize(("page", "typed"), COMMANDS, ids=[f"{page}: {typed}" for page, typed in COMMANDS])
def test_every_command_of_the_documents_parses(page, typed):
    """A command that a page names exists, with every option and value it is given."""
    words = shlex.split(re.sub(r"\[(--[\w-]+)\]", r"\1", typed), comments=True)
    command, context = COMMAND_LINE, COMMAND_LINE.make_context("linewatch", [], resilient_parsing=True)
    if words == ["--version"]:
        return
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words[0]]
        context = command.make_context(words.pop(0), list(words), parent=context)

    assert context.command is not COMMAND_LINE


def test_the_page_of_evidence_sets_up_a_store_before_it_asks_one():
    """Whoever types what stands there, from a clean clone on, meets no store that is not there."""
    typed = list(commands_of(PAGES["docs/evidence.md"]))
    asking = [at for at, words in enumerate(typed) if words.split()[0] in {"lines", "audit", "users"} and "validate" not in words]

    assert len(asking) > 0
    assert next(at for at, words in enumerate(typed) if words.startswith("init ")) < asking[0]
    assert any("lines import" in words and "--dry-run" not in words for words in typed[: asking[0] + 1])


def test_the_documents_name_commands_at_all():
    """The search finds the main job in the README, so that it cannot pass by finding nothing."""
    assert any(page == "README.md" and typed.startswith("match examples/") for page, typed in COMMANDS)
    assert len(COMMANDS) > 15


@pytest.mark.parametrize("command", sorted(name for name, each in COMMAND_LINE.commands.items() if not each.hidden))
def test_the_readme_names_every_command(command):
    """What `--help` lists stands in the README."""
    assert re.search(rf"(?:linewatch|…) {command}\b", PAGES["README.md"])


def test_the_reference_is_current():
    """The pages of docs/reference/ are what the code renders now."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/render_reference.py"), "--check"], capture_output=True, text=True, check=False, cwd=ROOT
    )

    assert (done.returncode, done.stderr) == (0, "")


def told_codes() -> set[str]:
    """Every code of an error line: of kinds of error that are raised, and those written where they are told."""
    kinds = {
        kind.code
        for module in (ingest.errors, matcher.errors)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Exception) and kind.__module__ == module.__name__ and kind.__bases__ != (Exception,)
    }
    written = {
        node.args[0].value
        for text in SOURCES.values()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "error_line"
        and isinstance(node.args[0], ast.Constant)
    }
    set_up = set(re.findall(r"linewatch: error: ([a-z-]+):", (ROOT / "scripts/environment.py").read_text("utf-8")))
    return kinds | written | set_up


def test_every_error_code_is_documented_and_every_documented_one_exists():
    """The page of errors names exactly the codes that can be told."""
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", PAGES["docs/reference/errors.md"], re.MULTILINE))

    assert documented == told_codes()


def test_every_setting_is_documented_and_every_documented_one_exists():
    """The page of settings names exactly the keys of the files of figures in config/, each with its meaning."""
    rows = re.findall(r"^\| `([a-z_]+)` \|.*\| (.*) \|$", PAGES["docs/reference/settings.md"], re.MULTILINE)

    assert {name for name, _ in rows} == {
        key for file in ("matching", "hygiene") for key in yaml.safe_load((ROOT / f"config/{file}.yaml").read_text("utf-8"))
    }
    assert all(meaning for _, meaning in rows)


def test_every_variable_of_the_environment_is_documented():
    """What is taken from the environment stands on the page of settings."""
    scripts = [path.read_text("utf-8") for folder in ("scripts", "tests") for path in (ROOT / folder).rglob("*.py")]
    asked = {name for text in (*SOURCES.values(), *scripts) for name in re.findall(r'"(LINEWATCH_[A-Z_]+)"', text)}
    asked |= {f"LINEWATCH_{name.upper()}" for name in Settings.model_fields if name not in FROM_FILE_ONLY}
    asked |= {f"LINEWATCH_{name.upper()}_FILE" for name in SECRETS}

    assert set(re.findall(r"`(LINEWATCH_[A-Z_]+)`", PAGES["docs/reference/settings.md"])) == asked


def test_every_column_of_a_line_list_is_documented():
    """The page of the line list names exactly the columns that are read."""
    cells = re.findall(r"^\| (`[a-z_`, ]+) \|", PAGES["docs/line-list.md"], re.MULTILINE)

    assert {name for cell in cells for name in re.findall(r"`([a-z_]+)`", cell)} == set(COLUMNS)


def test_every_script_is_in_the_guide():
    """What stands in scripts/ to be run is named in CONTRIBUTING, and nothing else is."""
    named = set(re.findall(r"^\| `scripts/(\w+)[^/`]*` \|", PAGES["CONTRIBUTING.md"], re.MULTILINE)) - {"render_reference"}
    there = {path.name for path in (ROOT / "scripts").iterdir() if path.is_file() and not path.suffix}

    assert named == there - {"environment_for_checks"}


def test_files_named_in_code_exist():
    """A file or folder of the tree that a page names in code is there."""
    path = re.compile(r"(?<![\w/.-])(?:tests|scripts|docs|config|ingest|matcher|examples|requirements)/[\w./-]+")
    # The example of a new rule is nobody's file.
    made_up = {"config/rules/ES-01.yaml"}
    missing = {
        f"{page}: {named}"
        for page, text in PAGES.items()
        for code in code_of(text)
        for named in path.findall(code)
        if "<" not in code and "*" not in code and named not in made_up and not (ROOT / named.rstrip(".")).exists()
    }

    assert missing == set()


def test_words_of_the_glossary_exist_in_the_code():
    """A word that the glossary places in the code is the name of a class or type there."""
    named = re.findall(r"^\|.*\| `(\w+)` \|$", PAGES["docs/glossary.md"], re.MULTILINE)
    code = "\n".join(SOURCES.values())
    strange = [name for name in named if not re.search(rf"^(?:class {name}\b|{name} = )", code, re.MULTILINE)]

    assert strange == []
    assert len(named) > 20


def test_the_image_copies_what_there_is():
    """What the Dockerfile copies exists, and it copies every package of the product."""
    copied = re.findall(r"^COPY (?!--)(\S+)", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)

    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {"matcher", "ingest", "config", "notation"} <= set(copied)


def test_the_unit_of_the_guide_can_write_what_the_service_writes():
    """Under `ProtectSystem=strict` the data folder alone is written; each folder it names is made before, and `init` runs outside it."""
    page = PAGES["docs/how-to/deploy.md"]
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str
    unit.read_string(re.search(r"```ini\n(.*?)```", page, re.DOTALL)[1])
    service, before = unit["Service"], page.partition("```ini")[0]
    named = dict(each.split("=", 1) for each in service["Environment"].split())
    key_folder = str(Path(named["LINEWATCH_KEY_FILE"]).parent)

    assert unit["Install"]["WantedBy"] == "multi-user.target"
    assert (service["ProtectSystem"], service["ReadWritePaths"]) == ("strict", named["LINEWATCH_DATA_DIR"])
    made = re.search(rf"^install .*--owner={service['User']} .*$", before, re.MULTILINE)[0].split()
    assert {named["LINEWATCH_DATA_DIR"], key_folder} <= set(made)
    assert all(f"{name}={value}" in before for name, value in named.items())
    assert re.search(r"^as_service init ", before, re.MULTILINE)
