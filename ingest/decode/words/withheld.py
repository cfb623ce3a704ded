"""What stands for a caller nobody knows in the logs of phones, in English and in the languages of those that are seen.

The same texts are none of anybody's number where numbers are read; a test holds the two together.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_ENGLISH = (
    "withheld|number withheld|withheld number|caller withheld|withheld caller|id withheld|caller id withheld|private|private number"
    "|private caller|private call|no caller id|no caller-id|no callerid|caller id blocked|caller id unavailable|caller id restricted"
    "|anonymous|anonymous caller|restricted|restricted number|number restricted|blocked|blocked number|number blocked|payphone|hidden"
    "|hidden number|number hidden|unknown number|unknown caller|number unknown|caller unknown|-1|-2|-3|-4"
)
#: German, French, Polish, Spanish, Italian, Portuguese, Dutch, Romanian, Turkish, Albanian, Russian, Arabic, Chinese.
_ELSEWHERE = (
    "unterdrückt|nummer unterdrückt|rufnummer unterdrückt|unterdrückte nummer|unterdrückte rufnummer|anonym|privat",
    "private nummer|unbekannte nummer|unbekannter anrufer",
    "masqué|numéro masqué|appel masqué|privé|numéro privé|anonyme|numéro inconnu|appelant inconnu",
    "zastrzeżony|numer zastrzeżony|ukryty|numer ukryty|prywatny|numer prywatny|anonimowy|numer nieznany",
    "oculto|número oculto|privado|número privado|llamada privada|anónimo|número desconocido",
    "nascosto|numero nascosto|privato|numero privato|numero riservato|anonimo|numero anonimo|numero sconosciuto",
    "confidencial|número confidencial|número desconhecido|chamada privada",
    "anoniem|privénummer|privé nummer|afgeschermd|afgeschermd nummer|verborgen nummer|onbekend nummer",
    "ascuns|număr ascuns|număr privat|anonim|număr necunoscut|apelant necunoscut",
    "gizli|gizli numara|özel numara|bilinmeyen numara",
    "i fshehur|numër i fshehur|numri i fshehur|numër privat|numër i panjohur",
    "скрыт|номер скрыт|скрытый номер|неизвестный номер",
    "محجوب|رقم خاص|رقم محجوب",
    "未知号码|私人号码|隐藏号码|非通知",
)
#: A person who types a list means by these that there is no number; a phone, that nobody knows who called.
_UNKNOWN = (
    "unknown|(unknown)|unavailable|number unavailable|not available|number not available|unbekannt|inconnu|nieznany|desconocido"
    "|sconosciuto|desconhecido|onbekend|necunoscut|bilinmeyen|bilinmiyor|i panjohur|неизвестный|неизвестно|غير معروف|未知"
)


def _without_accents(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text)
    return "".join(character for character in parted if not unicodedata.combining(character))


def _forms(*texts: str) -> frozenset[str]:
    """Give the texts as they are spelled, and as programs that know no accents spell them."""
    told = [text for each in texts for text in each.split("|")]
    return frozenset(form for text in told for form in (text, unicodedata.normalize("NFD", text), _without_accents(text)))


#: What only phones write, and everything that stands for a caller who is not known; all in small letters.
WITHHELD: Final = _forms(_ENGLISH, *_ELSEWHERE)
NAMELESS: Final = WITHHELD | _forms(_UNKNOWN)
