"""The pages of the service as everybody reads them: with a keyboard, on paper, with weak eyes, in a narrow window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from browsers import BROWSER, COLOURS, FLAGS, LEAST_CONTRAST
from submitting import OPEN_NUMBER, a_card, a_list
from web_clients import Service, in_a_thread

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is found: install it or name it in LINEWATCH_CHROMIUM")


async def furnish(made: Service) -> dict[str, Any]:
    """Have a file answered, and sign a reviewer in, who sees most."""
    await made.load_list(content=a_list())
    submission_id = await made.answered(content=a_card(OPEN_NUMBER, "07700 9001"))
    cookies = {role: (await made.browser(f"north-{role}"))["Cookie"] for role in ("submitter", "reviewer")}
    return {"url": made.url, "cookies": cookies, "answer": f"/submissions/{submission_id}"}


@pytest.fixture(scope="module")
def there(tmp_path_factory) -> Iterator[dict[str, Any]]:
    """Give a running service."""
    with in_a_thread(tmp_path_factory.mktemp("read"), furnish) as told:
        yield told


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser of our own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def windows(browser, there) -> Callable[[str, int], Any]:
    """Give a window of a width for somebody who is signed in, opened once: a browser starts a process for each, which is most of a look."""

    @cache
    def window(who: str, width: int) -> Any:
        opened = browser.new_context(viewport={"width": width, "height": 900}, extra_http_headers={"Cookie": there["cookies"][who]})
        page = opened.new_page()
        page.on("console", lambda message: page.complaints.append(message.text))
        return page

    return window


@pytest.fixture
def show(windows, there):
    """Show a page to somebody who is signed in, in a window of a width; complaints of the browser are kept with it."""
    shown = []

    def open_page(path: str, *, who: str = "submitter", width: int = 1200):
        page = windows(who, width)
        shown.append(page)
        page.complaints = []
        page.goto(there["url"] + path)
        return page

    yield open_page
    for page in shown:
        page.emulate_media(media="screen")
        page.goto("about:blank")


PAGES = ["/", "/submissions/new", "/submissions/new?power=pcsc-s37", "answer", "answer/erase", "/api/v1/docs"]


@pytest.mark.parametrize("who", ["submitter", "reviewer"])
@pytest.mark.parametrize("path", PAGES)
def test_all_text_has_enough_contrast(show, there, path, who):
    """Every text of every page stands out from what is behind it by 4.5 to 1 at least."""
    page = show(path.replace("answer", there["answer"]), who=who)
    weak = [(name, round(contrast, 2)) for name, contrast in page.evaluate(COLOURS) if contrast < LEAST_CONTRAST]

    assert weak == []


@pytest.mark.parametrize("width", [320, 400, 768, 1200])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_leaves_the_window(show, there, path, width):
    """However narrow the window, no page is moved sideways."""
    page = show(path.replace("answer", there["answer"]), width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_the_browser_has_nothing_to_complain_about(show, there, path):
    """The policy refuses nothing of ours: both style sheets are in force, and nothing else is asked for."""
    page = show(path.replace("answer", there["answer"]))

    assert [each for each in page.complaints if "favicon" not in each and "404" not in each] == []
    assert page.locator(".marking").evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(20, 32, 43)"
    assert page.locator("header.top").evaluate("each => getComputedStyle(each).display") == "flex"


def test_a_keyboard_comes_to_the_content_first(show):
    """The first stop of the tabulator is a link to the content, which is seen when it is reached."""
    page = show("/submissions/new?power=pcsc-s37")
    page.keyboard.press("Tab")
    link = page.locator(".skip")

    assert link.evaluate("each => each === document.activeElement")
    assert link.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "f-subject-reference"


def test_whoever_tabs_sees_where_they_are(show):
    """Every stop of the tabulator has an outline."""
    page = show("/submissions/new?power=pcsc-s37")
    bare = []
    for _ in range(40):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return [document.activeElement.id, s.outlineStyle]; })()"
        )
        if style[1] == "none":
            bare.append(style[0])

    assert bare == []


def test_an_answer_is_fit_for_paper(show, there):
    """On paper menus and forms are gone, the marking stays, no heading stands alone and no sentence of an explanation is torn."""
    page = show(there["answer"], who="reviewer")
    page.emulate_media(media="print")

    assert page.locator("header.top nav").is_hidden()
    assert page.locator("main form").first.is_hidden()
    assert page.locator(".marking").is_visible()
    # A card may go on on the next sheet (else few matches take many sheets); what reads as one does not.
    torn = "all => all.map(each => getComputedStyle(each).breakInside)"
    assert set(page.locator("article li, article .explanation, article tr").evaluate_all(torn)) == {"avoid"}
    assert set(page.locator("h2, h3").evaluate_all("all => all.map(each => getComputedStyle(each).breakAfter)")) == {"avoid"}
