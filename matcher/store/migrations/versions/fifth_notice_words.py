"""Whether partners had a concern when a notice was written, so that it goes on saying what was true then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column. Of notices written before it is not known, and they say nothing of it."""
    op.add_column("recall_notices", sa.Column("has_concern", sa.Boolean(), nullable=True))
