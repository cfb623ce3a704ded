"""The words in which a reading says what was done to a text."""

from __future__ import annotations

STEP_LABEL = "stripped label"
STEP_APOSTROPHE = "removed leading apostrophe"
STEP_LINK = "removed link scheme"
STEP_WITHHELD_PREFIX = "removed the prefix that withholds the caller's number"
STEP_FLOAT = "removed decimal places"
STEP_LETTER_O = "letter O read as zero"
STEP_EXTENSION = "cut off an extension"
STEP_PAUSE = "cut off digits dialled after a pause"
STEP_DIVERT = "taken out of a call divert code"
STEP_CODE = "taken out of a network code"
STEP_SLASH = "slash read as a space"
STEP_LINE_BREAK = "line break between the digits read as a space"
STEP_COUNTRY_CODE = "joined with the country code beside it"

#: Why digits between slashes are no number.
A_DATE = "this reads like a date or a reference, not like a telephone number"

#: Why digits are no number of their own, whatever they look like.
IN_ADDRESS = "these digits stand in a web address"

#: Why a few digits beside a number are told, and no number.
SOME_HIDDEN = "some digits are hidden"
ONLY_LAST_DIGITS = "only the last digits of a further number are given"
