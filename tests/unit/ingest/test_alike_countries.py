"""Which countries write numbers as British mobile ones look, held against the metadata of the library for numbers."""

from __future__ import annotations

import random

import phonenumbers

from ingest.decode.words.alike_countries import writes_like_british

BRITISH = 44


def _is_valid_somewhere(region: str, numbers: list[str]) -> bool:
    for number in numbers:
        try:
            parsed = phonenumbers.parse(number, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number_for_region(parsed, region):
            return True
    return False


def test_numbers_of_eleven_digits_with_07_are_valid_in_the_countries_of_the_list_and_in_no_other():
    """So such a number beside the name of another country is a British one."""
    drawn = random.Random(11)
    numbers = [f"07{first}{drawn.randrange(10**8):08}" for first in "12345789" for _ in range(40)]
    # Listed ones have more room for their few; the others are asked for a part, for there are many.
    regions = [region for region in sorted(phonenumbers.SUPPORTED_REGIONS) if phonenumbers.country_code_for_region(region) != BRITISH]

    listed = {region for region in regions if writes_like_british([region.casefold()])}
    assert {region for region in listed if not _is_valid_somewhere(region, numbers)} == set()
    assert {region for region in regions if region not in listed and _is_valid_somewhere(region, numbers[::5])} == set()
