"""The stories of the trade that one screening can show, told through the command line."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from commands import linewatch

AT = "2026-04-20T12:00:00Z"

COLUMNS = ["line_id", "name", "status", "exporting_area", "importing_areas", "number", "first_seen", "last_seen", "source_grade"]
COLUMNS += ["intel_grade", "handling", "closed_on", "closure_type", "markers", "visibility", "associate_name", "associate_role"]


def a_row(**cells: str) -> dict[str, str]:
    """A list row: line L1, Larkspur, active, graded 2/B/P."""
    usual = {"line_id": "L1", "name": "Larkspur", "status": "active", "exporting_area": "Estmoor", "importing_areas": "Vale of Tarn"}
    usual |= {"number": "07700 900123", "source_grade": "2", "intel_grade": "B", "handling": "P"}
    return usual | cells


@pytest.fixture
def write_list(tmp_path):
    """Write a line list of the given rows and return its path."""

    def write(*rows: dict[str, str]) -> Path:
        path = tmp_path / "lines.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def write_phone(tmp_path):
    """Write a contact list with a last-contacted time per row and return its path."""

    def write(*rows: tuple[str, str, str], name: str = "phone.csv") -> Path:
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["Name", "Mobile Phone", "Last contacted (UTC)"])
            writer.writerows(rows)
        return path

    return write


def screened(phone: Path, lines: Path, *options: object) -> dict[str, Any]:
    """The JSON answer of one screening."""
    said = linewatch("match", phone, "--lines", lines, "--at", AT, "--json", *options)
    assert said.code == 0, said.err
    return said.answer


def rules(answer: dict[str, Any]) -> dict[str, str]:
    """Urgency by rule."""
    return {alert["rule"]: alert["urgency"] for alert in answer["alerts"]}


class TestMissingChildWithAFreshContact:
    """S1: a 15-year-old is missing; a contact last used two days ago is on an active line."""

    @pytest.fixture
    def answer(self, write_phone, write_list):
        phone = write_phone(("Jay", "+44 (0)7700 900123", "2026-04-18T20:00:00Z"), ("Nan", "01632 960111", ""))
        lines = write_list(a_row(first_seen="2026-03-20"))
        return screened(phone, lines, "--subject-age", 15, "--status", "missing")

    def test_the_match_is_dated(self, answer):
        """S1: the match is grade A and overlaps."""
        assert [(match["grade"], match["time_relation"]) for match in answer["matches"]] == [("A", "overlaps")]

    def test_the_alert_is_p1(self, answer):
        """S1: AR-01 is raised at P1."""
        assert rules(answer)["AR-01"] == "P1"

    def test_both_raw_values_are_quoted(self, answer):
        """S1: the explanation quotes the text on the phone and the text on the list."""
        explanation = answer["matches"][0]["explanation"]

        assert "+44 (0)7700 900123" in explanation
        assert "07700 900123" in explanation.replace("+44 (0)7700 900123", "")

    def test_the_other_contact_is_not_shown(self, answer):
        """S1: a contact that matches nothing stands nowhere in the answer."""
        assert "960111" not in str(answer)


def test_s3_a_number_closed_long_ago_is_information_only(write_phone, write_list):
    """S3: a number cut off 200 days ago is grade D, P4, and raises no alert about the child."""
    lines = write_list(
        a_row(status="closed_type2", closure_type="type2", closed_on="2025-10-02", first_seen="2025-06-01", last_seen="2025-10-01")
    )
    answer = screened(write_phone(("Jay", "07700900123", "2026-04-18T20:00:00Z")), lines, "--subject-age", 15, "--status", "missing")

    assert answer["matches"][0]["grade"] == "D"
    assert rules(answer) == {"AR-09": "P4"}


def test_s4_a_brand_label_is_a_lead_only(write_phone, write_list):
    """S4: a contact saved as the brand, with an unlisted number, is an AR-10 lead and no match."""
    answer = screened(write_phone(("Larkspur", "07700900555", "")), write_list(a_row()), "--subject-age", 15, "--status", "missing")

    assert answer["matches"] == []
    assert [lead["kind"] for lead in answer["leads"]] == ["brand_label"]
    assert rules(answer) == {"AR-10": "P4"}


def test_s5_protected_contacts_leave_no_trace(write_phone, write_list):
    """S5: a helpline and a solicitor are neither shown nor counted."""
    phone = write_phone(("Childline", "0800 1111", ""), ("Harker Solicitors", "01632 960222", ""), ("Jay", "07700 900777", ""))
    answer = screened(phone, write_list(a_row()))

    assert answer["screening"]["counts"]["records"] == 1
    assert answer["screening"]["counts"]["numbers"] == 1
    assert not any(trace in str(answer) for trace in ("0800 1111", "8001111", "960222", "Harker", "Childline"))


def test_s5_a_listed_number_saved_as_a_taxi_carries_a_caution(write_phone, write_list):
    """S5: a listed number under a taxi label is shown with a caution, not hidden."""
    answer = screened(write_phone(("Abbey Taxis", "07700 900123", "")), write_list(a_row()))

    assert any("taxi" in caution.lower() for caution in answer["matches"][0]["cautions"])


def test_s7_a_young_child_arrested_far_away(write_phone, write_list):
    """S7: a 12-year-old in custody away from home with an undated match: grade B, P1 by AR-03 and AR-12."""
    phone = write_phone(("Jay", "07700 900123", ""))
    options = ("--subject-age", 12, "--status", "custody", "--home-area", "Estmoor", "--found-area", "Vale of Tarn")
    answer = screened(phone, write_list(a_row()), *options)

    assert answer["matches"][0]["grade"] == "B"
    assert {"AR-02": "P1", "AR-03": "P1", "AR-12": "P1"}.items() <= rules(answer).items()


def test_s11_a_line_handset_raises_no_alert_per_contact(tmp_path, write_list):
    """S11: a phone with 1,800 contacts is taken for a line handset: matches are shown, child alerts are not."""
    rows = [(f"C{index}", f"01632 960{index:03d}") for index in range(900)] + [
        (f"D{index}", f"020 7946 0{index:03d}") for index in range(900)
    ]
    rows.append(("Jay", "07700 900123"))
    phone = tmp_path / "handset.csv"
    phone.write_text("Name,Mobile Phone\n" + "".join(f"{name},{number}\n" for name, number in rows))
    said = linewatch("match", phone, "--lines", write_list(a_row()), "--at", AT, "--json", "--subject-age", 15, "--status", "missing")

    assert len(said.answer["matches"]) == 1
    assert "line_handset" in [lead["kind"] for lead in said.answer["leads"]]
    assert "AR-01" not in rules(said.answer)


def test_s13_too_many_unreadable_rows_are_told(write_phone, write_list):
    """S13: with 7 % of the rows unusable the answer stands, warns, and names each row with a reason."""
    rows = [(f"C{index}", f"07700 900{index:03d}", "") for index in range(93)] + [(f"X{index}", "4.4770E+11", "") for index in range(7)]
    answer = screened(write_phone(*rows), write_list(a_row(number="07700 900999")))

    assert any("text" in warning and "7" in warning for warning in answer["warnings"])
    assert len(answer["unusable"]) == 7
    assert all(row["reason"] and row["place"] for row in answer["unusable"])


def test_s14_care_status_changes_only_what_ar_13_says(write_phone, write_list):
    """S14: with and without care status the alerts are the same, one level apart at most."""
    phone = write_phone(("Jay", "07700 900123", "2026-03-01T10:00:00Z"))
    lines = write_list(a_row(first_seen="2026-02-01", last_seen="2026-04-01"), a_row(line_id="L2", name="Kettle", number="07700 900124"))
    phone.write_text(phone.read_text() + "Kit,07700 900124,2026-03-01T10:00:00Z\n")
    without = rules(screened(phone, lines, "--subject-age", 15, "--status", "found"))
    within = rules(screened(phone, lines, "--subject-age", 15, "--status", "found", "--looked-after"))

    assert without.keys() == within.keys()
    assert without["AR-04"] == "P2"
    assert within["AR-04"] == "P1"


def test_nothing_found_is_an_answer(write_phone, write_list):
    """With no match the fixed sentence stands, which does not say that the child is safe."""
    answer = screened(write_phone(("Nan", "01632 960111", "")), write_list(a_row()))

    assert answer["statement"].startswith("No releasable match in ")
    assert "does not indicate absence of exploitation" in answer["statement"]


def test_the_same_inputs_give_the_same_bytes(write_phone, write_list):
    """With --at, two runs print the same bytes."""
    phone, lines = write_phone(("Jay", "07700 900123", "2026-04-18T20:00:00Z"), ("Larkspur", "07700 900555", "")), write_list(a_row())
    runs = {linewatch("match", phone, "--lines", lines, "--at", AT, "--json", is_started=True).out for _ in range(3)}

    assert len(runs) == 1
