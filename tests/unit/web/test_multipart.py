"""Multipart bodies, read strictly and in bounded memory."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.web.multipart import Multipart
from matcher.web.problems import Refused

TYPE = "multipart/form-data; boundary=XYZ"


def body_of(*parts: tuple[str, bytes], boundary: str = "XYZ", end: str = "--\r\n") -> bytes:
    """Write a body as RFC 7578 has it: what stands after `form-data;` and the bytes of each part."""
    made = b""
    for said, content in parts:
        made += f"--{boundary}\r\nContent-Disposition: form-data; {said}\r\n\r\n".encode() + content + b"\r\n"
    return made + f"--{boundary}{end}".encode()


def reading(body: bytes, *, sizes=(1 << 16,), content_type: str = TYPE) -> Multipart:
    """Read a body that arrives in pieces of these sizes, over and over."""
    view = memoryview(body)
    lengths = itertools.cycle(sizes)
    at = 0

    async def read() -> bytes:
        nonlocal at
        piece = bytes(view[at : at + next(lengths)])
        at += len(piece)
        return piece

    return Multipart(content_type, read)


async def every_part(parts: Multipart) -> list[tuple[str, str | None, bytes]]:
    """Read all parts to the end."""
    found = []
    while (head := await parts.next_head()) is not None:
        found.append((head.name, head.file_name, b"".join([piece async for piece in parts.pieces()])))
    await parts.check_end()
    return found


def read_all(body: bytes, **more) -> list[tuple[str, str | None, bytes]]:
    """Read all parts of a body."""
    return asyncio.run(every_part(reading(body, **more)))


CONTENT = st.binary(max_size=300) | st.lists(
    st.sampled_from([b"\r", b"\n", b"\r\n", b"-", b"--", b"\r\n--", b"\r\n--XY", b"XYZ", b"--XYZ", b"a"]), max_size=30
).map(b"".join)


@given(
    st.lists(CONTENT.filter(lambda each: b"\r\n--XYZ" not in b"\r\n" + each), min_size=1, max_size=4),
    st.lists(st.integers(1, 40), min_size=1, max_size=6),
)
def test_parts_are_read_as_they_were_written(contents, sizes):
    """Whatever stands in the parts and however the bytes arrive, each part holds what was put into it."""
    body = body_of(*((f'name="n{at}"', content) for at, content in enumerate(contents)))

    assert read_all(body, sizes=sizes) == [(f"n{at}", None, content) for at, content in enumerate(contents)]


@given(st.binary(max_size=400), st.integers(1, 50))
def test_no_bytes_are_anything_but_parts_or_refused(body, size):
    """Bytes at random are read as parts or refused with a code of ours; nothing else happens."""
    codes = set()
    try:
        read_all(body, sizes=(size,))
    except Refused as refused:
        codes.add(refused.code)

    assert codes <= {"bad-upload", "encoded-body"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"x" * 3000 + b"\r\n" + body_of(('name="a"', b"1")), id="a long preamble"),
        pytest.param(body_of(('name="a"', b"1"), end=""), id="not ended"),
        pytest.param(body_of(('name="a"', b"1"))[:-6], id="cut within the last boundary"),
        pytest.param(body_of(('name="a"', b"1")) + b"more", id="something behind the end"),
        pytest.param(body_of(('name="a"', b"1")) + b"\r\n" * 2, id="line breaks behind the end"),
        pytest.param(body_of(('name="a"', b"1"), end="-\r\n"), id="half an end"),
        pytest.param(body_of(('name="a"', b"1")).replace(b"--XYZ\r\nC", b"--XYZ  \r\nC"), id="spaces behind a boundary"),
        pytest.param(body_of(("x", b"1")), id="no name"),
        pytest.param(body_of(('name="a"; name="b"', b"1")), id="two names"),
        pytest.param(b"--XYZ\r\n\r\n1\r\n--XYZ--\r\n", id="no head"),
        pytest.param(b"--XYZ\r\nA: " + b"x" * 9000 + b"\r\n\r\n1\r\n--XYZ--\r\n", id="a head without end"),
        pytest.param(b"--XYZ\r\nno colon\r\n\r\n1\r\n--XYZ--\r\n", id="a head that is none"),
        pytest.param(
            b'--XYZ\r\nContent-Disposition: form-data; name="a"\r\ncontent-disposition: x\r\n\r\n1\r\n--XYZ--\r\n', id="a head twice"
        ),
        pytest.param(b'--XYZ\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n1\r\n--XYZ--\r\n', id="no UTF-8"),
        pytest.param(b'--XYZ\r\nContent-Disposition: attachment; name="a"\r\n\r\n1\r\n--XYZ--\r\n', id="no form"),
        pytest.param(b'--XYZ\nContent-Disposition: form-data; name="a"\n\n1\n--XYZ--\n', id="line feeds only"),
    ],
)
def test_a_body_that_is_not_well_formed_is_refused(body):
    """A long preamble, a missing end, anything behind the end, and heads that are none are refused."""
    with pytest.raises(Refused) as refused:
        read_all(body, sizes=(100,))

    assert refused.value.code == "bad-upload"


@pytest.mark.parametrize("said", ["Content-Transfer-Encoding: base64", "Content-Encoding: gzip"])
def test_an_encoded_part_is_refused(said):
    """Nothing is unpacked on the way in: its size could not be told before."""
    body = f'--XYZ\r\nContent-Disposition: form-data; name="a"\r\n{said}\r\n\r\nMQ==\r\n--XYZ--\r\n'.encode()

    with pytest.raises(Refused) as refused:
        read_all(body)

    assert refused.value.code == "encoded-body"


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "application/json",
        "multipart/mixed; boundary=XYZ",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary=" "',
        "multipart/form-data; boundary=" + "x" * 71,
        'multipart/form-data; boundary="a\r\nb"',
        "multipart/form-data; boundary=XYZ; boundary=ABC",
        "multipart/form-data; boundary=XÿZ",
    ],
)
def test_another_type_is_refused(content_type):
    """Only a form with one sound boundary is read."""
    with pytest.raises(Refused) as refused:
        reading(b"", content_type=content_type)

    assert refused.value.code == "wrong-content-type"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        pytest.param('name="file"; filename="phone.vcf"', "phone.vcf", id="plain"),
        pytest.param('name="file"; filename="../../etc/passwd"', "passwd", id="folders"),
        pytest.param('name="file"; filename="C:\\\\temp\\\\phone.vcf"', "phone.vcf", id="folders of Windows"),
        pytest.param('name="file"; filename="/"', "upload", id="only a folder"),
        pytest.param('name="file"; filename=".."', "upload", id="the folder above"),
        pytest.param('name="file"; filename=""', "upload", id="empty"),
        pytest.param('name="file"; filename="a%22b.vcf"', 'a"b.vcf', id="a quote as browsers write it"),
        pytest.param('name="file"; filename="a\\"b.vcf"', 'a"b.vcf', id="a quote as curl writes it"),
        pytest.param('name="file"; filename="x"; filename*=UTF-8\'\'%e2%82%ac.vcf', "€.vcf", id="extended"),
        pytest.param('name="file"; filename="a\x1b[2J\u202egpj.vcf"', "a[2Jgpj.vcf", id="codes of a terminal, text turned round"),
        pytest.param('name="file"; filename="naïve.vcf"', "naïve.vcf", id="UTF-8"),
    ],
)
def test_a_file_name_is_harmless(said, name):
    """Of a name the last part is kept, without anything a path, a terminal or a reader's eye would obey."""
    assert read_all(body_of((said, b"1")))[0][1] == name


def test_a_long_file_name_is_cut():
    """A name of any length becomes one that can be shown."""
    assert len(read_all(body_of((f'name="file"; filename="{"x" * 900}"', b"1")))[0][1]) == 200


def test_a_field_that_is_no_file_is_held_to_its_size():
    """A small field is read up to its limit and no further."""

    async def read() -> None:
        parts = reading(body_of(('name="a"', b"x" * 2000)), sizes=(100,))
        await parts.next_head()
        await parts.small(1000)

    with pytest.raises(Refused) as refused:
        asyncio.run(read())

    assert refused.value.code == "too-large"


def test_a_large_part_never_lies_in_memory():
    """However large a part is, what is held of it is one piece and a boundary."""

    async def read() -> tuple[int, int]:
        parts = reading(body_of(('name="a"', b"\r\n-" * 1_000_000)), sizes=(65536,))
        await parts.next_head()
        most = total = 0
        async for piece in parts.pieces():
            most = max(most, parts.held + len(piece))
            total += len(piece)
        return most, total

    most, total = asyncio.run(read())

    assert total == 3_000_000
    assert most < 200_000


def test_behind_the_last_part_there_is_none_however_often_one_asks():
    """A body of no parts at all is no fault of ours."""

    async def ask() -> list[object]:
        parts = reading(body_of())
        return [await parts.next_head(), await parts.next_head()]

    assert asyncio.run(ask()) == [None, None]
