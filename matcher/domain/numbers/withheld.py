"""What stands for a caller nobody knows in the logs of phones, in English and in the languages of those that are seen."""

from __future__ import annotations

import unicodedata
from typing import Final

_ENGLISH = (
    "withheld|number withheld|withheld number|caller withheld|withheld caller|id withheld|caller id withheld|unknown|unknown number"
    "|unknown caller|number unknown|caller unknown|private|private number|private caller|private call|no caller id|no caller-id"
    "|no callerid|caller id blocked|caller id unavailable|caller id restricted|anonymous|anonymous caller|restricted|restricted number"
    "|number restricted|unavailable|number unavailable|not available|number not available|blocked|blocked number|number blocked|payphone"
    "|null|none|no number|hidden|hidden number|number hidden|-1|-2|-3|-4"
)
#: German, French, Polish, Spanish, Italian, Portuguese, Dutch, Romanian, Turkish, Albanian, Russian, Arabic, Chinese.
_ELSEWHERE = (
    "unterdrückt|nummer unterdrückt|rufnummer unterdrückt|unterdrückte nummer|unterdrückte rufnummer|anonym|privat",
    "private nummer|unbekannt|unbekannte nummer|unbekannter anrufer|keine nummer",
    "masqué|numéro masqué|appel masqué|privé|numéro privé|anonyme|inconnu|numéro inconnu|appelant inconnu",
    "zastrzeżony|numer zastrzeżony|ukryty|numer ukryty|prywatny|numer prywatny|anonimowy|nieznany|numer nieznany|brak numeru",
    "oculto|número oculto|privado|número privado|llamada privada|anónimo|desconocido|número desconocido",
    "nascosto|numero nascosto|privato|numero privato|numero riservato|anonimo|numero anonimo|sconosciuto|numero sconosciuto",
    "confidencial|número confidencial|desconhecido|número desconhecido|chamada privada",
    "anoniem|privénummer|privé nummer|afgeschermd|afgeschermd nummer|verborgen nummer|onbekend|onbekend nummer",
    "ascuns|număr ascuns|număr privat|anonim|necunoscut|număr necunoscut|apelant necunoscut",
    "gizli|gizli numara|özel numara|bilinmeyen|bilinmeyen numara|bilinmiyor",
    "i fshehur|numër i fshehur|numri i fshehur|numër privat|i panjohur|numër i panjohur",
    "скрыт|номер скрыт|скрытый номер|неизвестный|неизвестный номер|неизвестно",
    "محجوب|رقم خاص|رقم محجوب|غير معروف",
    "未知|未知号码|私人号码|隐藏号码|非通知",
)


def _without_accents(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text)
    return "".join(character for character in parted if not unicodedata.combining(character))


def _forms(texts: str) -> frozenset[str]:
    """Give the texts as they are spelled, and as programs that know no accents spell them."""
    return frozenset(form for text in texts.split("|") for form in (text, unicodedata.normalize("NFD", text), _without_accents(text)))


#: All in small letters.
WITHHELD: Final = frozenset().union(*map(_forms, (_ENGLISH, *_ELSEWHERE)))
