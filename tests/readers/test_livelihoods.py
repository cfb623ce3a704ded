"""Columns that say what everybody listed does for a living: that is not what they are to the child (decision 23)."""

from __future__ import annotations

import pytest

from readings import read_bytes

JOBS = [f"{kind} {trade}" for kind in ("Apprentice", "Senior", "Night") for trade in ("baker", "fitter", "cleaner", "driver", "porter")]


def _about(tmp_path, header, jobs):
    """What is said of each number, by job."""
    rows = "".join(f"Person {at},07700 9001{at:02d},{job}\n" for at, job in enumerate(jobs))
    read = read_bytes(tmp_path, f"Name,Mobile,{header}\n{rows}")
    assert len(read.mentions) == len(jobs)
    return [(mention.about or "").casefold() for mention in read.mentions]


def _many(*more):
    return [*JOBS, *(f"{job} (agency)" for job in JOBS), *more]


@pytest.mark.parametrize("header", ["job", "Occupation", "Profession", "Employment"])
def test_where_nearly_every_row_has_a_job_of_its_own_it_says_of_nobody_who_they_are_to_the_child(tmp_path, header):
    """A nurse among them is somebody's mother."""
    assert "adult nurse" not in _about(tmp_path, header, _many("Adult nurse"))[-1]


@pytest.mark.parametrize("header", ["Job title", "Role", "Relationship", "Title"])
def test_what_somebody_is_to_the_child_is_said_of_them_however_many_rows_say_so(tmp_path, header):
    """A role is held towards the child."""
    assert "adult nurse" in _about(tmp_path, header, _many("Adult nurse"))[-1]


@pytest.mark.parametrize(
    "jobs",
    [
        pytest.param([*JOBS, "Adult nurse"], id="few"),
        pytest.param([*(["Youth worker"] * 30), "Adult nurse"], id="the same"),
        pytest.param([*_many(), *([""] * 10), "Adult nurse"], id="not everybody's"),
    ],
)
def test_a_job_is_said_of_somebody_in_a_list_of_few_of_the_same_or_of_some(tmp_path, jobs):
    """Those who work with a child are few, many are of one profession, and friends have none."""
    assert "adult nurse" in _about(tmp_path, "Job", jobs)[-1]
