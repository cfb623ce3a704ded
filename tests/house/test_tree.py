"""What stands in the tree, what does not, and what its doors let through."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
from pathlib import Path

import pytest

from commands import linewatch

ROOT = Path(__file__).resolve().parents[2]

#: Packages whose `__init__.py` hands on what their modules make.
DOORS = sorted(
    path.relative_to(ROOT).as_posix()
    for room in ("matcher", "ingest", "config", "notation")
    for path in (ROOT / room).rglob("__init__.py")
    if "import" in path.read_text("utf-8")
)


def tracked() -> list[str]:
    """The files that are kept; outside of a clone, none."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


@pytest.mark.parametrize("door", DOORS)
def test_a_front_door_hands_on_what_it_says(door):
    """What the front door of a package imports is what its `__all__` names, in order."""
    tree = ast.parse((ROOT / door).read_text("utf-8"))
    imported = {alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    (told,) = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
    ]

    assert set(told) == imported
    assert len(set(told)) == len(told)


def test_no_package_of_others_has_the_name_of_one_of_ours():
    """No dependency brings a package called matcher, ingest, config or notation."""
    brought = importlib.metadata.packages_distributions()

    assert {
        name: brought[name] for name in ("matcher", "ingest", "config", "notation") if name in brought and brought[name] != ["linewatch"]
    } == {}


def test_no_lock_with_addresses_and_nothing_made_is_kept():
    """uv.lock, environments and caches are not part of the tree."""
    kept = [name for name in tracked() if re.search(r"(?:^|/)(?:uv\.lock|\.venv|__pycache__|\.[a-z]+_cache|dist|out|data)(?:/|$)", name)]

    assert kept == []


#: Words of the tools behind a text, which have no place in it. Spelt in pieces, so that this file keeps its own rule.
_TOOLS = re.compile(rf"\b(?:{'|'.join(('a' + 'gents?', 'se' + 'ssions?', 'A' + 'I', 'Cl' + 'aude', 'L' + 'LMs?'))})\b", re.IGNORECASE)

#: Where somebody signs in, and stays so for a while.
_SIGNED_IN = re.compile(r"se" + r"ssions?\b|user-a" + r"gent\b", re.IGNORECASE)
_ROOMS_OF_SIGNING_IN = (
    "config/settings",
    "docs/",
    "matcher/bootstrap_service.py",
    "matcher/cli/",
    "matcher/demo/",
    "matcher/domain/",
    "matcher/service/",
    "matcher/store/",
    "matcher/web/",
    "scripts/",
    "tests/",
)

#: Where one of these words is a word of the matter: a property of vCard (RFC 2426, 3.5.4), the name of a messenger, headers of programs.
_OF_THE_MATTER = {
    "ingest/decode/vcards/card.py",
    "ingest/readers/vcard.py",
    "tests/readers/test_vcard.py",
    "ingest/decode/values/user_ids.py",
    "ingest/decode/words/known_headers.py",
}


def test_the_project_speaks_of_itself_only():
    """No text of the tree speaks of the tools it may have been written with."""
    found = []
    for name in tracked():
        path = ROOT / name
        if name in _OF_THE_MATTER or name.startswith("requirements/") or path.suffix in {".xlsx", ".ufdr"} or not path.is_file():
            continue
        lines = path.read_text("utf-8", "replace").splitlines()
        if name.startswith(_ROOMS_OF_SIGNING_IN):
            lines = [_SIGNED_IN.sub("", line) for line in lines]
        found += [f"{name}: {line.strip()}" for line in lines if _TOOLS.search(line)]

    assert found == []


def test_the_sieve_for_words_of_tools_holds():
    """The words are found whole and in any case, and words that only contain them are not."""
    assert _TOOLS.search("the a" + "gent said")
    assert _TOOLS.search("Se" + "ssion 3")
    assert not _TOOLS.search("reagents said possessions are claimed in the main chain")


def test_no_seven_digits_reach_standard_error(tmp_path):
    """Whatever goes wrong (a faulty list, a file cut short, one that cannot be read, wrong usage), no number is told on standard error."""
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Jay\nTEL:07700 900123\nTEL:+44 7700 9001\nNOTE:ring 07700 900555\nEND:VCARD\n"
    (tmp_path / "phone.vcf").write_text(card + card[:70])
    (tmp_path / "rows.csv").write_text("Name,Phone\nJay,07700900123\nKit,7.7009E+09\nSolicitor,07700 900999\n" + "x" * 99)
    (tmp_path / "other.bin").write_bytes(b"XRY\x00 07700900123")
    (tmp_path / "lines.csv").write_text("line_id,number,07700900555\n" + "L1,07700 900123,x\n" * 2)
    (tmp_path / "faults.csv").write_text("line_id,number,status,first_seen\nL1,07700 90012,07700900123,07700900123\nL2,0800 1111,,\n")
    files = [tmp_path / name for name in ("phone.vcf", "rows.csv", "other.bin", "07700900123")]
    documents = ("--html", tmp_path / "a.html", "--csv", tmp_path / "a.csv")
    told = [
        linewatch("match", *files[:3], "--lines", tmp_path / "lines.csv", "--subject-age", 15, "--status", "missing", *documents),
        linewatch("extract", *files[:3]),
        linewatch("match", files[0], "--lines", tmp_path / "faults.csv"),
        linewatch("check", "07700 900123", "--lines", tmp_path / "lines.csv", "--at", "07700 900123"),
    ]
    # The day that a sentence gives as an example is nobody's number.
    heard = [said.err.replace("2026-04-20", "") for said in told]

    assert [said.code for said in told] == [3, 3, 4, 2]
    assert [re.findall(r"\d(?:[\s().-]{0,3}\d){6,}", err) for err in heard] == [[]] * len(told)
