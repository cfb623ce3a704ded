"""How bills and networks describe what they charge for: `Calls to mobiles`, `Text to UK mobile`, `Call received`.

Bills name no people there: what has any other word in it is no such description, and may say who somebody is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.decode.words.way_vocabulary import plain_set, words_in

_CARRIED: Final = plain_set("call calls text texts txt sms mms message messages messaging")
#: Where it went, of which a bill says no more than that; the first words of it, and those that stand behind them.
_LINES: Final = plain_set(
    "uk mobile mobiles landline landlines land fixed other another network networks national international local standard premium"
    " freephone special geographic overseas foreign eu european world ireland same own non cross any"
)
_BESIDE_LINES: Final = plain_set("phone phones line lines number numbers rate service services net zone and or to the a from abroad in")
#: How and when it was made, and what else is charged for.
_MORE: Final = plain_set(
    "voice video picture multimedia speech telephony data internet gprs usage voicemail made received sent dialled dialed incoming outgoing"
    " inbound outbound missed answered out whilst while roaming free included inclusive anytime peak off offpeak weekend evening daytime"
    " charge charged standard directory enquiries forwarded diverted moc mtc mo mt mtsms mosms volte"
)
#: Where a customer was, who called from there.
_ABROAD: Final = plain_set("abroad overseas roaming eu europe ireland outside within")
#: Who dials the voicemail is the customer; what went to one may have been a call to the customer.
_TO_VOICEMAIL: Final = ["calls", "to", "voicemail"]
_OF_BILLS: Final = _CARRIED | _LINES | _BESIDE_LINES | _MORE


def is_of_bill(text: str) -> bool:
    """Whether a text has no other words than those in which bills describe what was charged for."""
    words = words_in(text)
    return bool(words) and _OF_BILLS.issuperset(words)


def words_to_line(words: Sequence[str]) -> int:
    """Give how many words from the first one on say that something went to a line, whoever's it is: `calls to UK mobiles`; 0 for others."""
    if words[:3] == _TO_VOICEMAIL:
        return 3
    if len(words) < 3 or words[0] not in _CARRIED or words[1] != "to" or words[2] not in _LINES:
        return 0
    end = 3
    while end < len(words) and (words[end] in _LINES or words[end] in _BESIDE_LINES):
        end += 1
    return end


def words_from_abroad(words: Sequence[str]) -> int:
    """Give how many words say that something was made abroad, and not that it came in from there: `calls from abroad`; 0 for others."""
    return 3 if len(words) > 2 and words[0] in _CARRIED and words[1] == "from" and words[2] in _ABROAD else 0
