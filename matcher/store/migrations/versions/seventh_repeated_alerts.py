"""Alerts that are not raised a second time, and the one that stands for each of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "repeated_alerts",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.Column("alert_id", sa.String(length=40), nullable=False),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.Column("is_of_concern", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_repeated_alerts_submission_id_submissions")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_repeated_alerts_organisation_id_organisations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repeated_alerts")),
    )
    for column in ("submission_id", "alert_id"):
        op.create_index(op.f(f"ix_repeated_alerts_{column}"), "repeated_alerts", [column], unique=False)
