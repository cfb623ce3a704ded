"""The elementary files of a SIM by their names, as exports write them beside numbers (facts 12.3, ETSI TS 131 102)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

NETWORK_SERVICE: Final = "a service number of the network, kept on every SIM"

#: Files of a SIM that hold numbers or stand between them in exports.
_SIM_FILE = re.compile(
    r"EF[\W_]{0,3}(ADN|FDN|LND|SDN|MSISDN|BDN|OCI|ICI|MWIS|MBDN|CFIS|SMS|SMSP|SMSR|SMSS|ANR|SNE|PBR|IAP|GAS|AAS|EMAIL|EXT[1-9]|CCP[12]?)\d{0,2}\b",
    re.IGNORECASE,
)
#: What is written without its prefix; nobody is called so.
_BARE_FILE = re.compile(r"(?:SIM[\W_]{0,3})?(ADN|FDN|LND|SDN|BDN|MSISDN)[\W_]{0,2}\d{0,3}", re.IGNORECASE)
#: The kind of any number is MSISDN; only beside one of these is it the name of the file with the own number.
_TELLING = frozenset({"ADN", "FDN", "LND", "SDN"})


def sim_file_of(text: str) -> str:
    """Name the file of a SIM that a text begins with, such as ADN, LND or MSISDN; empty when it names none."""
    text = text.strip()
    found = _SIM_FILE.match(text) or _BARE_FILE.fullmatch(text)
    return found[1].upper() if found else ""


def are_sim_files(cells: Sequence[str]) -> bool:
    """Whether the kinds in a column are the files of a SIM."""
    names = {sim_file_of(cell) for cell in cells}
    return "" not in names and not _TELLING.isdisjoint(names)
