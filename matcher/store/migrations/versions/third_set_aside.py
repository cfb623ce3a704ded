"""What was taken out of earlier answers because it became protected, sealed for a while, so that a mistake can be undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "set_aside_numbers",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_on", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_set_aside_numbers_organisation_id_organisations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside_numbers")),
    )
    op.create_index(op.f("ix_set_aside_numbers_expires_on"), "set_aside_numbers", ["expires_on"], unique=False)
    op.create_index(op.f("ix_set_aside_numbers_organisation_id"), "set_aside_numbers", ["organisation_id"], unique=False)
