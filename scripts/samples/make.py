"""Model in, files out: every sample by its name, with the expected answer beside it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from scripts.samples.expected import expected_of_list, expected_of_phone
from scripts.samples.formats import FORMATS, Format
from scripts.samples.lines import planted, seeded
from scripts.samples.model import Line, Phone
from scripts.samples.phones import every_case, ordinary
from scripts.samples.writers import line_list

DEFAULT_SEED = 17

#: The ordinary phone is written in these only.
_ORDINARY = frozenset({"phone.vcf", "google.csv", "phone.ufdr"})

#: What `examples/` holds: one phone in three formats, and every case at once in the report analysts circulate.
EXAMPLES = frozenset(
    {
        "lines.csv",
        "phones/s-17-phone.vcf",
        "phones/s-17-google.csv",
        "phones/s-17-phone.ufdr",
        "phones/every-case-cellebrite.xlsx",
    }
)


def made_phones(seed: int = DEFAULT_SEED) -> Iterator[tuple[str, Phone, Format]]:
    """Yield every file of a phone: its name, the phone and the format."""
    phone, likely = every_case(random.Random(seed)), ordinary(random.Random(seed))
    for form in FORMATS:
        if form.suffix in _ORDINARY:
            yield f"s-17-{form.suffix}", likely, form
        yield f"every-case-{form.suffix}", phone, form


def made_lines(seed: int = DEFAULT_SEED) -> tuple[Line, ...]:
    """Give the list; its own stream, so that a change of the phones leaves it as it was."""
    return (*planted(), *seeded(random.Random(seed + 1_000_003)))


def samples(seed: int = DEFAULT_SEED, *, only_examples: bool = False) -> dict[str, bytes]:
    """Give every file by its name; the same seed gives the same bytes."""
    lines = made_lines(seed)
    answer = expected_of_list(lines)
    files: dict[str, bytes] = {}
    for name, data in (("lines.csv", line_list.write_csv(lines)), ("lines.xlsx", line_list.write_xlsx(lines))):
        files |= {name: data, f"{name}.expected.json": _json(answer)}
    for name, phone, form in made_phones(seed):
        path = f"phones/{name}"
        files |= {path: form.write(phone), f"{path}.expected.json": _json(expected_of_phone(phone, lines, form))}
    if only_examples:
        return {name: data for name, data in files.items() if name.removesuffix(".expected.json") in EXAMPLES}
    return files


def _json(answer: dict[str, Any]) -> bytes:
    """Write an answer with one line for each thing it lists, so that a person can compare two of them."""
    parts = [f" {json.dumps(key)}: {_lines(value)}" for key, value in answer.items()]
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _lines(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict | tuple):
        return "[\n" + ",\n".join(f"  {json.dumps(each, ensure_ascii=False)}" for each in value) + "\n ]"
    return json.dumps(value, ensure_ascii=False)
