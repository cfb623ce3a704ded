"""Which passwords are good enough: long, and not what a guesser tries first. No rule about kinds of characters.

Not a list of the million most common ones: of those hardly any is as long as is asked for here. What people do to reach a length
(words everybody takes, runs of the keyboard, the same again and again, their own name) is recognised instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 256
_FEWEST_DIFFERENT = 5
#: What is left of a password beside what everybody guesses has to be this long to count.
_REST = 6
#: Of so many letters and digits one may be another before two passwords are two.
_ONE_IN = 5

_WORDS = frozenset(
    """
    abc access account admin administrator adore again alert alone always amazing amber analyst angel animal answer anything apple april
    arrow august autumn baby banana baseball basket basketball battery beach bear beautiful believe berry best better big black blue
    boat book boss bowl boy bread bridge bright brother brown bubble buddy butter butterfly button candy captain car castle cat change
    changeit changeme cheese cherry chicken child children chocolate christmas city coffee computer cookie correct count county cowboy
    cricket crime crystal dad daddy dance data database david day december default defender demo diamond dinner doctor dog dolphin
    dragon dream easter easy elephant email england enter everything example extraction eye falcon family father february fire first
    flower football forever forget freedom friday friend friends game garden ginger girl gold golden golf good grand green guest guitar
    hammer happy heart heaven hello help helpdesk hockey holiday home honey hope horse house hunter iloveyou in intelligence internet
    invite is january july june junior just key killer king kitty laptop ledger letmein letters liberty life line lines linewatch list
    little login long lord love lovely lover lucky machine magic manager march marine master match may me memory midnight missing mobile
    monday money monkey monster moon morning mother mountain mouse music my mypassword never new nice night ninja nobody none not
    nothing november number numbers october office officer okay one open orange our party pass passcode passphrase password passwort
    peace peanut pepper phone pink pizza please police pony power prince princess purple queen query rabbit rainbow ranger red report
    reviewer rocket rose royal run sample saturday school scotland search season secret secure security september server service shadow
    shelter silver simple sister snow soccer soldier something spider spring staff staple star starwars strong student submitter sugar
    summer sun sunday sunflower sunshine super supervisor support sweet sweetheart system teacher team temp temporary test tester
    testing thank the this thomas three thursday tiger time today tomorrow trust trustno tuesday turtle two uk unit user username very
    wales watch water wednesday weekend welcome what white why wind winner winter wizard wonder word work world yellow yes you your
    zebra zero
    """.split()  # noqa: SIM905 - lines that can be read instead of hundreds of them
)

_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qwertzuiop",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
)
_SHORTEST_RUN = 4

_LOOK_ALIKES = str.maketrans("@4380!15$7", "aaebollsst")


def as_kept(password: str) -> str:
    """Give the one form a password is hashed in, so that another keyboard makes the same of it."""
    return unicodedata.normalize("NFKC", password)


def faults_of(password: str, *, min_length: int, context: Iterable[str] = ()) -> tuple[str, ...]:
    """Say what is wrong with a password, in sentences for whoever chose it; none means it will do.

    Args:
        password: What was chosen.
        min_length: The shortest one that is taken, in characters.
        context: What is known of the person and their organisation, whose parts everybody could guess.
    """
    kept = as_kept(password)
    if len(kept) < min_length:
        return (f"It has fewer than {min_length} characters.",)
    if len(kept) > LONGEST:
        return (f"It has more than {LONGEST} characters.",)
    plain = kept.casefold()
    if len(set(plain)) < _FEWEST_DIFFERENT or _repeats(plain):
        return ("It is the same again and again.",)
    known = _WORDS | {part for text in context for part in re.findall(r"\w{3,}", text.casefold())}
    if min(len(_rest(spelt, known)) for spelt in {plain, plain.translate(_LOOK_ALIKES)}) < _REST:
        return ("It is made of words, names or rows of keys that are guessed first.",)
    return ()


def is_near_to(new: str, known: str) -> bool:
    """Whether a password is mostly another one, whose change would be guessed by whoever has seen that: by letters and digits alone.

    It is where one holds the other and is no more than twice as long, and where of five letters and digits four are the same.
    """
    if as_kept(new) == as_kept(known):
        return True
    short, long = sorted((_told_apart(new), _told_apart(known)), key=len)
    if len(short) * 2 < len(long) or not long:
        return False
    return short in long or _steps_between(short, long) * _ONE_IN <= len(long)


def _told_apart(password: str) -> str:
    # What is longer was never taken for a password, and comparing takes time by the square.
    plain = unicodedata.normalize("NFKD", password[:LONGEST]).casefold()
    return "".join(filter(str.isalnum, plain))[:LONGEST]


def _steps_between(one: str, other: str) -> int:
    """Count the signs that have to be changed, left out or put in to make one text of another one."""
    row = list(range(len(other) + 1))
    for down, sign in enumerate(one, 1):
        before, row[0] = row[0], down
        for across, beside in enumerate(other, 1):
            steps = before + (sign != beside)
            before = row[across]
            row[across] = min(steps, before + 1, row[across - 1] + 1)
    return row[-1]


def _repeats(text: str) -> bool:
    return re.fullmatch(r"(.{1,8})\1+.{0,7}", text, re.DOTALL) is not None


def _rest(text: str, known: frozenset[str]) -> str:
    """Give what stays of a text when runs of keys, known words, and what stands between and around them are taken out."""
    for run in (*_RUNS, *(run[::-1] for run in _RUNS)):
        text = _without_run(text, run)
    letters = re.findall(r"[^\W\d_]+", text)
    return "".join(_unknown_of(word, known) for word in letters)


def _without_run(text: str, run: str) -> str:
    for length in range(len(run), _SHORTEST_RUN - 1, -1):
        for start in range(len(run) - length + 1):
            text = text.replace(run[start : start + length], " ")
    return text


def _unknown_of(word: str, known: frozenset[str]) -> str:
    """Give the letters of a word that no way of cutting it into known words covers; the way that leaves fewest."""
    best = [""]
    for end in range(1, len(word) + 1):
        shortest = best[end - 1] + word[end - 1]
        for start in range(max(0, end - 20), end - 1):
            if word[start:end] in known and len(best[start]) < len(shortest):
                shortest = best[start]
        best.append(shortest)
    return best[-1]
