"""What the phone-number library knows of each calling code and region, compiled when first asked for."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata, PhoneNumberDesc

from matcher.domain.numbers.ranges import UK
from matcher.domain.numbers.reading import Kind

#: Version of the number metadata; every answer names it.
PHONE_METADATA: str = phonenumbers.__version__


class Region(NamedTuple):
    """The country whose national numbers a phone writes."""

    code: str
    calling_code: str
    is_uk: bool
    #: Whether `00` dials abroad.
    dials_00: bool
    #: The digit dialled before a national number; empty where there is none or where it is left out at will.
    trunk: str


class Plan(NamedTuple):
    """The numbers behind one calling code."""

    calling_code: str
    #: Possible lengths behind the calling code.
    lengths: frozenset[int]
    longest: int
    #: What the library may take off the start of a national number; numbers it does not match are taken as they stand.
    prefix: re.Pattern[str] | None
    #: Regular expression of any number of the plan, whatever its kind.
    general: str
    #: Regular expressions of the kinds of numbers, in the order in which they decide.
    kinds: tuple[tuple[Kind, str], ...]


@cache
def region_of(code: str) -> Region:
    """Give the region of an ISO 3166 code, in any case.

    Raises:
        ValueError: no numbering plan is known for it.
    """
    name = code.upper()
    if name not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(f"'{code}' is not a region with a known numbering plan; use an ISO 3166 code such as GB or IE.")
    metadata = PhoneMetadata.metadata_for_region(name)
    calling_code = str(phonenumbers.country_code_for_region(name))
    dials_00 = metadata is not None and re.fullmatch(metadata.international_prefix or "", "00") is not None
    trunk = metadata.national_prefix if metadata is not None and metadata.national_prefix == "0" else ""
    return Region(name, calling_code, calling_code == UK, dials_00, trunk or "")


def code_of_region(letters: str) -> str:
    """Give the calling code of the country with two letters, in any case; `0` where there is none."""
    return str(phonenumbers.country_code_for_region(letters.upper()))


@cache
def trunk_of(calling_code: str) -> str:
    """Give the digits that are dialled before a national number of a country; empty where there are none."""
    region = phonenumbers.region_code_for_country_code(int(calling_code))
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(int(calling_code), region)
    return (metadata.national_prefix or "") if metadata is not None else ""


def plan_of(digits: str) -> Plan | None:
    """Give the plan of the calling code that international digits begin with, or None; signs among them begin no code."""
    return _plan_at(digits[:3]) if digits[:3].isdecimal() else None


@cache
def _plan_at(start: str) -> Plan | None:
    for size in (1, 2, 3):
        code = start[:size]
        if len(code) == size and int(code) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE and code[0] != "0":
            return _plan(code)
    return None


@cache
def _plan(code: str) -> Plan | None:
    region = phonenumbers.region_code_for_country_code(int(code))
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(int(code), region)
    if metadata is None:
        return None
    general = metadata.general_desc
    if general is None or general.national_number_pattern is None:
        return None
    lengths = frozenset(size for size in general.possible_length if size > 0)
    prefix = metadata.national_prefix_for_parsing
    return Plan(
        calling_code=code,
        lengths=lengths,
        longest=max(lengths),
        prefix=re.compile(prefix, re.ASCII) if prefix else None,
        general=general.national_number_pattern,
        kinds=_kinds(metadata),
    )


def kind_of(plan: Plan, national: str) -> Kind:
    """Say what a foreign number is by the ranges of the main region of its calling code; `unknown` when it is in none."""
    found = _compiled_kinds(plan.calling_code).fullmatch(national)
    return _KINDS[found.lastgroup or ""] if found is not None else Kind.UNKNOWN


_KINDS = {kind.value: kind for kind in Kind} | {"": Kind.UNKNOWN}


def is_mobile(plan: Plan, national: str) -> bool:
    """Whether a foreign number stands in the mobile ranges, or in ranges that mobiles share with fixed lines."""
    if len(national) not in plan.lengths:
        return False
    found = _compiled_kinds(plan.calling_code).fullmatch(national)
    # Shared ranges are described as of unknown kind.
    return found is not None and found.lastgroup in {Kind.MOBILE, Kind.UNKNOWN}


def is_described(plan: Plan, national: str) -> bool:
    """Whether the plan describes a number at all, whatever its kind."""
    return re.fullmatch(plan.general, national, re.ASCII) is not None


@cache
def _compiled_kinds(calling_code: str) -> re.Pattern[str]:
    # Compiled when first asked for: most phones know few countries.
    plan = _plan(calling_code)
    kinds = plan.kinds if plan is not None else ()
    return re.compile("|".join(f"(?P<{kind}>{re.sub(_CAPTURING, '(?:', pattern)})" for kind, pattern in kinds), re.ASCII)


def _kinds(metadata: PhoneMetadata) -> tuple[tuple[Kind, str], ...]:
    mobile_as_fixed = (
        metadata.mobile and metadata.fixed_line and metadata.mobile.national_number_pattern == metadata.fixed_line.national_number_pattern
    )
    described: tuple[tuple[Kind, PhoneNumberDesc | None], ...] = (
        (Kind.PREMIUM, metadata.premium_rate),
        (Kind.FREEPHONE, metadata.toll_free),
        (Kind.PERSONAL, metadata.personal_number),
        (Kind.VOIP, metadata.voip),
        (Kind.PAGER, metadata.pager),
        (Kind.OTHER, metadata.shared_cost),
        # Where fixed and mobile numbers share their ranges nobody can tell them apart.
        (Kind.UNKNOWN if mobile_as_fixed else Kind.MOBILE, metadata.mobile),
        (Kind.FIXED, None if mobile_as_fixed else metadata.fixed_line),
    )
    return tuple(
        (kind, desc.national_number_pattern) for kind, desc in described if desc is not None and desc.national_number_pattern is not None
    )


#: An opening bracket that would number a group.
_CAPTURING = re.compile(r"(?<!\\)\((?!\?)")
