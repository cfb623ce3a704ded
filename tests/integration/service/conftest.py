"""A store with two organisations, their people and their lists, once on each engine."""

import io
import json
import logging

import pytest
import structlog

import beginnings
import forked_readers
from matcher.logs import configure_logs
from submitting import new_desk

made = beginnings.begins_with("is_set_up", new_desk)
vault = beginnings.vault
readers_are_forked = forked_readers.readers_are_forked


@pytest.fixture
def is_set_up():
    """Ask for a store that is set up before anything else is done with it."""


@pytest.fixture
def desk(made, is_set_up):
    """Give a place where files are handed in and answered."""
    return made


@pytest.fixture
def logged():
    """Give what was logged so far, line by line."""
    stream = io.StringIO()
    before = list(logging.getLogger().handlers), logging.getLogger().level
    configure_logs("debug", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = before[0]
    logging.getLogger().setLevel(before[1])
