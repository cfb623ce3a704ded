"""Phones written in every format: each file gives what it can carry, and what the list says of it.

The expected answers are computed by `scripts/samples/` from the model, without the product.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections import Counter
from typing import Any

import pytest

from matcher.cli.app import run
from scripts.samples.make import made_phones, samples

NAMES = [name for name, _, _ in made_phones()]
WITH_TEXTS = [name for name, _, form in made_phones() if form.carries.texts]
LISTS = ("lines.csv", "lines.xlsx")

OWN = {"owner", "account"}
COUNTS = ("calls_in", "calls_out", "messages_in", "messages_out")

#: Where the product is known to differ from the trade's rules: remove the entry with the fault.
FAULTS: dict[tuple[str, str | None], str] = {}


@pytest.fixture(autouse=True)
def known_fault(request):
    """Expect the failures that are known, and no others."""
    name = request.node.callspec.params.get("name") if hasattr(request.node, "callspec") else None
    if reason := FAULTS.get((request.node.originalname, name)):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder with every sample of the default seed."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "phones").mkdir()
    for name, data in samples().items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def extracted(made):
    """What `extract` says of every phone, by file."""
    return _by_file(_lines("extract", "--json", *(made / "phones" / name for name in NAMES)))


@pytest.fixture(scope="module")
def extracted_with_texts(made):
    """The same with numbers inside messages asked for."""
    scope = ("--scope", "contacts,calls,messages,texts")
    return _by_file(_lines("extract", "--json", *scope, *(made / "phones" / name for name in WITH_TEXTS)))


@pytest.fixture(scope="module")
def answers(made):
    """What `match` says of a phone; each is asked once."""
    asked: dict[str, dict[str, Any]] = {}

    def answer(name: str) -> dict[str, Any]:
        if name not in asked:
            options = expected(made, f"phones/{name}")["options"]
            (asked[name],) = _lines("match", made / "phones" / name, "--lines", made / "lines.csv", "--json", *options)
        return asked[name]

    return answer


def expected(made, name: str) -> dict[str, Any]:
    """The expected answer beside a file."""
    return json.loads((made / f"{name}.expected.json").read_text("utf-8"))


def _lines(*arguments: object) -> list[dict[str, Any]]:
    """Run the command in this process, which saves a start for each of many files, and give what it printed."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert run([str(argument) for argument in arguments]) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def _by_file(lines: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Part the lines of `extract` at their summaries."""
    found: dict[str, list[dict[str, Any]]] = {}
    open_lines: list[dict[str, Any]] = []
    for line in lines:
        open_lines.append(line)
        if line["type"] == "summary":
            found[line["source"]] = open_lines
            open_lines = []
    return found


def _sightings(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if line["type"] == "sighting"]


@pytest.mark.parametrize("name", NAMES)
class TestExtract:
    """Every format gives the whole truth it can carry, and nothing else."""

    def test_the_format_is_recognised(self, name, made, extracted):
        """The reader that was meant reads the file."""
        assert extracted[name][-1]["reader"] == expected(made, f"phones/{name}")["reader"]

    def test_the_numbers_are_those_of_the_phone(self, name, made, extracted):
        """However a number is written, it has its key; no other key comes out."""
        found = {line["e164"] for line in _sightings(extracted[name]) if line["e164"]}

        assert found == {number["e164"] for number in expected(made, f"phones/{name}")["numbers"]}

    def test_roles_are_kept(self, name, made, extracted):
        """A number comes out in each role it stood in, and an own number in no other person's."""
        roles: dict[str, set[str]] = {}
        for line in _sightings(extracted[name]):
            roles.setdefault(line["e164"], set()).add(line["role"])

        numbers = expected(made, f"phones/{name}")["numbers"]
        assert {number["e164"]: set(number["roles"]) - roles[number["e164"]] for number in numbers} == {
            number["e164"]: set() for number in numbers
        }
        assert {number["e164"] for number in numbers if roles[number["e164"]] & OWN} == {
            number["e164"] for number in numbers if number["own"]
        }
        assert [number["e164"] for number in numbers if number["own"] and roles[number["e164"]] - OWN] == []

    def test_calls_and_messages_are_counted(self, name, made, extracted):
        """Calls and messages with each number are counted, each way."""
        counted = Counter()
        for line in _sightings(extracted[name]):
            for way in COUNTS:
                counted[line["e164"], way] += line[way]

        numbers = expected(made, f"phones/{name}")["numbers"]
        assert {key: count for key, count in counted.items() if count and key[0]} == {
            (number["e164"], way): number[way] for number in numbers for way in COUNTS if number[way]
        }

    def test_first_and_last_days_are_right(self, name, made, extracted):
        """The first and the last day of each number are those of the phone, as far as the format has times."""
        days: dict[str, list[str]] = {}
        for line in _sightings(extracted[name]):
            if line["e164"]:
                days.setdefault(line["e164"], []).extend(line[end][:10] for end in ("first_seen", "last_seen") if line[end])

        assert {key: (min(found, default=None), max(found, default=None)) for key, found in days.items()} == {
            number["e164"]: (number["first"], number["last"]) for number in expected(made, f"phones/{name}")["numbers"]
        }

    def test_what_is_no_number_is_told_with_its_status(self, name, made, extracted):
        """Short codes, damaged and incomplete numbers come out as written, with their status."""
        found = {(line["status"], line["raw"]) for line in _sightings(extracted[name]) if not line["e164"]}

        assert found == {tuple(pair) for pair in expected(made, f"phones/{name}")["unusable"]}

    def test_every_record_is_accounted_for(self, name, made, extracted):
        """The summary counts the records of the file, those without a number among them, the protected ones not."""
        summary, truth = extracted[name][-1], expected(made, f"phones/{name}")

        assert (summary["records"], summary["skipped"]) == (truth["records"], truth["skipped"])

    def test_protected_numbers_leave_no_trace(self, name, made, extracted):
        """No spelling of a protected number, and no name that gives it away, stands anywhere in the output."""
        assert _traces(extracted[name], expected(made, f"phones/{name}")) == []


@pytest.mark.parametrize("name", WITH_TEXTS)
def test_numbers_inside_messages_are_read_when_asked_for(name, made, extracted, extracted_with_texts):
    """A number in the words of a message comes out with the scope of texts, and without it does not."""
    wanted = set(expected(made, f"phones/{name}")["in_texts"])

    assert wanted & {line["e164"] for line in _sightings(extracted[name])} == set()
    assert {line["e164"] for line in _sightings(extracted_with_texts[name]) if line["role"] == "text"} == wanted


@pytest.mark.parametrize("name", NAMES)
class TestMatch:
    """The list says of each file what the trade's rules say of the model."""

    def test_the_matches_are_graded_by_the_rules(self, name, made, answers):
        """Line, number, grade, time relation and contact of every match are those of the model."""
        found = {
            (each["line"]["id"], each["number"], each["grade"], each["time_relation"], each["contact"]) for each in answers(name)["matches"]
        }

        assert found == {tuple(match.values()) for match in expected(made, f"phones/{name}")["matches"]}

    def test_leads_are_told_and_match_nothing(self, name, made, answers):
        """A name like a line's, an entry suspected to be false and a number without its last digit are leads."""
        found = {(each["kind"], each["line"]["id"]) for each in answers(name)["leads"]}

        assert found == {tuple(lead.values()) for lead in expected(made, f"phones/{name}")["leads"]}

    def test_named_people_are_told(self, name, made, answers):
        """A person the list names is told with line and number."""
        found = [{"line": each["line"]["id"], "name": each["name"], "number": each["number"]} for each in answers(name)["associates"]]

        assert found == expected(made, f"phones/{name}")["associates"]

    def test_the_alerts_are_those_of_a_missing_child(self, name, made, answers):
        """For a missing 15-year-old the rules speak, each as urgent as it is written."""
        # A rule speaks twice where it has to say something to the owning unit only; the most urgent stands first.
        found = {each["rule"]: each["urgency"] for each in reversed(answers(name)["alerts"])}

        assert found == expected(made, f"phones/{name}")["alerts"]

    def test_protected_numbers_leave_no_trace(self, name, made, answers):
        """Nothing of a protected contact stands in the answer."""
        assert _traces(answers(name), expected(made, f"phones/{name}")) == []

    def test_doubtful_numbers_are_shown(self, name, made, answers):
        """What could hide a match, because digits are missing or lost, is listed with its raw text."""
        doubtful = {
            text for status, text in expected(made, f"phones/{name}")["unusable"] if status in {"ambiguous", "partial", "unparsable"}
        }

        assert {each["raw"] for each in answers(name)["unusable"]} == doubtful


def test_every_grade_and_rule_of_one_screening_is_planted(made):
    """The samples together hold each grade from A to D and every rule that fits the phone of a missing child."""
    truths = [expected(made, f"phones/{name}") for name in NAMES]

    assert {match["grade"] for truth in truths for match in truth["matches"]} == set("ABCD")
    assert {rule for truth in truths for rule in truth["alerts"]} == {"AR-01", "AR-04", "AR-08", "AR-09", "AR-10", "AR-17", "AR-20"}


@pytest.mark.parametrize("name", LISTS)
def test_the_list_is_read_whole(name, made):
    """The list has as many lines and numbers as the model, as text and as a workbook, and gives the same matches."""
    truth = expected(made, name)
    phone = made / "phones" / "every-case-phone.ufdr"
    options = expected(made, "phones/every-case-phone.ufdr")["options"]
    (answer,) = _lines("match", phone, "--lines", made / name, "--json", *options)

    assert (answer["screening"]["line_list"]["lines"], answer["screening"]["line_list"]["numbers"]) == (truth["lines"], truth["numbers"])
    assert {each["number"] for each in answer["matches"]} == {
        match["number"] for match in expected(made, "phones/every-case-phone.ufdr")["matches"]
    }


@pytest.fixture(scope="module")
def of_another_seed(tmp_path_factory):
    """Another folder of samples, and what `extract` says of its phones."""
    folder = tmp_path_factory.mktemp("other")
    (folder / "phones").mkdir()
    for name, data in samples(2026).items():
        (folder / name).write_bytes(data)
    return folder, _by_file(_lines("extract", "--json", *(folder / "phones" / name for name in NAMES)))


@pytest.mark.parametrize("name", NAMES)
def test_another_seed_keeps_the_truth(name, of_another_seed):
    """With another seed, names and spellings differ and every number still has its key, and protected ones leave no trace."""
    folder, found = of_another_seed
    truth = expected(folder, f"phones/{name}")

    assert {line["e164"] for line in _sightings(found[name]) if line["e164"]} == {number["e164"] for number in truth["numbers"]}
    assert _traces(found[name], truth) == []


def _traces(said: object, truth: dict[str, Any]) -> list[str]:
    """What of the protected contacts stands in an output; hashes are left out, since they hold any digits."""
    text = re.sub(r'"sha256": "[0-9a-f]+"', "", json.dumps(said, ensure_ascii=False))
    return [part for part in truth["must_not_appear"] if re.search(rf"(?<!\d){re.escape(part)}(?!\d)", text)]
