"""What reaches a log line and what never does."""

from __future__ import annotations

import io
import json
import logging
import random

import pytest
import structlog

from matcher.logs import FIELDS, REPLACED, configure_logs, get_logger

NUMBERS = random.Random(7)


@pytest.fixture
def lines():
    """Give what was logged so far, line by line."""
    stream = io.StringIO()
    before = list(logging.getLogger().handlers), logging.getLogger().level
    configure_logs("debug", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    logging.getLogger().handlers[:] = before[0]
    logging.getLogger().setLevel(before[1])


def spelt(number: int) -> str:
    """Spell a drama number in one of the ways people do."""
    digits = f"07700900{number:03d}"
    forms = (
        digits,
        f"+44 7700 900{number:03d}",
        f"07700 900{number:03d}",
        f"(0)7700-900-{number:03d}",
        f"0 7 7 0 0 9 0 0 {number:03d}",
        f"7700.900.{number:03d}",
        f"00447700900{number:03d}",
    )
    return forms[number % len(forms)]


def fail(sentence: str, cause: Exception | None = None) -> None:
    """Raise what a reader or a driver might."""
    raise ValueError(sentence) from cause


def test_no_number_name_or_message_of_a_thousand_reaches_a_line(lines):
    """Whatever field, event, bound value or error carries them, no number, name, address of mail or text of a message is logged."""
    log = get_logger()
    words = []
    for each in range(1000):
        number, name, text = spelt(each), f"Qzx{each} Wvk{each}", f"meet me at the kfj{each} tonight"
        words += [number, name, text, f"qzx{each}@example.org"]
        field = list(FIELDS)[each % len(FIELDS)]
        structlog.contextvars.bind_contextvars(name=name, code=number)
        log.info(number if each % 3 else text, name=name, message=text, **{field: (number, name, text)[each % 3]})
        try:
            fail(f"{name} said {text} to {number}")
        except ValueError:
            log.exception("reading_failed", error=name, mail=f"qzx{each}@example.org")
        logging.getLogger("some.library").error("cannot read %s of %s", number, name)
    whole = json.dumps(lines())
    found = [word for word in words if word in whole]

    assert len(lines()) == 3000
    assert found == []
    assert "kfj" not in whole
    assert "Qzx" not in whole
    assert not [line for line in lines() if "900" in json.dumps({**line, "at": ""}).replace(".py", "")]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("status", 404, 404),
        ("method", "POST", "POST"),
        ("route", "/api/v1/submissions/{id}", "/api/v1/submissions/{id}"),
        ("route", "/api/v1/submissions/07700900123", f"/api/v1/submissions/{REPLACED}"),
        ("submission", "sub_0123456789abcdefghjkmnpqrs", "sub_0123456789abcdefghjkmnpqrs"),
        ("submission", "07700 900123", REPLACED),
        ("code", "bad-line-list", "bad-line-list"),
        ("code", "Jay Example", REPLACED),
        ("code", "line\r\nforged", REPLACED),
        ("bytes", "12", REPLACED),
        ("count", 7_700_900_123, 7_700_900_123),
        ("account", 7_700_900_123, REPLACED),
    ],
)
def test_a_registered_field_passes_in_its_shape_only(lines, field, value, told):
    """A value that does not look like what its field holds is replaced."""
    get_logger().info("something_happened", **{field: value})

    assert lines()[0][field] == told


def test_a_field_that_is_not_registered_is_dropped(lines):
    """Neither the value nor the name of an unknown field is told."""
    get_logger().info("something_happened", label="x", count=1)

    assert set(lines()[0]) == {"event", "level", "at", "count"}


def test_an_error_tells_its_kinds_and_places_only(lines):
    """Of an exception the class, its causes and the places it passed are told, and not what it says."""
    try:
        fail("Jay", KeyError("07700 900123"))
    except ValueError:
        get_logger().exception("it_broke")
    (line,) = lines()

    assert line["error"] == "ValueError"
    assert line["causes"] == ["KeyError"]
    assert line["passed"][0].startswith("test_logs.test_an_error_tells_its_kinds_and_places_only:")
    assert "Jay" not in json.dumps(line)


def test_no_input_can_forge_a_line(lines):
    """Line breaks and codes of a terminal within a value make no second line."""
    get_logger().info("x\n{}", code='a\r\n{"event": "forged"}\x1b[2J')

    assert [line["event"] for line in lines()] == ["unnamed_event"]


def test_events_below_the_weight_are_not_written():
    """With `warning` nothing lighter is written."""
    stream = io.StringIO()
    configure_logs("warning", stream=stream)
    get_logger().info("something_happened")
    get_logger().warning("something_odd")
    structlog.reset_defaults()

    assert "something_odd" in stream.getvalue()
    assert "something_happened" not in stream.getvalue()
