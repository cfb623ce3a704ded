"""The headers every answer carries, whatever it is."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.store.ids import chance

#: Names the request that is answered.
REQUEST_NUMBER = "X-Request-Id"

#: No script at all, nothing from elsewhere, no frame, no form to elsewhere.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)

#: What no page of ours asks a browser for.
_PERMISSIONS = "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"

EVERY: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": _PERMISSIONS,
    # Nothing of a case stays in a browser, a proxy or a disk. A style sheet is no exception worth a rule.
    "Cache-Control": "no-store",
    # No name and no version of what answers.
    "Server": "linewatch",
}

#: With TLS only: a browser that was here once never asks without it again.
STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")


def new_number() -> str:
    """Make the number of a request."""
    return chance()[:8].hex()


def headers_of(*, is_confidential: bool) -> dict[str, str]:
    """Give the headers of every answer of a service that is or is not reached by TLS."""
    strict = dict([STRICT_TRANSPORT]) if is_confidential else {}
    return {**EVERY, **strict}
