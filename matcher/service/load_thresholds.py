"""Loads the figures that matching and alerts rest on."""

from __future__ import annotations

from pathlib import Path

from config.door import BadData, load_yaml
from config.matching_settings import MatchingSettings
from matcher.domain.match import Thresholds
from matcher.errors import BadConfiguration, Fault


def load_thresholds(config: Path) -> Thresholds:
    """Read `matching.yaml` of a configuration folder.

    Raises:
        BadConfiguration: with every fault, each with file and line.
    """
    try:
        return Thresholds(**load_yaml(config / "matching.yaml", MatchingSettings).model_dump())
    except BadData as error:
        raise unusable_figures("matching", error) from error


def unusable_figures(what: str, error: BadData) -> BadConfiguration:
    """Tell that the figures of a file cannot be used, with every fault in it."""
    return BadConfiguration(
        f"The figures of {what} cannot be used.",
        hint="Correct the lines named, or use the figures that are shipped.",
        faults=tuple(Fault(f"{fault.file}, line {fault.line}", fault.sentence) for fault in error.faults),
    )
