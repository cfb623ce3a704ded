"""The pages as a browser asks for them, without any script."""

from __future__ import annotations

import html
import json
import re

import pytest
from lxml import etree
from lxml import html as markup

import people
from legal_metadata import EXAMPLE
from matcher.domain.legal.faults import faults_of
from matcher.domain.submissions.legal_basis import Power
from matcher.domain.submissions.metadata_reading import read_metadata
from matcher.web.form_fields import sections_of
from matcher.web.forms import metadata_of
from pages_seen import ANSWERS
from submitting import COVERT_NUMBER, NOBODY, OPEN_NUMBER, a_card, a_list
from web_clients import CARD


async def send(service, browser, path, values, **more):
    """Send a form of a page."""
    return await service.ask("POST", path, headers=browser, data={"form_token": await service.form_token(browser), **values}, **more)


def tree(answer):
    """Read a page as a browser does."""
    return markup.fromstring(answer.text)


def text_of(answer) -> str:
    """Give what is read on a page."""
    return " ".join(tree(answer).text_content().split())


async def test_a_person_hands_a_file_in_without_any_script(service):
    """Power, questions, file: three pages, and then the page of the submission, which shows the answer once there is one."""
    await service.load_list(content=a_list())
    browser = await service.browser("north-submitter")

    power = await service.ask("GET", "/submissions/new", headers=browser)
    questions = await service.ask("GET", "/submissions/new?power=pcsc-s37", headers=browser)
    file = await send(service, browser, "/submissions/new", ANSWERS)
    hidden = {
        each.get("name"): each.get("value") for each in tree(file).xpath("//form[@action='/submissions/file']//input[@type='hidden']")
    }
    handed_in = await upload(service, browser, hidden, a_card(OPEN_NUMBER, NOBODY))
    waiting = await service.ask("GET", handed_in.headers["Location"], headers=browser)
    await service.desk.work()
    answered = await service.ask("GET", handed_in.headers["Location"], headers=browser)
    home = await service.ask("GET", "/", headers=browser)

    assert [each.status for each in (power, questions, file, waiting, answered, home)] == [200] * 6
    assert (file.status, handed_in.status) == (200, 303)
    assert "received" in text_of(waiting)
    assert "1 number matches 1 line" in text_of(answered)
    assert "Larkspur" in text_of(answered)
    assert "S-17" in text_of(home)


async def upload(service, browser, hidden, content):
    """Send the form with the file, as browsers write it: the fields in their order, then the file."""
    body = b"".join(f'--XYZ\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in hidden.items())
    body += b'--XYZ\r\nContent-Disposition: form-data; name="file"; filename="phone.vcf"\r\nContent-Type: text/vcard\r\n\r\n' + content
    headers = {**browser, "Content-Type": "multipart/form-data; boundary=XYZ"}
    return await service.ask("POST", "/submissions/file", headers=headers, data=body + b"\r\n--XYZ--\r\n")


async def test_what_is_missing_stands_on_top_and_leads_to_its_field(embedded):
    """Every fault is told at the top with a link to its field, and at the field itself; what was answered is still there."""
    await embedded.load_list()
    browser = await embedded.browser("north-submitter")
    lacking = {key: value for key, value in ANSWERS.items() if key not in {"legal_basis.necessity", "legal_basis.agreement.by"}}

    answer = await send(embedded, browser, "/submissions/new", lacking)
    page = tree(answer)
    links = page.xpath("//*[@role='alert']//a/@href")

    assert answer.status == 422
    assert set(links) == {"#f-legal_basis-necessity", "#f-legal_basis-agreement-by"}
    for link in links:
        (field,) = page.xpath(f"//*[@id='{link[1:]}']")
        assert field.get("aria-invalid") == "true"
        assert page.xpath(f"//*[@id='{field.get('aria-describedby').split()[-1]}']")
    assert page.xpath("//textarea[@name='legal_basis.belief']")[0].text.strip() == ANSWERS["legal_basis.belief"]
    assert page.xpath("//select[@name='subject.age_certainty']/option[@selected]/@value") == ["known"]


async def test_the_answers_can_be_changed_before_the_file_is_handed_in(embedded):
    """From the page of the file one comes back to the questions with everything that was answered."""
    await embedded.load_list()
    browser = await embedded.browser("north-submitter")
    file = await send(embedded, browser, "/submissions/new", ANSWERS)
    again = {each.get("name"): each.get("value") for each in tree(file).xpath("(//form)[last()]//input")}

    questions = await embedded.ask("POST", "/submissions/new", headers=browser, data=again)

    assert questions.status == 200
    assert tree(questions).xpath("//input[@name='subject.reference']/@value") == ["S-17"]


def test_what_is_filled_in_means_what_the_contract_says():
    """The form filled in with the example of the contract gives metadata that satisfy the law, with times turned to UTC."""
    stated = metadata_of(Power.PCSC_S37, {name: (value,) for name, value in ANSWERS.items() if name != "power"})
    metadata, faults = read_metadata(stated)

    assert faults == ()
    assert faults_of(metadata, metadata.legal_basis.authorised) == ()
    assert stated["episode"]["started"] == EXAMPLE["episode"]["started"]
    assert stated["device"]["own_numbers"] == ["07700 900999"]
    assert stated["scope"] == ["contacts"]
    assert stated["subject"]["age"] == 15


@pytest.mark.parametrize("power", list(Power))
def test_every_fault_of_a_basis_can_be_put_right_on_its_page(power):
    """Whatever is missing for a power, the page has a field or a group of fields for it."""
    metadata, _ = read_metadata({"legal_basis": {"power": power.value}})
    sections = sections_of(power)
    there = {field.name for section in sections for field in section.fields} | {section.name for section in sections}

    assert {fault.field for fault in faults_of(metadata, people.NOW)} <= there | {"legal_basis.power"}


@pytest.mark.parametrize("power", list(Power))
async def test_every_field_has_a_label_and_every_group_a_legend(embedded, power):
    """Each input is named by a label, each group by a legend, each page by one heading; everything is reached in the order it is read."""
    browser = await embedded.browser("north-submitter")
    page = tree(await embedded.ask("GET", f"/submissions/new?power={power}", headers=browser))
    named = set(page.xpath("//label/@for"))
    ids = page.xpath("//@id")

    assert set(page.xpath("//form[@class]//*[self::input[not(@type='hidden')] or self::select or self::textarea]/@id")) <= named
    assert not page.xpath("//fieldset[not(legend)]")
    assert len(ids) == len(set(ids))
    assert len(page.xpath("//h1")) == 1
    assert len(page.xpath("//main")) == 1
    assert page.get("lang") == "en-GB"
    assert not page.xpath("//@tabindex[. != '0' and . != '-1']")


async def test_no_page_has_a_script_a_style_of_its_own_or_anything_from_elsewhere(embedded):
    """Pages hold no script, no inline style, no handler and no address of another host."""
    await embedded.load_list(content=a_list())
    submission_id = await embedded.answered(content=a_card(OPEN_NUMBER))
    for who, path in (
        ("north-submitter", "/"),
        ("north-submitter", "/submissions/new"),
        ("north-submitter", "/submissions/new?power=pcsc-s40"),
        ("north-submitter", f"/submissions/{submission_id}"),
        ("north-submitter", f"/submissions/{submission_id}/erase"),
        ("north-reviewer", f"/submissions/{submission_id}"),
        ("north-submitter", "/api/v1/docs"),
        ("north-submitter", "/nowhere"),
    ):
        answer = await embedded.ask("GET", path, headers=await embedded.browser(who))
        page = tree(answer)
        assert not page.xpath("//script | //style | //@style | //iframe | //object | //@*[starts-with(name(), 'on')]"), path
        assert not [each for each in page.xpath("//@href | //@src | //@action") if not each.startswith(("/", "#"))], path
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["<script>alert(1)<", "'onload='x'.vcf", "{{7*7}}.vcf", "a\u202egpj.vcf"])
async def test_a_hostile_name_is_text_on_every_page(embedded, name):
    """A name of a file that reads like a tag, an attribute or a template is shown as it is and does nothing."""
    await embedded.load_list()
    browser = await embedded.browser("north-submitter")
    said = ('name="metadata"', json.dumps(EXAMPLE).encode()), (f'name="file"; filename="{name}"', CARD)
    body = b"".join(f"--XYZ\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n" for head, content in said)
    headers = {"Content-Type": "multipart/form-data; boundary=XYZ"}
    made = await embedded.ask("POST", "/api/v1/submissions", who="north-submitter", data=body + b"--XYZ--\r\n", headers=headers)
    page = await embedded.ask("GET", f"/submissions/{made.json['id']}", headers=browser)

    assert name.replace("\u202e", "") in text_of(page)
    assert not tree(page).xpath("//script | //@onload")


@pytest.mark.parametrize("path", ["/submissions/new", "/submissions/file"])
async def test_whoever_sends_a_form_after_their_session_is_told_that_nothing_was_kept(embedded, path):
    """They are sent to sign in, with a sentence about what they sent; whoever only looks is asked to sign in without one."""
    own = {"Origin": embedded.url, "Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
    sent = await embedded.ask("POST", path, headers=own, data={"power": "pcsc-s37"})
    looked = await embedded.ask("GET", "/submissions/new", headers=own)

    told, plain = [await embedded.ask("GET", each.headers["Location"], headers=own) for each in (sent, looked)]

    assert (sent.status, looked.status, told.status, plain.status) == (303, 303, 200, 200)
    assert "Your session had ended. Nothing of what you sent was kept; a file was not taken." in told.text
    assert "session had ended" not in plain.text


async def test_a_form_of_another_session_is_refused(embedded):
    """A form without the mark of the session, or with another one's, changes nothing."""
    await embedded.load_list()
    submission_id = await embedded.answered()
    browser = await embedded.browser("north-submitter")
    other = await embedded.browser("north-submitter")
    for mark in ("", "x", await embedded.form_token(other)):
        answer = await embedded.ask(
            "POST", f"/submissions/{submission_id}/erase", headers=browser, data={"form_token": mark, "reason": "x"}
        )
        assert (answer.status, "form-expired" in answer.text) == (403, True)

    assert (await embedded.ask("GET", f"/api/v1/submissions/{submission_id}", who="north-submitter")).json["erased_at"] is None


async def test_a_submission_is_erased_from_its_page(embedded):
    """A reason, without which it stays, a button, and the proof: what was removed, and that nothing is left."""
    await embedded.load_list(content=a_list())
    submission_id = await embedded.answered(content=a_card(OPEN_NUMBER))
    browser = await embedded.browser("north-submitter")

    asked = await embedded.ask("GET", f"/submissions/{submission_id}/erase", headers=browser)
    silent = await send(embedded, browser, f"/submissions/{submission_id}/erase", {"reason": " "})
    erased = await send(embedded, browser, f"/submissions/{submission_id}/erase", {"reason": "handed in twice"})
    after = await embedded.ask("GET", f"/submissions/{submission_id}", headers=browser)

    assert (silent.status, erased.status) == (422, 200)
    assert "Alerts of it that nobody has looked at go with it." in text_of(asked)
    assert set(tree(erased).xpath("//tbody//td[2]/text()")) == {"0"}
    words = tree(erased).xpath("//tbody//th/text()")
    assert {"Alerts", "Numbers that match nothing"} <= set(words)
    assert not [each for each in words if "_" in each or each in {"outbox", "Something else"}]
    assert "erased" in text_of(after)
    for word, told in (("coordinator", 1), ("submitter", 0)):
        notices = await embedded.ask("GET", "/notices", headers=await embedded.browser(f"north-{word}"))
        assert text_of(notices).count(submission_id) == told
        assert "None" not in text_of(notices)
    assert "Larkspur" not in after.text


async def test_a_reviewer_confirms_a_match_on_its_page(embedded):
    """A finding with its reason is recorded, and the answer says so to everybody who sees it."""
    await embedded.load_list(content=a_list())
    submission_id = await embedded.answered(content=a_card(OPEN_NUMBER))
    browser = await embedded.browser("north-reviewer")
    page = tree(await embedded.ask("GET", f"/submissions/{submission_id}", headers=browser))
    (action,) = page.xpath("//form[contains(@action, '/verdict')]/@action")

    given = await send(embedded, browser, action, {"finding": "confirmed", "reason": "seen on the phone"})
    after = await embedded.ask("GET", f"/submissions/{submission_id}", headers=browser)

    assert (given.status, given.headers["Location"]) == (303, f"/submissions/{submission_id}")
    assert "Confirmed by a reviewer" in text_of(after)


@pytest.mark.parametrize("role", ["submitter", "coordinator", "analyst", "reviewer", "safeguarding", "supervisor", "auditor", "admin"])
async def test_every_role_has_pages_that_hold(embedded, role):
    """For every role the first page and the page of an answer are shown, or refused as what they may not see; nothing breaks."""
    await embedded.load_list(content=a_list())
    submission_id = await embedded.answered(content=a_card(OPEN_NUMBER, COVERT_NUMBER, "07700 9001"))
    browser = await embedded.browser(f"north-{role}")

    home = await embedded.ask("GET", "/", headers=browser)
    page = await embedded.ask("GET", f"/submissions/{submission_id}", headers=browser)

    assert home.status == 200
    assert page.status in {200, 403, 404}
    assert "Nightjar" not in page.text or role == "analyst"
    if role == "safeguarding":
        assert "Larkspur" not in page.text


async def test_a_covert_match_and_a_miss_are_one_page(embedded):
    """For a submitter the page of a covert number is that of a number on no list, names and ids aside."""
    await embedded.load_list(content=a_list())
    browser = await embedded.browser("north-submitter")
    pages = []
    for number in (COVERT_NUMBER, "07700 900457"):
        submission_id = await embedded.answered(content=a_card(number))
        page = await embedded.ask("GET", f"/submissions/{submission_id}", headers=browser)
        pages.append(re.sub(rf"{submission_id}|[0-9a-f]{{64}}", "…", page.text))

    assert pages[0] == pages[1]


async def test_pages_of_the_list_go_on(embedded):
    """More than a page of submissions is paged through by links."""
    await embedded.load_list()
    for at in range(27):
        await embedded.submit(content=CARD + b"\n" * at)
    browser = await embedded.browser("north-submitter")

    first = tree(await embedded.ask("GET", "/submissions", headers=browser))
    (more,) = first.xpath("//a[@rel='next']/@href")
    second = tree(await embedded.ask("GET", html.unescape(more), headers=browser))

    assert (len(first.xpath("//ul[@class='rows']/li")), len(second.xpath("//ul[@class='rows']/li"))) == (25, 2)


async def test_the_description_reads_as_a_page(embedded):
    """Every operation and every code of a problem stands on the page, each code with a mark that problems lead to."""
    page = tree(await embedded.ask("GET", "/api/v1/docs"))
    described = (await embedded.ask("GET", "/api/v1/openapi.json")).json
    shown = " ".join(page.text_content().split())

    for path, operations in described["paths"].items():
        for method in operations:
            assert f"{method.upper()} {path}" in shown
    assert page.xpath("//tr[@id='legal-basis-incomplete']")
    marks, ids = page.xpath("//@id"), [each["operationId"] for of_path in described["paths"].values() for each in of_path.values()]
    assert (len(set(marks)), len(set(ids))) == (len(marks), len(ids))
    assert described["openapi"].startswith("3.1")


async def test_the_style_sheets_are_served_as_style_sheets(embedded):
    """Both sheets come with their type, and name nothing from elsewhere."""
    for name in ("answer.css", "pages.css"):
        answer = await embedded.ask("GET", f"/static/{name}")
        assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
        assert "url(" not in answer.text
        assert "@import" not in answer.text


def test_pages_are_read_as_they_were_meant():
    """The reader of these tests finds what it looks for: a page with a script is seen as one."""
    assert etree.tostring(markup.fromstring("<p onload='x'><script>1</script>")).count(b"script") == 2
