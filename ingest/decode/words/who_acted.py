"""Who did what became of a call or message: `rejected by them`, `they rejected`, `cancelled by me`.

Whoever rejects, misses or reads it is the one it came to, and whoever cancels or sends it the one it went out from. What a bill calls a
call to a line, its customer made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ingest.decode.words.bills import words_from_abroad, words_to_line
from ingest.decode.words.way_vocabulary import BESIDE, BY_WORD, NAMED_OUT, SHARED_IN, SHARED_OUT, STATE_IN, Rank, Way, plain_set
from ingest.records import Direction

_BY: Final = plain_set("by von vom durch par por przez door")
#: Done by the one to whom it went, and by the one from whom it came.
_OF_RECEIVERS: Final = (
    (STATE_IN - plain_set("voicemail abwesenheit unread"))
    | SHARED_IN
    | plain_set("answered unanswered accepted ignored refused dismissed picked read seen opened viewed beantwortet gelesen ignoriert")
)
_OF_SENDERS: Final = (
    SHARED_OUT
    | (NAMED_OUT & plain_set("dialed dialled composes compose gewahlt wybrane"))
    | plain_set("called rang texted messaged phoned cancelled canceled made placed initiated started originated abandoned abgebrochen")
)
_OWNERS: Final = plain_set("me us myself i we owner mir uns moi nous mi mnie mij ich wir")
_OTHERS: Final = plain_set(
    "them they him he her she other others contact remote peer partner correspondent ihm ihr ihnen er sie gesprachspartner gegenstelle lui"
    " eux elle correspondant el ella ellos interlocutor"
)
#: Says by itself at which end somebody is, whatever was done there.
_RECEIVERS: Final = plain_set("recipient receiver callee addressee empfanger destinataire destinatario")
_SENDERS: Final = plain_set("caller sender anrufer appelant")
#: The ends of a call as networks say: the called and the calling one.
_ENDS: Final = {("called", "party"): Direction.OUT, ("calling", "party"): Direction.IN}
#: Who stands before a verb; a contact called may be one that was called.
_BEFORE: Final = _RECEIVERS | _SENDERS | plain_set("i we owner they he she ich wir er sie")
#: Before who it was, behind it, and between the verb and the word for by: a missed call by somebody is one that was made.
_ARTICLES: Final = plain_set("the their a an den dem der le la el")
_BEHIND: Final = plain_set("party person user side end")
_BETWEEN: Final = frozenset({"up"})
_HELPING: Final = plain_set("has have did not never")
#: What may be done by something, as programs block and texts are sent by a messenger.
_SHARED_OR_PLAIN: Final = _OF_SENDERS | SHARED_IN | {"blocked"}


class Act(NamedTuple):
    """What so many words say was done by somebody."""

    size: int
    #: None: by whom nobody knows, so it may have been either.
    way: Way | None


def read_act(words: Sequence[str]) -> Act | None:
    """Read from the first word on who did what; None where the words do not begin so."""
    start = 1 if words[0] == "not" else 0
    verb = words[start] if start < len(words) else ""
    if verb in _OF_RECEIVERS or verb in _OF_SENDERS:
        return _by_whom(words, start)
    if start:
        return None
    if size := words_to_line(words):
        return Act(size, Way(Direction.OUT, Rank.NAMED))
    size = words_from_abroad(words)
    return Act(size, None) if size else _whose_act(words)


def _by_whom(words: Sequence[str], at: int) -> Act | None:
    """Read a verb and behind it by whom: `missed by me`, `declined by the recipient`."""
    end = at + 1
    end += end < len(words) and words[end] in _BETWEEN
    if end >= len(words) - 1 or words[end] not in _BY:
        return None
    end += 1
    while end < len(words) - 1 and words[end] in _ARTICLES:
        end += 1
    way = _way(words[at], words[end:])
    if way is not None:
        end += 2 if tuple(words[end : end + 2]) in _ENDS else 1
        return Act(end + (end < len(words) and words[end] in _BEHIND), way)
    # A text is sent by telephone, too, and a call answered by the voicemail.
    is_open = words[at] in _SHARED_OR_PLAIN or words[end] in BY_WORD or words[end] in BESIDE
    return None if is_open else Act(end + 1, None)


def _whose_act(words: Sequence[str]) -> Act | None:
    """Read somebody and behind that the verb: `they declined`, `other party missed`."""
    is_other = len(words) > 1 and words[1] in _BEHIND
    if not (words[0] in _BEFORE or (is_other and words[0] in _OTHERS) or tuple(words[:2]) in _ENDS):
        return None
    at = 1 + is_other
    while at < len(words) and words[at] in _HELPING:
        at += 1
    way = _way(words[at], words) if at < len(words) else None
    return None if way is None else Act(at + 1, way)


def _way(verb: str, who: Sequence[str]) -> Way | None:
    """Say which way it went by what was done and who did it; None where either is not known."""
    is_received = verb in _OF_RECEIVERS
    if not (is_received or verb in _OF_SENDERS):
        return None
    word = BY_WORD.get(verb)
    rank = Rank.STATE if word is None or word.rank is Rank.STATE else Rank.NAMED
    if who[0] in _RECEIVERS or who[0] in _SENDERS:
        return Way(Direction.OUT if who[0] in _RECEIVERS else Direction.IN, rank)
    if (end := _ENDS.get((who[0], who[1] if len(who) > 1 else ""))) is not None:
        return Way(end, rank)
    if who[0] in _OWNERS or who[0] in _OTHERS:
        return Way(Direction.IN if is_received is (who[0] in _OWNERS) else Direction.OUT, rank)
    return None
