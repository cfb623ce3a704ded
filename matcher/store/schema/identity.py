"""The tables of organisations, of who is in them, and of how they prove who they are."""

from __future__ import annotations

import sqlalchemy as sa

from matcher.store.schema.columns import HASH, ID, MOMENT, metadata, owner_column

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
