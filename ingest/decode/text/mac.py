"""Texts of old Macs told from those of Windows: the same bytes are other letters, and in one of the two they stand where none can stand."""

from __future__ import annotations

import re
from typing import Final

#: As Python names it.
MAC: Final = "mac_roman"
_WINDOWS: Final = "cp1252"
#: What people and programs write of it; its signs of mathematics are none of that.
_WRITTEN: Final = frozenset("ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûüÀÃÕŒœÿŸÂÊÁËÈÍÎÏÌÓÔÒÚÛÙßÆØæøıªº‘’“”‚„–—…•·£€°®©™´¨¡¿«»\xa0")
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]+")
_SHORT_RUN: Final = 1.5
#: Where no sign stands: a capital behind a small letter, a mark inside of a word, an opening one behind it, bytes without meaning. What is
#: a letter in other encodings of Windows, as two signs are in the Polish one, says nothing.
_AMISS: Final = re.compile(
    r"[a-zà-öø-ÿ][À-ÖØ-ÞŠŒŽ](?![A-ZÀ-ÖØ-Þ])|[A-Za-z][ÀÖØÞŠŒŽ][a-z]|[A-Za-z][‡†‰ˆ‹„‚ƒ¸˝˛ˇ˘˙˚¯]|[‡‰ˆƒ][A-Za-z]|(?<![A-Za-z])[¯®][a-z]"
    r"|[a-z][\udc8d\udc8f\udc90]|[a-z]§[a-z]|[A-Za-z]‘(?![A-Za-z])"
)


def is_of_mac(sample: bytes) -> bool:
    """Whether pieces of a text in Western letters are those of a Mac, because as those of Windows they make no sense."""
    runs = _HIGH_RUN.findall(sample)
    if sum(map(len, runs)) > _SHORT_RUN * len(runs):
        # No accents between letters of ASCII.
        return False
    text = sample.decode(MAC)
    if not _WRITTEN.issuperset(sign for sign in text if not sign.isascii()) or _AMISS.search(text):
        return False
    return _AMISS.search(sample.decode(_WINDOWS, "surrogateescape")) is not None
