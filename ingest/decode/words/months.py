"""Names of months and days in the languages in which phones and tools write times: English and those of Britain's neighbours."""

from __future__ import annotations

import unicodedata
from typing import Final

_MONTHS = (
    "january jan januar januari janner janvier janv january styczen stycznia sty enero ene gennaio gen janeiro ianuarie ian ionawr ledna",
    "february feb februar februari feber fevrier fevr fev luty lutego lut febrero febbraio fevereiro februarie chwefror unor unora",
    "march mar marz maerz mrz mars marzec marca marzo maart mrt marco martie mawrth brezen brezna bre",
    "april apr avril avr kwiecien kwietnia kwi abril abr aprile aprilie ebrill duben dubna",
    "may mai maj maja mayo maggio mag mei maio kveten kvetna kve",
    "june jun juni juin czerwiec czerwca cze junio giugno giu junho iunie iun mehefin cerven cervna",
    "july jul juli juillet juil lipiec lipca lip julio luglio lug julho iulie iul gorffennaf cervenec cervence",
    "august aug aout sierpien sierpnia sie agosto ago augustus awst srpen srpna srp",
    "september sep sept septembre wrzesien wrzesnia wrz septiembre setiembre settembre set setembro septembrie medi zari",
    "october oct oktober okt octobre pazdziernik pazdziernika paz octubre ottobre ott outubro out octombrie hydref rijen rijna",
    "november nov novembre listopad listopada lis noviembre novembro noiembrie noi tachwedd listopadu",
    "december dec dezember dez decembre grudzien grudnia gru diciembre dic dicembre dezembro decembrie rhagfyr prosinec prosince",
)
MONTHS: Final = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}

#: What else stands in a written time and says nothing that is not said without it.
_DAYS = (
    "monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun",
    "montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so",
    "lundi lun mardi mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim",
    "poniedzialek pon wtorek wt sroda sr czwartek czw czw piatek pt sobota sob niedziela niedz nd",
    "lunes martes miercoles mie jueves jue viernes vie sabado sab domingo dom",
    "lunedi martedi mercoledi giovedi gio venerdi sabato domenica",
    "maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo",
    "st nd rd th er ere of the at on de del le les a um am den uhr h o godz godzina r ore alle klo kl om hrs hours t local time",
    "network device phone server gmt utc z",
)
FILLERS: Final = frozenset(word for words in _DAYS for word in words.split())

#: Hours before or behind UTC, by what is written behind a time. Names that mean several places far apart (IST, CST) are not known.
ZONES: Final = {
    **dict.fromkeys(("utc", "gmt", "z", "wet"), 0),
    **dict.fromkeys(("bst", "cet", "mez", "west"), 1),
    **dict.fromkeys(("cest", "mesz", "eet", "cedt"), 2),
    **dict.fromkeys(("eest", "msk", "trt"), 3),
    "edt": -4,
    "est": -5,
    "cdt": -5,
    "mdt": -6,
    "mst": -7,
    "pdt": -7,
    "pst": -8,
}


def plain(word: str) -> str:
    """Give a word in small letters without its accents."""
    if word.isascii():
        return word.lower()
    text = unicodedata.normalize("NFKD", word.casefold().replace("\u0142", "l"))
    return "".join(character for character in text if not unicodedata.combining(character))
