"""What the tests of pages share: a demonstration that runs, and a browser, once for each file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from browsers import BROWSER, FLAGS
from serving import Running, running


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    """Give a demonstration that runs."""
    with running("demo") as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Give a browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        yield browser
        browser.close()
