"""Keyed hashes by which subjects and what is watched are found again, within one organisation, without being kept readable."""

from __future__ import annotations

from matcher.store.crypto import Use
from matcher.store.key_ring import Keys


def subject_token(keys: Keys, organisation_id: str, reference: str | None) -> bytes | None:
    """Give the 32 bytes a subject is found by, however letters and blanks of the reference are written; None where there is none."""
    told = plain_reference(reference or "")
    return _hash(keys, organisation_id, "subject", told) if told else None


def watch_token(keys: Keys, organisation_id: str, target_kind: str, target: str) -> bytes:
    """Give the 32 bytes what is watched is found by.

    Args:
        keys: Make it.
        organisation_id: Whose watch it is.
        target_kind: `number`, `line` or `subject`.
        target: The number as E.164, the id of the line, the reference of the subject. A subject has the token its submissions have.
    """
    return _hash(keys, organisation_id, target_kind, plain_reference(target))


def plain_reference(text: str) -> str:
    """Give a reference without what people write differently: letters in both sizes, and how many blanks."""
    return " ".join(text.split()).casefold()


def _hash(keys: Keys, organisation_id: str, kind: str, text: str) -> bytes:
    return keys.keyed_hash(Use.REFERENCE, f"{kind}\n{organisation_id}\n{text}".encode("utf-8", "surrogatepass"))
