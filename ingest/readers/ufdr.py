"""Cellebrite reports: a .ufdr archive, the report.xml inside it, and pieces of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple

from ingest.decode.archives.archive import Archive, looks_like_zip, open_archive
from ingest.decode.cellebrite.block import BlockReader
from ingest.decode.cellebrite.fields import Model, model_of
from ingest.decode.cellebrite.models import ChatFacts, ModelReader
from ingest.decode.values.moments import unread_times
from ingest.decode.xml.characters import head_text, open_utf8, root_in
from ingest.decode.xml.markup import Element, Fault, LongRecord, Markup, Records, Tag
from ingest.errors import DamagedExtraction, IngestError, LockedExtraction, UnsafeExtraction
from ingest.reader import Claim
from ingest.records import Item, Record, Remark, Scope, Skipped
from ingest.source import HEAD_BYTES, Source

_REPORT = "report.xml"
_PROTECTED = b"\x2d\x06\x52\x6d"
_NAMESPACE = "pa.cellebrite.com/report/"
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)([^<>]*)")
_PROJECT_WORDS = re.compile(r"\s(?:reportVersion|extractionType|licenseID|containsGarbage|NodeCount|ModelCount)\s*=")
_SECTION_WORDS = re.compile(r"<(?:[\w.-]+:)?(?:sourceExtractions|decodedData|caseInformation|taggedFiles)\b")
_MODEL_WORDS = re.compile(r"<(?:[\w.-]+:)?model\s[^<>]*\bdeleted_state\s*=")
_FIELD_WORDS = re.compile(r"<(?:[\w.-]+:)?(?:field|multiField|modelField|multiModelField)\s[^<>]*\bname\s*=")

_CONTAINER = b"modelType"
#: Bulk that holds no models: names and properties of every exported file.
_PASSED_OVER = frozenset({"taggedFiles", "images", "caseInformation"})
_INSIDE_MODELS = frozenset({"field", "multiField", "modelField", "multiModelField", "nodeField", "dataField", "value", "empty"})
_UNSAFE_IN_PLACES = re.compile(r"[^\w.:{}-]")

#: A report has three elements around its records; what is broken in it leaves more open, which never end.
_MOST_OPEN = 10_000
_MOST_DEEP_ENDS = 100

_BROKEN = "its markup is broken"
_TOO_LONG = "longer than any genuine record"


class Ufdr:
    """Cellebrite report: .ufdr archive, its report.xml, or a piece of it (`decodedData`, `modelType`, `model`).

    Written by UFED Physical Analyzer 5 to 10, Cellebrite Reader and Inseyets, and in the same grammar by MOBILedit. Reads contacts, calls,
    SMS, MMS, instant messages, chats, voicemail, contacts and last calls of the SIM, and for the owner's own numbers user accounts, SIM
    data and device information. Messages quoted inside others are not counted; contact cards passed on in messages come out as shared
    contacts. Ids of applications that do not name their users by number (Telegram, Snapchat, Facebook …) are never taken for numbers.

    Reference: the grammar of the namespace http://pa.cellebrite.com/report/2.0 as open-source readers of it describe it.
    """

    name = "ufdr"
    made_by = "Cellebrite Physical Analyzer, Reader or Inseyets: .ufdr or report.xml"
    scopes = frozenset(Scope)

    def recognise(self, source: Source) -> Claim:
        """SURE for a zip with a Cellebrite report.xml in it, and for XML with Cellebrite's own words or namespace in its head."""
        if not looks_like_zip(source):
            return _claim_of(source.head)
        try:
            with open_archive(source) as archive:
                names = _reports_in(archive).nearest
                return _claim_in(archive, names[0]) if names else Claim.NO
        except IngestError:
            return Claim.NO

    def read(self, source: Source, scopes: frozenset[Scope]) -> Iterator[Item]:
        """Yield one record per contact, call and message, and one per chat for those who take part in it; streaming.

        Raises:
            DamagedExtraction: there is no report in the file, or the archive is broken.
            LockedExtraction: the report is protected.
            UnsafeExtraction: two reports in one archive, a document type, or nesting that no report has.
        """
        with _open_report(source) as report:
            if report.head.startswith(_PROTECTED):
                raise LockedExtraction(f"'{source.name}' is a protected Cellebrite report.", hint="Export it again without protection.")
            yield from _Report(source.name, report.place, scopes).items(open_utf8(report.stream, report.head))
            if report.unread:
                further = "a further report" if report.unread == 1 else f"{report.unread} further reports"
                yield Remark(
                    "unread-report",
                    f"The archive holds {further} in a folder, not read here; unpack it and give each by itself.",
                    source.name,
                )


class _Report:
    """One report being read: the cursor in its markup, and what must be said about it at the end."""

    def __init__(self, source_name: str, place: str, scopes: frozenset[Scope]) -> None:
        self._source_name = source_name
        self._place = place
        self._models = ModelReader(scopes)
        self._ordinal = 0
        self._extractions: set[str] = set()
        self._broken = 0
        #: Whether the cursor stands among the ruins of a broken record; they count once.
        self._in_ruins = False
        self._is_report = False
        #: Elements around records that have not ended.
        self._open_tags = 0
        self._deep_ends = 0

    def items(self, read: Callable[[int], bytes]) -> Iterator[Item]:
        wanted = self._models.fields
        markup = Markup[Model](read, self._source_name, convert=lambda element: model_of(element, wanted), quick=BlockReader(wanted).read)
        records = skipped = 0
        for item in self._body(markup):
            records += isinstance(item, Record)
            skipped += isinstance(item, Skipped)
            yield item
        if not self._is_report:
            raise DamagedExtraction(
                f"'{self._source_name}' holds no Cellebrite report that can be read.", hint="Ask for the report to be exported again."
            )
        if skipped and not records:
            yield self._remark("no-readable-rows", "The report was recognised, but none of its records holds a phone number.")
        yield from self._remarks(markup)

    def _body(self, markup: Markup[Model]) -> Iterator[Item]:
        while (tag := markup.next_tag()) is not None:
            local = tag.local
            if tag.closes:
                self._come_up()
                self._note_ruins(local == "model" or local in _INSIDE_MODELS)
            elif local == "model":
                self._is_report = True
                markup.unread(tag)
                yield from self._row(markup, tag)
            elif local in _PASSED_OVER:
                self._is_report = True
                markup.skip(tag)
            elif local == "modelType":
                self._is_report = True
                self._in_ruins = False
                kind = tag.get("type")
                if kind and not self._models.wants(kind):
                    markup.skip(tag)
                else:
                    self._open_tags += not tag.is_empty
            elif local == "metadata":
                self._is_report = True
                yield from self._device(tag.get("section"), markup.element(tag))
            elif local == "extractionInfo":
                self._extractions.add(tag.get("id"))
            elif local in {"project", "decodedData"}:
                self._is_report = True
                self._open_tags += not tag.is_empty
            else:
                self._note_ruins(local in _INSIDE_MODELS)
                self._open_tags += not tag.is_empty

    def _come_up(self) -> None:
        """Note the end of an element around records; that of a few thousandth shows that it is nesting, and not what broken markup left."""
        self._deep_ends += self._open_tags > _MOST_OPEN
        self._open_tags = max(self._open_tags - 1, 0)
        if self._deep_ends > _MOST_DEEP_ENDS:
            raise UnsafeExtraction(
                f"'{self._source_name}' nests its parts deeper than any genuine report does.", hint="Ask for it to be exported again."
            )

    def _row(self, markup: Markup[Model], first: Tag) -> Iterator[Item]:
        """Records that stand side by side."""
        while (given := markup.next_records(first.name, _CONTAINER, enter_kind="Chat")) is not None:
            self._in_ruins = False
            match given:
                case Records(models):
                    for model in models:
                        yield from self._model(model)
                case LongRecord():
                    yield from self._long_chat(markup, given)
                case Fault():
                    yield self._fault(given)

    def _model(self, model: Model) -> Iterator[Item]:
        kind = model.kind
        place = self._next_place(model)
        if kind != "Chat":
            if self._models.wants(kind):
                yield from self._models.read(model, place)
        elif self._models.wants(kind):
            facts = self._models.chat(model)
            yield from self._models.chat_items(model, facts, place)
            for message in model.models.get("Messages", ()):
                yield self._models.message(message, self._next_place(message), facts)

    def _long_chat(self, markup: Markup[Model], long: LongRecord) -> Iterator[Item]:
        """A chat that is read message by message, because it is too long, broken or cut short."""
        head = markup.enter(long, "Messages")
        if head is None:
            fault = markup.pass_over(long.tag, _CONTAINER)
            if fault is not None:
                yield self._fault(fault)
            return
        place = self._next_place(head)
        facts = self._models.chat(head)
        if facts.parties:
            yield from self._models.chat_items(head, facts, place)
        yield from self._parts(markup, long, facts)
        whole = markup.leave(long)
        if whole is not None and not facts.parties:
            yield from self._models.chat_items(whole, self._models.chat(whole), place)
        elif whole is None and not markup.is_cut_short:
            self._broken += 1
            if not facts.parties:
                yield Skipped(_BROKEN, place)

    def _parts(self, markup: Markup[Model], long: LongRecord, facts: ChatFacts) -> Iterator[Item]:
        while (given := markup.next_records(long.tag.name, _CONTAINER)) is not None:
            if isinstance(given, Fault):
                yield self._fault(given)
                continue
            for model in given.all if isinstance(given, Records) else ():
                if model.kind == "InstantMessage":
                    yield self._models.message(model, self._next_place(model), facts)
                else:
                    yield from self._model(model)

    def _device(self, section: str, metadata: Element | None) -> Iterator[Record]:
        is_device = section.casefold().startswith("device")
        for item in metadata if metadata is not None else ():
            name = item.get("name") or ""
            # Elsewhere the examiner may have put any number, an office's for instance; only the network's own word is clear there.
            if is_device or "msisdn" in name.casefold():
                yield from self._models.device_item(name, item.text or "", f"{self._place}#{_plain(name)}")

    def _fault(self, fault: Fault) -> Skipped:
        self._ordinal += 1
        self._broken += fault is Fault.BROKEN
        return Skipped(_BROKEN if fault is Fault.BROKEN else _TOO_LONG, f"{self._place}#{self._ordinal}")

    def _note_ruins(self, is_ruin: bool) -> None:
        if is_ruin and not self._in_ruins:
            self._broken += 1
        self._in_ruins = is_ruin

    def _next_place(self, model: Model) -> str:
        self._ordinal += 1
        return f"{self._place}#{_plain(model.identity) or self._ordinal}"

    def _remarks(self, markup: Markup[Model]) -> Iterator[Remark]:
        if len(self._extractions) > 1:
            yield self._remark(
                "several-extractions",
                f"The report holds {len(self._extractions)} extractions, which may be of several devices; check whose they are.",
            )
        yield from self._models.remarks(self._place)
        if self._models.unread_times:
            yield self._remark("unread-times", unread_times(self._models.unread_times))
        if markup.repairs:
            what = "1 character that XML forbids was" if markup.repairs == 1 else f"{markup.repairs:,} characters that XML forbids were"
            yield self._remark("repaired-characters", f"{what} replaced.")
        if markup.cut_texts:
            what = "1 text of more than 1 MB was" if markup.cut_texts == 1 else f"{markup.cut_texts:,} texts of more than 1 MB were"
            yield self._remark("lossy-text", f"{what} left out.")
        if self._broken:
            yield self._remark(
                "broken-markup", f"The markup is broken in {self._broken:,} places; what stood there was not read, what follows was."
            )
        if markup.is_cut_short:
            yield self._remark("truncated", "The report was cut short; what was complete was read.")

    def _remark(self, code: str, sentence: str) -> Remark:
        return Remark(code, sentence, self._place)


def _plain(name: str) -> str:
    """An id or a name as it may stand in a place: it comes from the file and is shown to people."""
    return _UNSAFE_IN_PLACES.sub("", name)[:80]


def _claim_of(head: bytes) -> Claim:
    if head.startswith(_PROTECTED):
        return Claim.SURE
    text = head_text(head)
    root = _ROOT.match(text, root_in(text))
    if root is None:
        return Claim.NO
    if _NAMESPACE in root[2]:
        return Claim.SURE
    match root[1]:
        case "project":
            return Claim.SURE if _PROJECT_WORDS.search(root[2]) or _SECTION_WORDS.search(text) else Claim.NO
        case "decodedData" | "modelType" | "model":
            if _MODEL_WORDS.search(text):
                return Claim.SURE
            return Claim.LIKELY if _FIELD_WORDS.search(text) else Claim.NO
        case _:
            return Claim.NO


def _claim_in(archive: Archive, name: str) -> Claim:
    try:
        return _claim_of(_head_of(archive, name))
    except IngestError:
        # There is a report, broken or packed in a way that is not read here: reading it says so.
        return Claim.LIKELY


class _Reports(NamedTuple):
    """Reports in an archive by their names; files of the phone do not count."""

    #: The one nearest to the root of the archive; several where they stand equally near.
    nearest: tuple[str, ...]
    #: How many stand deeper in it.
    deeper: int


def _reports_in(archive: Archive) -> _Reports:
    own: list[tuple[int, str]] = []
    for name in archive.find(_REPORT):
        *folders, _ = name.replace("\\", "/").lower().split("/")
        if "files" not in folders:
            own.append((len(folders), name))
    least = min((depth for depth, _ in own), default=0)
    nearest = tuple(name for depth, name in own if depth == least)
    return _Reports(nearest, len(own) - len(nearest))


def _head_of(archive: Archive, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(HEAD_BYTES)


class _Opened(NamedTuple):
    """A report that is open."""

    head: bytes
    #: From the start.
    stream: BinaryIO
    #: Where its records stand.
    place: str
    #: Further reports in folders of the same archive.
    unread: int = 0


@contextmanager
def _open_report(source: Source) -> Iterator[_Opened]:
    """Open the report in an archive, or the file itself."""
    if not looks_like_zip(source):
        with source.open() as file:
            yield _Opened(source.head, file, source.name)
        return
    with open_archive(source) as archive:
        names, deeper = _reports_in(archive)
        if not names:
            raise DamagedExtraction(f"'{source.name}' holds no report.xml.", hint="Give the .ufdr as Cellebrite exported it.")
        if len(names) > 1:
            raise UnsafeExtraction(
                f"'{source.name}' holds more than one report.", hint="Unpack it and give each report.xml on its own, one device at a time."
            )
        head = _head_of(archive, names[0])
        with archive.open(names[0]) as member:
            last_part = names[0].replace("\\", "/").rpartition("/")[2]
            yield _Opened(head, member, f"{source.name}:{_plain(last_part)}", deeper)
