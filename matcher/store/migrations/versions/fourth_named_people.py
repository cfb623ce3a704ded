"""People whom lines name and whose numbers stood on phones, so that taking one off a line recalls what rests on it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table. Of answers given before nothing stands in it: they were made without one."""
    op.create_table(
        "named_people",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=40), nullable=False),
        sa.Column("line_id", sa.String(length=100), nullable=False),
        sa.Column("number_token", sa.LargeBinary(length=32), nullable=False),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.Column("recall_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_named_people_organisation_id_organisations")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_named_people_submission_id_submissions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_people")),
        sa.UniqueConstraint("submission_id", "line_id", "number_token", name=op.f("uq_named_people_submission_id_line_id_number_token")),
    )
    op.create_index("ix_named_people_organisation_number", "named_people", ["organisation_id", "number_token"], unique=False)
