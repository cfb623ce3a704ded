"""The tables. Everything that says who somebody is, or whom somebody knows, is sealed before it gets here (`matcher.store.crypto`)."""

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


organisations = sa.Table(
    "organisations",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", sa.String(200), nullable=False, unique=True),
    sa.Column("created_at", MOMENT, nullable=False),
)

units = sa.Table(
    "units",
    metadata,
    sa.Column("id", ID, primary_key=True),
    owner_column(),
    sa.Column("name", sa.String(200), nullable=False),
    sa.UniqueConstraint("organisation_id", "name"),
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", ID, primary_key=True),
    owner_column(),
    sa.Column("unit_id", ID, sa.ForeignKey("units.id"), nullable=False),
    #: Lower case; unique over the whole store, because it is what somebody types to sign in.
    sa.Column("username", sa.String(120), nullable=False, unique=True),
    #: argon2id with its parameters; empty for those who only come through an identity provider.
    sa.Column("password_hash", sa.String(200), nullable=False, default=""),
    #: Until when a password works that was given to somebody and works once; None for one they set themselves.
    sa.Column("password_until", MOMENT),
    #: Names of roles, separated by commas.
    sa.Column("roles", sa.String(200), nullable=False),
    #: May see that a restricted line exists.
    sa.Column("is_cleared", sa.Boolean, nullable=False, default=False),
    #: Names of areas, one on a line.
    sa.Column("areas", sa.Text, nullable=False, default=""),
    sa.Column("oidc_issuer", sa.String(300)),
    sa.Column("oidc_subject", sa.String(300)),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("disabled_at", MOMENT),
    sa.UniqueConstraint("oidc_issuer", "oidc_subject"),
)

#: Sign-ins that failed, counted by what was typed as a name, so that names nobody has are counted and locked like all others.
sign_in_attempts = sa.Table(
    "sign_in_attempts",
    metadata,
    #: Keyed hash of the name.
    sa.Column("name_hash", HASH, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_at", MOMENT, nullable=False, index=True),
    sa.Column("locked_until", MOMENT),
)

sessions = sa.Table(
    "sessions",
    metadata,
    #: SHA-256 of the token in the cookie.
    sa.Column("token_hash", HASH, primary_key=True),
    sa.Column("account_id", ID, sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("csrf_token", HASH, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("last_used_at", MOMENT, nullable=False),
    sa.Column("expires_at", MOMENT, nullable=False),
    sa.Column("ended_at", MOMENT),
    #: `password` or `oidc`.
    sa.Column("signed_in_by", sa.String(20), nullable=False),
    #: Opened with a password that works once: nothing can be done with it but set another one.
    sa.Column("sets_password_only", sa.Boolean, nullable=False, default=False),
)

api_tokens = sa.Table(
    "api_tokens",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("account_id", ID, sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("name", sa.String(120), nullable=False),
    #: SHA-256 of the secret, which nobody sees again.
    sa.Column("secret_hash", HASH, nullable=False),
    #: Names of scopes, separated by commas.
    sa.Column("scopes", sa.String(2000), nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("expires_at", MOMENT, nullable=False),
    sa.Column("last_used_at", MOMENT),
    sa.Column("revoked_at", MOMENT),
)

#: Sign-ins at an identity provider that have begun and not ended. The hash is over the state and the secret in the browser's cookie.
oidc_attempts = sa.Table(
    "oidc_attempts",
    metadata,
    sa.Column("state_hash", HASH, primary_key=True),
    sa.Column("nonce", sa.String(100), nullable=False),
    sa.Column("verifier_sealed", sa.LargeBinary, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False, index=True),
)

list_versions = sa.Table(
    "list_versions",
    metadata,
    sa.Column("id", ID, primary_key=True),
    owner_column(),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("sha256", HASH, nullable=False),
    sa.Column("published_at", MOMENT, nullable=False),
    sa.Column("published_by", ID, nullable=False),
    sa.Column("lines", sa.Integer, nullable=False),
    sa.Column("numbers", sa.Integer, nullable=False),
    #: The file as it was imported, or the register: compressed, then sealed.
    sa.Column("content_sealed", sa.LargeBinary, nullable=False),
    #: `file` or `register`.
    sa.Column("content_format", sa.String(20), nullable=False, server_default="file"),
    #: The proposal it was published from; None for a file that was loaded as it was.
    sa.Column("proposal_id", ID),
    #: Why it was loaded, where no proposal says so.
    sa.Column("reason_sealed", sa.LargeBinary),
    sa.UniqueConstraint("organisation_id", "number"),
)

submissions = sa.Table(
    "submissions",
    metadata,
    sa.Column("id", ID, primary_key=True),
    owner_column(),
    sa.Column("unit_id", ID, nullable=False),
    sa.Column("submitter_id", ID, sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("status", sa.String(20), nullable=False),
    #: Why it was refused or failed.
    sa.Column("code", CODE),
    #: How much of the file has been read, in thousandths.
    sa.Column("progress", sa.Integer, nullable=False, default=0),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("updated_at", MOMENT, nullable=False),
    #: Moment the answer is judged at; the same in every run again.
    sa.Column("judged_at", MOMENT),
    sa.Column("metadata_sealed", sa.LargeBinary),
    #: Areas the case touches, in small letters, each between line feeds: found with LIKE.
    sa.Column("areas", sa.Text, nullable=False, default=""),
    #: Names of the roles its alerts go to, separated by commas.
    sa.Column("routed_to", sa.String(200), nullable=False, default=""),
    sa.Column("file_name_sealed", sa.LargeBinary),
    #: Empty once erased.
    sa.Column("file_sha256", HASH, nullable=False),
    sa.Column("file_size", BIG, nullable=False),
    #: Key of the original, wrapped; None when the original is gone.
    sa.Column("original_key", sa.LargeBinary),
    sa.Column("list_version_id", ID, sa.ForeignKey("list_versions.id")),
    #: An earlier submission of the same file in the same organisation (domain story S12).
    sa.Column("same_as", ID),
    #: Whether it held one number or none (AR-25); None until it was read.
    sa.Column("is_tiny", sa.Boolean),
    sa.Column("erased_at", MOMENT),
    #: Keyed hash of the reference of the subject: their other submissions are found by it. None once erased.
    sa.Column("subject_token", sa.LargeBinary(32)),
    #: How the one concern stands that partners are told instead of its alerts; None where nobody of them has acted.
    sa.Column("concern_state", sa.String(20)),
    sa.Index("ix_submissions_organisation_subject", "organisation_id", "subject_token"),
    sa.Index("ix_submissions_organisation_created", "organisation_id", "created_at"),
    sa.Index("ix_submissions_organisation_file", "organisation_id", "file_sha256"),
)

#: What happened to a submission, for those who watch it: statuses and progress, nothing of its content.
submission_events = sa.Table(
    "submission_events",
    metadata,
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), primary_key=True),
    #: Counted from 1 within the submission: a count over all would tell how busy others are.
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("progress", sa.Integer, nullable=False),
)

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("submission_id", ID, index=True),
    #: What it is about where that is no submission: a version of the list.
    sa.Column("object_id", ID),
    #: `waiting`, `leased`, `done`, `dead`.
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("run_after", MOMENT, nullable=False),
    sa.Column("lease_owner", sa.String(80)),
    sa.Column("lease_until", MOMENT),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("finished_at", MOMENT),
    sa.UniqueConstraint("kind", "submission_id"),
    sa.Index("ix_jobs_kind_object", "kind", "object_id", unique=True),
    sa.Index("ix_jobs_state_run_after", "state", "run_after"),
)

#: Answers: as the cleared see them, as if restricted lines were not there, and for each unit that owns some as if those of others were not.
results = sa.Table(
    "results",
    metadata,
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), primary_key=True),
    #: `whole`, `open`, `own`, or `unreviewed`.
    sa.Column("audience", sa.String(10), primary_key=True),
    sa.Column("list_version_id", ID, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("output_sha256", HASH, nullable=False),
    sa.Column("answer_sealed", sa.LargeBinary, nullable=False),
)

matches = sa.Table(
    "matches",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), nullable=False, index=True),
    owner_column(),
    sa.Column("line_id", sa.String(100), nullable=False),
    sa.Column("number_token", sa.LargeBinary(32), nullable=False),
    sa.Column("grade", sa.String(1), nullable=False),
    #: True when it exists only for those who may see the line.
    sa.Column("is_restricted", sa.Boolean, nullable=False),
    #: `unreviewed`, `confirmed`, `rejected`, `withheld`.
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("reviewer_id", ID),
    sa.Column("reviewed_at", MOMENT),
    sa.Column("reason_sealed", sa.LargeBinary),
    #: `screening`, or `retro-match` where a later version of the list found it.
    sa.Column("found_by", sa.String(20), nullable=False, server_default="screening"),
    #: The version that found it where that was a later one.
    sa.Column("list_version_id", ID),
    #: The number where no answer holds it: a later version found it.
    sa.Column("number_sealed", sa.LargeBinary),
    #: What is told of it where no answer holds it, as JSON.
    sa.Column("told_sealed", sa.LargeBinary),
    #: Set when the list took the number back.
    sa.Column("recall_id", ID),
    #: The match of an earlier file of the same person, by whose rejection this one stands rejected from the beginning.
    sa.Column("earlier_id", ID),
    sa.UniqueConstraint("submission_id", "line_id", "number_token"),
    sa.Index("ix_matches_organisation_number", "organisation_id", "number_token"),
)

alerts = sa.Table(
    "alerts",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), index=True),
    owner_column(),
    #: What it is about where that is no submission: an account (AR-25), or an entry of the protected numbers.
    sa.Column("about_id", ID, index=True),
    #: The alert that is shown to those who may not see this one.
    sa.Column("instead_of", ID),
    sa.Column("rule", sa.String(20), nullable=False),
    sa.Column("urgency", sa.String(2), nullable=False),
    sa.Column("is_restricted", sa.Boolean, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("body_sealed", sa.LargeBinary, nullable=False),
    #: `open`, `acknowledged`, `closed`.
    sa.Column("state", sa.String(20), nullable=False),
    #: The one account that may see it; None where roles decide.
    sa.Column("recipient_id", ID, index=True),
    #: The one role that may see it where it stands in no answer; None where recipients decide.
    sa.Column("for_role", sa.String(20)),
    #: Set when what it rests on was taken back.
    sa.Column("recall_id", ID),
    sa.Index("ix_alerts_organisation_created", "organisation_id", "created_at"),
)

#: Written with the alert they tell of; sent by a worker.
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("alert_id", ID, sa.ForeignKey("alerts.id"), nullable=False, index=True),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("sent_at", MOMENT),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
)

#: Numbers of third parties that match nothing: a keyed token to find them again, and the number under a second key.
unmatched_numbers = sa.Table(
    "unmatched_numbers",
    metadata,
    sa.Column("submission_id", ID, sa.ForeignKey("submissions.id"), primary_key=True),
    sa.Column("token", sa.LargeBinary(32), primary_key=True),
    owner_column(),
    sa.Column("number_sealed", sa.LargeBinary, nullable=False),
    sa.Column("expires_on", sa.String(10), nullable=False),
    sa.Index("ix_unmatched_numbers_organisation_token", "organisation_id", "token"),
    sa.Index("ix_unmatched_numbers_expires", "expires_on"),
)

#: Typed look-ups, to hold them to their caps: how many, by whom, when. One row for each number; which one it was is kept as its token.
checks = sa.Table(
    "checks",
    metadata,
    sa.Column("id", ID, primary_key=True),
    #: Place of the number in the question, counted from 0.
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    #: That of its event in the audit trail: rows become visible in this order, so whoever read up to one has read all before it.
    sa.Column("sequence", BIG, nullable=False, index=True),
    owner_column(),
    sa.Column("account_id", ID, nullable=False),
    sa.Column("at", MOMENT, nullable=False, index=True),
    #: Of the whole question.
    sa.Column("numbers", sa.Integer, nullable=False),
    sa.Column("reference_token", sa.LargeBinary(32), nullable=False),
    #: Tells when one number is asked for again and again (AR-25); None for a text that is no number, and for a protected one.
    sa.Column("number_token", sa.LargeBinary(32)),
    #: What it was answered from, so that a repeated request is answered the same.
    sa.Column("list_version_id", ID, nullable=False),
)

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
