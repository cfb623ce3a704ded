"""Writes Cellebrite reports as the tools do, piece by piece, so that a test names only what it is about. All numbers are drama numbers."""

from __future__ import annotations

import io
import zipfile
from itertools import count

NAMESPACE = "http://pa.cellebrite.com/report/2.0"

_ids = count(1)


def field(name: str, value: str = "", kind: str = "String", *, raw: bool = False, attributes: str = "") -> str:
    """A field with one value, in CDATA unless `raw`; without one when the value is empty."""
    if not value:
        return f'<field name="{name}" type="{kind}"><empty/></field>'
    text = value if raw else f"<![CDATA[{value}]]>"
    return f'<field name="{name}" type="{kind}"><value type="{kind}"{attributes}>{text}</value></field>'


def moment(name: str, text: str, how: str = "TimeStampKnown") -> str:
    """A time field."""
    return field(name, text, "TimeStamp", raw=True, attributes=f' format="{how}" formattedTimestamp="{text[:19]}"')


def model(kind: str, *inner: str, state: str = "Intact", identity: str = "", extraction: str = ' extractionId="0"') -> str:
    """One model with whatever stands in it."""
    identity = identity or f"id{next(_ids):09}"
    return (
        f'<model type="{kind}" id="{identity}" deleted_state="{state}" decoding_confidence="High" isrelated="False"{extraction}>\n'
        + "\n".join(inner)
        + "\n</model>\n"
    )


def many(name: str, *models: str, kind: str = "Party") -> str:
    """A field of any number of models; closed in itself when there are none."""
    if not models:
        return f'<multiModelField name="{name}" type="{kind}" />'
    return f'<multiModelField name="{name}" type="{kind}">\n' + "".join(models) + "</multiModelField>"


def several(name: str, *values: str) -> str:
    """A field of any number of texts, each given with what stands around it; closed in itself when there are none."""
    if not values:
        return f'<multiField name="{name}" type="String" />'
    return f'<multiField name="{name}" type="String">' + "".join(values) + "</multiField>"


def text(value: str, attributes: str = ' type="String"') -> str:
    """One text of such a field."""
    return f"<value{attributes}><![CDATA[{value}]]></value>"


def one(name: str, inner: str = "", kind: str = "Party") -> str:
    """A field of one model, or of none."""
    return f'<modelField name="{name}" type="{kind}">\n{inner}</modelField>'


def phone(value: str, category: str = "Mobile", domain: str = "Phone Number") -> str:
    """An entry with a telephone number; category and domain stand in the examiner's language."""
    return model("PhoneNumber", field("Category", category), field("Value", value), field("Domain", domain))


def user_id(value: str, category: str = "WhatsApp User Id", domain: str = "User ID") -> str:
    """An entry with the identifier of an application."""
    return model("UserID", field("Category", category), field("Value", value), field("Domain", domain))


def contact(name: str, *entries: str, source: str = "", account: str = "", state: str = "Intact", more: str = "") -> str:
    """A contact with its entries."""
    return model(
        "Contact",
        field("UserMapping", "False", "Boolean"),
        field("Source", source),
        field("Name", name),
        field("Account", account),
        more,
        many("Entries", *entries, kind="ContactEntry"),
        many("Addresses", kind="StreetAddress"),
        state=state,
    )


def party(identifier: str, role: str = "General", *, owner: bool | None = False, name: str = "") -> str:
    """One side of a call or message. Parties carry the state Unknown, whatever their message is."""
    flag = "" if owner is None else field("IsPhoneOwner", str(owner), "Boolean")
    return model("Party", field("Identifier", identifier), field("Role", role, "PartyRole"), field("Name", name), flag, state="Unknown")


def call(
    *parties: str, direction: str = "", kind: str = "", source: str = "", at: str = "", state: str = "Intact", status: str = ""
) -> str:
    """A call."""
    return model(
        "Call",
        field("Source", source),
        field("Direction", direction, "CallDirection") if direction else "",
        field("Type", kind) if kind else "",
        field("Status", status),
        moment("TimeStamp", at) if at else "",
        field("Duration", "00:01:17", "TimeSpan"),
        many("Parties", *parties),
        state=state,
    )


def sms(*parties: str, folder: str = "", body: str = "", kind: str = "SMS", smsc: str = "", state: str = "Intact") -> str:
    """A text message with the parties in one list, as SMS and MMS have them."""
    return model(
        kind, field("Source"), field("Body", body), field("Folder", folder), field("SMSC", smsc), many("Parties", *parties), state=state
    )


def instant(sender: str, *recipients: str, body: str = "", more: str = "", state: str = "Intact", kind: str = "InstantMessage") -> str:
    """A message of a chat."""
    return model(kind, one("From", sender), many("To", *recipients), field("Body", body), more, state=state)


def chat(
    *messages: str,
    participants: tuple[str, ...] = (),
    source: str = "WhatsApp",
    identity: str = "",
    state: str = "Intact",
    account: str = "",
) -> str:
    """A conversation with those who take part and its messages."""
    return model(
        "Chat",
        field("Source", source),
        field("Id", identity),
        field("Account", account),
        many("Participants", *participants),
        many("Messages", *messages, kind="InstantMessage"),
        state=state,
    )


def device(**items: str) -> str:
    """The section that describes the phone."""
    inside = "".join(f'<item name="{name}" sourceExtraction="0"><![CDATA[{value}]]></item>\n' for name, value in items.items())
    return f'<metadata section="Device Info">\n{inside}</metadata>\n'


def group(kind: str, *models: str) -> str:
    """All models of one kind."""
    return f'<modelType type="{kind}">\n' + "".join(models) + "</modelType>\n"


def report(*groups: str, head: str = "", version: str = "7.60.0.0", extractions: int = 1, doctype: str = "") -> str:
    """A whole report.xml; no `sourceExtractions` where there are no extractions, as Physical Analyzer 3 and 4 left them out."""
    listed = "".join(
        f'<extractionInfo id="{at}" name="Logical" type="Logical" deviceName="Phone" index="{at}"/>\n' for at in range(extractions)
    )
    sources = f"<sourceExtractions>\n{listed}</sourceExtractions>\n" if extractions else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n{doctype}<project id="p" name="EXH-1" reportVersion="{version}" licenseID="1"'
        f' containsGarbage="False" extractionType="Logical" NodeCount="0" ModelCount="3" xmlns="{NAMESPACE}">\n{sources}'
        '<caseInformation>\n<field name="Fall-Nummer" isSystem="True" fieldType="CaseNumber">01632 960777</field>\n</caseInformation>\n'
        f"{head}<decodedData>\n{''.join(groups)}</decodedData>\n</project>\n"
    )


def with_prefix(xml: str, prefix: str) -> str:
    """The same report with every element in a namespace prefix."""
    import re

    named = re.sub(r"<(/?)([A-Za-z])", rf"<\1{prefix}:\2", xml.replace("<![CDATA[", "\0").replace("xmlns=", f"xmlns:{prefix}="))
    return named.replace("\0", "<![CDATA[")


def ufdr(xml: str | bytes, *, name: str = "report.xml", method: int = zipfile.ZIP_STORED, zip64: bool = False, **others: bytes) -> bytes:
    """The report in its archive, with other members before it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for other, content in others.items():
            archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=zip64) as member:
            member.write(xml.encode() if isinstance(xml, str) else xml)
    return out.getvalue()


def top_level(xml: str) -> int:
    """How many records a report made here holds: models at the top, and the messages of chats; markup inside CDATA is none."""
    import re

    bare = re.sub(r"<!\[CDATA\[.*?\]\]>", "", xml, flags=re.DOTALL)
    count = depth = 0
    is_chat = False
    for found in re.finditer(r"<(/?)(model)\b([^<>]*?)(/?)>", bare):
        if found[1]:
            depth -= 1
            continue
        kind = re.search(r'type="(\w+)"', found[3])
        kind = kind[1] if kind else ""
        if depth == 0:
            is_chat = kind == "Chat"
            count += 1
        elif depth == 1 and is_chat and kind == "InstantMessage":
            count += 1
        depth += not found[4]
    return count
