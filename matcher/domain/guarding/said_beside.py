"""Whose a number in a text is by the words beside it: `solicitor 07700 900123`, and not `solicitor said ring Jay on 07700 900123`.

Few words speak so: whose, the listed words, a name, and what is written of numbers. With any other word in the clause the number stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matcher.domain.guarding.label_words import Phrases, letters_for_digits, words_of

#: Further away, nothing is said of a number any more.
_WINDOW = 160

#: What ends a clause: a full stop is no end behind the few abbreviations that stand before names and numbers.
_END = re.compile(
    r"[\n\r|;!?\u2022]|(?<!\b\w)(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bst)(?<!\bno)(?<!\bsoc)(?<!\btel)(?<!\bmob)\.(?=\s)",
    re.IGNORECASE,
)
_NEW_LINE = re.compile(r"[\n\r]+")
_BRACKETED = re.compile(r"\A\s*(?:\([^()]{1,60}\)|\[[^\[\]]{1,60}\])")
_IS_SAID = re.compile(r"\A\s*(?:is|was|belongs)\b", re.IGNORECASE)
_DASHED = re.compile(r"\A\s*[=\u2013\u2014-]")
#: Where what is said of one number ends, and where that of the next begins.
_NEXT = re.compile(r",|\b(?:and|or)\b", re.IGNORECASE)
_LEADING = re.compile(r"\A\s*(?:[,/&+=\u2013\u2014-]|(?:and|or)\b)", re.IGNORECASE)

_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019`][^\W\d_]+)*|\d+|(?<=\s)[-\u2013\u2014=](?=\s)|[,()\[\]&/+]")
_INITIALS = re.compile(r"\b(?:[^\W\d_][./])+[^\W\d_]\b\.?")
#: Which of a list it is, or when it was written down.
_LISTED_AS = re.compile(
    r"\A\s*(?:\d{1,2}[.)]\s|[\[(]?\d{1,4}[/.\-]\d{1,2}(?:[/.\-]\d{2,4})?(?:,?\s+\d{1,2}[:.]\d\d(?::\d\d)?)?[\])]?[:,]?\s+(?!\d))"
)
_POSSESSIVE = re.compile(r"['\u2019`]s\Z", re.IGNORECASE)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: One letter for what a word may be beside a number.
_KINDS = {
    **dict.fromkeys(_set("or and plus & / + ok okay"), "j"),
    **dict.fromkeys(_set(", ( ) [ ] - = \u2013 \u2014"), "c"),
    **dict.fromkeys(_set("ring call text txt contact"), "o"),
    **dict.fromkeys(_set("this it its thats heres"), "e"),
    **dict.fromkeys(_set("new old num number nos numbers"), "w"),
    # `solicitor no 07700 900123`, and not `no solicitor 07700 900123`.
    "no": "z",
    **dict.fromkeys(_set("tel telephone phone ph mob mobile cell direct office work line"), "t"),
    **dict.fromkeys(_set("is was belongs"), "i"),
    **dict.fromkeys(_set("on at"), "a"),
    **dict.fromkeys(_set("for of to"), "f"),
    **dict.fromkeys(_set("the a an"), "d"),
    **dict.fromkeys(_set("my his her their our your ur"), "h"),
    # What one of a service is called: `YOT worker`.
    **dict.fromkeys(_set("worker officer team"), "k"),
}
#: Words that are no names, even where they begin with a capital: relations, places, acts and denials.
NO_NAMES = _set(
    "not never dont isnt aint without near by opposite opp behind beside outside inside next from with about at in round past see saw ask"
    " asked tell told pay paid hide need get got meet met said says say visit via avoid lose skip if when after before while until but so"
    " then than because that which who i im me u you we he she they son daughter lad boy boyfriend bf girl girlfriend gf mate friend mum"
    " mam dad mother father brother bro sister sis cousin uncle aunt auntie nan wife husband missus partner kid kids road rd street st"
    " lane ln avenue ave close drive way court park estate corner house shop flat flats plug bill letter appointment appt meeting"
    " pills meds script scripts prescription note notes gear weed food drop wants wanted thinks gave rang rung called phoned"
    " sent emailed mailed messaged texted informed notified updated requested shared forwarded copied passed reported visited attended"
    " discussed"
    " today tomorrow tonight later now yesterday monday tuesday wednesday thursday friday saturday sunday"
)
#: Services that are places too: a name behind these is somebody there.
PLACES = _set("surgery centre hospital clinic e")
#: Professions that people write before the name of somebody, and what a small word behind them may be that is none.
_TITLES = _set("sw wkr worker keyworker socialworker solicitor sol nurse doctor adviser advisor iro psych dsl")
_OF_ACTS = ("s", "ed", "ing", "nt", "ly")
_ACTS = frozenset({"elder", "elders", "dealer", "runner"}) | _set(
    "came will would can could may might must should shall has had did does done knew know heard made make took take left rung"
    " want like hate love need owe find found help back again here there where what who why how now soon still also just only even old new"
    " bad good nice safe mad off out down over under away home work school court jail prison car bus train taxi cab lift man men woman lady"
    " guy geezer bloke fam cuz blud yute olders driver plug trap line shotter buyer"
)
_MOST_IN_PHRASE = 4
_SHORTEST_SURNAME = 3
_MOST_NAMES = 2

_NAME = "[nm]{1,2}"
#: P and p are listed words, with and without a capital, Q and q those that are places, s those with a possessive.
_WHO = f"(?:[dhm]?[pPqQ]*[pP]k?(?:{_NAME})?(?:c{_NAME})?|[dhm]?[pPqQs]+|[dh]?{_NAME}[pPQ]+)"
_BEFORE = re.compile(rf"[jc]*(?:[eowt]i?|[wt]f)*c?(?:{_NAME}(?:[ci]|(?=h)))?{_WHO}(?:c?[twidhz])*a?c*")
_BEHIND = re.compile(rf"c*(?:ei?)?(?:{_NAME}(?:c|(?=h)))?{_WHO}[wtz]*c*")
_BEHIND_IS = re.compile(rf"if?(?:{_NAME}(?:c|(?=h)))?{_WHO}[wtz]*(?:[cj].*)?")
#: Whom somebody reached there: `She rang her solicitor 07…`. Whoever was told something beside it is not named by that.
_REACHED = re.compile(
    r"\A.{0,60}?\b(?:rang|phoned|contacted|spoke\s+(?:to|with)|t/c\s+(?:to|with)|voicemail\s+for)\s+(?=\w)", re.IGNORECASE
)
#: To whom somebody wrote or went, where nothing stands between them and the number: `Texted social worker his number` hands one on.
_SOUGHT = re.compile(
    r"\A.{0,60}?\b(?:texted|messaged|emailed|visited)\s+(?=\w)(?!.*\s(?:the|this|that|a|an|his|her|their|my|num|numbers?|nos?)\b)",
    re.IGNORECASE,
)
#: `Mia called her solicitor`; behind any other word it gives a name: `a boy called Doctor`.
_CALLED = re.compile(r"\A\s*(?:(?P<who>[^\W\d_]+)\s+)?(?:(?:then|also)\s+)?called\s+(?=\w)", re.IGNORECASE)
_WHO_CALLED = frozenset({"i", "we", "she", "he", "they", "yp"})
#: What stands between numbers of one person.
_NOTHING_BETWEEN = re.compile(r"[jct]*")
_OF_NUMBERS = re.compile(r"[jceowtiafdhz]*")


class Said(NamedTuple):
    """What stands beside one number of a text and may say whose it is."""

    #: The clause up to the number, from the number before it on; the line above where the number is all there is.
    before: str
    #: What follows: a bracket, what begins with a dash or `is`, or the words of a clause whose names stand behind its numbers.
    behind: str


def said_beside(text: str, places: Sequence[tuple[int, int]]) -> list[Said]:
    """Give what is said beside each of the numbers of a text, whose places come in their order."""
    said: list[Said] = []
    gaps = _gaps(text, places)
    start = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or _END.search(gaps[at]) or len(gaps[at]) > _WINDOW:
            said += _in_clause(gaps[start : at + 1], is_first=start == 0)
            start = at
    return said


def _gaps(text: str, places: Sequence[tuple[int, int]]) -> list[str]:
    """Give what stands before the first number, between each two, and behind the last."""
    ends = [0, *(end for _, end in places)]
    starts = [*(start for start, _ in places), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def _in_clause(gaps: Sequence[str], is_first: bool) -> Iterator[Said]:
    """Yield what is said of the numbers of one clause, given what stands around them."""
    first, last = _end_of(gaps[0]), _beginning_of(gaps[-1])
    has_front, has_tail = _names(first), _names(last)
    between = gaps[1:-1]
    pairs = [_apart(gap, has_front=has_front, has_tail=has_tail) for gap in between]
    befores = [first, *(before for _, before in pairs)]
    behinds = [*(behind for behind, _ in pairs), last]
    if not has_front and not has_tail and not any(map(_names, between)):
        befores[0] = _line_above(gaps[0], is_first)
    # `07700 900222 / 01632 960222 solicitor`: both of them.
    for at in reversed(range(len(between))):
        is_tied = _BRACKETED.match(behinds[at + 1]) or _IS_SAID.match(behinds[at + 1]) or _LEADING.match(behinds[at + 1])
        if between[at].strip() == "/" and not has_front and not is_tied:
            behinds[at] = behinds[at + 1]
    for at, (before, behind) in enumerate(zip(befores, behinds, strict=True)):
        is_bare = not (_BRACKETED.match(behind) or _IS_SAID.match(behind) or _LEADING.match(behind))
        yield Said(before, "" if is_bare and _names(before) else behind)
        # What is said of one number is said of that beside it: `solicitor 01632 960222 or 07700 900222`, and not `07700 900222 Jay`.
        if at < len(between) and _NOTHING_BETWEEN.fullmatch(_kinds(between[at])) and not _names(behinds[at + 1]):
            befores[at + 1] = before


def _apart(gap: str, has_front: bool, has_tail: bool) -> tuple[str, str]:
    """Set apart what is said of the number before a gap and of the one behind it."""
    if (bracket := _BRACKETED.match(gap)) is not None:
        return bracket[0], gap[bracket.end() :]
    following = _NEXT.search(gap)
    # `01632 960222 = solicitor, 07700 900222 = Jay`, and not `Jay 07700 900222 - solicitor 01632 960222`.
    if _IS_SAID.match(gap) or (following is not None and not has_front and _DASHED.match(gap)):
        return (gap[: following.start()], gap[following.end() :]) if following is not None else (gap, "")
    if _LEADING.match(gap):
        return "", gap
    if has_front:
        return "", gap.rpartition(",")[2]
    if "," not in gap and not has_tail:
        return "", gap
    behind, _, before = gap.partition(",")
    return behind, before


def _names(text: str) -> bool:
    return _OF_NUMBERS.fullmatch(_kinds(text)) is None


def _end_of(text: str) -> str:
    """Give the end of a text, back to where its last clause begins."""
    near = text[-_WINDOW:]
    ends = [found.end() for found in _END.finditer(near)]
    if ends:
        return near[ends[-1] :]
    # A clause that is cut may begin with anything, so a digit stands for it.
    return f"0 {near}" if len(text) > _WINDOW else near


def _beginning_of(text: str) -> str:
    near = text[:_WINDOW]
    found = _END.search(near)
    if found is not None:
        return near[: found.start()]
    return f"{near} 0" if len(text) > _WINDOW else near


def _line_above(front: str, is_first: bool) -> str:
    """Give the line above a number that stands on one of its own."""
    *lines, own = _NEW_LINE.split(front[-_WINDOW:])
    if _END.search(own) or _names(own):
        return ""
    # What stands before the first break is the end of a line, unless the text begins there.
    if not is_first or len(front) > _WINDOW:
        lines = lines[1:]
    lines = [line for line in lines if line.strip()]
    return lines[-1].rstrip(". ") if lines and not _END.search(lines[-1].rstrip(". ")) else ""


def names_whose(said: Said, phrases: Phrases) -> bool:
    """Whether the words beside a number say that it is that of somebody, or a service, the phrases name."""
    behind = _kinds(said.behind, phrases)
    if _IS_SAID.match(said.behind):
        return _BEHIND_IS.fullmatch(behind) is not None
    if (bracket := _BRACKETED.match(said.behind)) is not None:
        behind = _kinds(bracket[0], phrases)
    # `Social worker / 07700…`
    before = said.before.rstrip(" /")
    befores = (before, _whom_reached(before))
    return _BEHIND.fullmatch(behind) is not None or any(_BEFORE.fullmatch(_kinds(before, phrases)) for before in befores)


def _whom_reached(text: str) -> str:
    """Give what stands behind a word for ringing somebody; the whole text where there is none."""
    if (called := _CALLED.match(text)) is not None:
        who = called["who"] or ""
        is_name = who[:1].isupper() and who.casefold() not in NO_NAMES | _ACTS
        return text[called.end() :] if not who or is_name or who.casefold() in _WHO_CALLED else text
    reached = _REACHED.match(text) or _SOUGHT.match(text)
    return text[reached.end() :] if reached is not None else text


def _kinds(text: str, phrases: Phrases | None = None) -> str:
    """Give one letter for each word of a text, and for each sign that sets words apart."""
    text = _INITIALS.sub(lambda found: re.sub("[./]", "", found[0]), letters_for_digits(_LISTED_AS.sub("", text)))
    tokens = _TOKEN.findall(text)
    kinds = [_kind(token) for token in tokens]
    if phrases is None:
        return "".join(kinds)
    at_words = [at for at, token in enumerate(tokens) if token[0].isalpha()]
    words = ["".join(words_of(tokens[at])) for at in at_words]
    for start, end in _phrases_in(words, phrases):
        places = at_words[start:end]
        kind = "q" if words[end - 1].removesuffix("s") in PLACES else "p"
        kinds[places[0]] = kind.upper() if tokens[places[0]][0].isupper() else kind
        if _POSSESSIVE.search(tokens[places[-1]]):
            kinds[places[0]] = "s"
        kinds[places[0] + 1 : places[-1] + 1] = [""] * (places[-1] - places[0])
        if kind == "p":
            # `yot worker dave`.
            behind = end + (end < len(words) and kinds[at_words[end]] == "k")
            for at in range(behind, min(behind + _MOST_NAMES, len(words))):
                if kinds[at_words[at]] != "x" or not _may_be_name(words[start:behind], words[at]):
                    break
                kinds[at_words[at]] = "n"
    return "".join(kinds)


def _kind(token: str) -> str:
    if token in _KINDS:
        return _KINDS[token]
    folded = "".join(words_of(token))
    if folded in _KINDS:
        return _KINDS[folded]
    if token[0].isupper() and folded not in NO_NAMES and folded.removesuffix("s") not in NO_NAMES and (token[1:] != token[1:].upper()):
        return "m" if _POSSESSIVE.search(token) else "n"
    return "x"


def _may_be_name(title: Sequence[str], word: str) -> bool:
    """Whether a small word behind a listed one is the name of whoever is that: those who write without capitals mean one.

    `dr` stands before names alone; behind `sw` or `key worker` a word may be what they did, or whose they are.
    """
    if len(word) < _SHORTEST_SURNAME or word in NO_NAMES or word.removesuffix("s") in NO_NAMES:
        return False
    return title == ["dr"] or (title[-1] in _TITLES and not word.endswith(_OF_ACTS) and word not in _ACTS)


def _phrases_in(words: Sequence[str], phrases: Phrases) -> Iterator[tuple[int, int]]:
    """Yield where phrases stand among the words; a name does where the words are nothing else."""
    alone = len(words)
    while alone and _KINDS.get(words[alone - 1], "") in ("t", "w", "i", "a", "z"):
        alone -= 1
    for length in {len(words), alone}:
        if phrases.find_name(words[:length]) is not None:
            yield 0, length
            return
    start = 0
    while start < len(words):
        ends = range(min(start + _MOST_IN_PHRASE, len(words)), start, -1)
        found = (end for end in ends if phrases.find_among(words[start:end]) and not phrases.find_among(words[start + 1 : end]))
        end = next((end for end in found if not phrases.find_among(words[start : end - 1])), None)
        if end is not None:
            yield start, end
        start = end or start + 1
