"""The project keeps its own rules."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("matcher", "ingest", "config", "notation")


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        return [path for path in ROOT.rglob("*") if path.is_file() and not {".venv", ".git", "__pycache__"} & set(path.parts)]
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def _texts() -> dict[str, str]:
    texts = {}
    for path in _tracked():
        if path.stat().st_size < 2_000_000 and path.suffix not in {".xlsx", ".ufdr", ".png"}:
            try:
                texts[path.relative_to(ROOT).as_posix()] = path.read_text("utf-8")
            except UnicodeDecodeError:
                continue
    return texts


TEXTS = _texts()
PYTHON = {name: text for name, text in TEXTS.items() if name.endswith(".py")}
PRODUCT = {name: text for name, text in PYTHON.items() if name.split("/")[0] in ROOMS}
TESTS = {name: text for name, text in PYTHON.items() if name.startswith("tests/") and Path(name).name.startswith("test_")}


@cache
def nodes_of(name: str) -> list[ast.AST]:
    """Read a module of the product once for all who look for something in it."""
    return list(ast.walk(ast.parse(PRODUCT[name])))


def test_every_test_carries_one_sentence():
    """Every test says in a docstring what is true."""
    silent = [
        f"{name}: {node.name}"
        for name, text in sorted(TESTS.items())
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]

    assert silent == []


def test_files_of_the_product_are_small():
    """No file of the product has more than 400 lines."""
    large = {name: len(text.splitlines()) for name, text in PRODUCT.items() if len(text.splitlines()) > 400}

    assert large == {}


def test_functions_of_the_product_are_small():
    """No function of the product has more than 50 lines."""
    large = {
        f"{name}:{node.name}": node.end_lineno - node.lineno + 1
        for name in PRODUCT
        for node in nodes_of(name)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno + 1 > 50
    }

    assert large == {}


def test_there_are_no_drawer_modules():
    """No module is called utils, helpers, common, base, misc or manager."""
    drawers = [name for name in PYTHON if Path(name).stem in {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager"}]

    assert drawers == []


def test_the_leaves_are_synchronous():
    """No function of ingest or the domain is async."""
    found = [
        f"{name}:{node.name}"
        for name in PRODUCT
        if name.startswith(("ingest/", "matcher/domain/"))
        for node in nodes_of(name)
        if isinstance(node, ast.AsyncFunctionDef)
    ]

    assert found == []


#: What the one catches it gives to whoever waits for the answer, and the other to the frame: both meet it at the edge.
PASS_ON = ("matcher/service/check_gate.py:", "matcher/web/server.py:")


def test_broad_excepts_stand_only_at_the_edge():
    """`except Exception` stands nowhere but at the outermost call of the command line, and around the handlers of the web room."""
    broad = [
        f"{name}:{node.lineno}"
        for name in PRODUCT
        for node in nodes_of(name)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]

    broad = [place for place in broad if not place.startswith(PASS_ON)]
    assert [place for place in broad if not place.startswith(("matcher/cli/", "matcher/web/frame.py:"))] == []
    assert len(broad) <= 2


def test_the_product_opens_no_connection():
    """No module of the product but those that serve people imports anything that could reach a network."""
    forbidden = {"socket", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "asyncio"}
    imported = {
        f"{name}: {module}"
        for name in PRODUCT
        for node in nodes_of(name)
        for module in _modules(node)
        if module.split(".")[0] in forbidden and module != "urllib.parse" and not _may_wait(name, module)
    }

    assert imported == set()


#: Where things are waited for: for the store, for a reader in its jail, for people. `web` is the room that speaks HTTP.
WAITING = (
    "matcher/service/",
    "matcher/demo/",
    "matcher/web/",
    "matcher/cli/",
    "matcher/worker.py",
    "matcher/bootstrap_service.py",
    # Rests between small transactions.
    "matcher/store/strides.py",
    # Writers take turns.
    "matcher/store/database.py",
    # Hashing and opening answers, which take long, opening a store with a driver that blocks, and looking at files are done in threads.
    "matcher/store/lives.py",
    "matcher/store/opened_before.py",
    "matcher/store/passwords.py",
    "matcher/store/place.py",
)


def _may_wait(name: str, module: str) -> bool:
    rooms = {"asyncio": WAITING, "aiohttp": ("matcher/web/",), "socket": ("matcher/cli/", "matcher/worker.py")}
    return name.startswith(rooms.get(module.split(".", maxsplit=1)[0], ("nowhere",)))


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module]
    return []


#: Any UK mobile as people write it.
MOBILE = re.compile(r"(?<![\d\w])(?:\+44|0044|44|0)[\s.-]?\(?0?\)?7(?:[\s.-]?\d){9}(?!\d)")

#: Prefixes of Jersey, Guernsey and the Isle of Man, which have no drama range, and which the normaliser must know.
ISLANDS = ("7624", "7524", "7924", "7797", "7781", "7839", "7911", "7829", "7509", "7937", "77003", "77007", "77008", "7457")


#: A voicemail service of a network, which the warning list has to name (domain section 11.6).
SERVICES = ("7836121121",)


def test_mobile_numbers_in_the_tree_are_drama_numbers():
    """Every mobile number in code, tests, documents and examples lies in the drama range or in a listed island range."""
    strange = [
        f"{name}: {found.group()}"
        for name, text in sorted(TEXTS.items())
        if "requirements/" not in name
        for found in MOBILE.finditer(text)
        if not re.sub(r"\D", "", found.group())[-10:].startswith(("7700900", *ISLANDS, *SERVICES))
    ]

    assert strange == []


def test_no_registry_host_or_machine_path_is_named():
    """The tree names no package registry and no folder of a developer's machine."""
    hosts = re.compile("|".join(("py" + r"pi\.org", "python" + r"hosted\.org", "registry" + r"\.npm" + "js", r"deb\." + "debian")))
    paths = re.compile("(?<![\\w.])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "ho" + "me")) + r")/\w")
    found = [name for name, text in TEXTS.items() if hosts.search(text) or paths.search(text)]

    assert found == []


def test_the_locks_carry_hashes_and_no_address():
    """Every pinned package has a hash, and no lock file names an address."""
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_relative_links_in_the_documents_resolve():
    """Every relative link of a Markdown page leads to a file."""
    broken = [
        f"{name}: {target}"
        for name, text in TEXTS.items()
        if name.endswith(".md")
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)
        if not ((ROOT / name).parent / target).exists()
    ]

    assert broken == []


def test_every_decision_is_numbered_once():
    """Decisions are numbered without gaps."""
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))

    assert numbers == list(range(1, len(numbers) + 1))
