"""When a person was found, where the submission that said so was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column; of what was erased before it is not known any more."""
    op.add_column("submissions", sa.Column("found_since", sa.String(length=27), nullable=True))
