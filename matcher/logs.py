"""Logs of the service: JSON lines that hold nothing but registered fields, so that no number, name or message can end up in one.

A field that is not registered is dropped and its name is not told either. What is registered has a shape; what has another shape is
replaced. Of an exception the kind and the places it passed are kept, never its message and never a value.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from pathlib import PurePath
from types import TracebackType
from typing import Any, TextIO, cast

import structlog

__all__ = ["FIELDS", "REPLACED", "REQUEST", "configure_logs", "get_logger"]

#: What stands where something was taken out.
REPLACED = "…"


class Shape(Enum):
    """What a value of a field may look like; anything else is replaced."""

    #: A word of ours: a status, a code, the name of a class or of a module.
    WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.:<>-]{0,99}", re.ASCII)
    #: An id as `matcher.store.ids` makes them, or of a request.
    ID = re.compile(r"[a-z]{3,4}_[0-9a-z]{26}|[0-9a-f]{16}", re.ASCII)
    #: The pattern of a route, never what was typed as an address.
    ROUTE = re.compile(r"/[A-Za-z0-9_./{}-]{0,99}", re.ASCII)
    COUNT = None


#: Every field that may be logged.
FIELDS: Mapping[str, Shape] = {
    "account": Shape.ID,
    "attempt": Shape.COUNT,
    "bytes": Shape.COUNT,
    "code": Shape.WORD,
    "count": Shape.COUNT,
    "engine": Shape.WORD,
    "entry": Shape.ID,
    "error": Shape.WORD,
    "job": Shape.ID,
    "kind": Shape.WORD,
    "library": Shape.WORD,
    "list_version": Shape.ID,
    "method": Shape.WORD,
    "milliseconds": Shape.COUNT,
    "organisation": Shape.ID,
    "port": Shape.COUNT,
    "process": Shape.COUNT,
    "request": Shape.ID,
    "route": Shape.ROUTE,
    "seconds": Shape.COUNT,
    "status": Shape.COUNT,
    "stage": Shape.WORD,
    "state": Shape.WORD,
    "submission": Shape.ID,
    "where": Shape.WORD,
    "worker": Shape.COUNT,
    "watch": Shape.ID,
}

#: An event is called by a name of ours; a sentence could have been made of anything.
_EVENT = re.compile(r"[a-z][a-z0-9_]{2,59}", re.ASCII)
_UNNAMED = "unnamed_event"

#: Seven digits and more, however spaced, and what looks like an address of mail.
_NUMBER = re.compile(r"\+?\d(?:[\s()._/-]{0,3}\d){6,}")
_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}")

#: Frames of an exception that are told, the innermost ones.
_FRAMES = 12

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}

Event = MutableMapping[str, Any]

#: The number of the request that is being answered. By itself, because binding it with others takes as long as the rest of a small answer.
REQUEST: ContextVar[str] = ContextVar("request", default="")


def get_logger() -> structlog.typing.FilteringBoundLogger:
    """Give what events are told to."""
    # As the library comes it prints every local variable of an error.
    if not structlog.is_configured():
        configure_logs("warning")
    made: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return made


def configure_logs(level: str = "info", *, stream: TextIO | None = None) -> None:
    """Say where events go and from which weight on. What libraries log goes the same way, without their sentences.

    Args:
        level: `debug`, `info`, `warning` or `error`.
        stream: Where the lines are written; standard error where none is given.
    """
    target = stream or cast("TextIO", _StandardError())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _name_request,
            structlog.processors.add_log_level,
            only_registered,
            _write_moment,
            _render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(file=target),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _OfLibraries)]:
        root.removeHandler(handler)
    root.addHandler(_OfLibraries())
    root.setLevel(max(_LEVELS[level], logging.WARNING))


def _name_request(_logger: object, _method: str, event: Event) -> Event:
    request = REQUEST.get()
    if request:
        event.setdefault("request", request)
    return event


class _StandardError:
    """Standard error as it is when something is written: whoever runs us may put another one in its place."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


class _OfLibraries(logging.Handler):
    """Tells that a library had something to say: who, how heavy, and the kind of error. Its sentence may quote anything."""

    def emit(self, record: logging.LogRecord) -> None:
        log = get_logger()
        write = log.error if record.levelno >= logging.ERROR else log.warning
        error = record.exc_info[1] if record.exc_info else None
        write("library_said", library=record.name, where=f"{PurePath(record.pathname).stem}:{record.lineno}", exc_info=error)


def only_registered(_logger: object, _method: str, event: Event) -> Event:
    """Let through what is registered, in its shape."""
    error = event.pop("exc_info", None)
    name = str(event.get("event", ""))
    kept: dict[str, Any] = {
        "event": name if _EVENT.fullmatch(name) and not _NUMBER.search(name) else _UNNAMED,
        "level": event.get("level", "info"),
    }
    kept |= {key: _shaped(event[key], shape) for key, shape in FIELDS.items() if key in event}
    if error is not None:
        kept |= _told(error if isinstance(error, BaseException) else sys.exc_info()[1])
    return kept


def _shaped(value: object, shape: Shape) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if shape is Shape.COUNT else REPLACED
    text = str(value.value) if isinstance(value, Enum) else value
    if shape is Shape.COUNT or not isinstance(text, str) or not shape.value.fullmatch(text):
        return REPLACED
    # An id is ours and means nothing to anybody else; in every other text digits could be somebody's.
    return text if shape is Shape.ID else _MAIL.sub(REPLACED, _NUMBER.sub(REPLACED, text))


def _told(error: BaseException | None) -> dict[str, Any]:
    if error is None:
        return {}
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < 5:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return {"error": kinds[0], "causes": kinds[1:], "passed": _places(error.__traceback__)}


def _places(traceback: TracebackType | None) -> list[str]:
    places = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"{PurePath(code.co_filename).stem}.{code.co_name}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return places[-_FRAMES:]


def _write_moment(_logger: object, _method: str, event: Event) -> Event:
    event["at"] = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return event


_render = structlog.processors.JSONRenderer(ensure_ascii=True)
