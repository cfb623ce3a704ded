"""Laws of reading Cellebrite reports: they hold for any report, however it is cut, changed or delivered."""

from __future__ import annotations

import io
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cellebrite_reports as made
from ingest import DEFAULT_SCOPES, IngestError, Item, Record, Remark, Scope, Skipped
from ingest.decode.xml.characters import open_utf8
from ingest.readers.ufdr import _Report
from readings import read_path

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

numbers = st.integers(0, 999).map(lambda n: f"07700 900{n:03}") | st.integers(0, 999).map(lambda n: f"+447700900{n:03}")
ids = st.integers(0, 999).map(lambda n: f"447700900{n:03}@s.whatsapp.net") | st.sampled_from(
    ["205690463334636@lid", "5860529659", "System message", ""]
)
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(lambda text: text.replace("]]>", ""))
odd = st.sampled_from(["&amp;", "&#x1F;", "&", "<", "\x00", "</model>", "é", "😀", "]]", "<model type='Contact'>"])
texts = words | st.tuples(words, odd, words).map("".join)
states = st.sampled_from(["Intact", "Deleted", "Unknown", "Trash"])

phones = numbers.map(made.phone)
notes = st.lists(
    numbers.map(lambda number: made.text(f"new one: {number}"))
    | texts.map(made.text)
    | st.sampled_from(
        [
            "<empty/>",
            "<empty />",
            "\n",
            '<value type="String"/>',
            "<value>07700 900901</value>",
            "<value>\n 07700 900902\n</value>",
            "<value><![CDATA[\r\n07700 900903\r\nor 07700\r900904]]></value>",
            "<value><![CDATA[first\r\n07700 900905]]></value>",
            '<value type="a>b"><![CDATA[07700 900906]]></value>',
            '<value format="Base64String">MDc3MDAgOTAwOTA3</value>',
            '<value formattedTimestamp="07700 900908"></value>',
            "<value><![CDATA[<value>07700 900909</value>]]></value>",
            "<value>07700 900910 <![CDATA[07700 900911]]></value>",
            "<value>07700 900912 &amp; more</value>",
        ]
    ),
    max_size=3,
).map(lambda values: made.several("Notes", *values))
contacts = st.builds(
    lambda name, entries, state, source, more: made.contact(name, *entries, state=state, source=source, more=more),
    texts,
    st.lists(phones | ids.map(made.user_id), max_size=3),
    states,
    st.sampled_from(["", "Phone", "WhatsApp", "Telegram"]),
    st.just("") | st.just(made.several("UserTags", made.text("07700 900913"))) | notes | st.tuples(notes, notes).map("\n".join),
)
parties = st.builds(
    lambda who, role, owner, name: made.party(who, role, owner=owner, name=name),
    numbers | ids,
    st.sampled_from(["From", "To", "General", ""]),
    st.sampled_from([True, False, None]),
    texts,
)
calls = st.builds(
    lambda sides, way, state, source: made.call(*sides, direction=way, state=state, source=source),
    st.lists(parties, max_size=3),
    st.sampled_from(["Incoming", "Outgoing", ""]),
    states,
    st.sampled_from(["", "WhatsApp", "Telegram"]),
)
smses = st.builds(
    lambda sides, folder, body: made.sms(*sides, folder=folder, body=body),
    st.lists(parties, max_size=3),
    st.sampled_from(["Inbox", "Sent", "Drafts", ""]),
    texts,
)
instants = st.builds(
    lambda sender, to, body, cards: made.instant(sender, *to, body=body, more=made.many("SharedContacts", *cards, kind="Contact")),
    parties,
    st.lists(parties, max_size=3),
    texts,
    st.lists(contacts, max_size=1),
)
chats = st.builds(
    lambda messages, people, source: made.chat(*messages, participants=tuple(people), source=source),
    st.lists(instants, max_size=5),
    st.lists(parties, max_size=3),
    st.sampled_from(["WhatsApp", "Native Messages", "Telegram", ""]),
)
reports = st.builds(
    lambda call, chat, contact, sms, head, extractions: made.report(
        made.group("Call", *call),
        made.group("Chat", *chat),
        made.group("Contact", *contact),
        made.group("SMS", *sms),
        head=head,
        extractions=extractions,
    ),
    st.lists(calls, max_size=3),
    st.lists(chats, max_size=2),
    st.lists(contacts, max_size=3),
    st.lists(smses, max_size=3),
    st.just("") | numbers.map(lambda own: made.device(MSISDN=own)),
    st.integers(0, 2),
).map(lambda xml: xml.encode("utf-8"))
scopes = st.sets(st.sampled_from(sorted(Scope))).map(frozenset)


class Drip(io.BytesIO):
    """Gives its bytes in pieces whose lengths are told beforehand, as a slow disk or an archive may."""

    def __init__(self, data: bytes, lengths: list[int]) -> None:
        super().__init__(data)
        self._lengths = lengths

    def read(self, _: int = -1) -> bytes:
        return super().read(self._lengths.pop(0) if self._lengths else 1 << 16)


def _items(data: bytes, asked: frozenset[Scope], stream: io.BytesIO | None = None) -> list[Item]:
    return list(_Report("phone", "phone", asked).items(open_utf8(stream or io.BytesIO(data), data[:1024])))


def _sure(data: bytes, asked: frozenset[Scope]) -> list[Item] | str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "phone"
        path.write_bytes(data)
        try:
            return read_path(path, asked).items
        except IngestError as err:
            return err.code


@SLOW
@given(reports, scopes, st.lists(st.integers(1, 700), max_size=60))
def test_how_the_bytes_arrive_changes_nothing(data, asked, lengths):
    """Wherever the stream of bytes is split, the same items come out."""
    assert _items(data, asked, Drip(data, lengths)) == _items(data, asked)


def test_every_single_split_gives_the_same():
    """A report with every kind of record gives the same items wherever its first chunk ends."""
    xml = made.report(
        made.group("Call", made.call(made.party("+447700900101", "From"), direction="Incoming")),
        made.group("Chat", made.chat(made.instant(made.party("447700900102@c.us", "From"), body="a &#x1F; b & c é"), participants=())),
        made.group("Contact", made.contact("Zoë &amp; <3", made.phone("07700 900104")), made.contact("]]", made.phone("07700 900105"))),
        head=made.device(MSISDN="+447700900001"),
    ).encode()
    whole = _items(xml, frozenset(Scope))

    assert [at for at in range(1, len(xml), 5) if _items(xml, frozenset(Scope), Drip(xml, [at])) != whole] == []


def test_a_comment_between_the_messages_of_a_broken_chat_costs_nothing():
    """Where a chat must be read in parts, something between its messages does not end it."""
    party = made.party("447700900123@c.us", "From", name="<model type='Contact'>")
    messages = [made.instant(party), "<!-- --><?x?>", made.instant(party), "text", made.instant(party)]
    xml = made.report(made.group("Chat", made.chat(*messages)), made.group("Contact", made.contact("Mo", made.phone("07700 900124"))))

    got = [mention.raw for item in _items(xml.encode(), DEFAULT_SCOPES) if isinstance(item, Record) for mention in item.mentions]
    assert got == ["447700900123@c.us"] * 3 + ["07700 900124"]


@SLOW
@given(reports, scopes)
def test_records_read_together_or_one_by_one_are_the_same(data, asked):
    """Reading a row of records as one block gives what reading each by itself gives; a chat itself may come behind its messages."""
    # Something between two records that changes nothing keeps them from being one block.
    apart = data.replace(b"</model>\n<model ", b"</model>\n<!-- -->\n<model ")

    assert sorted(map(str, _items(apart, asked))) == sorted(map(str, _items(data, asked)))


def _many_alike(kinds: dict[str, list[str]], chance: random.Random) -> bytes:
    """A report with many records of a few shapes, as real ones have."""
    return made.report(
        *(made.group(kind, *chance.choices(some, k=2 if kind == "Chat" else 70)) for kind, some in kinds.items() if some)
    ).encode()


@SLOW
@given(
    st.lists(contacts, max_size=4),
    st.lists(calls, max_size=4),
    st.lists(smses, max_size=4),
    st.lists(instants, max_size=4),
    st.randoms(use_true_random=False),
    scopes,
)
def test_the_usual_form_and_any_other_are_read_to_the_same(contact, call, sms, instant, chance, asked):
    """What is read without an XML parser comes out as the parser, which reads the same with one blank more, gives it."""
    chat = [made.chat(*chance.choices(instant, k=40))] if instant else []
    data = _many_alike({"Contact": contact, "Call": call, "SMS": sms, "InstantMessage": instant, "Chat": chat}, chance)
    other = data.replace(b'" deleted_state="', b'"  deleted_state="')

    # A chat that is read in parts may come behind its messages.
    assert sorted(map(str, _items(data, asked))) == sorted(map(str, _items(other, asked)))


@SLOW
@given(
    st.lists(smses, min_size=1, max_size=3),
    st.lists(contacts, max_size=2),
    st.randoms(use_true_random=False),
    st.lists(st.integers(1, 9000)),
)
def test_what_was_learnt_of_a_report_does_not_depend_on_how_it_arrives(sms, contact, chance, lengths):
    """With many records alike, splitting the stream of bytes still changes nothing."""
    data = _many_alike({"SMS": sms, "Contact": contact}, chance)

    assert _items(data, frozenset(Scope), Drip(data, lengths)) == _items(data, frozenset(Scope))


@SLOW
@given(st.lists(smses | contacts, min_size=1, max_size=3), st.randoms(use_true_random=False), st.sampled_from([0, 2, 3, 4, 5]))
def test_a_record_broken_among_many_alike_is_read_as_a_parser_reads_it(some, chance, kind):
    """A change in one place of a report of many records alike gives what it gives without anything learnt."""
    changed = _mutated(_many_alike({"SMS": some, "Contact": some}, chance), chance, kind)
    other = changed.replace(b'" deleted_state="', b'"  deleted_state="')

    assert _outcome(changed) == _outcome(other)


def _outcome(data: bytes) -> list[str] | str:
    try:
        # The change that turns what was learnt aside may stand in a name, too: a broken record can have the start of a report in its text.
        return [str(item).replace('"  deleted_state="', '" deleted_state="') for item in _items(data, frozenset(Scope))]
    except IngestError as err:
        return err.code


@SLOW
@given(reports)
def test_asking_for_less_gives_a_part_of_what_asking_for_all_gives(data):
    """Each number of a narrow scope comes out of the widest scope too."""
    everything = {mention.raw for item in _items(data, frozenset(Scope)) if isinstance(item, Record) for mention in item.mentions}

    for scope in Scope:
        narrow = {mention.raw for item in _items(data, frozenset({scope})) if isinstance(item, Record) for mention in item.mentions}
        assert narrow <= everything


@SLOW
@given(reports)
def test_every_record_of_a_report_is_accounted_for(data):
    """Contacts, calls, chats and messages all come out as records or skipped records, one each."""
    got = [item for item in _items(data, DEFAULT_SCOPES) if isinstance(item, Record | Skipped) and not item.place.endswith("#MSISDN")]
    text = data.decode()
    bodies = made.top_level(text)

    assert len(got) == bodies


@SLOW
@given(reports, st.randoms(use_true_random=False), st.integers(0, 5))
def test_a_mutated_report_is_read_or_refused(data, chance, kind):
    """Cut, flipped, doubled, spliced and zeroed reports give items or a refusal, and twice the same."""
    changed = _mutated(data, chance, kind)
    once = _sure(changed, frozenset(Scope))

    assert isinstance(once, str) or all(isinstance(item, Record | Skipped | Remark) for item in once)
    assert _sure(changed, frozenset(Scope)) == once


@SLOW
@given(reports, st.randoms(use_true_random=False), st.integers(0, 5))
def test_a_mutated_archive_is_read_or_refused(data, chance, kind):
    """The same holds for a report in an archive, and for the archive itself."""
    inside = made.ufdr(_mutated(data, chance, kind))
    for changed in (inside, _mutated(inside, chance, kind)):
        got = _sure(changed, frozenset(Scope))
        assert isinstance(got, str) or all(isinstance(item, Record | Skipped | Remark) for item in got)


def _mutated(data: bytes, chance: random.Random, kind: int) -> bytes:
    at = chance.randrange(len(data))
    match kind:
        case 0:
            return data[:at]
        case 1:
            changed = bytearray(data)
            for _ in range(1 + len(data) // 300):
                changed[chance.randrange(len(data))] = chance.randrange(256)
            return bytes(changed)
        case 2:
            return data + data[at:]
        case 3:
            return data[:at] + data[chance.randrange(len(data)) :]
        case 4:
            return (
                data[:at]
                + chance.choice([b"<", b">", b"]]>", b"<![CDATA[", b"<!--", b"\x00" * 40, b"</model>", b"<model>", b'"'])
                + data[at:]
            )
        case _:
            return data.replace(b"</field>", b"", chance.randrange(1, 4))


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_report_cut_anywhere_never_gives_more(cut):
    """A report that is cut short gives no record that the whole one does not give."""
    data = made.report(made.group("Contact", *(made.contact(f"N{n}", made.phone(f"07700 90012{n}")) for n in range(5)))).encode()
    whole = [item for item in _items(data, DEFAULT_SCOPES) if isinstance(item, Record)]
    part = data[: len(data) * cut // 40]
    try:
        got = [item for item in _items(part, DEFAULT_SCOPES) if isinstance(item, Record)]
    except IngestError:
        got = []

    assert got == whole[: len(got)]
