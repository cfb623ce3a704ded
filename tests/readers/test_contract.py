"""What every reader owes, held against all real samples and against hostile changes of them. New readers are covered on arrival."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ingest import READERS, Claim, IngestError, Record, Remark, Scope, Skipped, Source, Written, read_extraction
from samples_of_others import EXPECTED, SAMPLES, needs_samples

#: Kinds of files this version reads, by folder of the samples.
READ = ("csv/", "vcard/", "spreadsheet/")

#: The roles that each scope may give.
_ROLES = {
    Scope.CONTACTS: {"contact", "shared_contact", "group", "note"},
    Scope.CALLS: {"call"},
    Scope.MESSAGES: {"message", "chat", "group", "shared_contact"},
    Scope.TEXTS: {"text", "note"},
}

READABLE = sorted(name for name in EXPECTED if name.startswith(READ))
OTHERS = sorted(name for name in EXPECTED if not name.startswith(READ))


def _read(path: Path) -> list[object]:
    return list(read_extraction(Source(path), scopes=frozenset(Scope)).items())


@needs_samples
@pytest.mark.parametrize("name", READABLE)
def test_exactly_one_reader_claims_a_sample_most(name):
    """Of all readers exactly one is surest of a sample, so the order of the tuple decides nothing."""
    claims = sorted((reader.recognise(Source(SAMPLES / name)) for reader in READERS), reverse=True)

    assert claims[0] > Claim.NO
    assert claims[0] > claims[1]


@needs_samples
@pytest.mark.parametrize("name", OTHERS)
def test_other_formats_are_refused_with_a_sentence(name):
    """A file of a kind that is not read is refused, not misread as a table."""
    with pytest.raises(IngestError) as caught:
        _read(SAMPLES / name)

    assert caught.value.sentence.endswith(".")
    assert caught.value.hint


@needs_samples
@pytest.mark.parametrize("name", READABLE)
def test_every_number_of_the_truth_is_found(name):
    """Every number that others counted in a sample comes out as a raw mention."""
    mentioned = {_digits(mention.raw) for item in _read(SAMPLES / name) if isinstance(item, Record) for mention in item.mentions}

    assert {_digits(number) for number in EXPECTED[name]["numbers"]} <= mentioned


@needs_samples
@pytest.mark.parametrize("name", READABLE)
def test_decoys_and_owners_are_no_counterparties(name):
    """What is not a phone number, or is the owner's own, never comes out as somebody else's number."""
    truth = EXPECTED[name]
    others = {
        _digits(mention.raw)
        for item in _read(SAMPLES / name)
        if isinstance(item, Record)
        for mention in item.mentions
        if mention.role not in {"owner", "account"}
    }

    forbidden = {_digits(raw) for raw in (*truth["owner_numbers"], *truth["not_phone_numbers"])} - {""}
    assert forbidden & others == set()


@needs_samples
@pytest.mark.parametrize("name", READABLE)
def test_nothing_beyond_the_truth_comes_out_as_a_number(name):
    """What a reader takes for a number field is a number that others counted, or the owner's own."""
    truth = EXPECTED[name]
    mentioned = {
        _digits(mention.raw)
        for item in _read(SAMPLES / name)
        if isinstance(item, Record)
        for mention in item.mentions
        if mention.written is not Written.PROSE
    }

    assert mentioned <= {_digits(raw) for raw in (*truth["numbers"], *truth["owner_numbers"])}


@needs_samples
@pytest.mark.parametrize("name", READABLE)
def test_numbers_in_texts_are_found_where_the_truth_has_some(name):
    """Every number that others found inside a text stands in a text that is given to be searched."""
    prose = [
        _digits(mention.raw)
        for item in _read(SAMPLES / name)
        if isinstance(item, Record)
        for mention in item.mentions
        if mention.written is Written.PROSE
    ]

    assert all(any(_digits(number) in text for text in prose) for number in EXPECTED[name]["body_numbers"])


@needs_samples
@pytest.mark.parametrize("name", READABLE)
def test_every_contact_of_the_truth_is_accounted_for(name):
    """Records are at most, records and skipped records together at least, the contacts others counted."""
    items = _read(SAMPLES / name)
    records = sum(isinstance(item, Record) for item in items)
    skipped = sum(isinstance(item, Skipped) for item in items)

    contacts = EXPECTED[name]["n_contacts"]
    assert contacts is None or records <= contacts <= records + skipped


ONLY_CONTACTS = [
    name for name in READABLE if EXPECTED[name]["n_contacts"] and not (EXPECTED[name]["n_calls"] or EXPECTED[name]["n_messages"])
]


@needs_samples
@pytest.mark.parametrize("name", ONLY_CONTACTS)
def test_a_phone_book_is_no_call_log(name):
    """Where others counted contacts and neither calls nor messages, nothing comes out as a call or message."""
    roles = {mention.role.value for item in _read(SAMPLES / name) if isinstance(item, Record) for mention in item.mentions}

    assert roles <= {"contact", "shared_contact", "group", "note", "owner", "account"}


@needs_samples
@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize("scope", Scope)
def test_what_is_outside_a_scope_is_not_read(name, scope):
    """A run for one scope yields no more than the run for all, and none of the parties of another scope."""
    path = SAMPLES / name
    everything = {item for item in _read(path) if isinstance(item, Record)}
    mentions = [
        mention
        for item in read_extraction(Source(path), scopes=frozenset({scope})).items()
        if isinstance(item, Record)
        for mention in item.mentions
    ]

    assert set(mentions) <= {mention for record in everything for mention in record.mentions}
    assert {mention.role.value for mention in mentions} <= _ROLES[scope] | {"owner", "account"}


@needs_samples
@pytest.mark.parametrize("name", READABLE)
def test_every_item_has_a_place_in_the_named_source(name):
    """Every record, skipped record and remark names its source first."""
    path = SAMPLES / name

    assert all(item.place.startswith(path.name) for item in _read(path))


@needs_samples
@pytest.mark.parametrize("name", READABLE)
def test_reading_twice_gives_the_same(name):
    """Reading is deterministic."""
    assert _read(SAMPLES / name) == _read(SAMPLES / name)


@needs_samples
@pytest.mark.parametrize("name", READABLE)
def test_a_changed_copy_is_read_or_refused_never_a_crash(name, tmp_path):
    """Cut, flipped, doubled and zeroed copies of a sample give items or an IngestError, nothing else."""
    original = (SAMPLES / name).read_bytes()
    chance = random.Random(name)
    for turn in range(12):
        copy = tmp_path / f"copy-{turn}"
        copy.write_bytes(_changed(original, turn, chance))
        try:
            items = _read(copy)
        except IngestError:
            continue
        assert all(isinstance(item, Record | Skipped | Remark) for item in items)


def _changed(data: bytes, turn: int, chance: random.Random) -> bytes:
    if turn % 4 == 0:
        return data[: chance.randrange(len(data)) + 1]
    if turn % 4 == 1:
        changed = bytearray(data)
        for _ in range(1 + len(data) // 500):
            changed[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(changed)
    if turn % 4 == 2:
        return data + data
    start = chance.randrange(len(data))
    return data[:start] + b"\x00" * 50 + data[start:]


def _digits(raw: str) -> str:
    return "".join(character for character in raw if character.isdecimal())


def test_names_are_unique():
    """No two readers share a name."""
    assert len({reader.name for reader in READERS}) == len(READERS)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_every_reader_says_what_made_its_files(reader):
    """Every reader has a docstring, names the maker of its files, and has at least one scope."""
    assert type(reader).__doc__
    assert reader.made_by
    assert reader.scopes
