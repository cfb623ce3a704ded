"""Every code a problem can carry, with its status and what it means: for the page of the description and the tests."""

from __future__ import annotations

from collections.abc import Iterator

from matcher import errors
from matcher.errors import MatcherError
from matcher.web.problems import OF_HTTP, status_of


def every_code() -> tuple[tuple[str, int, str], ...]:
    """Give code, status and meaning of each, by code."""
    of_errors = {code: (status, meaning) for code, status, meaning in _of_errors()}
    of_http = {code: (status, sentence) for code, (status, sentence, _) in OF_HTTP.items()}
    return tuple((code, *told) for code, told in sorted({**of_errors, **of_http}.items()))


def _of_errors() -> Iterator[tuple[str, int, str]]:
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, MatcherError) and kind is not MatcherError:
            meaning = (kind.__doc__ or "").strip().splitlines()[0]
            yield kind.code, status_of(kind) or 500, meaning
