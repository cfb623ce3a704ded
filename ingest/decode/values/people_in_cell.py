"""Cells in which names stand beside their numbers, of one person or of several: `Mum 07700 900123; Zed 07700 900124`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from ingest.decode.values.messenger_ids import MESSENGER
from ingest.decode.values.number_shape import mentioned_in
from ingest.decode.values.person import is_owners_name, label_of_number
from ingest.decode.values.typed_lines import is_name
from ingest.decode.words.headers import RELATIONS, is_phone_word
from ingest.decode.words.networks import NETWORKS
from ingest.decode.words.sets import set_of

#: What is longer says more than whose number stands there.
LONGEST_FIELD = 60
#: Addresses of mail, which belong to whoever stands beside them; an id of a messenger has digits before its sign.
_ADDRESS = re.compile(r"(?:\be-?mail\b\s{0,3}:?\s{0,3})?(?<!\S)[^\s@\d;,|]{1,64}@[^\s@;,|]{1,120}", re.IGNORECASE)
_WORD_BESIDE = re.compile(r"[^\W\d_][^\d]*")
#: Words beside a number that say what kind it is, or that another one follows.
_NO_NAMES = frozenset({"or", "and", "ext", "x", "home", "work", "main", "other", "no", "number", "new", "old", "pref", "withheld", "e"})
#: Words before a day or a place, which no name ends with.
_OPEN_ENDS = set_of("from since until till on at in of for")
#: Stand between a name and a number in a sentence.
_BETWEEN_NAME_AND_NUMBER = set_of("on at is was from via by number no new old other second")
#: What a sentence begins with before it names somebody.
_OPENING = set_of(
    "my also then and rang rung ring phoned called texted spoke note notes number total contact contacted used seen met told saw see"
)
#: What people write beside a number of somebody to say whether, when or on which card it is used.
_REMARKS = (
    NETWORKS
    | _OPEN_ENDS
    | set_of(
        "not working dead off switched disconnected blocked lost stolen broken changed unknown current previous former latest first second"
        " third spare temp temporary burner backup only before after during when if ring call text try best use used using"
        " to with and or the a day days daytime evening evenings night nights morning weekend weekends urgent"
        " emergency emergencies deleted payg contract"
    )
)
#: Words of addresses.
_STREETS = set_of("street st road rd lane ln avenue ave close drive way place court house flat hall hill park square terrace gardens row")
#: What stands between people, and before whoever follows.
_JOINING = set_of("then also plus and or & since from with")
#: What says only that a number is somebody's who was spoken of before.
_OF_SPOKEN = set_of("my his her hers their theirs our your own the a this that same")
#: What stands before whom the row's own person belongs to.
_BESIDE_RELATIONS = set_of("my his her their our your s the of social next key support")
#: An id of a messenger, or digits written like a number, dates left out.
_NUMBER = re.compile(MESSENGER.pattern + r"|(?<![\w@])(?:\+|00)?\(?\d[\d() .\-\u00a0/]{4,40}\d(?![\w@])", re.IGNORECASE)
_DATE = re.compile(r"\(?(?:\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{4}-\d{2}-\d{2})")
#: What sets people apart whatever stands there, and what may stand between the numbers of one.
_APART = re.compile(r"[;|\n\r]")
_MAYBE_APART = re.compile(r"[,/&]|\b(?:and|or)\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\)?\s*(?:\([^()]*\)|\[[^\[\]]*\])")
#: What one of somebody's numbers is called: `Mum: 07700 900123`.
_TITLED = re.compile(r"[^\d+(]{1,40}:\s")
_EDGES = " \t\r\n;|,/&\u00a0"


class OfOne(NamedTuple):
    """The part of a cell that is about one person."""

    #: With the number or numbers in it, as it stands.
    text: str
    #: What they are saved as.
    label: str | None
    #: Whom the row names, where they are saved as somebody else: who belongs to somebody confidential is kept out with them.
    of: str | None = None


def words_beside(text: str) -> str | None:
    """Give the words that stand beside a number in the same cell, as in typed lists: `Mum 07700 900123`."""
    words = [word for token in text.split() if _WORD_BESIDE.fullmatch(word := token.strip("=()[]<>:;,.-\u2013'\""))]
    names = [word for word in words if word.casefold() not in _NO_NAMES and not is_phone_word(word)]
    while names and names[-1].casefold() in _OPEN_ENDS:
        names.pop()
    return " ".join(names) or None


def is_numbers_only(text: str) -> bool:
    """Whether a text is numbers and nothing else, but words that say which is which: one that is old beside one that is new."""
    mentioned = mentioned_in(text) if len(text) <= LONGEST_FIELD else []
    return bool(mentioned) and words_beside(text) is None and sum(map(_digits_in, mentioned)) == _digits_in(text)


def name_beside(text: str) -> str | None:
    """Give the words beside the numbers of a short text, where they may be a name and no other digits stand in it: no address."""
    words = words_beside(text) if len(text) <= LONGEST_FIELD else None
    is_whole = words is not None and is_name(words) and sum(map(_digits_in, mentioned_in(text))) == _digits_in(text)
    return words if is_whole else None


def named_in_note(text: str) -> str | None:
    """Say whom a line that somebody typed names by the first number in it: `Also rang Zed on 07700 900608 twice`; None for nobody.

    In a sentence that is whoever is written with a capital right before the number, with no more than `on` or `is` between.
    """
    named = (name_beside(text) or "").split() or _capitals_before_number(text)
    while named and named[0].casefold() in _OPENING | _REMARKS:
        del named[0]
    while named and named[-1].casefold() in _REMARKS:
        named.pop()
    name = " ".join(named).removesuffix("'s").removesuffix("\u2019s")
    return name if name and is_name(name) and not is_owners_name(name) else None


def _capitals_before_number(text: str) -> list[str]:
    first = next((found for found in _NUMBER.finditer(text) if not _DATE.match(found[0])), None)
    words = [word.strip(":,-\u2013()") for word in text[: first.start()].split()] if first is not None else []
    while words and (words[-1].casefold() in _BETWEEN_NAME_AND_NUMBER or is_phone_word(words[-1])):
        words.pop()
    return list(takewhile(lambda word: word[:1].isupper(), reversed(words)))[::-1]


def _digits_in(text: str) -> int:
    return sum(map(str.isdecimal, text))


def people_in(cell: str, person: str | None) -> Sequence[OfOne]:
    """Set apart the people of a cell of numbers; nothing where it is about one person, whom the whole of it is about.

    Words stand before their numbers, or behind them, as they do at the beginning and the end of the cell; a bracket speaks of the number
    before it. Numbers with no words between them are those of one person, unless a semicolon or a line sets them apart; what has no words
    is of the row's person, if it names one.
    """
    whole, cell = cell, _ADDRESS.sub(lambda found: " " * len(found[0]), cell) if "@" in cell else cell
    if words_beside(cell) is None:
        return ()
    numbers = [found for found in _NUMBER.finditer(cell) if not _DATE.match(found[0])]
    if len(numbers) < 2:
        return ()
    front, tail = words_beside(cell[: numbers[0].start()]), words_beside(cell[numbers[-1].end() :])
    cuts = [0]
    for left, right in pairwise(numbers):
        is_mixed = right is numbers[-1] and front is not None and tail is not None and not _is_remark(tail)
        gap = cell[left.end() : right.start()]
        at = _parted_at(gap, is_behind=front is None and tail is not None, is_mixed=is_mixed)
        if at is not None:
            cuts.append(left.end() + at)
    if len(cuts) < 2:
        return ()
    return tuple(one._replace(text=text) for one, text in zip(_parts(cell, cuts, person), _cut(whole, cuts), strict=True))


def _cut(cell: str, cuts: Sequence[int]) -> Iterator[str]:
    return (cell[start:end].strip(_EDGES) for start, end in pairwise([*cuts, len(cell)]))


def _parts(cell: str, cuts: Sequence[int], person: str | None) -> Iterator[OfOne]:
    label: str | None = None
    for start, end in pairwise([*cuts, len(cell)]):
        text = cell[start:end].strip(_EDGES)
        words = _who_is_named(words_beside(text))
        # Which of somebody's telephones it is says nothing of whose.
        words = words if words and label_of_number(words) is not None and not _is_address(text, words) else None
        label = _label_of(words, person, label, is_titled=_TITLED.match(text) is not None)
        is_other = person is not None and label is not None and person not in label and not is_owners_name(person)
        yield OfOne(text, label, person if is_other else None)


def _who_is_named(words: str | None) -> str | None:
    """Leave out of the words beside a number those that join it to what stands before; None where no more is said than whose."""
    told = (words or "").split()
    while told and told[0].casefold() in _JOINING:
        del told[0]
    return None if all(word.casefold() in _OF_SPOKEN for word in told) else " ".join(told)


def _is_address(text: str, words: str) -> bool:
    """Whether the words beside a number are those of a street, whose house has a number as well: `14 Mill Road 07700 900123`."""
    if sum(map(_digits_in, mentioned_in(text))) == _digits_in(text):
        return False
    return not _STREETS.isdisjoint(words.casefold().split())


def _parted_at(gap: str, *, is_behind: bool, is_mixed: bool) -> int | None:
    """Say where in what stands between two numbers the next person begins; None where both are those of one.

    Args:
        gap: What stands between.
        is_behind: Names stand behind their numbers.
        is_mixed: One stands before the first number, and another behind the last.
    """
    if (found := _separator(_APART, gap, is_last=is_behind)) is not None:
        return found
    if words_beside(gap) is None:
        return 0 if is_mixed and _MAYBE_APART.search(gap) else None
    if (bracket := _BRACKETED.match(gap)) is not None:
        return bracket.end()
    if (found := _separator(_MAYBE_APART, gap, is_last=is_behind)) is not None:
        return found
    return len(gap) if is_behind else 0


def _separator(pattern: re.Pattern[str], gap: str, *, is_last: bool) -> int | None:
    found = [each.start() for each in pattern.finditer(gap)]
    return found[-1 if is_last else 0] if found else None


def _label_of(words: str | None, person: str | None, before: str | None, *, is_titled: bool) -> str | None:
    """Say what a number among those of several people is saved as.

    Args:
        words: What stands beside it; None where that names nobody.
        person: Whom the row names.
        before: What the number before it in the cell is saved as.
        is_titled: Whether a colon stands behind the words, as behind what one of somebody's numbers is called.
    """
    somebody = person or before
    if words is None or somebody is None:
        return words or somebody
    if set(words.casefold().split()) <= set(somebody.casefold().split()):
        return somebody
    is_of_somebody = person is not None and (is_titled or not _names_somebody(words))
    return f"{somebody}: {words}" if is_of_somebody or _is_remark(words) else words


def _is_remark(words: str) -> bool:
    return all(word in _REMARKS for word in words.casefold().split())


def _names_somebody(words: str) -> bool:
    """Whether words are a name by themselves: neither what somebody is to the person of the row, nor written like what is said of them."""
    ties = words.casefold().replace("'s", " s").replace("\u2019s", " s").split()
    is_tie = all(word in RELATIONS or word in _BESIDE_RELATIONS for word in ties)
    # In the row of somebody, `Me` may be what they say of themselves.
    return not is_tie and not is_owners_name(words) and not words[0].islower() and is_name(words)
