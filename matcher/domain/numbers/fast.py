"""Reads many fields at once: the common spellings by a few look-ups, everything else by the reference.

What stands between the digits is taken out of all fields in one go, and so are the digits, which leaves the signs of each field: none, or a
plus sign, for most. Of these a look at the length and at the first digits decides; other signs say which way of writing it is (`forms`).
Whatever is not decided there in full goes to `reference.read`, so this file can only be faster, never of another opinion; a property test
and a differential run over millions of texts hold the two together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter

from matcher.domain.numbers.abroad import START, kinds_abroad
from matcher.domain.numbers.forms import Readings, forms_of
from matcher.domain.numbers.groups import brackets_are_plain, is_no_number
from matcher.domain.numbers.key_column import KeyColumn, column_in, start_in_words
from matcher.domain.numbers.plans import Region, region_of
from matcher.domain.numbers.reading import Certainty, Kind, Number, Status
from matcher.domain.numbers.reference import read
from matcher.domain.numbers.starts import NO_KINDS, plain_starts, uk_kinds
from matcher.domain.numbers.verdict import LONGEST, STEP_LOST_ZERO, STEP_NO_PLUS
from matcher.domain.numbers.withheld import WITHHELD

#: Stands between two texts while they are one.
_JOINT = "\x00"
#: What is read in place of a text that holds the joint itself: it says nothing, so that the reference is asked.
_NOTHING = "?"

#: What is taken out of every text: first to leave the number, then to leave the signs.
_BLANKS = b" -"
_BETWEEN = b" -()"
_DIGITS = b"0123456789"

#: Without the first character; the first four to eight; three before the last, among which a blank leaves a doubt. A slice made once is
#: cheaper than one made for each text.
_CUTS = (slice(1, None), slice(4), slice(5), slice(6), slice(7), slice(START), slice(-4, -1))

#: As long as `+44` and ten digits, and what decides of them: all but six digits.
_UK_SIZE = 13
_UK_START = itemgetter(slice(7))

_JOINT_BYTE = _JOINT.encode()
_JOINT_PLUS = _JOINT_BYTE + b"+"
_UK_BEGINNING = _JOINT_BYTE + b"+44"
_STRIDE = len(_JOINT) + _UK_SIZE

#: Fields that hold neither a name nor a number, such as `-1`, `*100#` or `n/a`: phones hold the same few.
_FEW_SIGNS = re.compile(r"[\d*#?.+\- ]{1,6}|[A-Za-z/.\-]{1,3}", re.ASCII)

#: Hyphens as in a date or in the address of a network card.
_MAY_BE_OTHER = re.compile(rb"-(?:(?:0?[1-9]|1[0-2])-(?:19|20)\d\d|\d\d-\d\d-\d\d-\d\d)", re.ASCII)

_NO_PLUS = (STEP_NO_PLUS,)
_LOST_ZERO = (STEP_LOST_ZERO,)


def read_all(texts: Sequence[str], region: str = "GB", *, test_numbers: bool = False) -> list[Readings]:
    """Read every text as `reference.read` does, in the same order.

    Args:
        texts: Untouched fields.
        region: ISO 3166 code of the country whose national numbers the fields hold.
        test_numbers: Admit the unassigned +44 4 and +44 6 ranges.

    Returns:
        For each text its readings: none for a blank text, several where it holds several numbers.

    Raises:
        ValueError: no numbering plan is known for the region.
    """
    return _Batch(region_of(region), test_numbers=test_numbers).read(texts)


def keys_of(texts: Sequence[str], region: str = "GB", *, test_numbers: bool = False) -> list[str | None]:
    """Give the E.164 key of every text that is plainly one UK number, and None for all others, which `read_all` has to read.

    For those who look at most numbers only to see that they are not wanted; a key is the key `read_all` gives.

    Raises:
        ValueError: no numbering plan is known for the region.
    """
    return _Batch(region_of(region), test_numbers=test_numbers).keys(texts)


def key_column_of(texts: Sequence[str], region: str = "GB", *, test_numbers: bool = False) -> KeyColumn:
    """Give the same keys as numbers, which is quicker still where a column holds nothing but UK numbers.

    Raises:
        ValueError: no numbering plan is known for the region.
    """
    return _Batch(region_of(region), test_numbers=test_numbers).key_column(texts)


def _joined(texts: Sequence[str]) -> bytes:
    """Make one of all texts; characters that are not ASCII come out as question marks, one for one."""
    joined = _JOINT.join(texts)
    if joined.count(_JOINT) >= len(texts):
        joined = _JOINT.join(_NOTHING if _JOINT in text else text for text in texts)
    written = joined.encode("ascii", "replace")
    if _MAY_BE_OTHER.search(written) is None:
        return written
    return _JOINT.join(_NOTHING if _JOINT in text or is_no_number(text) else text for text in texts).encode("ascii", "replace")


def _split(joined: bytes) -> list[str]:
    return joined.decode("ascii").split(_JOINT)


class _Batch:
    """Reads one batch; what went to the reference is remembered until its end, since fields repeat."""

    __slots__ = ("_explicit", "_forms", "_region", "_seen", "_tables", "_test_numbers")

    def __init__(self, region: Region, *, test_numbers: bool) -> None:
        self._region = region
        self._test_numbers = test_numbers
        self._forms = forms_of(region, test_numbers=test_numbers)
        self._seen: dict[str, Readings] = {}
        zero, self._explicit, bare, zeros, alone = uk_kinds(test_numbers=test_numbers)
        self._tables = (zero, bare, zeros, alone) if region.is_uk else (NO_KINDS,) * 4

    def read(self, texts: Sequence[str]) -> list[Readings]:  # noqa: C901 # one loop: a call for each text would cost more
        """Read the texts: first the plain ones, then all others."""
        if not texts:
            return []
        # Names of this function are found sooner than those of the module.
        make, number, ok, exact, inferred = tuple.__new__, Number, Status.OK, Certainty.EXACT, Certainty.INFERRED
        behind_zero, four, five, six, seven, eight, before_last = _CUTS
        national, plain, zeros, lost = self._tables
        explicit, abroad = self._explicit, kinds_abroad()
        joined = _joined(texts)
        bare, left = _split(joined.translate(None, _BETWEEN)), _split(joined.translate(None, _BLANKS + _DIGITS))
        done: list[Readings] = []
        others: list[tuple[int, str, str, str]] = []
        keep = done.append
        for text, digits, signs in zip(texts, bare, left, strict=True):
            size = len(digits)
            if not signs:
                if size == 11:
                    if (kind := national[digits[five]]) is not None:
                        keep((make(number, (text, "+44" + digits[behind_zero], ok, exact, kind, (), None)),))
                        continue
                elif size == 12:
                    if (kind := plain[digits[six]]) is not None:
                        keep((make(number, (text, "+" + digits, ok, inferred, kind, _NO_PLUS, None)),))
                        continue
                elif size == 14:
                    if (kind := zeros[digits[eight]]) is not None:
                        keep((make(number, (text, "+" + digits[2:], ok, exact, kind, (), None)),))
                        continue
                elif size == 10 and lost[digits[four]] is Kind.MOBILE and digits == text:
                    keep((make(number, (text, "+44" + digits, ok, inferred, Kind.MOBILE, _LOST_ZERO, None)),))
                    continue
            elif signs == "+" and (
                (size == 13 and (kind := explicit[digits[seven]]) is not None)
                or (size <= LONGEST + 1 and text[before_last].isdecimal() and (kind := abroad[size][digits[eight]]) is not None)
            ):
                keep((make(number, (text, digits, ok, exact, kind, (), None)),))
                continue
            others.append((len(done), text, digits, signs))
            keep(())
        self._read_others(others, done)
        return done

    def _read_others(self, texts: list[tuple[int, str, str, str]], done: list[Readings]) -> None:
        """Read texts by their signs, or by the reference; each comes with its place among those done, what is left of it, and its signs."""
        by_signs, by_look, by_reference = self._forms.by_signs, self._forms.by_look, self._by_reference
        for at, text, digits, signs in texts:
            form = by_signs.get(signs)
            known = form(text, digits) if form is not None else by_look(text, digits, signs)
            done[at] = known or by_reference(text)

    def keys(self, texts: Sequence[str]) -> list[str | None]:
        """Give the keys of the plainest spellings; what `read` looks at less plainly is None here."""
        return self._keys_in(self._written(texts), texts) if texts else []

    def key_column(self, texts: Sequence[str]) -> KeyColumn:
        """Give the same as numbers."""
        if not texts:
            return KeyColumn.of(())
        written = self._written(texts)
        is_even = self._is_even(written, written.translate(None, _DIGITS), len(texts))
        if is_even and (column := column_in(written)) is not None:
            plain = plain_starts(test_numbers=self._test_numbers)
            if column.starts <= plain or all(self._explicit[start_in_words(start)] for start in column.starts - plain):
                plain |= column.starts
                return column
        return KeyColumn.of(self._keys_in(written, texts))

    def _written(self, texts: Sequence[str]) -> bytes:
        """Give what is left of the texts without blanks, UK numbers written in full, each behind a joint."""
        return self._in_full(_JOINT_BYTE + _joined(texts).translate(None, _BLANKS))

    def _keys_in(self, written: bytes, texts: Sequence[str]) -> list[str | None]:
        kind_of_start = self._explicit.__getitem__
        keys, left = _split(written[1:]), written.translate(None, _DIGITS)
        # Only the starts have to be looked at.
        if self._is_even(written, left, len(keys)) and all(map(kind_of_start, map(_UK_START, keys))):
            return list(keys)
        return [
            key if signs == "+" and len(key) == _UK_SIZE and kind_of_start(_UK_START(key)) else self._late_key(text)
            for text, key, signs in zip(texts, keys, _split(left[1:]), strict=True)
        ]

    @staticmethod
    def _is_even(written: bytes, left: bytes, count: int) -> bool:
        """Whether there is one plus sign in each, and all are of one length, as most columns are."""
        return left == _JOINT_PLUS * count and len(written) == count * _STRIDE and written[::_STRIDE] == _JOINT_BYTE * count

    def _in_full(self, written: bytes) -> bytes:
        """Write the UK numbers of a batch with `+44`, where each text stands behind a joint; no other text becomes as long as these."""
        if self._region.dials_00:
            written = written.replace(_JOINT_BYTE + b"00", _JOINT_PLUS)
        if b"(0)" in written:
            # Before the others: `0(0)7` is not `+44(0)7`.
            written = written.replace(_UK_BEGINNING + b"(0)", _UK_BEGINNING)
        if self._region.is_uk:
            written = written.replace(_JOINT_BYTE + b"0", _UK_BEGINNING).replace(_JOINT_BYTE + b"44", _UK_BEGINNING)
        return written

    def _late_key(self, text: str) -> str | None:
        """Give the key of a UK number with other brackets, with two trunk prefixes or with none."""
        return self._forms.uk_key(text) if text.isascii() and brackets_are_plain(text) else None

    def _by_reference(self, text: str) -> Readings:
        found = self._seen.get(text)
        if found is None:
            says_nothing = _FEW_SIGNS.fullmatch(text) is not None or text.casefold() in WITHHELD
            found = self._seen[text] = (_without_number if says_nothing else read)(text, self._region.code, test_numbers=self._test_numbers)
        return found


@lru_cache(maxsize=1024)
def _without_number(text: str, region: str, *, test_numbers: bool) -> Readings:
    """Read a text in which there cannot be a number, and remember it beyond the batch."""
    return read(text, region, test_numbers=test_numbers)
