"""Whoever wants to write to the embedded store gets a turn, however much others write."""

import asyncio

import pytest
import sqlalchemy as sa

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
