"""What the mobile networks of Britain are called: beside a number, or in a log, that is nobody's name.

Source: the carriers of British mobiles that libphonenumber 9 names (`resources/carrier/en/44.txt`) and that people write beside numbers, as
one word, with what they call them for short; `giffgaff`, which has no numbers of its own, from the voicemail codes of domain 11.6. Those
that are names or words of everyday as well (Sky, Three, Orange, Sure, Virgin) are left out: a person may be called so.
"""

from __future__ import annotations

from typing import Final

from ingest.decode.words.sets import set_of

NETWORKS: Final = set_of("ee o2 vodafone voda tmobile giffgaff lebara lycamobile lyca talktalk truphone vectone")
