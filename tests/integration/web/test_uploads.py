"""Uploads that mean harm, and those that only go wrong: nothing of them is kept."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from legal_metadata import EXAMPLE
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.web.app import create_app
from matcher.web.options import WebOptions
from web_clients import CARD, Service, new_house, parts, served

HEAD = "multipart/form-data; boundary=XYZ"


def body_of(*named: tuple[str, bytes]) -> bytes:
    """Write a body by hand: what stands after `form-data;` and the bytes of each part."""
    made = b"".join(f"--XYZ\r\nContent-Disposition: form-data; {said}\r\n\r\n".encode() + content + b"\r\n" for said, content in named)
    return made + b"--XYZ--\r\n"


METADATA = ('name="metadata"', json.dumps(EXAMPLE).encode())
FILE = ('name="file"; filename="phone.vcf"', CARD)


async def send(service: Service, body: bytes, *, who: str = "north-submitter", **headers: str):
    """Hand a body in as it is."""
    await service.load_list()
    return await service.ask("POST", "/api/v1/submissions", who=who, data=io.BytesIO(body), headers={"Content-Type": HEAD, **headers})


async def kept(service: Service) -> tuple[list[str], int]:
    """Give the files that are kept, whole or part, and how many submissions there are."""
    listed = await service.ask("GET", "/api/v1/submissions", who="north-submitter")
    return sorted(each.name for each in service.house.vault.originals.folder.iterdir()), len(listed.json["items"])


async def test_a_file_in_two_parts_is_taken(embedded):
    """The plain case, written by hand, is answered with 202 and the address of the submission."""
    answer = await send(embedded, body_of(METADATA, FILE))

    assert answer.status == 202
    assert answer.headers["Location"] == f"/api/v1/submissions/{answer.json['id']}"
    assert answer.json["status"] == "received"
    assert (await kept(embedded))[1] == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        pytest.param(b"x" * (20 << 20) + b"\r\n" + body_of(METADATA, FILE), 422, "bad-upload", id="20 MiB before the first part"),
        pytest.param(body_of(METADATA, FILE, ('name="more"', b"1")), 422, "bad-upload", id="a third part"),
        pytest.param(body_of(METADATA, FILE, ('name="a"', b"1"), ('name="b"', b"2")), 422, "bad-upload", id="four parts"),
        pytest.param(body_of(METADATA, FILE, FILE), 422, "bad-upload", id="two files"),
        pytest.param(body_of(METADATA, METADATA, FILE), 422, "bad-upload", id="metadata twice"),
        pytest.param(body_of(FILE, METADATA), 422, "bad-upload", id="the file first"),
        pytest.param(body_of(METADATA), 422, "bad-upload", id="no file"),
        pytest.param(body_of(FILE), 422, "bad-upload", id="no metadata"),
        pytest.param(body_of(METADATA, ('name="file"', CARD)), 422, "bad-upload", id="a file without a name of its own"),
        pytest.param(body_of(METADATA, FILE)[:-4], 422, "bad-upload", id="no end"),
        pytest.param(body_of(METADATA, FILE) + b"trailing", 422, "bad-upload", id="something behind the end"),
        pytest.param(body_of(('name="metadata"', b"x" * (300 << 10)), FILE), 413, "too-large", id="metadata without end"),
        pytest.param(body_of(('name="metadata"', b'{"a": 1, "a": 2}'), FILE), 400, "malformed-json", id="a key twice"),
        pytest.param(body_of(('name="metadata"', b"[" * 99_999), FILE), 400, "malformed-json", id="nested without end"),
        pytest.param(body_of(('name="metadata"', b"\xff"), FILE), 400, "malformed-json", id="no UTF-8"),
        pytest.param(body_of(('name="metadata"', b"[]"), FILE), 422, "bad-metadata", id="no object"),
        pytest.param(body_of(('name="metadata"', b'{"x": 1}'), FILE), 422, "legal-basis-incomplete", id="an unknown field, and no basis"),
        pytest.param(
            body_of(METADATA, FILE).replace(b'name="file"', b'name="file"\r\nContent-Encoding: gzip'),
            415,
            "encoded-body",
            id="a part that is packed",
        ),
        pytest.param(b"", 422, "bad-upload", id="nothing"),
    ],
)
async def test_a_hostile_body_is_refused_and_nothing_of_it_kept(embedded, body, status, code):
    """Whatever is wrong with the parts, it is told with its code, no file stays, and there is no submission."""
    answer = await send(embedded, body)

    assert (answer.status, answer.json["code"]) == (status, code)
    assert await kept(embedded) == ([], 0)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(body_of(('name="metadata"', b'{"a": "\\u0000"}'), FILE), "the character zero", id="a NUL"),
        pytest.param(body_of(('name="metadata"', b'{"a": 1, "a": 2}'), FILE), "twice", id="a key twice"),
        pytest.param(body_of(('name="metadata"', b"\xff"), FILE), "UTF-8", id="no UTF-8"),
        pytest.param(body_of(('name="metadata"', b"[" * 99_999), FILE), "nested", id="nested without end"),
        pytest.param(body_of(('name="metadata"', b'{"a": NaN}'), FILE), "NaN", id="no number of JSON"),
        pytest.param(body_of(METADATA, ('name="file"; filename="' + "x" * 5_000 + '"', CARD)), "shorter name", id="a long file name"),
        pytest.param(
            body_of(('name="metadata"', b'{"subject": {"reference": "' + b"x" * 100_000 + b'"}}'), FILE),
            "more than 4000 characters",
            id="a long reference",
        ),
    ],
)
async def test_what_is_wrong_is_said_in_words_that_fit(embedded, body, words):
    """Whoever sent it is told what to change, and not something else."""
    answer = await send(embedded, body)

    told = [answer.json["detail"], *map(str, answer.json.get("faults", []))]
    assert any(words in each for each in told), told


async def test_a_body_without_a_length_is_not_begun(embedded):
    """Chunked uploads are refused with 411: how much will come must be known before."""

    async def chunks():
        yield body_of(METADATA, FILE)

    await embedded.load_list()
    answer = await embedded.ask("POST", "/api/v1/submissions", who="north-submitter", data=chunks(), headers={"Content-Type": HEAD})

    assert (answer.status, answer.json["code"]) == (411, "length-required")


async def test_a_packed_body_is_not_unpacked(embedded):
    """A body that names an encoding is refused, on files and on JSON."""
    upload = await send(embedded, gzip.compress(body_of(METADATA, FILE)), **{"Content-Encoding": "gzip"})
    packed = gzip.compress(b'{"numbers": []}')
    check = await embedded.ask(
        "POST",
        "/api/v1/checks",
        who="north-submitter",
        data=packed,
        headers={"Content-Type": "application/json", "Content-Encoding": "gzip"},
    )

    assert (upload.status, upload.json["code"]) == (415, "encoded-body")
    assert (check.status, check.json["code"]) == (415, "encoded-body")


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "multipart/mixed; boundary=XYZ", "multipart/form-data", "application/octet-stream"]
)
async def test_another_type_is_refused(embedded, content_type):
    """Only a form with a boundary is taken."""
    answer = await send(embedded, body_of(METADATA, FILE), **{"Content-Type": content_type})

    assert (answer.status, answer.json["code"]) == (415, "wrong-content-type")


async def raw(service: Service, head: str, body: bytes = b"", *, then: str = "wait") -> bytes:
    """Send a head with somebody's token and some of a body; then wait for what comes back, or hang up."""
    url = urlsplit(service.url)
    token = await service.token("north-submitter")
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    said = f"POST /api/v1/submissions HTTP/1.1\r\nHost: [::1]\r\nAuthorization: Bearer {token}\r\nContent-Type: {HEAD}\r\n{head}\r\n\r\n"
    writer.write(said.encode() + body)
    await writer.drain()
    try:
        return b"" if then == "hang up" else await asyncio.wait_for(reader.read(4096), 20)
    finally:
        writer.close()


async def test_a_file_that_is_too_large_is_refused_before_it_is_sent(embedded):
    """By the length alone: not one byte of the body is waited for, and nobody who asks first is told to go on."""
    await embedded.load_list()

    heard = await raw(embedded, f"Content-Length: {3 << 30}\r\nExpect: 100-continue")

    assert heard.startswith(b"HTTP/1.1 413 ")


async def test_who_asks_first_is_told_to_go_on_when_the_head_is_in_order(embedded):
    """With a sound head the sender hears 100 and sends the file."""
    await embedded.load_list()
    body = body_of(METADATA, FILE)
    answer = await send(embedded, body, Expect="100-continue")
    heard = await raw(embedded, f"Content-Length: {len(body)}\r\nExpect: 100-continue")
    refused = await raw(embedded, f"Content-Length: {len(body)}\r\nExpect: 200-ok")

    assert answer.status == 202
    assert heard.startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert refused.startswith(b"HTTP/1.1 417 ")


async def test_a_sender_who_stops_is_not_waited_for(embedded):
    """Where nothing more comes the upload ends with 408, and nothing of it is kept."""
    house = new_house(embedded.house.vault)
    await embedded.load_list()
    async with served(create_app(house, WebOptions(patience=0.3))) as url:
        there = replace(embedded, url=url)
        body = body_of(METADATA, FILE)
        heard = await raw(there, f"Content-Length: {len(body) + 100}", body[:-10])

    assert heard.startswith(b"HTTP/1.1 408 ")
    assert await kept(embedded) == ([], 0)


async def test_a_sender_who_goes_away_leaves_nothing(embedded):
    """Where the line breaks in the middle of the file, nothing of it is kept."""
    await embedded.load_list()
    body = body_of(METADATA, ('name="file"; filename="x.vcf"', b"x" * 3_000_000))

    await raw(embedded, f"Content-Length: {len(body)}", body[:2_000_000], then="hang up")
    for _ in range(100):
        if (await kept(embedded))[0] == []:
            break
        await asyncio.sleep(0.05)

    assert await kept(embedded) == ([], 0)


async def test_a_length_that_is_too_short_ends_the_file_there(embedded):
    """Bytes beyond the stated length are another request, and none at that: they are refused and nothing is kept."""
    await embedded.load_list()
    body = body_of(METADATA, FILE)

    heard = await raw(embedded, f"Content-Length: {len(body) - 30}", body)

    assert re.match(rb"HTTP/1\.[01] 4(?:00|22) ", heard)
    assert await kept(embedded) == ([], 0)


async def test_the_limit_holds_whatever_is_announced(embedded):
    """A file one byte over the limit is refused, one at the limit is taken."""
    house = new_house(embedded.house.vault, SubmissionPolicy(upload_limit_bytes=1000))
    await embedded.load_list()
    async with served(create_app(house)) as url:
        there = replace(embedded, url=url)
        over = await there.submit(content=CARD + b"\n" * (1001 - len(CARD)))
        most = await there.submit(content=CARD + b"\n" * (1000 - len(CARD)))

    assert (over.status, over.json["code"]) == (413, "too-large")
    assert most.status == 202


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\phone.vcf", "phone.vcf"),
        ("a\x1b[2Jb.vcf", "a[2Jb.vcf"),
        ("\u202egpj.vcf", "gpj.vcf"),
        ("naïve.vcf", "naïve.vcf"),
    ],
)
async def test_a_name_is_only_a_name(embedded, sent, told):
    """A file is kept under an id of ours; of its name the last part is shown, and nothing in it is obeyed."""
    said = f'name="file"; filename="{sent}"'.replace("\\", "\\\\")
    answer = await send(embedded, body_of(METADATA, (said, CARD)))
    shown = await embedded.ask("GET", f"/api/v1/submissions/{answer.json['id']}", who="north-submitter")

    assert shown.json["file_name"] == told
    assert (await kept(embedded))[0] == [f"{answer.json['id']}.sealed"]


async def test_the_law_is_asked_before_the_file(embedded):
    """With an incomplete basis the faults come back while the file is still on its way: none of it is read."""
    await embedded.load_list()
    lacking = {**EXAMPLE, "legal_basis": {**EXAMPLE["legal_basis"], "necessity": ""}}
    body = body_of(('name="metadata"', json.dumps(lacking).encode()), ('name="file"; filename="x"', b"x" * 1000))

    heard = await raw(embedded, f"Content-Length: {len(body) + 50_000_000}", body[:-200])

    assert heard.startswith(b"HTTP/1.1 422 ")
    assert b"legal-basis-incomplete" in heard
    assert b"legal_basis.necessity" in heard


async def test_only_who_may_hand_in_is_listened_to(embedded):
    """An auditor who sends a file is refused by the role, and nothing of it is kept."""
    await embedded.load_list()
    answer = await embedded.submit("north-auditor")

    assert (answer.status, answer.json["code"]) == (403, "not-allowed")
    assert await kept(embedded) == ([], 0)


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a\u00e9", " a", "a "])
async def test_a_key_that_is_none_is_refused(embedded, key):
    """A key for repeated requests is a text of 1 to 200 visible characters."""
    await embedded.load_list()
    answer = await embedded.submit(headers={"Idempotency-Key": key})

    # The ends of a header are no part of it (RFC 9110, 5.5).
    assert answer.status == (202 if key.strip() == "a" else 422)


async def test_the_same_request_with_the_same_key_is_one(service):
    """A repeated request gives the first one's submission; another request under the same key is refused."""
    await service.load_list()
    first = await service.submit(headers={"Idempotency-Key": "k-1"})
    again = await service.submit(headers={"Idempotency-Key": "k-1"})
    other = await service.submit(content=CARD + b"\n", headers={"Idempotency-Key": "k-1"})

    assert (first.status, first.json["is_new"]) == (202, True)
    assert (again.status, again.json["is_new"], again.json["id"]) == (202, False, first.json["id"])
    assert (other.status, other.json["code"]) == (422, "idempotency-key-reused")


async def test_a_list_comes_alone(embedded):
    """A line list is one part called `file`; anything beside it is refused, and nothing is published."""
    beside = await embedded.ask("POST", "/api/v1/lines/imports", who="north-analyst", data=parts(metadata={}, file=("l.csv", b"x")))
    dry = await embedded.ask(
        "POST", "/api/v1/lines/imports?dry_run=true", who="north-analyst", data=parts(file=("l.csv", b"line_id,number\nL,0800 1111\n"))
    )

    assert (beside.status, beside.json["code"]) == (422, "bad-upload")
    assert (dry.status, dry.json["code"]) == (422, "bad-line-list")
    assert dry.json["faults"][0]["field"] == "row 2, column number"
