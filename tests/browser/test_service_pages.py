"""The pages of the service in a real browser, without script: sign in, hand a phone in, read the answer, sign out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from browsers import BROWSER
from commands import ROOT
from serving import Running

pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no Chromium is found: install it or name it in LINEWATCH_CHROMIUM"),
    pytest.mark.timeout(300),
]

PHONE = ROOT / "examples" / "phones" / "s-17-phone.vcf"


@pytest.fixture
def page(service: Running, browser: Any) -> Iterator[Any]:
    """Give a page of somebody who hands files in, signed in for this test alone, in a browser that runs no script."""
    who = next(each for each in service.accounts if each["role"] == "submitter")
    with browser.new_context(java_script_enabled=False, viewport={"width": 1200, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{service.url}/sign-in")
        page.fill("input[name=username]", who["username"])
        page.fill("input[type=password]", who["password"])
        page.click("main button")
        yield page


def test_somebody_signs_in_and_sees_what_was_handed_in(service, page):
    """The cookie is kept and the form of our own page is taken, as browsers of today send them."""
    page.goto(f"{service.url}/")

    assert page.title() == "What awaits – Linewatch"
    assert page.locator("a[href^='/submissions/sub_']").count() > 0


def test_an_answer_is_shown_with_its_limits(service, page):
    """The page of an answered submission says what a match is not."""
    token = service.token("submitter")
    handed_in = [each["id"] for each in service.get("/submissions", token).json["items"]]
    done = next(each for each in handed_in if service.answered(token, each)["status"] == "done" and service.result(token, each)["matches"])

    page.goto(f"{service.url}/submissions/{done}")

    told = page.inner_text("main")
    assert "not proof of use, ownership, knowledge or offending" in told


@pytest.mark.parametrize("width", [1200, 400])
def test_no_page_is_wider_than_the_screen(service, page, width):
    """Nobody has to move a page sideways, at a desk or on a phone."""
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/", "/submissions/new", "/api/v1/docs"):
        page.goto(f"{service.url}{path}")
        box = page.locator("html").bounding_box()
        assert box is not None
        assert box["width"] <= width, path


def test_whoever_signs_out_is_out(service, page):
    """The pages are closed to a browser that signed out."""
    page.goto(f"{service.url}/")
    page.click("text=Sign out")
    page.goto(f"{service.url}/")

    assert page.url.endswith("/sign-in")
