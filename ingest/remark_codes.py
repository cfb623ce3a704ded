"""The codes of what is said of a file as a whole, each with what it means; `docs/reference/remarks.md` is rendered from here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: Code -> what it means, and what to do about it where anything can be done.
REMARK_CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "broken-markup": "The markup of a report is broken in places; what stood there was not read, what follows was.",
        "counts-as-one": "Columns count calls or messages; each count was read as one, for the way it says. See there how often it was.",
        "date-order-assumed": "No date of the file shows whether day or month comes first; the day was taken to be first.",
        "date-order-followed": "Dates of a sheet do not show whether day or month comes first; they were read as another sheet shows it.",
        "guessed-encoding": "A list is not in Unicode; its encoding was guessed. Letters with accents may be wrong; numbers are not.",
        "header-guessed": "A table has no header, or one of unknown words; its columns were told apart by what stands in them.",
        "hidden-sheet": "A sheet of a workbook is hidden; it was read like any other.",
        "lossy-text": "Characters could not be read, or a text was too long and was left out.",
        "no-readable-rows": "The format was recognised, but nothing in the file gave a number; that is no phone without numbers.",
        "outside-scope": "The file, or a table in it, holds what was not asked for; it was not read.",
        "owner-inferred": "No cell says which number is the phone's own; the one that fits was taken for it. Check it against the handset.",
        "owner-unsure": "A number may be the phone's own, or somebody's whom several were in touch with; it was taken for a contact.",
        "repaired-characters": "Characters that XML forbids were replaced.",
        "repaired-rows": "Rows of a table were mended: a quotation mark without its other one, or several texts for one cell.",
        "rows-grouped": "Rows say who it was only where that changes; those with blanks there belong to the one above.",
        "several-extractions": "A report holds several extractions, which may be of several devices; check whose they are.",
        "sheet-left-out": "A sheet names nobody or repeats other sheets; it was not read.",
        "text-cut": "A text longer than 1 MB was read only in its first part.",
        "times-guessed": "No header of a log says when; a column of dates was taken for its times. Check what dates they are.",
        "truncated": "The file ends too early, or a part of it is broken; what was complete was read. Ask for it again.",
        "unread-account": "What may be phone numbers stands in accounts of contacts, mostly the phone's own; look at them yourself.",
        "unread-column": "What may be phone numbers stands in columns that are not read; look at them yourself.",
        "unread-report": "An archive holds a further report in a folder, which was not read; unpack it and give each by itself.",
        "unread-times": "Times are not understood, or have no day or year; what they belong to was read without them.",
        "unread-ways": "No word of the column that is to say which way calls or messages went is understood; they may count for neither.",
    }
)
