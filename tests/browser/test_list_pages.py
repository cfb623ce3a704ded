"""The pages of the list and of what it took back, in a real browser at a desk and on a telephone, without script: two analysts at work."""

from __future__ import annotations

import time
from typing import Any

import pytest

from browsers import BROWSER, COLOURS, LEAST_CONTRAST
from serving import Running

pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no Chromium is found: install it or name it in LINEWATCH_CHROMIUM"),
    pytest.mark.timeout(300),
]

HOME = "Estmoor Constabulary"
WIDTHS = (1200, 400)
SHORT = b"line_id,number,name,first_seen\nL-9001,07700 900999,Siskin,2099-01-01\n"


def signed_in(service: Running, browser: Any, username: str) -> Any:
    """Give a page of somebody in a browser of their own."""
    who = next(each for each in service.accounts if each["username"] == username)
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1200, "height": 900}).new_page()
    page.goto(f"{service.url}/sign-in")
    page.fill("input[name=username]", who["username"])
    page.fill("input[type=password]", who["password"])
    page.click("main button")
    return page


def holds(page: Any) -> None:
    """Make sure that a page is no wider than the screen at a desk and on a telephone, and that all of it can be read."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator("html").bounding_box()["width"] <= width, page.url
    assert [each for each in page.evaluate(COLOURS) if each[1] < LEAST_CONTRAST] == [], page.url


def test_a_file_is_previewed_and_proposed_with_one_press(service, browser, tmp_path):
    """The file is chosen once; its day that is still to come is told before and after; the proposal says who made it."""
    (tmp_path / "may.csv").write_bytes(SHORT)
    page = signed_in(service, browser, "estmoor.analyst")
    page.goto(f"{service.url}/lines/import")
    page.check("#mode-update")
    page.set_input_files("#file", tmp_path / "may.csv")
    page.click("main form button")
    preview = page.inner_text("main")
    holds(page)
    page.fill("#kept-reason", "A survey of May")
    page.click("text=Propose it as an update")

    assert "still to come" in preview
    for words in ("A survey of May", "by you", "may.csv", "still to come"):
        assert words in page.inner_text("main")
    holds(page)


def announced(service: Running, browser: Any, username: str) -> Any:
    """Give the first page of somebody once it says that a notice waits."""
    page = signed_in(service, browser, username)
    for _ in range(60):
        page.goto(f"{service.url}/")
        if page.locator("a[href='/notices']").count():
            break
        time.sleep(1)
    return page


def a_matched_number(service: Running) -> tuple[str, Any]:
    """Wait until an officer is told of a phone, and give the line and the entry of the list that it met."""
    token, officer = service.token("analyst"), service.token("submitter")
    for _ in range(120):
        alerts = service.get("/alerts?limit=50", officer).json["items"]
        found = next((each for each in alerts if each["submission"] and each["state"] == "open"), None)
        if found is not None:
            break
        time.sleep(1)
    result = service.ask("GET", f"/api/v1/submissions/{found['submission']}/result", token, Linewatch_Reason="Looked at anew").json
    match = result["matches"][0]
    entries = service.get(f"/lines/{match['line']['id']}/numbers", token).json["items"]
    return match["line"]["id"], next(each for each in entries if each["e164"] == match["number"])


def test_what_a_number_caused_is_taken_back_by_two_analysts(service, browser):
    """One proposes that a number goes, the other reads which and publishes it; whoever was told is sent to the notices, which they read."""
    line_id, number = a_matched_number(service)
    body = {"reason": "Read off the wrong form", "changes": [{"kind": "number", "id": number["id"], "remove": "wrong"}]}
    proposal = service.post("/lines/proposals", service.token("analyst"), body).json["id"]

    second = signed_in(service, browser, "estmoor.analyst-2")
    second.goto(f"{service.url}/lines/proposals/{proposal}")
    offered = second.inner_text("main")
    holds(second)
    second.check("#sure")
    second.click("text=Publish it")
    second.goto(f"{service.url}/lines/{line_id}")
    line = second.inner_text("main")
    holds(second)
    told = announced(service, browser, "estmoor.submitter")
    holds(told)
    told.click("a[href='/notices']")
    first = told.inner_text("main")
    holds(told)
    told.reload()
    (answer, *_) = [each.get_attribute("href") for each in told.locator("main a[href^='/submissions/sub_']").all()]
    reread = told.inner_text("main")
    told.goto(f"{service.url}{answer}")
    retracted = told.inner_text("main")
    holds(told)

    assert number["number"] in offered
    assert "estmoor.analyst" in offered
    assert "Read off the wrong form" in line
    assert "it was wrong" in line
    assert "took a number back" in first
    assert "First read" not in first
    assert "First read" in reread
    assert "would be retracted" in offered
    assert "Retracted by version" in retracted


def test_a_line_is_found_and_closed_on_the_pages(service, browser):
    """It is found by a number, which stands in no address; what is wrong is told beside its field; the proposal says what changes."""
    line_id, number = a_matched_number(service)
    page = signed_in(service, browser, "estmoor.analyst")
    page.goto(f"{service.url}/lines")
    page.fill("#text", number["number"].replace(" ", "-"))
    page.click("text=Find it")
    found, address = page.inner_text("main"), page.url
    holds(page)
    page.goto(f"{service.url}/lines/{line_id}")
    page.click("text=Change or close the line")
    page.select_option("#f-closure_type", "type1")
    page.select_option("#f-status", "closed_type1")
    page.fill("#reason-change", "Closed by arrest")
    page.click("text=Propose the change")
    refused = page.get_attribute("#f-closed_on", "aria-invalid")
    holds(page)
    page.fill("#f-closed_on", "2026-04-01")
    page.click("text=Propose the change")

    assert line_id in found
    assert address == f"{service.url}/lines"
    assert refused == "true"
    for words in ("Closed by arrest", "closed_type1", "2026-04-01", "another person decides"):
        assert words in page.inner_text("main")
    holds(page)


def test_rejection_rates_are_explained(service, browser):
    """The page of reports is in the menu of a supervisor, and says what a missing figure means."""
    page = signed_in(service, browser, "estmoor.supervisor")
    page.click("nav[aria-label=Main] >> text=Reports")

    assert "does not mean none" in page.inner_text("main")
    holds(page)


def test_the_work_list_leads_to_the_line_that_is_to_be_mended(service, browser):
    """An analyst finds what to mend from the list, chooses a kind, and comes to the line."""
    page = signed_in(service, browser, "estmoor.analyst")
    page.goto(f"{service.url}/lines")
    page.click("nav[aria-label='Line list'] >> text=What to mend")
    assert "By kind" in page.inner_text("main")
    holds(page)
    page.click("section[aria-labelledby=kinds] a >> nth=0")
    holds(page)
    page.click("section[aria-labelledby=work] a >> nth=0")

    assert "/lines/" in page.url
    assert "History" in page.inner_text("main")


def test_versions_are_compared_on_a_page(service, browser):
    """Any two versions are compared from the list of them; a page that reads backwards says so and leads forwards."""
    page = signed_in(service, browser, "estmoor.analyst-2")
    page.goto(f"{service.url}/lines")
    page.click("nav[aria-label='Line list'] >> text=Versions")
    holds(page)
    page.fill("#since", "1")
    page.fill("#version", "1")
    page.click("text=Compare >> nth=-1")

    assert "nothing" in page.inner_text("main")
    holds(page)


def test_the_list_leaves_by_a_page_that_says_what_stays(service, browser):
    """A supervisor reads what goes along, says what it is for, and gets the file."""
    page = signed_in(service, browser, "estmoor.supervisor")
    page.goto(f"{service.url}/lines")
    page.click("nav[aria-label='Line list'] >> text=Export")
    assert "Goes along" in page.inner_text("main")
    holds(page)
    page.fill("#reason", "For the region")
    with page.expect_download() as taken:
        page.click("text=Export it")

    assert taken.value.suggested_filename.endswith("-part.csv")


def test_a_number_is_set_apart_and_taken_off_on_a_page(service, browser):
    """An analyst finds the page in the menu, sets a taxi firm apart with its source, and takes it off again with a reason."""
    page = signed_in(service, browser, "estmoor.analyst")
    page.click("nav[aria-label=Main] >> text=Numbers set apart")
    page.select_option("#list", "warning")
    page.select_option("#group", "taxi")
    for name, text in (("number", "01632 960700"), ("label", "Example Cars"), ("reason", "Many hold it"), ("source", "Its site")):
        page.fill(f"#{name}", text)
    page.click("text=Set it apart >> nth=-1")
    assert "Example Cars" in page.inner_text("main")
    holds(page)
    page.click("summary >> nth=0")
    page.fill("input[name=why]", "The firm closed")
    page.click("button.grave")

    assert "Example Cars" not in page.inner_text("main")
