"""Nothing is kept of which submission came first of a file: it is found when somebody looks."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Leave out the column: nobody read it, and emptying it locked the submissions of other people in an order of its own."""
    op.drop_column("submissions", "same_as")
