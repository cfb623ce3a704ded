"""Rejection rates: small figures are not told, nor can they be worked out, and that nobody ever rejects is a warning (domain 8.1)."""

import pytest

from matcher.domain.looking_back.verdict_report import NEVER_REJECTED, Found, report_of


def found(name, confirmed, rejected):
    """Findings of one line in one month."""
    pairs = ((False, confirmed), (True, rejected))
    return [Found("2026-04", name, "reviewer", is_rejected, count) for is_rejected, count in pairs if count]


@pytest.mark.parametrize(("confirmed", "rejected"), [(4, 20), (20, 4), (1, 0), (0, 4), (2, 2), (0, 0)])
def test_figures_below_five_are_not_told(confirmed, rejected):
    """Where either figure is small, or both together are, neither is told, and no rate either."""
    (line,) = report_of(found("L-1", confirmed, rejected) or [Found("2026-04", "L-1", "reviewer", is_rejected=False, count=0)]).lines

    assert (line.confirmed, line.rejected, line.rejection_rate) == (None, None, None)


@pytest.mark.parametrize(("confirmed", "rejected", "rate"), [(15, 5, 0.25), (5, 5, 0.5), (20, 0, 0.0), (0, 5, 1.0)])
def test_larger_figures_are_told_with_their_rate(confirmed, rejected, rate):
    """Five and more are told; that there is none tells of nobody."""
    (line,) = report_of(found("L-1", confirmed, rejected)).lines

    assert (line.confirmed, line.rejected, line.rejection_rate) == (confirmed, rejected, rate)


def test_one_hidden_figure_hides_the_next_smallest():
    """From a sum and all figures but one that one could be worked out; so another goes with it."""
    report = report_of([*found("L-1", 50, 50), *found("L-2", 9, 9), *found("L-3", 2, 1)])

    assert [each.name for each in report.lines if each.confirmed is None] == ["L-2", "L-3"]


@pytest.mark.parametrize(("confirmed", "rejected", "warns"), [(20, 0, True), (19, 0, False), (20, 5, False)])
def test_nobody_ever_rejecting_is_a_warning_sign(confirmed, rejected, warns):
    """Twenty findings without one rejection are told with a warning."""
    assert report_of(found("L-1", confirmed, rejected)).overall.warning == (NEVER_REJECTED if warns else None)


def test_findings_are_summed_by_month_line_and_roles():
    """The same findings stand in three tables, and in none by person."""
    findings = [
        Found("2026-03", "L-1", "reviewer", is_rejected=False, count=8),
        Found("2026-04", "L-1", "analyst,reviewer", is_rejected=True, count=7),
        Found("2026-04", "L-2", "reviewer", is_rejected=False, count=6),
    ]
    report = report_of(findings)

    assert [(each.name, each.confirmed, each.rejected) for each in report.months] == [("2026-03", 8, 0), ("2026-04", 6, 7)]
    assert [(each.name, each.confirmed, each.rejected) for each in report.lines] == [("L-1", 8, 7), ("L-2", 6, 0)]
    assert [(each.name, each.confirmed, each.rejected) for each in report.roles] == [("analyst,reviewer", 0, 7), ("reviewer", 14, 0)]
    assert (report.overall.confirmed, report.overall.rejected, report.overall.rejection_rate) == (14, 7, 0.33)
