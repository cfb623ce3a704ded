"""The tables of what was done: the audit trail, erasures, requests that may be repeated, and facts about the store."""

from __future__ import annotations

import sqlalchemy as sa

from matcher.store.schema.columns import BIG, CODE, HASH, ID, MOMENT, metadata, owner_column

idempotency_keys = sa.Table(
    "idempotency_keys",
    metadata,
    sa.Column("account_id", ID, primary_key=True),
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("request_hash", HASH, nullable=False),
    sa.Column("object_id", ID),
    sa.Column("created_at", MOMENT, nullable=False),
)

#: What was erased, as the proof of it: counts, no content.
erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("submission_id", ID, primary_key=True),
    owner_column(),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("account_id", ID, nullable=False),
    sa.Column("report", sa.Text, nullable=False),
)

#: Who is told that alerts they could see went with an erasure: an account, and nothing of the case but its id.
erasure_notices = sa.Table(
    "erasure_notices",
    metadata,
    sa.Column("id", ID, primary_key=True),
    owner_column(),
    sa.Column("account_id", ID, sa.ForeignKey("accounts.id"), nullable=False),
    #: None where they might not know of it.
    sa.Column("submission_id", ID),
    #: Whether all they could see was the concern that partners are told.
    sa.Column("is_concern", sa.Boolean, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("read_at", MOMENT),
    sa.Index("ix_erasure_notices_account_created", "account_id", "created_at"),
)

audit_events = sa.Table(
    "audit_events",
    metadata,
    #: One sequence for the whole store, without gaps.
    sa.Column("sequence", BIG, primary_key=True, autoincrement=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("organisation_id", ID, index=True),
    sa.Column("actor_id", ID),
    sa.Column("action", CODE, nullable=False),
    sa.Column("object_type", sa.String(40), nullable=False),
    sa.Column("object_id", ID),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("origin", sa.String(60), nullable=False, default=""),
    #: Free text of a person, sealed; its SHA-256 stands in the chain, so that it can be erased without breaking it.
    sa.Column("reason_sealed", sa.LargeBinary),
    sa.Column("reason_sha256", HASH, nullable=False),
    sa.Column("previous_hash", HASH, nullable=False),
    sa.Column("hash", HASH, nullable=False),
    sa.Index("ix_audit_events_actor_at", "actor_id", "at"),
    sa.Index("ix_audit_events_object", "object_id"),
)

#: One row: the end of the chain. Whoever appends locks it first, so that no two events have one predecessor.
audit_head = sa.Table(
    "audit_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sequence", BIG, nullable=False),
    sa.Column("hash", HASH, nullable=False),
    #: HMAC of both with a key outside the database: the end itself cannot be cut off unnoticed.
    sa.Column("seal", sa.String(64), nullable=False),
)

#: Facts about the store itself.
store_facts = sa.Table(
    "store_facts",
    metadata,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
