"""Reports: figures of the work, for those who answer for it."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.domain.looking_back.verdict_report import Rate
from matcher.service.report_verdicts import report_verdicts
from matcher.web.adapter import Api, Call
from matcher.web.wire_reports import RateWire, VerdictReportWire

api = Api("Reports")


@api.operation("GET", "/reports/verdicts", returns=VerdictReportWire)
async def get_verdicts(call: Call) -> VerdictReportWire:
    """Say how often matches were confirmed and rejected: in months, by line, and by the roles of who looked.

    Figures below five are not told. That nobody ever rejects anything is a warning sign.
    """
    found = await report_verdicts(call.house.vault, call.actor, call.house.lists, now=call.now, origin=call.origin)
    return VerdictReportWire(
        overall=_rate(found.overall), months=_rates(found.months), lines=_rates(found.lines), roles=_rates(found.roles)
    )


def _rates(several: Iterable[Rate]) -> list[RateWire]:
    return [_rate(each) for each in several]


def _rate(rate: Rate) -> RateWire:
    return RateWire(
        name=rate.name, confirmed=rate.confirmed, rejected=rate.rejected, rejection_rate=rate.rejection_rate, warning=rate.warning
    )
