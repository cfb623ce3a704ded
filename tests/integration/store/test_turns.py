"""Whoever wants to write to the embedded store, or a connection of either, gets a turn, however much others do."""

import asyncio
from contextlib import AsyncExitStack

import pytest
import sqlalchemy as sa

from matcher.errors import StoreUnavailable
from matcher.store import database
from matcher.store.facts import write_fact
from matcher.store.schema.trail import store_facts

OTHERS = 4


@pytest.mark.parametrize("vault", ["sqlite"], indirect=True)
async def test_writers_take_turns_in_the_order_they_come(vault):
    """Others that write without a pause let one more writer go before them after one turn of each."""
    turns, is_done = [], asyncio.Event()

    async def write(name):
        async with vault.db.write() as connection:
            await connection.execute(sa.delete(store_facts).where(store_facts.c.name == name))
            await write_fact(connection, name, "x")
            # As long as an answer takes that is opened.
            await asyncio.sleep(0.02)
            turns.append(name)

    async def go_on(name):
        while not is_done.is_set():
            await write(name)

    others = [asyncio.create_task(go_on(f"other-{at}")) for at in range(OTHERS)]
    # Nobody tells when they have begun.
    while len(turns) < 2 * OTHERS:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    late = []
    for _ in range(5):
        before = len(turns)
        await write("late")
        late.append(turns.index("late", before) - before)
    is_done.set()
    await asyncio.gather(*others)

    assert max(late) <= OTHERS


async def all_in_use(vault, stack):
    """Take connections until there are no more, and give how to let one go."""
    several = []
    for _ in range(database._SERVER_CONNECTIONS if vault.db.is_postgresql else database._EMBEDDED_CONNECTIONS):
        several.append(await stack.enter_async_context(AsyncExitStack()))
        await several[-1].enter_async_context(vault.db.read())
    return several[-1].aclose


async def test_connections_are_had_in_the_order_in_which_they_are_asked_for(vault):
    """Whoever asks at the very moment when one is free does not have it before those who wait for it."""
    turns = []

    async def read(name):
        async with vault.db.read():
            turns.append(name)

    async with AsyncExitStack() as held:
        let_one_go = await all_in_use(vault, held)
        waiting = [asyncio.create_task(read(at)) for at in range(3)]
        await asyncio.sleep(0.05)
        await let_one_go()
        await read("late")
        await asyncio.gather(*waiting)

    assert turns == [0, 1, 2, "late"]


async def test_whoever_waits_too_long_for_a_connection_is_told_so_and_none_is_lost(vault, monkeypatch):
    """All are in use: reading and writing end with what a client may try again, and go on once there is one."""
    monkeypatch.setattr(database, "_LONGEST_TURN", 0.05)
    vault.db.engine.sync_engine.pool._timeout = 0.05
    async with AsyncExitStack() as held:
        await all_in_use(vault, held)
        for ask in (vault.db.read, vault.db.write):
            with pytest.raises(StoreUnavailable):
                async with ask():
                    pass

    async with vault.db.write() as connection:
        await write_fact(connection, "late", "x")
    assert vault.db.engine.sync_engine.pool.checkedout() == 0
