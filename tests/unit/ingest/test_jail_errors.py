"""Errors come out of the jail with their sentence, and nothing of the file comes with them."""

from __future__ import annotations

import json

import pytest

from ingest import DamagedExtraction, LockedExtraction, ReaderMisbehaved, UnsafeExtraction, UnsupportedFormat
from ingest.jail_errors import read_error

NAME = "Kim's phone (2).ufdr"


@pytest.mark.parametrize(
    "error",
    [
        UnsupportedFormat(
            f"'{NAME}' is a native XRY file, which only XAMN opens.",
            hint="Open it in XAMN and export contacts, calls and messages to Excel.",
        ),
        UnsafeExtraction(f"'{NAME}' is an archive with more than 200,000 parts.", hint="Give the report inside it on its own."),
        DamagedExtraction(f"'{NAME}' is a damaged archive: a part has two sizes.", hint="Copy or export the file again."),
        LockedExtraction(
            f"'{NAME}' is an archive protected by a password.", hint="Unpack it with its password and give the report inside."
        ),
    ],
)
def test_a_sentence_of_ours_arrives_whole(error):
    """What a reader says of a file is what a person reads."""
    told = read_error(json.dumps([error.code, error.sentence, error.hint]).encode(), NAME)

    assert (type(told), told.sentence, told.hint) == (type(error), error.sentence, error.hint)


@pytest.mark.parametrize(
    "sentence",
    [
        f"'{NAME}' belongs to Zebedee.",
        f"'{NAME}' holds 07700 900123.",
        f"'{NAME}' is an archive with more than 770 090 012 parts.",
        f"'{NAME}' is an archive with more than 7,700,900 parts.",
        f"'{NAME}' is a damaged archive: see https://example.invalid/x.",
        f"'{NAME}' is \x1b[31mdamaged.",
        "a part " * 200,
        7,
        None,
        ["a part"],
    ],
)
def test_a_sentence_with_other_words_is_replaced(sentence):
    """A sentence that holds a word, name or number of somebody else is left out; the kind of error stays."""
    told = read_error(json.dumps(["damaged-extraction", sentence, sentence]).encode(), NAME)

    assert isinstance(told, DamagedExtraction)
    assert (told.sentence, told.hint) == (f"'{NAME}' could not be read.", "")


@pytest.mark.parametrize(
    "message",
    [b"", b"{}", b"[1,2,3]", b'["damaged-extraction"]', b'["internal-error","a","b"]', b'["not-allowed","a","b"]', b"[[],1,2]", b"\xff"],
)
def test_a_kind_that_readers_do_not_have_is_misbehaviour(message):
    """The kinds a reader may end with are a closed list."""
    assert isinstance(read_error(message, NAME), ReaderMisbehaved)
