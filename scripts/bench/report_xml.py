"""How fast a large Cellebrite report becomes records, against a bare loop of lxml.iterparse over the same elements; and in how much memory.

Each round reads the same .ufdr in fresh processes, one contender after the other, so that a noisy machine is noisy for both. Prints one
table: megabytes of XML per second, the ratio of the medians, and the peak memory of the reader for a small and a large report.

    .venv/bin/python scripts/bench/report_xml.py --megabytes 500 --rounds 3
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NAMESPACE = "http://pa.cellebrite.com/report/2.0"

_BARE = """
import resource, sys, time, zipfile
from lxml import etree
NS = "{http://pa.cellebrite.com/report/2.0}"
MODEL, FIELD, VALUE = NS + "model", NS + "field", NS + "value"
started = time.perf_counter()
numbers = 0
with zipfile.ZipFile(sys.argv[1]) as archive, archive.open("report.xml") as file:
    for _, model in etree.iterparse(file, events=("end",), tag=MODEL, resolve_entities=False, no_network=True, huge_tree=False):
        kind, identity, deleted = model.get("type"), model.get("id"), model.get("deleted_state")
        texts = {}
        for field in model.iterchildren(FIELD):
            for value in field:
                if value.tag == VALUE:
                    texts[field.get("name")] = value.text
        numbers += bool(texts.get("Identifier") or texts.get("Value"))
        model.clear()
        while model.getprevious() is not None:
            del model.getparent()[0]
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, numbers)
"""

_READER = """
import resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from ingest.readers.ufdr import Ufdr
from ingest.records import DEFAULT_SCOPES, Record
from ingest.source import Source
started = time.perf_counter()
numbers = 0
for item in Ufdr().read(Source(Path(sys.argv[1])), DEFAULT_SCOPES):
    if isinstance(item, Record):
        numbers += len(item.mentions)
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, numbers)
"""


def _field(name: str, text: str, kind: str = "String") -> str:
    if not text:
        return f'            <field name="{name}" type="{kind}"><empty/></field>\n'
    return f'            <field name="{name}" type="{kind}"><value type="{kind}"><![CDATA[{text}]]></value></field>\n'


class _Writer:
    """Writes models with drama numbers, as Physical Analyzer indents them."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def number(self) -> str:
        """A number from the ranges kept for drama, in one of the spellings phones use."""
        mobile = f"{self._chance.randrange(900000, 901000)}"
        return self._chance.choice((f"07700 {mobile}", f"+447700{mobile}", f"07700{mobile}", f"01632 960{mobile[3:]}"))

    def _open(self, kind: str, state: str = "Intact") -> str:
        identity = f"{self._chance.getrandbits(128):032x}"
        return (
            f'          <model type="{kind}" id="{identity}" deleted_state="{state}" decoding_confidence="High" isrelated="False"'
            ' source_index="123456" extractionId="0">\n'
        )

    def _time(self) -> str:
        day, second = self._chance.randrange(1, 28), self._chance.randrange(60)
        return (
            '            <field name="TimeStamp" type="TimeStamp"><value type="TimeStamp" format="TimeStampKnown"'
            f' formattedTimestamp="2026-03-{day:02}T21:14:{second:02}+00:00">2026-03-{day:02}T21:14:{second:02}.000+00:00</value></field>\n'
        )

    def party(self, role: str, identifier: str, *, owner: bool = False) -> str:
        """One side of a call or message."""
        return (
            self._open("Party", "Unknown")
            + _field("Identifier", identifier)
            + _field("Role", role, "PartyRole")
            + _field("Name", "" if owner else "Person Example")
            + _field("IsPhoneOwner", str(owner), "Boolean")
            + "          </model>\n"
        )

    def contact(self) -> str:
        """A saved contact with one or two numbers."""
        entries = "".join(
            self._open("PhoneNumber")
            + _field("Category", "Mobile")
            + _field("Value", self.number())
            + _field("Domain", "Phone Number")
            + "          </model>\n"
            for _ in range(self._chance.randrange(1, 3))
        )
        return (
            self._open("Contact", self._chance.choice(("Intact", "Intact", "Deleted")))
            + _field("UserMapping", "False", "Boolean") + _field("Source", "") + _field("Name", "Person Example") + _field("Group", "")
            + _field("Account", "") + _field("Type", "PhoneBook") + _field("TimesContacted", "3", "Int32")
            + f'            <multiModelField name="Entries" type="ContactEntry">\n{entries}            </multiModelField>\n'
            + '            <multiModelField name="Addresses" type="StreetAddress" />\n          </model>\n'
        )  # fmt: skip

    def call(self) -> str:
        """A call with one other party."""
        incoming = self._chance.random() < 0.5
        return (
            self._open("Call") + _field("Source", "") + _field("Direction", "Incoming" if incoming else "Outgoing", "CallDirection")
            + _field("Type", "Incoming" if incoming else "Outgoing") + _field("Status", "Established") + self._time()
            + _field("Duration", "00:01:17", "TimeSpan") + _field("CountryCode", "") + _field("NetworkName", "") + _field("Account", "")
            + '            <multiModelField name="Parties" type="Party">\n' + self.party("From" if incoming else "To", self.number())
            + "            </multiModelField>\n          </model>\n"
        )  # fmt: skip

    def message(self, kind: str, other: str) -> str:
        """One message to or from `other`."""
        incoming = self._chance.random() < 0.5
        sender = self.party("From", other if incoming else "", owner=not incoming)
        recipient = self.party("To", "" if incoming else other, owner=incoming)
        body = "see you at the usual place " * self._chance.randrange(1, 6)
        if kind == "SMS":
            parties = f'            <multiModelField name="Parties" type="Party">\n{sender}{recipient}            </multiModelField>\n'
        else:
            parties = (
                f'            <modelField name="From" type="Party">\n{sender}            </modelField>\n'
                f'            <multiModelField name="To" type="Party">\n{recipient}            </multiModelField>\n'
            )
        return (
            self._open(kind) + _field("Source", "WhatsApp" if kind == "InstantMessage" else "") + _field("Body", body) + self._time()
            + _field("Folder", "Inbox" if incoming else "Sent") + _field("Status", "Read" if incoming else "Sent") + _field("SMSC", "")
            + parties + "          </model>\n"
        )  # fmt: skip

    def chat(self) -> str:
        """A conversation of two with its messages."""
        other = f"447700{self._chance.randrange(900000, 901000)}@s.whatsapp.net"
        messages = "".join(self.message("InstantMessage", other) for _ in range(self._chance.randrange(1, 60)))
        return (
            self._open("Chat") + _field("Source", "WhatsApp") + _field("Id", other) + _field("Account", "")
            + '            <multiModelField name="Participants" type="Party">\n' + self.party("General", other)
            + self.party("General", "447700900999@s.whatsapp.net", owner=True) + "            </multiModelField>\n"
            + f'            <multiModelField name="Messages" type="InstantMessage">\n{messages}            </multiModelField>\n'
            + "          </model>\n"
        )  # fmt: skip

    def pieces(self, length: int) -> Iterator[str]:
        """A whole report of about `length` bytes; a fifth contacts, a fifth calls, a fifth SMS, the rest chats."""
        yield (
            f'<?xml version="1.0" encoding="utf-8"?>\n<project id="1" name="Bench" reportVersion="7.60.0.0" extractionType="Logical"'
            f' NodeCount="0" ModelCount="3" xmlns="{_NAMESPACE}">\n'
            '  <metadata section="Device Info">\n    <item name="MSISDN"><![CDATA[+447700900999]]></item>\n  </metadata>\n  <decodedData>\n'
        )
        for kind, share in (("Call", 0.2), ("Chat", 0.4), ("Contact", 0.2), ("SMS", 0.2)):
            make = {"Call": self.call, "Chat": self.chat, "Contact": self.contact, "SMS": lambda: self.message("SMS", self.number())}[kind]
            yield f'      <modelType type="{kind}">\n'
            written = 0
            while written < length * share:
                piece = make()
                written += len(piece)
                yield piece
            yield "      </modelType>\n"
        yield "  </decodedData>\n</project>\n"


def write_report(path: Path, megabytes: int) -> int:
    """Write a .ufdr with a report.xml of about that size; give the true size in bytes."""
    size = 0
    # Stored, as Physical Analyzer does it.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive, archive.open("report.xml", "w", force_zip64=True) as member:
        for piece in _Writer(megabytes).pieces(megabytes * 1_000_000):
            size += member.write(piece.encode())
    return size


def _run(code: str, path: Path) -> tuple[float, int, int]:
    done = subprocess.run([sys.executable, "-c", code, str(path), str(ROOT)], check=True, capture_output=True, text=True, timeout=600)
    seconds, peak, numbers = done.stdout.split()
    return float(seconds), int(peak) // 1024, int(numbers)


def main() -> None:
    """Write the reports, run the contenders, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=500, help="size of the large report (default 500)")
    parser.add_argument("--small", type=int, default=50, help="size of the small report, for memory (default 50)")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.ufdr", Path(folder) / "small.ufdr"
        size = write_report(large, options.megabytes) / 1e6
        write_report(small, options.small)
        bare, ours = [], []
        for turn in range(options.rounds):
            bare.append(_run(_BARE, large))
            ours.append(_run(_READER, large))
            print(f"round {turn + 1}: bare {size / bare[-1][0]:.1f} MB/s, reader {size / ours[-1][0]:.1f} MB/s", flush=True)
        peak_small = _run(_READER, small)[1]
    bare_speed = size / statistics.median(run[0] for run in bare)
    our_speed = size / statistics.median(run[0] for run in ours)
    print(f"report.xml of {size:.0f} MB in a .ufdr, {options.rounds} rounds, medians")
    print(f"  lxml.iterparse, same elements   {bare_speed:6.1f} MB/s   peak {max(run[1] for run in bare)} MiB")
    print(f"  reader, into records            {our_speed:6.1f} MB/s   peak {max(run[1] for run in ours)} MiB   {ours[0][2]:,} numbers")
    print(f"  ratio                           {our_speed / bare_speed:6.2f}")
    print(f"  peak of the reader: {peak_small} MiB for {options.small} MB, {max(run[1] for run in ours)} MiB for {options.megabytes} MB")


if __name__ == "__main__":
    main()
