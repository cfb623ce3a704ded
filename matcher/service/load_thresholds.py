"""Loads the figures that matching and alerts rest on."""

from __future__ import annotations

from pathlib import Path

from config.door import load_yaml
from config.matching_settings import MatchingSettings
from matcher.domain.match import Thresholds


def load_thresholds(config: Path) -> Thresholds:
    """Read `matching.yaml` of a configuration folder.

    Raises:
        BadConfiguration: with every fault, each with file and line.
    """
    return Thresholds(**load_yaml(config / "matching.yaml", MatchingSettings).model_dump())
