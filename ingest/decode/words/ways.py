"""What words, arrows and letters say of the way a call or message went.

Where the plainest words of a text contradict each other, it says no way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from ingest.decode.words.months import plain
from ingest.decode.words.way_vocabulary import BESIDE, BY_WORD, LONGEST_PHRASE, PHRASES, STATE_IN, Rank, Way, plain_set, spelt, words_in
from ingest.decode.words.who_acted import read_act
from ingest.records import Direction

#: Say one only alone.
_ALONE: Final = {
    **dict.fromkeys(("i", "r", "ic", "inc"), Direction.IN),
    **dict.fromkeys(("o", "s", "og", "outg"), Direction.OUT),
}
_ARROW_IN: Final = re.compile(r"[<«‹]+[-–—=]*|[←⬅⇐⟵◀◄↙⬋]+")
_ARROW_OUT: Final = re.compile(r"[-–—=]*[>»›]+|[→➡⇒⟶▶►↗⬈]+")
#: What stands behind a sign to say how it is to be drawn.
_DRAWN: Final = re.compile("[\ufe0e\ufe0f]")

#: Letters of old telephones and of networks that say a way only beside the others of their kind, and the kinds.
_LETTERS: Final = {"m": Way(Direction.IN, Rank.STATE), "d": Way(Direction.OUT, Rank.NAMED), "t": Way(Direction.IN, Rank.NAMED)}
_SENT_RECEIVED: Final = frozenset("sr")
_LETTER_KINDS: Final = (frozenset("iom"), frozenset("drm"), frozenset("ot"), _SENT_RECEIVED)
#: What by itself is the kind of telephone and the kind of message.
_OF_KINDS: Final = ({"m"}, {"t"})

#: What is said of calls only, and what stands beside it in titles of their numbers.
_OF_CALLS: Final = plain_set(
    "dialled dialed missed gewahlt gewahlte gewahlter compose composes marcada marcadas discada discadas wybrane wybierane",
    "verpasst verpasste entgangen entgangene manque manques nieodebrane gemist gemiste",
)
#: What became of a call; of these words messages have a few, too: they are blocked and left unread.
_STATES_OF_CALLS: Final = (
    _OF_CALLS
    | (STATE_IN - plain_set("blocked unread blockiert blockierte"))
    | plain_set("answered unanswered busy engaged ringing beantwortet unbeantwortet besetzt")
)
#: The way of a call that the owner took.
ANSWERED: Final = Way(Direction.IN, Rank.STATE)
#: What became of a call that somebody took, at whichever end, and what may stand beside it.
_ANSWERED: Final = plain_set(
    "answered accepted beantwortet beantwortete beantworteter repondu repondue repondus contestada contestadas contestado",
    "atendida atendidas atendido risposta risposto beantwoord beantwoorde besvarad besvarade besvaret besvart",
)
_BESIDE_ANSWERED: Final = BESIDE - plain_set("not no unanswered connected forwarded busy ended")
_PICKED_UP: Final = ["picked", "up"]
_NO_ANSWER: Final = ["no", "answer"]
_LONGEST_STATE: Final = 4
_IN_TITLES: Final = BESIDE | plain_set("last recent latest list log number numbers nos nummer nummern numero numeros numer numery")
#: What stands between the ways of a header of both; then that between others, among which the vowels of Indian letters are none.
_BETWEEN: Final = (re.compile(r"\s+(?:or|and|&|/)\s+", re.IGNORECASE), re.compile(r"\s*[/|&]\s*"))
_PIECES = re.compile(r"[^\w\s\u0300-\u036f\u0900-\u0dff]+|_+")
#: Headers of columns that answer whether it was the owner's, or came from somebody, without the blanks between their words.
_ASKS_OUT: Final = plain_set(
    "out fromme isfromme keyfromme sentbyme isoutgoing issent ismine isfromowner fromowner originated isoriginated zoriginated outgoing",
    "zisfromme outbound isoutbound issentbyme sentbyowner initiatedbyowner originatedbyowner issender callmade outgoingcall",
    "ausgehend sortant saliente wychodzace uscente",
)
_ASKS_IN: Final = plain_set("in isincoming isreceived isinbound incoming inbound incomingcall eingehend entrant entrante przychodzace")
#: What makes a call or message of a row, or a column of ways of one without a header, by itself.
_TELLING: Final = frozenset(word for word, way in BY_WORD.items() if way.rank is not Rank.PLAIN) | {"in", "out"}


@lru_cache(maxsize=1024)
def way_of(text: str) -> Way | None:
    """Say which way a text gives; None when it speaks of none."""
    text = spelt(text)
    words = words_in(text)
    alone = _ALONE.get("".join(words)) or (None if words else _arrow(text))
    if alone is not None:
        return Way(alone, Rank.NAMED)
    found = [way for piece in _PIECES.split(text) for way in _ways_in(words_in(piece))]
    if not found:
        return None
    best = min(way.rank for way in found)
    directions = {way.direction for way in found if way.rank is best}
    # Nothing is plainer in this text.
    rank = Rank.NAMED if best is Rank.PLAIN else best
    return Way(directions.pop() if len(directions) == 1 else None, rank)


def _arrow(text: str) -> Direction | None:
    sign = _DRAWN.sub("", text.strip())
    if _ARROW_IN.fullmatch(sign):
        return Direction.IN
    return Direction.OUT if _ARROW_OUT.fullmatch(sign) else None


def is_arrow(cell: str) -> bool:
    """Whether a cell is nothing but an arrow that says a way."""
    return _arrow(cell) is not None


def are_arrows(cells: Sequence[str]) -> bool:
    """Whether at least half of the cells of a column are arrows that say ways."""
    return bool(cells) and 2 * sum(map(is_arrow, cells)) >= len(cells)


def _ways_in(words: list[str]) -> list[Way]:
    """Give the ways of words that stand together; a plain word beside one that is not known says something else."""
    told = list(_told(words))
    found = [way for _, way in told if way is not None]
    is_known = all(_is_known(text, way) or text.isdecimal() for text, way in told)
    return found if is_known else [way for way in found if way.rank is not Rank.PLAIN]


def _told(words: Sequence[str]) -> Iterator[tuple[str, Way | None]]:
    """Yield the words one by one, those of a phrase together, each with the way it says."""
    at = 0
    while at < len(words):
        act = read_act(words[at:])
        phrase = next((p for size in range(LONGEST_PHRASE, 1, -1) if (p := tuple(words[at : at + size])) in PHRASES), None)
        if act is not None:
            yield " ".join(words[at : at + act.size]), act.way
        else:
            yield (" ".join(phrase), PHRASES[phrase]) if phrase else (words[at], BY_WORD.get(words[at]))
        at += act.size if act else len(phrase) if phrase else 1


def _is_known(text: str, way: Way | None) -> bool:
    """Whether a word or phrase says a way, or stands beside those that do."""
    return way is not None or text in BESIDE or " " in text


def _is_telling(text: str, way: Way | None) -> bool:
    """Whether a word or phrase makes a call or message of a row by itself."""
    return text in _TELLING or (" " in text and way is not None and way.direction is not None)


def way_of_letter(text: str) -> Way | None:
    """Say which way a letter gives that does so only in a column of `are_letters_of_ways`: dialled, missed."""
    return _LETTERS.get(text.strip().casefold())


def are_letters_of_ways(cells: Iterable[str]) -> bool | None:
    """Whether the single letters in a column are those of ways and not of kinds, as for voice and SMS; None where others stand there."""
    letters = {cell.strip().casefold() for cell in cells}
    if not letters or any(len(letter) != 1 or not letter.isalpha() for letter in letters):
        return None
    return letters not in _OF_KINDS and any(letters <= kind for kind in _LETTER_KINDS)


def say_ways_in_letters(cells: Iterable[str]) -> bool:
    """Whether single letters in a column say both ways, `D` and `R`, without that of the missed, by which telephones are mobile."""
    kinds = {cell.strip().casefold() for cell in cells}
    if not are_letters_of_ways(kinds) or kinds <= _SENT_RECEIVED:
        return False
    return {way.direction for kind in kinds - {"m"} if (way := way_of(kind) or way_of_letter(kind))} == {Direction.IN, Direction.OUT}


def is_way(cell: str) -> bool:
    """Whether a cell says nothing but which way a call or message went."""
    told = list(_told(words_in(cell)))
    return any(_is_telling(*each) for each in told) and all(_is_telling(*each) or each[0] in BESIDE for each in told)


def says_only_way(cell: str) -> bool:
    """Whether a cell says one way by an arrow or in words, plain ones among them, and nothing else but what stands beside those."""
    way = way_of(cell)
    return way is not None and way.direction is not None and all(_is_known(*each) for each in _told(words_in(cell)))


def speaks_of_ways(cells: Iterable[str]) -> bool:
    """Whether different cells say nothing but ways and what became of calls, and most of them a way."""
    kinds = set(cells)
    if not all(_is_known(*each) for cell in kinds for each in _told(words_in(cell))):
        return False
    return 2 * sum((way := way_of(cell)) is not None and way.direction is not None for cell in kinds) > len(kinds)


def are_included(cells: Iterable[str]) -> bool:
    """Whether the `inc` in a column may mean what a tariff includes, as nothing beside it goes out."""
    kinds = set(cells)
    if not any(words_in(cell) == ["inc"] for cell in kinds):
        return False
    return not any((way := way_of(cell)) is not None and way.direction is Direction.OUT for cell in kinds)


def names_both_ways(header: str) -> bool:
    """Whether a header gives both ways to choose from, and nothing else: `Dialled / Received`, `I/C or O/G`."""
    return any(_are_both(separator.split(header)) for separator in _BETWEEN)


def _are_both(pieces: Sequence[str]) -> bool:
    ways = [_ALONE.get("".join(words_in(piece))) or (_way_only(piece)) for piece in pieces]
    return len(pieces) > 1 and set(ways) == {Direction.IN, Direction.OUT}


def _way_only(text: str) -> Direction | None:
    way = way_of(text) if says_only_way(text) else None
    return way.direction if way else None


def asked_way(header: Sequence[str]) -> Direction | None:
    """Say which way a yes means below a header of these words, one that asks whether the owner called or sent, or was called or sent to."""
    joined = plain("".join(header))
    if joined in _ASKS_OUT:
        return Direction.OUT
    return Direction.IN if joined in _ASKS_IN else None


def names_calls(title: str) -> bool:
    """Whether a title says of numbers that they were dialled or missed, and nothing else: `Last dialled numbers`."""
    words = words_in(title)
    return not _OF_CALLS.isdisjoint(words) and all(word in _OF_CALLS or word in _IN_TITLES or word.isdecimal() for word in words)


def is_state_of_call(cell: str) -> bool:
    """Whether a few words say what becomes of calls and of no message, of which none is dialled or missed, without naming a call."""
    words = words_in(cell)
    return len(words) <= _LONGEST_STATE and (not _STATES_OF_CALLS.isdisjoint(words) or words == _NO_ANSWER)


def is_answered(cell: str) -> bool:
    """Whether a cell says of a call that it was answered, and nothing else: `Answered call`, `Picked up`."""
    words = words_in(cell)
    if words[:2] == _PICKED_UP:
        return _BESIDE_ANSWERED.issuperset(words[2:])
    return not _ANSWERED.isdisjoint(words) and _BESIDE_ANSWERED.issuperset(word for word in words if word not in _ANSWERED)


def tells_way(text: str) -> bool:
    """Whether any word of a text says which way a call or message went."""
    return any(_is_telling(*each) for piece in _PIECES.split(text) for each in _told(words_in(piece)))
