"""The options several commands share, and how what was typed becomes what the services take."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from matcher.domain.screening import EpisodeStatus
from matcher.errors import BadRequest, LegalBasisIncomplete
from matcher.service.formats import READERS, Scope
from matcher.service.screening.intake import IntakeRequest

_OLDEST = 120

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


class Device(StrEnum):
    """What sort of phone it is."""

    AUTO = "auto"
    CHILD = "child"
    LINE_HANDSET = "line-handset"


class LegalBasis(StrEnum):
    """Whether the power the phone was examined under, and the notice to the person, are on record."""

    COMPLETE = "complete"
    MISSING = "missing"
    EXPIRED = "expired"
    NOTICE_MISSING = "notice-missing"


# `readable` is off: whether a file may be opened is for its source to say, in its own words and with its own code.
Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Extractions: exports, reports, address books.", show_default=False, readable=False)
]
ListFile = Annotated[Path, typer.Option("--lines", metavar="LIST", help="The line list, CSV or XLSX.", show_default=False, readable=False)]
Region = Annotated[
    str, typer.Option("--region", metavar="CODE", help="Country whose national numbers the phone or list writes (ISO 3166 code).")
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="The reader to use; by default the content decides. See `formats`.", show_default=False),
]
Scopes = Annotated[
    str,
    typer.Option(
        "--scope",
        metavar="LIST",
        help="What to read: contacts, calls, messages (their parties), texts (numbers in message bodies), with commas between.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Write the answer as JSON, for a program.")]
Sha256 = Annotated[
    str | None,
    typer.Option("--sha256", metavar="HASH", help="The SHA-256 the one file must have; another is blocked (AR-24).", show_default=False),
]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIMESTAMP",
        help="The moment to judge at, such as 2026-04-20T12:00:00Z, or a day; now by default.",
        show_default=False,
    ),
]
Age = Annotated[str | None, typer.Option("--subject-age", metavar="N", help="Age in years, from 0 to 120.", show_default=False)]
AgeUncertain = Annotated[bool, typer.Option("--age-uncertain", help="The age is not sure: the person may be younger.")]
Status = Annotated[EpisodeStatus, typer.Option("--status", help="Where the person is.")]
Returned = Annotated[bool, typer.Option("--returned", help="The person is known to be back home.")]
LookedAfter = Annotated[bool, typer.Option("--looked-after", help="The child is looked after by a council.")]
PlacedOutOfArea = Annotated[bool, typer.Option("--placed-out-of-area", help="The child is placed outside the area of that council.")]
AdultAtRisk = Annotated[bool, typer.Option("--adult-at-risk", help="The person is an adult at risk.")]
HomeTakeover = Annotated[bool, typer.Option("--home-takeover", help="The address is flagged as a possible home takeover.")]
HomeArea = Annotated[str | None, typer.Option("--home-area", metavar="NAME", help="Area the person lives in.", show_default=False)]
FoundArea = Annotated[
    str | None, typer.Option("--found-area", metavar="NAME", help="Area the person was found or arrested in.", show_default=False)
]
Sex = Annotated[str | None, typer.Option("--sex", metavar="TEXT", help="Recorded only; changes nothing.", show_default=False)]
Ethnicity = Annotated[str | None, typer.Option("--ethnicity", metavar="TEXT", help="Recorded only; changes nothing.", show_default=False)]
OwnNumbers = Annotated[
    list[str] | None,
    typer.Option("--own-number", metavar="NUMBER", help="A number of the phone itself; may be repeated.", show_default=False),
]
HouseholdNumbers = Annotated[
    list[str] | None,
    typer.Option(
        "--household-number", metavar="NUMBER", help="A number of a parent, carer or the household; may be repeated.", show_default=False
    ),
]
DeviceKind = Annotated[Device, typer.Option("--device", help="Whose phone it is; auto judges by the number of contacts.")]
Basis = Annotated[
    LegalBasis | None,
    typer.Option(
        "--legal-basis",
        help="What is on record of the power to examine the phone; nothing is read unless complete (AR-24).",
        show_default=False,
    ),
]
ListOnly = Annotated[bool, typer.Option("--list-only", help="Compare with the list only; raise no alerts.")]
Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write a page to hand to a colleague as well.", show_default=False)
]
Csv = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write a table for a spreadsheet as well.", show_default=False)]
Restricted = Annotated[
    bool,
    typer.Option("--restricted", help="Keep in --html and --csv what is for the owning unit only; it is left out otherwise."),
]

DEFAULT_SCOPE = "contacts,calls,messages"


_UNLAWFUL = {
    LegalBasis.MISSING: "The legal basis is missing, so no file was looked at.",
    LegalBasis.EXPIRED: "The legal basis has run out, so no file was looked at.",
    LegalBasis.NOTICE_MISSING: "The written notice to the person is not recorded, so no file was looked at.",
}


def intake_request(
    files: list[Path], region: str, reader_name: str | None, scope: str, sha256: str | None, basis: LegalBasis | None = None
) -> IntakeRequest:
    """Say how the files are to be read.

    Raises:
        BadRequest: an option makes no sense.
        LegalBasisIncomplete: they may not be read at all.
    """
    if basis in _UNLAWFUL:
        raise LegalBasisIncomplete(
            _UNLAWFUL[basis], hint="A supervisor decides how to put the record right, or that the file is given up (AR-24)."
        )
    if sha256 is not None and not _SHA256.fullmatch(sha256.strip()):
        raise BadRequest("--sha256 takes 64 hex digits.")
    if sha256 is not None and len(files) != 1:
        raise BadRequest("--sha256 goes with one file.")
    known = [reader.name for reader in READERS]
    if reader_name is not None and reader_name not in known:
        raise BadRequest("--format names no reader.", hint=f"Readers: {', '.join(known)}.")
    return IntakeRequest(
        region=read_region(region),
        reader_name=reader_name,
        scopes=_read_scopes(scope),
        test_numbers=admits_test_numbers(),
        expected_sha256=sha256.strip() if sha256 else None,
    )


def read_region(text: str) -> str:
    """Read an ISO 3166 country code.

    Raises:
        BadRequest: no country with telephone numbers is called so.
    """
    region = text.strip().upper()
    if region == "GB":
        return region
    # Here, because the table is large and most phones write British numbers.
    from phonenumbers import SUPPORTED_REGIONS

    if region not in SUPPORTED_REGIONS:
        raise BadRequest("--region takes the ISO 3166 code of a country, such as GB or IE.")
    return region


def read_age(text: str | None) -> int | None:
    """Read an age in years; None where none is stated.

    Raises:
        BadRequest: nobody has that age.
    """
    if text is None:
        return None
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and int(typed) <= _OLDEST):
        raise BadRequest(f"The age is a whole number from 0 to {_OLDEST}.")
    return int(typed)


def admits_test_numbers() -> bool:
    """Whether the environment admits the unassigned +44 4 and +44 6 ranges."""
    import os

    return os.environ.get("LINEWATCH_TEST_NUMBERS") == "1"


def read_numbers(option: str, typed: list[str] | None, region: str) -> frozenset[str]:
    """Bring the numbers of an option into their one form.

    Raises:
        BadRequest: one of them is no telephone number.
    """
    if not typed:
        return frozenset()
    from matcher.domain.numbers import Number, read_all

    readings = [each for several in read_all(typed, region, test_numbers=admits_test_numbers()) for each in several]
    numbers = frozenset(each.e164 for each in readings if isinstance(each, Number))
    if not readings or len([each for each in readings if isinstance(each, Number)]) < len(readings):
        raise BadRequest(
            f"{option} takes a telephone number; what was given cannot be read as one.", hint="Write it with its country code."
        )
    return numbers


def _read_scopes(text: str) -> frozenset[Scope]:
    names = [name for part in text.split(",") if (name := part.strip().lower())]
    known = [scope.value for scope in Scope]
    if not names or not set(names) <= set(known):
        raise BadRequest(f"--scope takes some of {', '.join(known)}, with commas between.")
    return frozenset(Scope(name) for name in names)
