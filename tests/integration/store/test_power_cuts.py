"""A power cut at any write: what was acknowledged is there, and the store is whole.

The disk is simulated (tests/power.py), under the settings of the embedded store. Two controls show that the simulation sees what it should:
with `synchronous=NORMAL` acknowledged transactions get lost, with `OFF` the database breaks.
"""

import os
import random
from contextlib import suppress

import apsw
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from matcher.store.embedded import _PRAGMAS
from matcher.store.schema.every_table import metadata
from power import CutVfs, Disk

TRIALS = int(os.environ.get("POWER_CUTS", "60"))


def tables():
    """Give the statements that make the tables of the store, as SQLite takes them."""
    dialect = sqlite.dialect()
    for table in metadata.sorted_tables:
        yield str(sa.schema.CreateTable(table).compile(dialect=dialect))
        yield from (str(sa.schema.CreateIndex(index).compile(dialect=dialect)) for index in table.indexes)


def hand_in(connection, at):
    """Write what handing a file in writes: the submission, its job, its event and the trail, in one transaction."""
    key, moment, blob = f"sub_{at}", "2026-04-20T12:00:00.000000Z", os.urandom(300)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO submissions (id, organisation_id, unit_id, submitter_id, status, progress, created_at, updated_at, metadata_sealed,"
        " areas, routed_to, file_sha256, file_size) VALUES (?, 'org', 'unit', 'acc', 'received', 0, ?, ?, ?, '', '', ?, 1)",
        (key, moment, moment, blob, f"{at:064d}"),
    )
    connection.execute(
        "INSERT INTO jobs (id, kind, submission_id, state, created_at, run_after, attempts) VALUES (?, 'screen', ?, 'waiting', ?, ?, 0)",
        (f"job_{at}", key, moment, moment),
    )
    connection.execute("INSERT INTO submission_events VALUES (?, 1, ?, 'received', 0)", (key, moment))
    connection.execute("UPDATE audit_head SET sequence = ?", (at,))
    connection.execute("COMMIT")


def opened(path, vfs, pragmas):
    """Open a database."""
    connection = apsw.Connection(str(path), vfs=vfs)
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def cut_once(folder, at, pragmas):
    """Hand files in until the power is cut; say whether the store is whole afterwards, and how many acknowledged ones are gone."""
    chance = random.Random(at)
    disk = Disk(chance)
    vfs = CutVfs(f"cut{at}", disk)
    path = folder / f"{at}.db"
    connection = opened(path, f"cut{at}", [*pragmas, "foreign_keys = OFF", "wal_autocheckpoint = 100"])
    for statement in tables():
        connection.execute(statement)
    connection.execute("INSERT INTO audit_head VALUES (1, 0, '', '')")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    disk.left = chance.randrange(5, 600)
    acknowledged = 0
    try:
        for number in range(1, 1000):
            hand_in(connection, number)
            acknowledged = number
    except apsw.Error:
        pass
    assert disk.is_cut
    found = {ending: disk.reboot(f"{path}{ending}") for ending in ("", "-wal")}
    _give_up(connection)
    vfs.unregister()
    after = folder / f"{at}-after.db"
    for ending, content in found.items():
        after.with_name(f"{after.name}{ending}").write_bytes(content)
    return look(after, acknowledged)


def _give_up(connection):
    with suppress(apsw.Error):
        connection.close(True)


def look(path, acknowledged):
    """Say whether a database is whole and its transactions are, and how many acknowledged ones it lacks."""
    connection = apsw.Connection(str(path))
    try:
        is_sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        counts = {
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("submissions", "jobs", "submission_events")
        } | {connection.execute("SELECT sequence FROM audit_head").fetchone()[0]}
    except apsw.Error:
        return False, 0
    finally:
        connection.close()
    return is_sound and len(counts) == 1, max(0, acknowledged - min(counts))


def run(folder, pragmas):
    """Cut the power many times; give how many stores broke, and how many lost something that was acknowledged."""
    results = [cut_once(folder, at, pragmas) for at in range(TRIALS)]
    return sum(not is_whole for is_whole, _ in results), sum(lost > 0 for _, lost in results)


def with_setting(value):
    """Give the settings of the store with another one for `synchronous`."""
    return [f"synchronous={value}" if pragma.startswith("synchronous") else pragma for pragma in _PRAGMAS]


def test_no_acknowledged_submission_is_lost_in_a_power_cut(tmp_path):
    """With the settings of the store nothing acknowledged is lost, and no transaction is there in part."""
    assert run(tmp_path, _PRAGMAS) == (0, 0)


def test_a_weaker_setting_would_lose_what_was_acknowledged(tmp_path):
    """Control: with NORMAL the simulation loses acknowledged transactions and breaks nothing."""
    broken, losing = run(tmp_path, with_setting("NORMAL"))

    assert broken == 0
    assert losing > TRIALS / 2


def test_the_weakest_setting_would_break_the_store(tmp_path):
    """Control: with OFF the simulation breaks the database."""
    broken, _ = run(tmp_path, with_setting("OFF"))

    assert broken > TRIALS / 2


@pytest.mark.parametrize("pragma", ["journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"])
def test_the_store_is_opened_with_what_was_tried(pragma):
    """What the trials rest on stands in the settings of every connection."""
    assert pragma in _PRAGMAS
