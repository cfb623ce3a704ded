"""Words of headers for what has to do with a row and is nobody in it: who wrote it down, who was told, where somebody was."""

from __future__ import annotations

from typing import Final

from ingest.decode.words.sets import set_of

#: Who wrote a row down, from where it was taken, who had to do with it and what came of it.
RECORDERS: Final = set_of(
    "by from via source sources provenance officer analyst examiner investigator collector reviewer seen met visited involved shared lead"
    " allocated outcome outcomes referral referred action actions"
)
#: Where somebody was or lives.
PLACES: Final = set_of(
    "address addresses street road city town towns village county region state province district postcode country where location"
    " locations located place places venue area"
)
