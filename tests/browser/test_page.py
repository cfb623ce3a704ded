"""The page in a real browser: nothing fetched, nothing refused, readable by everybody, on a desk, a phone and paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from answers import a_miss, an_alert, an_answer
from browsers import BROWSER, COLOURS, FLAGS, LEAST_CONTRAST
from builders import a_call, a_sighting
from matcher.render.html_page import html_page

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is found: install it or name it in LINEWATCH_CHROMIUM")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser of our own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def show(browser, tmp_path):
    """Show an answer in a window of a width; what the browser complained about and asked for is kept with the page."""
    windows = []

    def open_page(answer, width: int = 1200):
        path: Path = tmp_path / "answer.html"
        path.write_text(html_page(answer), "utf-8")
        page = browser.new_page(viewport={"width": width, "height": 900})
        windows.append(page)
        page.complaints, page.asked = [], []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(path.as_uri())
        return page

    yield open_page
    for page in windows:
        page.close()


def a_full_answer():
    """An answer with every urgency and a label without a single space."""
    urgencies = [an_alert(rule=f"AR-0{index}", urgency=each) for index, each in enumerate(type(an_alert().urgency), start=1)]
    seen = (a_call("2026-03-20", label="x" * 200), a_sighting(label="w" * 200, place=f"{'p' * 120}.vcf:1"))
    return an_answer(seen, alerts=tuple(urgencies))


def test_nothing_is_fetched_and_nothing_refused(show):
    """The page asks for nothing but itself, and the browser has nothing to complain about, its policy included."""
    page = show(a_full_answer())

    assert [address.startswith("file:") for address in page.asked] == [True]
    assert page.complaints == []


def test_the_style_sheet_is_in_force(show):
    """The policy lets the page's own style through."""
    marking = show(an_answer()).locator(".marking").first

    assert marking.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(20, 32, 43)"


def test_a_script_in_a_label_does_not_run(show):
    """A label with a script is text, even to a browser."""
    page = show(an_answer([a_sighting(label="<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>")]))

    assert "owned" not in page.title()


@pytest.mark.parametrize("width", [320, 400, 768, 1200])
def test_nothing_leaves_the_window(show, width):
    """However narrow the window and long the labels, nobody has to scroll the page sideways."""
    assert show(a_full_answer(), width).evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("table", "names"),
    [(".glance", "Line: Grade: Strength: Contact:"), (".match table", "Savedas: Seenas: Traffic: Firstandlasttime: Place:")],
)
def test_tables_of_matches_fit_a_telephone(show, table: str, names: str):
    """In a window of 400 pixels all of a table of matches or sightings is seen without scrolling, each cell named, and still a cell."""
    page = show(a_full_answer(), 400)
    cells = page.locator(f"{table} td, {table} caption")
    boxes = [cells.nth(index).bounding_box() for index in range(cells.count())]
    heads = page.locator(f"{table} td").evaluate_all(
        "cells => cells.map(each => getComputedStyle(each, '::before').content.replace(/[^A-Za-z:]/g, ''))"
    )

    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 400 for box in boxes)
    assert page.locator(table).locator("xpath=..").evaluate_all("all => all.every(each => each.scrollWidth <= each.clientWidth)")
    assert heads[: len(names.split())] == names.split()
    assert page.get_by_role("cell", name="strong").count() >= 1


def test_a_card_goes_on_on_the_next_sheet_and_its_heading_stays_with_it(show):
    """On paper a card fills the sheet it begins on; what a heading heads is never on another sheet."""
    page = show(a_full_answer())
    page.emulate_media(media="print")

    assert set(page.locator("article").evaluate_all("all => all.map(each => getComputedStyle(each).breakInside)")) == {"auto"}
    assert set(page.locator("h2, h3, h4").evaluate_all("all => all.map(each => getComputedStyle(each).breakAfter)")) == {"avoid"}


def test_paper_is_not_wasted(show):
    """Printed on A4, many alerts take at most one sheet more than their text fills."""
    answer = an_answer(alerts=tuple(an_alert(rule=f"AR-{index:02}", facts=("A fact of some length. " * 40,)) for index in range(9)))
    page = show(answer, 680)
    printed = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")
    filled = page.evaluate("document.documentElement.scrollHeight") / ((297 - 2 * 18) / 25.4 * 96)

    assert printed.count(b"/Type /Page") - printed.count(b"/Type /Pages") <= filled + 2


@pytest.mark.parametrize("answer", [a_full_answer(), a_miss()], ids=["found", "miss"])
def test_all_text_has_enough_contrast(show, answer):
    """Every text stands out from what is behind it by 4.5 to 1 at least."""
    weak = [(name, round(contrast, 2)) for name, contrast in show(answer).evaluate(COLOURS) if contrast < LEAST_CONTRAST]

    assert weak == []


def test_bars_stand_out_from_their_track(show):
    """The bars of a timeline differ from what is behind them by 3 to 1, as WCAG asks of graphics."""
    luminance = """each => getComputedStyle(each).fill.match(/[0-9]+/g).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)"""
    page = show(an_answer())
    track = page.locator("rect.track").first.evaluate(luminance)

    for kind in ("list", "phone"):
        assert (track + 0.05) / (page.locator(f"rect.{kind}").first.evaluate(luminance) + 0.05) >= 3


def test_landmarks_are_seen_by_a_screen_reader(show):
    """Banner, main and contentinfo are there once each, and every region has a name."""
    page = show(a_full_answer())

    assert [page.get_by_role(role).count() for role in ("banner", "main", "contentinfo")] == [1, 1, 1]
    assert all(
        page.get_by_role("region")
        .nth(index)
        .evaluate("each => !!(each.getAttribute('aria-label') || each.getAttribute('aria-labelledby'))")
        for index in range(page.get_by_role("region").count())
    )


def test_sections_are_found_by_their_headings(show):
    """A reader can jump to result, alerts, matches, limits and provenance."""
    page = show(a_full_answer())

    for name in ("Result", "Alerts 4", "Matches 1", "What this does not mean", "Where this comes from"):
        assert page.get_by_role("heading", name=name, level=2).count() == 1


def test_the_timeline_has_words(show):
    """What the bars show is written beside them; the drawing itself is hidden from screen readers."""
    timeline = show(an_answer()).locator(".timeline").first

    assert "1 February 2026 to 31 March 2026" in timeline.inner_text()
    assert timeline.locator("svg:not([aria-hidden=true])").count() == 0


def test_the_page_is_walked_by_keyboard(show):
    """The first stop is the link to the result, it is seen when it has the focus, and it leads there."""
    page = show(a_full_answer())
    page.keyboard.press("Tab")
    box = page.locator(".skip").bounding_box()
    page.keyboard.press("Enter")

    assert box is not None
    assert box["x"] >= 0
    assert page.evaluate("document.activeElement.id") == "result"


def test_paper_holds_everything(show):
    """On paper nothing scrolls, nothing is cut at the side, and a short answer takes few pages."""
    page = show(a_miss())
    printed = page.pdf(prefer_css_page_size=True)
    pages = printed.count(b"/Type /Page") - printed.count(b"/Type /Pages")

    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    assert page.locator(".scroll").first.evaluate("each => getComputedStyle(each).overflowX") == "visible"
    assert 1 <= pages <= 2
