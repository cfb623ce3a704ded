"""Files we know and do not read: each refusal says what the file is and what to ask for instead.

Signatures: formats facts 1.1, 2.1, 2.6, 3.1, 3.2, 7.5, 9.1; checked against the first bytes only, never against the file name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.decode.text.encodings import decode_head
from ingest.errors import EmptyExtraction, IngestError, LockedExtraction, UnsupportedFormat
from ingest.source import Source

_ASK = "Ask the examiner for the Cellebrite report (.ufdr or Excel), the XAMN Excel export, or a contacts export (.vcf, .csv)."

_SAVE_AS_TABLE = "Open it in the program it comes from and save the table as .xlsx or .csv."
#: Texts that are no tables, by how they begin.
_NO_TABLES = (
    (re.compile(r"[\s\ufeff]*BEGIN\s*:\s*VCARD\b", re.IGNORECASE), "is an address book of cards (vCard)"),
    (re.compile(r"\s*[\[{]\s*[\"{\[\]}]"), "is a JSON file"),
    (re.compile(r"\s*<(?:!doctype\s+html|html|head|body|table)\b", re.IGNORECASE), "is a web page (HTML)"),
    (re.compile(r"\s*<[!?a-z]", re.IGNORECASE), "is an XML file"),
)


class _Refusal(NamedTuple):
    signature: bytes
    kind: type[IngestError]
    what: str
    hint: str


_REFUSALS = (
    _Refusal(
        b"XRY\x00",
        UnsupportedFormat,
        "is a native XRY file, which only XAMN opens",
        "Open it in XAMN and export contacts, calls and messages to Excel.",
    ),
    _Refusal(
        b"SFS\x00",
        UnsupportedFormat,
        "is a native XRY container, which only XAMN opens",
        "Open it in XAMN and export contacts, calls and messages to Excel.",
    ),
    _Refusal(
        b"\x2d\x06\x52\x6d", LockedExtraction, "is a protected Cellebrite report", "Export it again from Cellebrite without protection."
    ),
    _Refusal(b"SQLite format 3\x00", UnsupportedFormat, "is a raw database of a phone", _ASK),
    _Refusal(b"ANDROID BACKUP\n", UnsupportedFormat, "is an Android backup", _ASK),
    _Refusal(b"bplist00", UnsupportedFormat, "is an Apple property list", _ASK),
    _Refusal(b"%PDF", UnsupportedFormat, "is a PDF", "Ask for the same report as .ufdr, Excel or CSV; a PDF loses numbers."),
    _Refusal(b"\x1f\x8b", UnsupportedFormat, "is a compressed archive (gzip)", "Unpack it and give the report inside."),
    _Refusal(b"7z\xbc\xaf\x27\x1c", UnsupportedFormat, "is a compressed archive (7z)", "Unpack it and give the report inside."),
    _Refusal(b"Rar!\x1a\x07", UnsupportedFormat, "is a compressed archive (rar)", "Unpack it and give the report inside."),
    _Refusal(b"{\\rtf", UnsupportedFormat, "is a rich-text document", "Save it as text, or ask for the export it was made from."),
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAR = b"ustar"
#: Where the word `ustar` stands in a tar header.
_TAR_OFFSET = 257
#: Names of streams in an OLE directory are UTF-16.
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OLE_DIRECTORY_LIMIT = 4 << 20
_XRY_TITLE = "xry export"


def refuse_known(source: Source) -> None:
    """Raise the matching refusal when the file is of a kind we know and do not read.

    Raises:
        EmptyExtraction: nothing but white space and NUL bytes.
        LockedExtraction: encrypted or protected.
        UnsupportedFormat: known, not read; the hint says what to ask for.
    """
    if source.size <= len(source.head) and not source.head.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise EmptyExtraction(f"'{source.name}' is empty: it holds nothing but blanks.", hint="Export or copy the file again.")
    for refusal in _REFUSALS:
        if source.head.startswith(refusal.signature):
            raise refusal.kind(f"'{source.name}' {refusal.what}.", hint=refusal.hint)
    if source.head[_TAR_OFFSET : _TAR_OFFSET + len(_TAR)] == _TAR:
        raise UnsupportedFormat(f"'{source.name}' is an archive (tar).", hint="Unpack it and give the report inside.")
    if source.head.startswith(_OLE):
        _refuse_old_office(source)
    if _is_xry_text(source.head):
        raise UnsupportedFormat(
            f"'{source.name}' is a text export of XRY, which is not read here.",
            hint="Export contacts, calls and messages from XAMN to Excel instead.",
        )
    if _describes_a_dump(source.head):
        raise UnsupportedFormat(
            f"'{source.name}' only describes an extraction and holds no contacts.",
            hint="Give the .ufdr, the Excel report, or the zip beside it.",
        )


def refuse_no_table(source: Source) -> None:
    """Raise when a file in which a table is expected is known to be something else.

    Raises:
        EmptyExtraction: nothing but white space and NUL bytes.
        LockedExtraction: encrypted or protected.
        UnsupportedFormat: no table; the sentence says what it is.
    """
    try:
        refuse_known(source)
    except UnsupportedFormat as err:
        raise UnsupportedFormat(err.sentence, hint=_SAVE_AS_TABLE) from err
    start = decode_head(source.head).text
    for pattern, what in _NO_TABLES:
        if pattern.match(start):
            raise UnsupportedFormat(f"'{source.name}' {what}, not a table.", hint=_SAVE_AS_TABLE)


def _refuse_old_office(source: Source) -> None:
    with source.open() as file:
        directory = file.read(_OLE_DIRECTORY_LIMIT)
    if _ENCRYPTED_PACKAGE in directory:
        raise LockedExtraction(
            f"'{source.name}' is an Office file protected by a password.", hint="Save it without a password and give that copy."
        )
    raise UnsupportedFormat(
        f"'{source.name}' is an Office file of the old kind (.xls, .doc).", hint="Open it and save it as .xlsx or .csv."
    )


def _is_xry_text(head: bytes) -> bool:
    """Whether the first line with anything in it is the title of XRY's text reports, which are UTF-16 with a mark."""
    start = head[:1024]
    text = start.decode("utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "ignore")
    return text.lstrip("\ufeff \t\r\n").partition("\n")[0].strip().casefold() == _XRY_TITLE


def _describes_a_dump(head: bytes) -> bool:
    """Whether this is a .ufd (INI text) or .ufdx (XML) file, which point at an extraction."""
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return (start.startswith(b"[") and b"filedump=" in start) or (start.startswith(b"<") and b"<extractions" in start and b".ufd" in start)
