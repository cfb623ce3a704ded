"""Loads the figures that matching, alerts and the hygiene of lists rest on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from config.door import BadData, load_yaml
from config.hygiene_settings import HygieneSettings
from config.matching_settings import MatchingSettings
from matcher.domain.match import Thresholds
from matcher.errors import BadConfiguration, Fault

if TYPE_CHECKING:
    from matcher.domain.register import HygieneLimits


def load_thresholds(config: Path) -> Thresholds:
    """Read `matching.yaml` of a configuration folder.

    Raises:
        BadConfiguration: with every fault, each with file and line.
    """
    try:
        return Thresholds(**load_yaml(config / "matching.yaml", MatchingSettings).model_dump())
    except BadData as error:
        raise _unusable("matching", error) from error


def load_hygiene_limits(config: Path) -> HygieneLimits:
    """Read `hygiene.yaml` of a configuration folder.

    Raises:
        BadConfiguration: with every fault, each with file and line.
    """
    # Only the keeping of a list needs the register: `match` starts without it.
    from matcher.domain.register import HygieneLimits

    try:
        return HygieneLimits(**load_yaml(config / "hygiene.yaml", HygieneSettings).model_dump())
    except BadData as error:
        raise _unusable("hygiene", error) from error


def _unusable(what: str, error: BadData) -> BadConfiguration:
    return BadConfiguration(
        f"The figures of {what} cannot be used.",
        hint="Correct the lines named, or use the figures that are shipped.",
        faults=tuple(Fault(f"{fault.file}, line {fault.line}", fault.sentence) for fault in error.faults),
    )
