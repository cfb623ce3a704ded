"""Settings in, how people prove who they are out."""

from __future__ import annotations

from datetime import timedelta

from config.settings import Settings
from matcher.domain.access.actor import Role
from matcher.domain.access.caller import SessionLimits
from matcher.domain.access.oidc import ClaimNames, Provider
from matcher.domain.access.sign_in import SignInPolicy


def sign_in_policy_of(settings: Settings) -> SignInPolicy:
    """Give how often somebody may try to sign in, and how long what they opened lives."""
    limits = SessionLimits(timedelta(minutes=settings.session_idle_minutes), timedelta(minutes=settings.session_absolute_minutes))
    return SignInPolicy(
        settings.lockout_failures,
        timedelta(minutes=settings.lockout_minutes),
        limits,
        settings.password_min_length,
        settings.address_failures,
        timedelta(seconds=settings.address_seconds),
    )


def provider_of(settings: Settings) -> Provider | None:
    """Give the identity provider; None where there are local accounts only."""
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    scheme = "https" if settings.tls_certificate is not None else "http"
    # From the settings alone: what a request says of its host is for its sender to choose.
    address = settings.public_url or f"{scheme}://{settings.host}:{settings.port}"
    secret = settings.oidc_client_secret
    return Provider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        redirect_uri=f"{address}/oidc/callback",
        client_secret=None if secret is None else secret.get_secret_value(),
        claims=ClaimNames(
            settings.oidc_username_claim, settings.oidc_organisation_claim, settings.oidc_unit_claim, settings.oidc_roles_claim
        ),
        roles={group: Role(role) for group, role in settings.oidc_roles.items()},
    )
