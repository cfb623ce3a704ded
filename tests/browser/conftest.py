"""What the tests of pages share: a demonstration that runs, and a browser, once for each file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from browsers import BROWSER, FLAGS
from demonstrations import copied, kept_demonstration
from serving import Running, running


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Running]:
    """Give a demonstration that runs, with every phone read."""
    folder = copied(kept_demonstration(tmp_path_factory, pytestconfig), tmp_path_factory.mktemp("demo") / "data")
    with running("demo", "--data", folder) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Give a browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        yield browser
        browser.close()
