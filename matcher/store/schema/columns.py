"""What all tables are made with: their names, and the kinds of columns that mean the same everywhere."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    }
)

#: Ids are made by us: `sub_` and 26 characters that sort by time, so they tell nothing and need no second question.
ID = sa.String(40)
#: A moment in UTC, as text that sorts: `2026-04-20T12:00:00.000000Z`. One form on every engine.
MOMENT = sa.String(27)
HASH = sa.String(64)
CODE = sa.String(60)
BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def owner_column() -> sa.Column[str]:
    """Make the column that says whose a row is."""
    return sa.Column("organisation_id", ID, sa.ForeignKey("organisations.id"), nullable=False)
