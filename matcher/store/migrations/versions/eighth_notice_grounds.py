"""What a notice is about, whether that had been shown where a reviewer confirms first, and of which match a finding is that was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

#: A finding had the id of its match and its own in the place of a record.
_MATCHES = "UPDATE recalls SET match_id = substr(record_id, 1, length(record_id) - length(id) - 1) WHERE cause = 'rejected'"
_SUBMISSIONS = """
    UPDATE recalls SET record_id = id, submission_id = (SELECT submission_id FROM matches WHERE matches.id = recalls.match_id)
    WHERE cause = 'rejected'
"""
#: What was left of findings on matches that were erased, or became protected.
_LEFT_NOTICES = """
    DELETE FROM recall_notices WHERE recall_id IN (SELECT id FROM recalls WHERE cause = 'rejected' AND submission_id IS NULL)
"""
_LEFT_FINDINGS = "DELETE FROM recalls WHERE cause = 'rejected' AND submission_id IS NULL"
#: Of a number that was taken back and is back again it is not known any more.
_GROUNDS = """
    UPDATE recall_notices SET ground_id = coalesce(
        (SELECT match_id FROM recalls WHERE recalls.id = recall_notices.recall_id),
        (SELECT id FROM matches
            WHERE matches.recall_id = recall_notices.recall_id AND matches.submission_id = recall_notices.submission_id),
        (SELECT id FROM named_people
            WHERE named_people.recall_id = recall_notices.recall_id AND named_people.submission_id = recall_notices.submission_id))
"""
_CONFIRMED = """
    UPDATE recall_notices SET was_confirmed = EXISTS (
        SELECT 1 FROM matches JOIN recalls ON recalls.line_id = matches.line_id
        WHERE recalls.id = recall_notices.recall_id AND matches.submission_id = recall_notices.submission_id
            AND matches.state = 'confirmed')
"""


def upgrade() -> None:
    """Add the columns, and fill them as far as it is known."""
    op.add_column("recalls", sa.Column("match_id", sa.String(length=40), nullable=True))
    op.add_column("recalls", sa.Column("submission_id", sa.String(length=40), nullable=True))
    op.create_index(op.f("ix_recalls_submission_id"), "recalls", ["submission_id"], unique=False)
    op.add_column("recall_notices", sa.Column("ground_id", sa.String(length=40), nullable=True))
    op.add_column("recall_notices", sa.Column("was_confirmed", sa.Boolean(), nullable=True))
    for statement in (_MATCHES, _SUBMISSIONS, _LEFT_NOTICES, _LEFT_FINDINGS, _GROUNDS, _CONFIRMED):
        op.execute(sa.text(statement))
