"""The pages of every role in a real browser, at a desk and on a telephone, without script."""

from __future__ import annotations

from typing import Any

import pytest

from browsers import BROWSER, COLOURS, LEAST_CONTRAST
from serving import Running

pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no Chromium is found: install it or name it in LINEWATCH_CHROMIUM"),
    pytest.mark.timeout(300),
]

ROLES = ("submitter", "coordinator", "analyst", "reviewer", "safeguarding", "supervisor", "auditor", "admin")
WIDTHS = (1200, 400)


def signed_in(service: Running, context: Any, role: str) -> Any:
    """Give a page of somebody of a role."""
    who = next(each for each in service.accounts if each["role"] == role)
    page = context.new_page()
    page.goto(f"{service.url}/sign-in")
    page.fill("input[name=username]", who["username"])
    page.fill("input[type=password]", who["password"])
    page.click("main button")
    return page


def paths_of(page: Any) -> list[str]:
    """Give the pages somebody is offered, and of each the first that it leads to."""
    menu = [each.get_attribute("href") for each in page.locator("nav[aria-label=Main] a").all()]
    return ["/", *(each for each in menu if "/api/" not in each)]


@pytest.mark.parametrize("role", ROLES)
def test_the_pages_of_a_role_fit_and_can_be_read(service, browser, role):
    """No page is wider than the screen, every text has the contrast that WCAG asks for, and none is a page of a fault."""
    with browser.new_context(java_script_enabled=False, viewport={"width": 1200, "height": 900}) as context:
        page = signed_in(service, context, role)
        for path in paths_of(page):
            assert page.goto(f"{service.url}{path}").status == 200
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                box = page.locator("html").bounding_box()
                assert box["width"] <= width, path
            weak = [each for each in page.evaluate(COLOURS) if each[1] < LEAST_CONTRAST]
            assert weak == [], path


@pytest.mark.parametrize("width", WIDTHS)
def test_an_alert_is_found_and_acknowledged(service, browser, width):
    """From the first page a coordinator comes to the most urgent alert, reads what it rests on, and takes notice of it."""
    with browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900}) as context:
        page = signed_in(service, context, "supervisor")
        page.goto(f"{service.url}/alerts")
        page.locator("ul.rows > li", has_not=page.locator(".state")).first.locator("a").first.click()
        assert "What a person may decide to do" in page.inner_text("main")
        page.click("main form[action$=acknowledged] button")

        assert page.locator(".state", has_text="acknowledged").count() == 1
        assert page.locator("html").bounding_box()["width"] <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_a_number_is_checked(service, browser, width):
    """A number typed with its purpose, reference and reason is answered on the same page."""
    with browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900}) as context:
        page = signed_in(service, context, "submitter")
        page.goto(f"{service.url}/check")
        page.fill("#numbers", "07700 900999")
        page.select_option("#purpose", "protect-child-or-adult")
        page.fill("#reference", "M-2026-81")
        page.fill("#reason", "The mother read the number out")
        page.click("main form button")

        assert "match" in page.inner_text("#answer-title ~ .statement")
        assert page.locator("html").bounding_box()["width"] <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_no_legend_lies_on_its_box(service, browser, width):
    """Each legend of the questions stands inside its box, above what follows it."""
    with browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900}) as context:
        page = signed_in(service, context, "submitter")
        page.goto(f"{service.url}/submissions/new?power=pcsc-s37")
        legends = page.locator("form > fieldset > legend").all()
        assert legends
        for legend in legends:
            inner, outer = legend.bounding_box(), legend.locator("xpath=..").bounding_box()
            following = legend.locator("xpath=following-sibling::*[1]").bounding_box()
            assert outer["y"] < inner["y"]
            assert inner["y"] + inner["height"] <= following["y"]


def test_the_questions_are_not_endless_on_a_telephone(service, browser):
    """What is asked of few is folded away, and opens without any script; the questions of the longest power fit seven screens."""
    with browser.new_context(java_script_enabled=False, viewport={"width": 400, "height": 900}) as context:
        page = signed_in(service, context, "submitter")
        page.goto(f"{service.url}/submissions/new?power=pcsc-s37")
        height = page.locator("html").bounding_box()["height"]
        page.click("text=Answer these questions >> nth=0")

        assert height < 7 * 900
        assert page.locator("#f-legal_basis-agreement-why_no_parent").is_visible()
