"""Facts of one subject that stand apart: `Contact phone` and `Contact name` are of one person, whichever stands first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.owners.fact_pairs import pairs_in
from ingest.decode.owners.named_above import Named
from ingest.decode.values.number_shape import has_digit, looks_like_number
from ingest.decode.words.fact_kinds import is_device, names_holder
from ingest.decode.words.headers import is_phone_word, says_number, words_of
from ingest.decode.words.own import Whose, whose_fact
from ingest.decode.words.phones import NUMBER_WORDS, names_telephone

_NAME: Final = "name"


def named_alike(rows: Sequence[NumberedRow]) -> dict[tuple[int, int], Named]:
    """Give whom each fact with a number speaks of, by its row and its first column, where another of the same subject gives a name.

    What is the phone's own, or its holder's, is not there.
    """
    facts = [((number, pair.at), pair.key, pair.value) for number, cells in rows for pair in pairs_in(cells) if pair.key and pair.value]
    names: dict[tuple[str, ...], str] = {}
    for _, key, value in facts:
        if _may_name(key, value):
            names.setdefault(subject_of(key), value)
    told = ((place, subject_of(key)) for place, key, value in facts if looks_like_number(value) and _is_telephone_of_other(key))
    return {place: Named(" ".join(subject), names[subject]) for place, subject in told if subject and subject in names}


def subject_of(key: str) -> tuple[str, ...]:
    """Give the words of the name of a fact that say of whom it is: those of `Last dialled number` are the first two."""
    return tuple(word for word in words_of(key) if word != _NAME and word not in NUMBER_WORDS and not names_telephone(word))


def _may_name(key: str, value: str) -> bool:
    """Whether a fact may give the name of somebody else than the holder."""
    return not has_digit(value) and not (is_phone_word(key) or says_number(key) or names_holder(key) or is_device(key))


def _is_telephone_of_other(key: str) -> bool:
    is_telephone = is_phone_word(key) or says_number(key)
    return is_telephone and whose_fact(key) is not Whose.OWN and not names_holder(key) and not is_device(key)
