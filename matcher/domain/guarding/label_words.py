"""Listed words in what people save a number as: other gaps, initials, plurals, and names a SIM cut short."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby

#: Letters only: digits and underscores beside a word do not hide it.
_WORD = re.compile(r"[^\W\d_]+")

#: A SIM keeps this many characters of a name, some of them fewer; longer names were never cut there.
_CUT_AT = range(12, 15)
#: Fewer letters are the beginning of too many words.
_LETTERS_LEFT = 5
#: Beginnings of listed words that are words of everyday names themselves: nobody is kept out for them.
_WORDS_OF_THEIR_OWN = frozenset({"child", "crime", "journal", "people", "psycho", "report", "surge"})

_APOSTROPHES = re.compile("['’`]")
#: People name friends and places by postcodes, whose areas these are: the letters of `SW9` are no social worker's, nor those of `MP3` a
#: member's of parliament.
_DIGIT = re.compile(r"\d")
#: Turkish writes an i without its dot, which no accent is.
_DOTLESS = "\u0131"
_TYPED_FOR_O = re.compile(r"(?<=[^\W\d_])0(?=[^\W\d_])")
#: What colours a terminal, with or without the sign it begins with: its last letter belongs to no word.
_ESCAPE = re.compile(r"\x1b?\[\d{1,3}(?:;\d{1,3})*m")
_DISTRICTS = (
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g gl gu gy ha hd "
    "hg hp hr hs hu hx ig im ip iv ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa "
    "se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze je"
)
_NO_WORD = re.compile(rf"(?<![^\W_])(?:(?:{_DISTRICTS.replace(' ', '|')})\d{{1,2}}[a-z]?|mp[34])(?![^\W_])")
#: Shorter words are abbreviations: `GPS` is no plural of `GP`. Their possessive is told by its apostrophe, a plural by an entry of its own.
_SHORTEST_PLURAL = 4
_SHORT_POSSESSIVE = re.compile(r"\b([^\W\d_]{1,3})['’`]s\b")

#: People write `child line`, `socialworker` and `crime-stoppers`: so many letters of a phrase are known whatever gaps stand among them.
_SHORTEST_JOINED = 8
_MOST_JOINED = 3
#: Letters of a word that are looked at first.
_START = 3

#: Words beside the name of a service that say nothing of their own.
_BESIDE_NAMES = frozenset({"text", "txt", "sms", "line", "number", "num", "no", "uk", "team", "charity"})

#: From here on letters are those of Chinese, Japanese and Korean, which set few gaps: `\u738b\u5f8b\u5e08` is the lawyer Wang.
_UNSPACED = "\u1100"

#: Whose somebody is.
WHOSE = frozenset({"my", "your", "their", "his", "her", "our", "the"})
#: Words that end what somebody or something is called: what follows says where, whose or what for.
BEHIND_HEAD = frozenset({"at", "for", "from", "in", "of", "to", "with"}) | WHOSE
#: Words of a sentence about somebody, not of what somebody is.
OF_SENTENCES = frozenset({"who", "that", "which", "knows", "said", "is", "was", "has", "ask", "i", "she", "he", "they", "me"})
#: Which of their telephones it is.
_TELEPHONES = frozenset(
    {"cell", "direct", "fone", "home", "landline", "line", "mob", "mobile", "no", "num", "number", "phone", "tel", "telephone", "work"}
)
#: What bodies are called beside their trade.
OF_BODIES = frozenset(
    {
        "and", "associates", "centre", "chambers", "co", "company", "department", "dept", "foundation", "group", "limited", "llp", "ltd",
        "manager", "office", "partners", "partnership", "plc", "practice", "project", "scheme", "service", "services", "team", "trust",
        "uk", "unit", "england", "scotland", "wales",
    }
)  # fmt: skip
#: Words beside a phrase that name nobody.
BESIDE_PHRASES = WHOSE | _TELEPHONES | OF_BODIES | {"a", "an", "new", "old"}
#: More words are prose, not what somebody is called.
_LONGEST_TITLE = 6

Phrase = tuple[str, ...]


class Phrases:
    """Phrases of whole words, and names that count only where a label is nothing else, so prepared that most labels cost a few probes."""

    def __init__(self, phrases: Sequence[Phrase], names: Sequence[Phrase]) -> None:
        """Prepare the probes."""
        by_first: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            by_first.setdefault(phrase[0], []).append(phrase)
        self._by_first: Mapping[str, Sequence[Phrase]] = by_first
        self._names = frozenset(names)
        joined = {"".join(phrase): phrase for phrase in phrases}
        #: Letters of a phrase without its gaps -> the phrase; short ones arise from too many words.
        self._joined = {letters: phrase for letters, phrase in joined.items() if len(letters) >= _SHORTEST_JOINED}
        #: Letters of phrases in scripts without gaps -> the phrase.
        self._unspaced = {letters: phrase for letters, phrase in joined.items() if letters[0] >= _UNSPACED}
        #: First letters of every word a phrase or a name can begin with: most labels have none of them.
        self._starts = frozenset(
            {phrase[0][:_START] for phrase in (*phrases, *names)} | {letters[:length] for letters in self._joined for length in (2, _START)}
        )
        #: Beginning of a last word -> the phrases that end with such a word.
        self._cut = _beginnings_of(phrases)

    def find_among(self, words: Sequence[str]) -> Phrase | None:
        """Find a phrase that stands among the words."""
        starts = self._starts
        for at, word in enumerate(words):
            if word[0] >= _UNSPACED and (inside := self._find_inside(word)) is not None:
                return inside
            if word[:_START] not in starts:
                continue
            for form in (word, word.removesuffix("s")):
                for phrase in self._by_first.get(form, ()):
                    if _stands_at(phrase, words, at):
                        return phrase
            for joined in accumulate(words[at : at + _MOST_JOINED]):
                if (found := self._joined.get(joined) or self._joined.get(joined.removesuffix("s"))) is not None:
                    return found
        return None

    def _find_inside(self, word: str) -> Phrase | None:
        """Find a phrase within the letters of a word, in a script that sets no gaps between words."""
        return next((phrase for letters, phrase in self._unspaced.items() if letters in word), None)

    def may_stand_in(self, text: str) -> bool:
        """Whether a phrase or a name may stand in a text: one of its words begins as they do."""
        words = words_of(text)
        return not self._starts.isdisjoint(word[:_START] for word in words) or (
            not text.isascii() and any(word[0] >= _UNSPACED and self._find_inside(word) for word in words)
        )

    def find_name(self, words: Sequence[str]) -> Phrase | None:
        """Find the name the words are."""
        if not self._names or self._starts.isdisjoint(word[:_START] for word in words):
            return None
        alone = tuple(word for word in words if word not in _BESIDE_NAMES)
        return next((name for name in (tuple(words), alone) if name in self._names), None)

    def is_head(self, words: Sequence[str]) -> bool:
        """Whether a phrase is the head of what the words call somebody: `Smith Solicitors Ltd`, `solicitor at Smith`, `NHS Trust`."""
        if not words or not OF_SENTENCES.isdisjoint(words):
            return False
        words = words[1:] if words[0] in WHOSE else words
        words = words[: next((at for at, word in enumerate(words) if at and word in BEHIND_HEAD), len(words))]
        if not words or len(words) > _LONGEST_TITLE or words[0] in BEHIND_HEAD:
            return False
        while words:
            if any(self.is_phrase(words[-size:]) for size in range(1, min(len(words), _MOST_JOINED + 1) + 1)):
                return True
            if words[-1] not in OF_BODIES and words[-1] not in _TELEPHONES:
                return False
            words = words[:-1]
        return False

    def may_begin(self, text: str) -> bool:
        """Whether the words of a text may be phrases and nothing else: the first one begins as they do, or may stand beside them."""
        if not text.isascii() or _APOSTROPHES.search(text):
            return True
        found = _WORD.search(text.casefold())
        # Fewer letters may be initials, or a postcode, which is no word.
        if found is None or len(word := found[0]) < _START:
            return True
        return word[:_START] in self._starts or word.removesuffix("s") in self._starts or word in BESIDE_PHRASES

    def are_all(self, words: Sequence[str]) -> bool:
        """Whether the words are phrases, and what says whose or which telephone: `my solicitor`, and not `Solicitor Ghost`."""
        at = found = 0
        while at < len(words):
            sizes = range(min(len(words) - at, _MOST_JOINED + 1), 0, -1)
            size = next((size for size in sizes if self.is_phrase(words[at : at + size])), 0)
            if not size and words[at] not in BESIDE_PHRASES:
                return False
            at += size or 1
            found += size
        return found > 0

    def is_phrase(self, words: Sequence[str]) -> bool:
        """Whether the words are a phrase, whatever gaps stand among its letters, and no more."""
        joined = "".join(words)
        if joined in self._joined or joined.removesuffix("s") in self._joined:
            return True
        if joined[:1] >= _UNSPACED and any(map(joined.endswith, self._unspaced)):
            # A title stands behind the name.
            return True
        firsts = {words[0], words[0].removesuffix("s")}
        return any(
            len(phrase) == len(words) and _stands_at(phrase, words, 0) for first in firsts for phrase in self._by_first.get(first, ())
        )

    def find_cut(self, text: str, words: Sequence[str]) -> Phrase | None:
        """Find a phrase of which the beginning stands at the end of a trimmed text as long as a SIM keeps."""
        if len(text) not in _CUT_AT or not text[-1].isalpha():
            return None
        for phrase in self._cut.get(words[-1], ()) if words else ():
            before = len(words) - len(phrase)
            if before >= 0 and _stands_at(phrase[:-1], words, before):
                return phrase
        return None


def _beginnings_of(phrases: Iterable[Phrase]) -> Mapping[str, Sequence[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        for length in range(_LETTERS_LEFT, len(phrase[-1])):
            found.setdefault(phrase[-1][:length], []).append(phrase)
    return {start: tuple(several) for start, several in found.items() if start not in _WORDS_OF_THEIR_OWN}


def words_of(text: str) -> list[str]:
    """Give the words of a label: lower case, without accents, apostrophes, digits and signs; no district of a town is a word."""
    if not text.isascii():
        bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
        # Korean syllables, which were taken apart as well.
        text = unicodedata.normalize("NFC", bare).replace(_DOTLESS, "i")
    text = text.casefold()
    if _APOSTROPHES.search(text):
        text = _APOSTROPHES.sub("", _SHORT_POSSESSIVE.sub(r"\1", text))
    if _DIGIT.search(text):
        text = _ESCAPE.sub(" ", text)
        text = letters_for_digits(_NO_WORD.sub(" ", text))
    words: list[str] = _WORD.findall(text)
    return list(_with_initials(words)) if 1 in map(len, words) else words


def letters_for_digits(text: str) -> str:
    """Give a text with a letter for each digit that was typed inside a word in place of one: `S0licitor`."""
    return _TYPED_FOR_O.sub("o", text)


def _with_initials(words: Iterable[str]) -> Iterator[str]:
    """Make one word of letters that stand alone beside each other: `G.P.`, `s/w`."""
    for are_letters, group in groupby(words, key=lambda word: len(word) == 1):
        several = list(group)
        yield from ["".join(several)] if are_letters else several


def _stands_at(phrase: Phrase, words: Sequence[str], at: int) -> bool:
    if at + len(phrase) > len(words):
        return False
    return all(
        have == want or (len(want) >= _SHORTEST_PLURAL and have == f"{want}s") for want, have in zip(phrase, words[at:], strict=False)
    )
