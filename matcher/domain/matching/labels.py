"""How a label and the name of a line are brought to one form, so that `New Larkspur line 2` and `larkspur` meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

#: Letters only: digits, punctuation and emoji carry no name.
_WORD = re.compile(r"[^\W\d_]+")

#: Words people add to a name when its number changes.
_FILLERS = frozenset({"new", "newest", "line", "num", "no", "number", "numba", "phone", "fone", "mob", "mobile", "cell", "tel", "the"})

#: Several of them are one word, and some say nothing beside another.
_NUMBERS = frozenset({"num", "no", "number", "numba"})
_BESIDE_OTHERS = frozenset({"new", "newest", "the"})
#: A name made of nothing but such words and of figures.
_NUMBERED = re.compile(rf"(?:[\W_]*(?:{'|'.join(sorted(_FILLERS, key=len, reverse=True))}|\d))+[\W_]*")
_FILLERS_AND_FIGURES = re.compile(rf"{'|'.join(sorted(_FILLERS, key=len, reverse=True))}|\d+")
_BEGINNINGS = tuple(_FILLERS)
_FIGURE = re.compile(r"\d")

_BESIDE_WORD = " 0123456789"

#: A name with fewer letters is compared whole, with its figures: `SW9`, `AJ`, `24/7`.
SHORTEST_NAME = 3
#: A name without letters is told by its figures and pictures; the colour of a skin makes no other picture.
_FIGURES_AND_LETTERS = re.compile(r"[^\W_]+")
_SKINS = frozenset(map(chr, range(0x1F3FB, 0x1F400)))

#: Longer labels are prose, not names.
_LONGEST_LABEL = 80


#: Makes blanks of what stands between the words of a plain label, and one digit of all: `SW9` is no `SW`. Apostrophes are kept, for not
#: everybody takes them for the same thing.
_BETWEEN = str.maketrans(
    {chr(code): "0" if chr(code).isdigit() else " " for code in range(128) if not chr(code).isalpha() and chr(code) not in "'`\n"}
)

_FIGURES = re.compile(r"(?<![^\W_])0+(?![^\W_])")


def outlines_of(labels: Sequence[str]) -> Sequence[str]:
    """Give the outline of each label: two labels with one outline have the same words, so whatever is asked of words has one answer.

    `Jay 2` and `JAY-3` have one outline. A label beyond plain ASCII, or too long for a name, is its own.
    """
    joined = "\n".join(labels)
    if joined.isascii() and joined.count("\n") == len(labels) - 1 and max(map(len, labels)) <= _LONGEST_LABEL:
        return joined.casefold().translate(_BETWEEN).split("\n")
    return [_outline(label) for label in labels]


def _outline(label: str) -> str:
    if label.isascii() and len(label) <= _LONGEST_LABEL:
        return label.casefold().replace("\n", " ").translate(_BETWEEN)
    # No plain outline begins like this.
    return f"?{label}"


def without_gaps(outline: str) -> str:
    """Make one blank of figures that stand alone and of up to eight blanks, so that `Jay 2` and `Jay (31)` have one outline.

    With every label that costs more than the rest.
    """
    return _FIGURES.sub(" ", outline).replace("    ", " ").replace("  ", " ").replace("  ", " ")


def brand_key(text: str) -> str:
    """Bring a label or brand to lower-case letters without accents, punctuation, digits and filler words.

    A name made of filler words only keeps them. The answer is empty where no letter stands.
    """
    if len(text) > _LONGEST_LABEL:
        return ""
    # Most are one plain word, or one with a figure: `Larkspur 2`.
    if (word := text.strip(_BESIDE_WORD)).isascii() and word.isalpha():
        return word.casefold()
    if not text.isascii():
        text = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    words: list[str] = _WORD.findall(text.casefold())
    if len(words) == 1:
        return words[0]
    kept = [word for word in words if word not in _FILLERS]
    return "".join(kept or words)


def name_key(text: str) -> str:
    """Bring a label or name to the form in which both are compared.

    Few letters, and words that are added to any name, only with their figures; pictures where no letter is.
    """
    key = brand_key(text)
    if key.startswith(_BEGINNINGS) and _FIGURE.search(text) is not None and (numbered := _numbered_key(text)):
        return numbered
    return key if len(key) >= SHORTEST_NAME or len(text) > _LONGEST_LABEL else _whole_key(text)


def _numbered_key(text: str) -> str:
    """Give the form of a name that only its figures tell from others, `Line 2` or `No. 1`; empty for all else."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    if len(text) > _LONGEST_LABEL or _NUMBERED.fullmatch(plain) is None:
        return ""
    parts: list[str] = _FILLERS_AND_FIGURES.findall(plain)
    words = {each for each in parts if each.isalpha()}
    left_out = _BESIDE_OTHERS if words - _BESIDE_OTHERS else frozenset[str]()
    return "".join("no" if each in _NUMBERS else each for each in parts if each not in left_out)


def is_short(key: str) -> bool:
    """Whether what is compared is more, or less, than the letters of a name."""
    return len(key) < SHORTEST_NAME or not key.isalpha()


def _whole_key(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(each for each in text if unicodedata.category(each) not in {"Mn", "Me", "Cf"} and each not in _SKINS)
    words: list[str] = _FIGURES_AND_LETTERS.findall(text.casefold())
    found = "".join([word for word in words if word not in _FILLERS] or words)
    if any(map(str.isalpha, found)):
        return found
    return found + "".join(each for each in text if unicodedata.category(each)[0] == "S" and not (found and each.isascii()))


def shape_of(key: str) -> str:
    """Give what is the same of the forms of all labels with one outline: which figures and signs they are is left open."""
    return "".join("0" if each.isdecimal() else each for each in key if each.isalnum() or not each.isascii())
