"""Settings in, the house of the service out: the store, what every answer rests on, and the clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from config.settings import Settings
from matcher.bootstrap import TOOL, Services, build
from matcher.bootstrap_store import place_of
from matcher.domain.access.check_limits import Caps
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.service.check_gate import CheckGate
from matcher.service.lists.line_lists import LineLists
from matcher.service.screening.jailed_screening import JailBounds, ScreeningMeans
from matcher.store.place import open_vault
from matcher.store.vault import Vault


@dataclass(frozen=True, slots=True)
class House:
    """Everything a process of the service holds as long as it lives. Web room and workers live in it."""

    vault: Vault
    #: Published line lists, parsed once in this process.
    lists: LineLists
    #: What answers to files rest on.
    means: ScreeningMeans
    policy: SubmissionPolicy
    #: Where typed numbers are answered; opened and closed by the web room.
    gate: CheckGate
    #: How long a job is a worker's without a sign of life.
    lease: timedelta = timedelta(seconds=20)

    def now(self) -> datetime:
        """Give this moment, UTC."""
        return datetime.now(UTC)


async def open_house(settings: Settings) -> House:
    """Open the store of these settings and make everything that lives as long as the process.

    Raises:
        BadConfiguration: rules, number lists or thresholds cannot be used.
        StoreUnavailable: there is no store, it cannot be reached, or it is of another version.
        WrongKey: the key file is missing, damaged, open to others, or that of another store.
    """
    services = build(settings.config_dir)
    means = means_of(settings, services)
    vault = await open_vault(place_of(settings))
    limits = services.limits
    lists = LineLists(vault, services.lists, region=settings.region, test_numbers=settings.test_numbers, limits=limits)
    policy = replace(policy_of(settings), list_old_after_days=limits.list_old_after_days)
    return House(vault, lists, means, policy, CheckGate(vault, lists, services.thresholds, caps=policy.caps))


def means_of(settings: Settings, services: Services) -> ScreeningMeans:
    """Give what answers to files rest on."""
    bounds = JailBounds(
        int(settings.jail_memory_bytes), settings.jail_cpu_seconds, settings.jail_wall_seconds, required=settings.require_sandbox
    )
    return ScreeningMeans(
        services.lists,
        services.rules,
        services.thresholds,
        TOOL,
        region=settings.region,
        test_numbers=settings.test_numbers,
        jail=bounds,
    )


def policy_of(settings: Settings) -> SubmissionPolicy:
    """Give how submissions are dealt with."""
    return SubmissionPolicy(
        upload_limit_bytes=int(settings.upload_limit_bytes),
        user_quota_bytes=int(settings.user_quota_bytes),
        total_quota_bytes=int(settings.total_quota_bytes),
        keep_originals=settings.keep_originals,
        retain_unmatched_days=settings.retain_unmatched_days if settings.retain_unmatched == "tokens" else None,
        retain_checks_days=settings.retain_checks_days,
        is_reviewed_first=settings.release_policy == "reviewed",
        caps=caps_of(settings),
    )


def caps_of(settings: Settings) -> Caps:
    """Give the caps beyond which typed numbers are refused, or the auditor hears of it."""
    return Caps(
        numbers_per_request=settings.check_numbers_per_request,
        requests_per_minute=settings.check_requests_per_minute,
        numbers_per_hour=settings.check_numbers_per_hour,
        numbers_per_day=settings.check_numbers_per_day,
        single_checks_per_hour=settings.check_single_per_hour,
        reference_numbers_per_day=settings.check_reference_numbers_per_day,
        organisation_numbers_per_hour=settings.check_organisation_numbers_per_hour,
        organisation_numbers_per_day=settings.check_organisation_numbers_per_day,
        same_number_per_day=settings.check_same_number_per_day,
        tiny_submissions_per_hour=settings.tiny_submissions_per_hour,
        refusals_per_hour=settings.refusals_per_hour,
    )
