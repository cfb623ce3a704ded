"""What somebody is, by what a record or a whole note says of them: `solicitor at Doe & Co`, and not `owes my solicitor`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcher.domain.guarding.label_words import BEHIND_HEAD, BESIDE_PHRASES, OF_BODIES, OF_SENTENCES, Phrases, words_of
from matcher.domain.guarding.said_beside import NO_NAMES, PLACES

#: Letters of an abbreviation that names a body; shorter ones are points of the compass.
_ABBREVIATION = range(3, 6)

#: What stands between what a record says of somebody and the next thing it says.
_FIELDS = re.compile(r"[;,\n|()\[\]]|(?<=\w\w)/(?=\w\w)| [-\u2013\u2014] ")
#: A sentence of a note ends it as well; shorter words before a full stop are abbreviations: `Dr. Khan`.
_FIELDS_OF_NOTES = re.compile(rf"{_FIELDS.pattern}|(?<=\w\w\w)\.(?=\s|\Z)")
#: What a note has that speaks of somebody beside its person: money, an amount, words behind a colon, the hour of a meeting.
_OF_OTHERS = re.compile(
    r"\d\s+for\s+\d|\d\s*(?:each|a\s+pop|per)\b|(?<![\d.])\d{1,4}\.\d(?!\d|\.|\s*[ap]\.?m)"
    r"|[\u00a3$\u20ac]\s?\d|(?<!\d):|:(?!\d)|\b[Aa]t\s+\d+(?!\w*\s+(?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Tod|Tom|Ton))[A-Z])"
)
#: A further number of a person behind what they are: which of several it is stands before it. A mere word for a telephone does not say
#: that: `Social worker, mobile 07700…` beside a child's number gives that of the child's social worker.
_FURTHER = re.compile(
    r"\s*[,;(\u2013\u2014-]\s*(?:office|desk|work|old|new|direct|duty|home|alt|other)[.:]?\s*(?:(?:mob|mobile|tel|line|number|no)[.:]?\s*){0,2}"
    r"\+?\d[\d ()\-]{5,18}\d\)?\s*\Z",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d(?:[ \-]?\d){6}")
_DATE = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?:[\-\u2013/.]\d{1,4}){0,2}|\d{1,2}[\-/.]\d{1,2}[\-/.](?:\d\d){1,2})(?!\d)", re.ASCII)
#: Hours, floors, rooms and counts: `9-5`, `24h`, `2nd`, `9am-5pm`. An amount of money or of a drug is none.
_FIGURE = re.compile(r"[(\[#~]*\d(?:[^\w\u00a3$\u20ac]|\d|(?:hours?|hrs?|h|st|nd|rd|th|am|pm|mins?|to|[a-d])(?![^\W\d_]))*", re.IGNORECASE)
#: `no solicitor`, and not `no. of solicitor`.
_DENIED = re.compile(r"\A\s*(?:no|not)\s", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['\u2019`]s\Z", re.IGNORECASE)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Which of its kind a profession is. A word that is none of these may be what somebody does: `owes solicitor`.
_ADJECTIVES = _set(
    "alcohol allocated appointed assigned assistant care child childrens clinical college community consultant court crime criminal "
    "current custody defence defense deputy designated drug drugs education educational emergency family former head health hospital "
    "housing immigration independent junior lead legal local locum main mental misuse named outreach pastoral police previous prison "
    "private protection regular safeguarding school senior specialist student substance trainee uni university welfare young youth"
)
#: What those of a service are called, and which of them.
_BEHIND = _set("duty lead officer officers worker workers") | BESIDE_PHRASES
#: Words that go before the place somebody is at, or whom they are for.
_OF_TAILS = frozenset({"at", "for", "from", "in", "of"})
#: What is fetched or done there instead.
_ERRANDS = _set(
    "appointment appt case drop drops food gear later letter meds meeting money morning note now pills prescription script scripts "
    "today tomorrow tonight weed quid bag bags gram grams"
)
_LONGEST_TAIL = 6
#: What goes before hours, floors and rooms.
_BEFORE_FIGURES = _set(
    "after before till until between open opens hours hrs mon mons monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri "
    "friday sat saturday sun sunday mon-fri mon-sat weekdays weekends daily call ring floor room rm flat suite unit desk level ext "
    "extension option opt no number from"
)
_LONGEST_NAME = 2


def is_profession(text: str, phrases: Phrases) -> bool:
    """Whether one field of a text is listed words or has them as its head, or is a listed name; a mention of them is not enough.

    Those of a listed service are as it is: `YOT worker`, `youth justice manager`.
    Fields are set apart by semicolons, commas, brackets, lines and dashes.
    """
    return any(_has_head(field, phrases) for field in filter(None, map(str.strip, _FIELDS.split(text))))


def _has_head(field: str, phrases: Phrases) -> bool:
    words = words_of(field)
    if (at := _figures_in(tokens := field.split())) and OF_SENTENCES.isdisjoint(words):
        field = " ".join(tokens[:at])
        words = words_of(field)
    if phrases.is_head(words) or phrases.find_name(words) is not None or _is_listed(field.split(), phrases):
        return True
    # An abbreviation in front names the body: `NHS Estmoor`.
    first, *others = field.split()
    return first.isupper() and len(first) in _ABBREVIATION and bool(others) and not field.isupper() and phrases.is_head(words[:1])


def is_said_of_person(note: str, phrases: Phrases) -> bool:
    """Whether a whole note says that its person is of a listed profession or service.

    All of it is listed words, or its first field does, or the one behind a name or figures; what follows may be anything. A note speaks
    more freely than an organisation does, so no word that could be what somebody does may stand before the profession.
    """
    # `Social worker, office 01632…` gives another number of the same person.
    note = _FURTHER.sub("", note)
    # Any other number in it is that of whoever it names: `Solicitors number 07700 900201` says nothing of whose row it stands in.
    if _DENIED.match(note) or _NUMBER.search(_DATE.sub(" ", note)):
        return False
    if phrases.may_begin(note) and phrases.are_all(words_of(note)):
        return True
    if not phrases.may_stand_in(note) or _OF_OTHERS.search(_DATE.sub(" ", note)):
        return False
    for field in filter(None, map(str.strip, _FIELDS_OF_NOTES.split(note))):
        if _is_title(field, phrases):
            return True
        if not (_is_name(field) or _are_figures(field)):
            return False
    return False


def _are_figures(field: str) -> bool:
    """Whether a field is hours, a floor or other figures, and nothing else."""
    return all(_FIGURE.fullmatch(token) or token.casefold().strip(".") in _BEFORE_FIGURES for token in field.split())


def _figures_in(tokens: Sequence[str]) -> int | None:
    """Give where in a field its hours, its floor or another figure begin, with the words before them that say which; None without any."""
    at = next((at for at, token in enumerate(tokens) if _FIGURE.fullmatch(token)), None)
    while at and tokens[at - 1].casefold().strip(".") in _BEFORE_FIGURES:
        at -= 1
    return at


def _is_name(field: str) -> bool:
    """Whether a field is somebody's name, or says which number it is: `Kim`, `new number`."""
    tokens = field.split()
    return len(tokens) <= _LONGEST_NAME and all(token.casefold() in BESIDE_PHRASES or _may_name(token) for token in tokens)


def _may_name(token: str) -> bool:
    word = "".join(words_of(token))
    return token[0].isupper() and word not in NO_NAMES and word not in OF_SENTENCES


def _is_title(field: str, phrases: Phrases) -> bool:
    tokens = field.split()
    while tokens and _FIGURE.fullmatch(tokens[0]):
        tokens = tokens[1:]
    figures = _figures_in(tokens)
    at = next((at for at, token in enumerate(tokens) if at and token.casefold() in BEHIND_HEAD), len(tokens))
    if figures is not None and figures <= at:
        at = figures
    head, tail = tokens[:at], words_of(" ".join(tokens[at:]))
    if tail and not (_is_detail(tail) if at == figures else _is_tail(tail)):
        return False
    return _is_listed(head, phrases) or _is_body(head, phrases) or _is_of_service(head, phrases)


def _is_tail(words: Sequence[str]) -> bool:
    return words[0] in _OF_TAILS and len(words) > 1 and _is_detail(words)


def _is_detail(words: Sequence[str]) -> bool:
    return len(words) <= _LONGEST_TAIL and OF_SENTENCES.isdisjoint(words) and _ERRANDS.isdisjoint(words)


def _is_listed(tokens: Sequence[str], phrases: Phrases) -> bool:
    """Whether words are listed ones with adjectives in front, whose it is, and what those of a service are called behind."""
    if len(tokens) > 1 and _POSSESSIVE.search(tokens[0]):
        tokens = tokens[1:]
    words = words_of(" ".join(tokens))
    start = 0
    while start < len(words) and (words[start] in _ADJECTIVES or words[start] in _BEHIND):
        # An adjective may be the beginning of a listed phrase: `youth offending`.
        if _ends_listed(words[start:], phrases):
            return True
        start += 1
    return _ends_listed(words[start:], phrases)


def _ends_listed(words: Sequence[str], phrases: Phrases) -> bool:
    """Whether listed words begin here, with nothing behind them but others and what they are called."""
    first = _size_of(words, phrases)
    at = first
    while first and at < len(words):
        size = _size_of(words[at:], phrases) or (1 if words[at] in _BEHIND else 0)
        if not size:
            return False
        at += size
    return first > 0


def _size_of(words: Sequence[str], phrases: Phrases) -> int:
    """Give how many words the longest listed phrase has that begins here; 0 for none."""
    return next((size for size in range(min(len(words), 4), 0, -1) if phrases.is_phrase(words[:size])), 0)


def _is_body(tokens: Sequence[str], phrases: Phrases) -> bool:
    """Whether words are the name of a firm or a place: `Harker Solicitors`, `Dr Khan surgery`, and not `Weed Doctor`."""
    words = words_of(" ".join(tokens))
    if not phrases.is_head(words):
        return False
    listed = {word for token in tokens for word in words_of(token) if phrases.is_phrase([word])}
    is_firm = any(word in OF_BODIES and word != "manager" for word in words[1:]) or words[-1] in PLACES
    is_several = words[-1].endswith("s") and phrases.is_phrase([words[-1].removesuffix("s")])
    rest = [token for token in tokens if (found := words_of(token)) and not listed.issuperset(found) and not OF_BODIES.issuperset(found)]
    return (is_firm or is_several) and all(map(_may_name, rest))


def _is_of_service(tokens: Sequence[str], phrases: Phrases) -> bool:
    """Whether words are the abbreviation of a service and the name of somebody there: `CAMHS Kim`."""
    if len(tokens) != _LONGEST_NAME or " ".join(tokens).isupper():
        return False
    service, name = tokens
    is_service = service.isupper() and len(service) in _ABBREVIATION and phrases.is_phrase(words_of(service) or [""])
    return is_service and _may_name(name)
