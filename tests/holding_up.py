"""Holds a step of a use case up, so that another comes in between."""

import asyncio
from types import ModuleType

import pytest


def hold_up(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> asyncio.Event:
    """Have a step of a use case wait a second, and give the event that it was reached."""
    step, reached = getattr(module, name), asyncio.Event()

    async def slow(*args: object, **more: object) -> object:
        reached.set()
        await asyncio.sleep(1)
        return await step(*args, **more)

    monkeypatch.setattr(module, name, slow)
    return reached
