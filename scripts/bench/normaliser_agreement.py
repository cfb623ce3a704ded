"""The fast path against the reference over many generated and mutated texts: every reading must be equal in every field.

    .venv/bin/python scripts/bench/normaliser_agreement.py [--texts 2000000] [--seed 1]

Half of the texts come from the realistic mix, half are mutations of them; a tenth is read again with other regions and without the test
namespace. A key that is given without a reading must be the one key of that reading. Ends with code 1 when one reading or key differs.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from number_corpus import mix

from matcher.domain.numbers import Number, keys_of, read_all
from matcher.domain.numbers.reference import read

_BATCH = 1000
_SIGNS = "0123456789+-() ./,;:xpwoO#*'@ab\n\t\u00a0\u0663"
_REGIONS = ("IE", "US", "DE", "FR", "IT", "JE")


def _mutate(text: str, chance: random.Random) -> str:
    signs = list(text)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(signs) + 1)
        match chance.randrange(3):
            case 0:
                signs.insert(at, chance.choice(_SIGNS))
            case 1:
                del signs[at : at + 1]
            case _:
                signs[at : at + 1] = chance.choice(_SIGNS)
    return "".join(signs)


def _compare(texts: list[str], region: str, *, test_numbers: bool) -> int:
    differing = 0
    keys = keys_of(texts, region, test_numbers=test_numbers)
    for text, fast, key in zip(texts, read_all(texts, region, test_numbers=test_numbers), keys, strict=True):
        slow = read(text, region, test_numbers=test_numbers)
        # Named tuples of two kinds may be equal; their kinds may not differ.
        if fast != slow or [type(each) for each in fast] != [type(each) for each in slow]:
            differing += 1
            print(f"differs in {region}: {text!a}: fast {fast}, reference {slow}")
        if key is not None and [each.e164 for each in slow if isinstance(each, Number)] != [key]:
            differing += 1
            print(f"differs in {region}: {text!a}: key {key}, reference {slow}")
    return differing


def main() -> None:
    """Compare batch by batch and print the count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)
    compared = differing = 0
    while compared < wanted.texts:
        made = mix(_BATCH // 2, seed=chance.randrange(10**9))
        texts = [*made, *(_mutate(text, chance) for text in made)]
        differing += _compare(texts, "GB", test_numbers=True)
        part = texts[:: _BATCH // 100]
        differing += _compare(part, chance.choice(_REGIONS), test_numbers=False)
        differing += _compare(part, "GB", test_numbers=False)
        compared += len(texts) + 2 * len(part)
    print(f"{compared:,} texts compared, {differing} differ")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
