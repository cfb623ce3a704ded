"""The shape of config/matching.yaml: the figures of the trade that an operator may change."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Days = Annotated[int, Field(ge=0, le=3650)]


class MatchingSettings(BaseModel):
    """Every threshold, none left out, so that the file says all there is to say."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    near_days: Days
    outside_days: Days
    reissue_after_closure_days: Days
    unusable_share_warning: Annotated[float, Field(ge=0, le=1)]
    line_handset_contacts: Annotated[int, Field(ge=1)]
    near_label_letters: Annotated[int, Field(ge=4, le=40)]
    age_uncertainty_years: Annotated[int, Field(ge=0, le=10)]
    review_overdue_days: Days

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if self.outside_days < self.near_days:
            raise ValueError("outside_days is at least near_days")
        return self
