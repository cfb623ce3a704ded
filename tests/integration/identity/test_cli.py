"""Setting up a store and looking after its people from the command line, as somebody at the machine does."""

import json
import os
import stat

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from matcher.cli.app import run
from matcher.store.database import connect_embedded
from matcher.store.keys import load_key_file

PASSWORD = "gull quarry ninefold tepid"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Give a data folder that is not there yet, and no setting from outside."""
    for name in [each for each in os.environ if each.startswith("LINEWATCH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LINEWATCH_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def linewatch(here, capsys):
    """Run a command, and give its exit code, its JSON and what it said beside that."""

    def call(*arguments):
        code = run(arguments)
        said = capsys.readouterr()
        lines = [json.loads(line) for line in said.out.splitlines() if line.startswith("{")]
        return code, lines[0] if len(lines) == 1 else lines, said.out + said.err

    return call


def set_up(linewatch, *more):
    code, made, said = linewatch("init", "--organisation", "North Partnership", "--unit", "Hillside", "--json", *more)
    assert code == 0, said
    return made["accounts"][0]


def test_a_folder_is_set_up_with_a_first_administrator(here, linewatch):
    """What is printed is the shape of the contract; the folder, key and database are for this user only."""
    first = set_up(linewatch)

    assert sorted(first) == ["organisation", "password", "role", "token", "username"]
    assert (first["role"], first["organisation"], first["username"]) == ("admin", "North Partnership", "admin")
    assert first["token"].startswith("tok_")
    assert stat.S_IMODE((here / "linewatch.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(here.stat().st_mode) == 0o700


def test_nothing_of_it_stands_in_the_files(here, linewatch):
    """Neither names nor secrets can be read in the database without its key."""
    first = set_up(linewatch)
    content = b"".join(path.read_bytes() for path in here.glob("linewatch.db*"))

    assert not any(
        text.encode() in content for text in ("North Partnership", first["token"].partition(".")[2], first["password"], "SQLite")
    )


def test_a_store_is_set_up_once(linewatch):
    """The second time is refused and changes nothing: the first administrator's account is still the only one."""
    set_up(linewatch)

    code, _, said = linewatch("init", "--username", "other")

    assert code == 2
    assert "conflict: The store is set up already." in said
    assert [each["username"] for each in linewatch("users", "list", "--json")[1]["accounts"]] == ["admin"]


def test_a_store_without_its_key_file_gets_no_new_one(here, linewatch):
    """A key beside a store it does not open would only stand in the way of the right one."""
    set_up(linewatch)
    (here / "linewatch.key").unlink()

    code, _, said = linewatch("init")

    assert code == 6
    assert "wrong-key" in said
    assert not (here / "linewatch.key").exists()


def test_setting_up_goes_on_where_it_was_interrupted(here, linewatch):
    """A key file and empty tables that an interrupted run left are used."""
    from matcher.store.keys import create_key_file
    from matcher.store.migrate import migrate

    keys = create_key_file(here / "linewatch.key")
    migrate(f"sqlite:///{here / 'linewatch.db'}", keys.database_key)

    assert set_up(linewatch)["role"] == "admin"
    assert load_key_file(here / "linewatch.key").fingerprint == keys.fingerprint


def test_a_store_that_was_never_set_up_to_its_end_is_not_opened(here, linewatch):
    """Every other command says what to do first."""
    from matcher.store.keys import create_key_file
    from matcher.store.migrate import migrate

    keys = create_key_file(here / "linewatch.key")
    migrate(f"sqlite:///{here / 'linewatch.db'}", keys.database_key)

    code, _, said = linewatch("users", "list")

    assert (code, "never set up to its end" in said) == (6, True)


@pytest.mark.parametrize("command", [("users", "list"), ("audit", "verify"), ("audit", "list"), ("organisations", "list")])
def test_without_a_store_nothing_is_made(here, linewatch, command):
    """Looking into a folder that is not there says so and leaves no file behind."""
    code, _, said = linewatch(*command)

    assert code == 6
    assert "linewatch init" in said
    assert not here.exists()


def test_another_key_opens_nothing(here, linewatch):
    """With the key of another store the commands say so."""
    set_up(linewatch)
    (here / "linewatch.key").unlink()
    from matcher.store.keys import create_key_file

    create_key_file(here / "linewatch.key")

    code, _, said = linewatch("audit", "verify")

    assert code == 6
    assert "key is another one" in said


def test_a_given_password_is_used_and_not_printed_to_people(here, linewatch, tmp_path):
    """The first line of a file is the password; it is held to the rules like every other."""
    (tmp_path / "weak").write_text("password1234567\n")
    (tmp_path / "good").write_text(f"{PASSWORD}\n")

    code, _, said = linewatch("init", "--password-file", str(tmp_path / "weak"))
    assert code == 2
    assert "password" in said
    assert not here.exists()

    code, _, said = linewatch("init", "--password-file", str(tmp_path / "good"))
    assert code == 0
    assert PASSWORD not in said


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", None])
def test_a_password_file_that_holds_none_is_refused(linewatch, tmp_path, content):
    """No file, an empty one and one that is no text are told as wrong usage."""
    if content is not None:
        (tmp_path / "file").write_bytes(content)

    assert linewatch("init", "--password-file", str(tmp_path / "file"))[0] == 2


def test_standard_input_that_was_closed_holds_no_password(linewatch, monkeypatch):
    """Closed before the start, there is none to read from: it is told as an empty file is."""
    monkeypatch.setattr("sys.stdin", None)

    assert linewatch("init", "--password-file", "-")[0] == 2


def test_people_are_looked_after_from_the_command_line(linewatch):
    """They are added, listed, changed and shut, and every step is on record with the machine as its origin."""
    set_up(linewatch)
    code, added, _ = linewatch("users", "add", "Alex", "--unit", "hillside", "--role", "reviewer", "--role", "supervisor", "--json")
    changed = linewatch("users", "change", "ALEX", "--role", "analyst", "--cleared", "--area", "Estmoor", "--new-password", "--json")[1]
    token = linewatch("users", "token", "alex", "--scope", "lines:read", "--days", "30", "--json")[1]
    shut = linewatch("users", "disable", "alex", "--json")[1]
    events = linewatch("audit", "list", "--json", "--organisation", "north partnership")[1]

    assert code == 0
    assert (added["username"], added["roles"], added["unit"]) == ("alex", ["reviewer", "supervisor"], "Hillside")
    assert (changed["roles"], changed["cleared"], changed["areas"]) == (["analyst"], True, ["Estmoor"])
    assert added["password"] != changed["password"]
    assert token["scopes"] == ["lines:read"]
    assert shut["disabled"]
    assert [each["action"] for each in events[:4]] == ["account:disabled", "token:created", "account:changed", "account:created"]
    assert {each["actor"] for each in events} == {"command-line"}
    assert all(each["origin"].startswith("command-line") for each in events)


def test_a_coordinator_without_an_area_is_told_of(linewatch):
    """Whoever makes one is told what they will not see; the list shows whose areas are which."""
    set_up(linewatch)
    one = ("users", "add", "one", "--unit", "Hillside", "--role", "coordinator", "--json")

    without, named, listed = linewatch(*one), linewatch("users", "change", "one", "--area", "Vale of Tarn"), linewatch("users", "list")

    assert "linewatch: note: A coordinator without --area sees only cases that are in no coordinator's area" in without[2]
    assert "note" not in named[2]
    assert "Vale of Tarn" in listed[2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("users", "add", "x", "--unit", "Nowhere", "--role", "reviewer"), "unit: The organisation has no unit of this name. Its units: "),
        (("users", "add", "x y", "--unit", "Hillside", "--role", "reviewer"), "username: It is made of letters"),
        (("users", "add", "x", "--unit", "Hillside", "--role", "king"), "There is no such role."),
        (("users", "add", "admin", "--unit", "Hillside", "--role", "reviewer"), "conflict: There is an account of this name already."),
        (("users", "add", "x", "--unit", "Hillside", "--role", "reviewer", "--organisation", "No"), "no organisation of that name"),
        (("users", "change", "nobody", "--role", "reviewer"), "There is no account of that name."),
        (("users", "change", "admin"), "Nothing is named that should change."),
        (("users", "change", "admin", "--role", "reviewer"), "no administrator left"),
        (("users", "disable", "admin"), "no administrator left"),
        (("users", "token", "admin", "--scope", "lines:import"), "that you do not have yourself"),
        (("users", "token", "admin", "--days", "366"), "1 to 365 days"),
        (("audit", "verify", "--noted", "1:abc"), "An end is written as"),
        (("organisations", "add", " ", "--unit", "A"), "has a name"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(linewatch, arguments, said):
    """Wrong usage ends with exit code 2, what is wrong named at its place, and nothing is changed."""
    set_up(linewatch)

    code, _, told = linewatch(*arguments)

    assert code == 2
    assert said in told


def test_organisations_are_added_with_their_units(linewatch):
    """One that is there gets the units it lacks."""
    set_up(linewatch)
    linewatch("organisations", "add", "South", "--unit", "A")
    linewatch("organisations", "add", "south", "--unit", "a", "--unit", "B")

    found = linewatch("organisations", "list", "--json")[1]["organisations"]

    assert [(each["name"], each["units"]) for each in found] == [("North Partnership", ["Hillside"]), ("South", ["A", "B"])]
    assert linewatch("users", "list")[0] == 2


def test_a_trail_is_verified_from_the_command_line(here, linewatch):
    """Whole it ends with 0, with an event changed at the database with 6 and the place of it, with a noted end that is gone too."""
    set_up(linewatch)
    code, whole, _ = linewatch("audit", "verify", "--json")
    noted = f"{whole['end']['event']}:{whole['end']['hash']}"
    again, _, _ = linewatch("audit", "verify", "--noted", noted)
    connection = connect_embedded(here / "linewatch.db", load_key_file(here / "linewatch.key").database_key)
    connection.execute("UPDATE audit_events SET origin = 'elsewhere' WHERE sequence = 2")
    connection.close()

    broken, found, said = linewatch("audit", "verify", "--json")

    assert (code, again, broken) == (0, 0, 6)
    assert (whole["whole"], whole["events"], whole["faults"]) == (True, 4, [])
    assert [(each["kind"], each["event"]) for each in found["faults"]] == [("changed", 2)]
    assert "linewatch: error: trail-not-whole: " in said


def test_the_driver_is_the_one_that_encrypts():
    """The tests above would say nothing of encryption with a plain driver."""
    connection = sqlcipher.connect(":memory:")

    assert connection.execute("PRAGMA cipher_version").fetchone()[0]
    connection.close()


def test_what_was_kept_long_enough_goes_at_a_word(linewatch):
    """`retention run` says what it removed, of each kind, and that it was asked for is on record with whoever asked."""
    set_up(linewatch)

    code, done, said = linewatch("retention", "run", "--json")
    _, events, _ = linewatch("audit", "list", "--json")

    assert code == 0, said
    assert done == {"removed": {"unmatched": 0, "checks": 0, "keys": 0, "sessions": 0, "attempts": 0, "watches": 0}}
    assert [each["origin"].split(",")[0] for each in events if each["action"] == "store:retention_run"] == ["command-line"]
