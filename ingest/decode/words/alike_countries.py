"""Countries in which people at home write numbers of eleven digits that begin with 07, as British mobile numbers do.

Of no other country has the metadata of libphonenumber (9.0) a valid number of that form; a test holds this list against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ingest.decode.words.sets import set_of

#: Codes of ISO 3166, dialling codes, and names as such countries and their neighbours write them.
_ALIKE: Final = set_of(
    "at aut 43 austria österreich autriche oostenrijk austrija avusturya"
    " br bra 55 brazil brasil brésil brazilië brasilien"
    " cn chn 86 china chine cina chiny kina 中国 中國"
    " de deu ger 49 germany deutschland allemagne duitsland niemcy alemania alemanha germania tyskland almanya gjermani gjermania německo"
    " fi fin 358 finland finnland finlande finlandia suomi ax ala åland"
    " id idn 62 indonesia indonesien indonésie"
    " in ind 91 india indien inde indie hindistan indien bharat"
    " iq irq 964 iraq irak عراق العراق"
    " ir irn 98 iran irã ایران"
    " it ita 39 italy italia italien italie italië włochy itália italija itali talia"
    " ng nga nigeria nigéria nijerya"
    " pk pak 92 pakistan"
    " rs srb 381 serbia srbija serbien serbie serbi србија"
)


def writes_like_british(words: Iterable[str]) -> bool:
    """Whether words of a cell, in small letters, name such a country."""
    return not _ALIKE.isdisjoint(words)
