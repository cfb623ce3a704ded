"""Loads the figures that the hygiene of line lists rests on."""

from __future__ import annotations

from pathlib import Path

from config.door import BadData, load_yaml
from config.hygiene_settings import HygieneSettings
from matcher.domain.register import HygieneLimits
from matcher.service.load_thresholds import unusable_figures


def load_hygiene_limits(config: Path) -> HygieneLimits:
    """Read `hygiene.yaml` of a configuration folder.

    Raises:
        BadConfiguration: with every fault, each with file and line.
    """
    try:
        return HygieneLimits(**load_yaml(config / "hygiene.yaml", HygieneSettings).model_dump())
    except BadData as error:
        raise unusable_figures("hygiene", error) from error
