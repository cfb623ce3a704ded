"""Words for calls, messages and contacts themselves, by which rows and sheets are told apart."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from ingest.decode.words.months import plain
from ingest.decode.words.way_vocabulary import BY_WORD, Rank, plain_set, words_in

#: Parts of words that name the kind of a row or sheet.
CONTACT_PARTS: Final = ("contact", "kontakt", "contatt", "contat")
CALL_PARTS: Final = (
    "call",
    "anruf",
    "appel",
    "polaczen",
    "llamad",
    "chiamat",
    "oproep",
    "chamada",
    "galwad",
    "apelur",
    "cagri",
    "thirrj",
    "cuoc goi",
)
MESSAGE_PARTS: Final = (
    *(
        "sms",
        "mms",
        "msg",
        "message",
        "chat",
        "nachricht",
        "wiadomo",
        "mensaj",
        "messagg",
        "mensagem",
        "bericht",
        "mesaj",
        "mesazh",
        "tin nhan",
    ),
)

#: Words by themselves that name the kind of a row in what networks give: of calls, and of messages.
_CALL_KINDS: Final = plain_set("voice moc mtc telephony speech volte vowifi sprache voix voz voce spraak")
_MESSAGE_KINDS: Final = plain_set("text texts txt txts")
#: What messages alone are called in titles; `text` may be anything that is written.
_TEXTS: Final = plain_set("texts txts")
#: Short messages by the end of the network they were at; with more words beside it `Smt` is how India writes `Mrs`.
_MESSAGES_BY_END: Final = (["smmt"], ["smmo"], ["smt"], ["smo"])
_PICTURES: Final = (["picture"], ["multimedia"], ["premium"], ["international"])
_AT_END: Final = (["mo"], ["mt"])
_LONGEST_KIND: Final = 5
#: What titles of tables and names of sheets have in them, by what the rows are.
_SHEET_WORDS = (
    ("contacts", (*CONTACT_PARTS, "phonebook", "phone book", "address book", "sim data", "simdata")),
    ("calls", CALL_PARTS),
    ("messages", (*MESSAGE_PARTS, "conversation", "whatsapp", "telegram", "signal", "snapchat", "instagram")),
)


class Shape(Enum):
    """What one row of the table is."""

    CONTACTS = auto()
    CALLS = auto()
    MESSAGES = auto()
    #: A list of names and values about the phone itself.
    PROPERTIES = auto()


def kind_named(text: str) -> str | None:
    """Name the kind of row a text speaks of: `contacts`, `calls` or `messages`; None for every other text."""
    for kind, parts in (("contacts", CONTACT_PARTS), ("calls", CALL_PARTS), ("messages", MESSAGE_PARTS)):
        if names_one_of(text, parts):
            return kind
    words = words_in(text)
    if not _CALL_KINDS.isdisjoint(words):
        return "calls"
    return None if _MESSAGE_KINDS.isdisjoint(words) and words not in _MESSAGES_BY_END else "messages"


def is_text_kind(cell: str) -> bool:
    """Whether a few words name the sending of a message, to or from whomever: `Text message`, `Text to UK mobile`, `Received text`."""
    words = words_in(cell)
    if words in _MESSAGES_BY_END:
        return True
    # Networks say first at which end it was: `MT-SMS`.
    words = words[1:] if words[:1] in _AT_END or (len(words) > 1 and _names_way(words[0])) else words
    # What is nothing but a message may be a picture, too.
    starts = {*words[:1], *(words[1:2] if words[:1] in _PICTURES else ())}
    is_one = not _MESSAGE_KINDS.isdisjoint(starts) or any(word.startswith(MESSAGE_PARTS) for word in starts)
    return is_one and len(words) <= _LONGEST_KIND and not any(map(str.isdecimal, words))


def _names_way(word: str) -> bool:
    return word in BY_WORD and BY_WORD[word].rank in {Rank.NAMED, Rank.SHARED}


def names_one_of(text: str, parts: tuple[str, ...]) -> bool:
    """Whether any word of a text has one of the parts in it."""
    low = plain(text)
    return any(part in low for part in parts)


def named_shape(title: str) -> Shape | None:
    """Say what the rows of a table are that has this title."""
    for name, words in _SHEET_WORDS:
        if names_one_of(title, words):
            return Shape[name.upper()]
    return None if _TEXTS.isdisjoint(words_in(title)) else Shape.MESSAGES
