"""A list file whose columns have names of their own, on its pages: what was chosen stays, and the file is found again."""

from __future__ import annotations

import pytest

from pages_seen import look, send, text_of, tree
from submitting import OPEN_LINE, a_list

OWN_NAMES = b"Ref,Phone no.,Brand\nL-0099,07700 900333,Tern\n"


async def hand_in(service, content: bytes, *, mode: str = "whole"):
    """Have an analyst give a file on the page, to preview it."""
    browser = await service.browser("north-analyst")
    fields = {"form_token": await service.form_token(browser), "mode": mode, "propose": "no", "reason": "A new survey"}
    body = b"".join(f'--XYZ\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items())
    body += b'--XYZ\r\nContent-Disposition: form-data; name="file"; filename="survey.csv"\r\nContent-Type: text/csv\r\n\r\n' + content
    headers = {**browser, "Content-Type": "multipart/form-data; boundary=XYZ"}
    return await service.ask("POST", "/lines/import", headers=headers, data=body + b"\r\n--XYZ--\r\n")


def form_of(page) -> tuple[str, dict[str, str]]:
    """Give the address of the form for the columns, and what it says as it stands."""
    (form,) = tree(page).xpath("//form[starts-with(@action, '/lines/import/')][.//select]")
    said = {
        each.get("name"): each.get("value") or "" for each in form.xpath(".//input[@type='hidden']") if each.get("name") != "form_token"
    }
    for select in form.xpath(".//select"):
        said[select.get("name")] = next(iter(select.xpath("./option[@selected]/@value")), "")
    return form.get("action"), said


@pytest.mark.parametrize(("chosen", "is_refused"), [(["line_id", "", ""], False), (["line_id", "number", "number"], True)])
async def test_what_was_chosen_stays_until_the_line_and_the_number_are_known(embedded, chosen, is_refused):
    """Too little and too much alike bring the same questions back, with what was said, and the next answer is taken."""
    await embedded.load_list(content=a_list(OPEN_LINE))
    address, said = form_of(await hand_in(embedded, OWN_NAMES, mode="update"))
    said |= {f"column-{at}": column for at, column in enumerate(chosen)}

    again = await send(embedded, "north-analyst", address, said)
    same, kept = form_of(again)
    planned = await send(embedded, "north-analyst", same, kept | {"column-1": "number", "column-2": "name"})

    assert again.status == (422 if is_refused else 200)
    assert (same, [kept[f"column-{at}"] for at in range(3)]) == (address, chosen)
    # A line, and its number.
    assert "2 new" in text_of(planned)


async def test_a_file_that_waits_is_found_again(embedded):
    """On the page where files are given, as it was asked first, and by nobody else."""
    await embedded.load_list(content=a_list(OPEN_LINE))
    address, _ = form_of(await hand_in(embedded, OWN_NAMES, mode="update"))

    listed = tree(await look(embedded, "north-analyst", "/lines/import")).xpath("//main//a[starts-with(@href, '/lines/import/')]/@href")
    shown = await look(embedded, "north-analyst", address)
    of_others = await look(embedded, "south-analyst", address)
    seen_by_others = text_of(await look(embedded, "south-analyst", "/lines/import"))

    assert listed == [address]
    assert form_of(shown)[0] == address
    assert form_of(shown)[1]["mode"] == "update"
    assert (of_others.status, "survey.csv" in seen_by_others) == (404, False)


async def test_a_preview_is_found_again(embedded):
    """It was not proposed; opened again it is compared with the list as it is by then."""
    await embedded.load_list(content=a_list(OPEN_LINE))
    await hand_in(embedded, a_list(OPEN_LINE.replace("2026-04-19", "2026-04-20")))

    (address,) = tree(await look(embedded, "north-analyst", "/lines/import")).xpath("//main//a[starts-with(@href, '/lines/import/')]/@href")
    shown = text_of(await look(embedded, "north-analyst", address))

    assert "1 changed" in shown
    assert "Propose it as the whole list" in shown
