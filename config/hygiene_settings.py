"""The shape of config/hygiene.yaml: from when on something in the line list is told as a thing to mend."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from config.matching_settings import Days


class HygieneSettings(BaseModel):
    """Every limit, none left out, so that the file says all there is to say."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    review_due_within_days: Days
    reconfirm_within_days: Days
    sources_wanted: Annotated[int, Field(ge=1, le=20)]
    list_old_after_days: Days
    left_out_percent: Annotated[int, Field(ge=1, le=100)]
    left_out_entries: Annotated[int, Field(ge=1, le=1_000_000)]
