"""Say whether this machine can read what strangers hand in: what it offers to lock a reader in, and whether one does its work there."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from ingest import IngestError, JailLimits, offers, read_in_jail

#: A card with a number from the range kept for drama.
_CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Example\r\nTEL:020 7946 0000\r\nEND:VCARD\r\n"


@dataclass(frozen=True, slots=True)
class Machine:
    """What a machine has for the jail."""

    platform: str
    architecture: str
    #: Version of Landlock; 0 for none.
    landlock: int
    seccomp: bool
    limits: bool
    #: Names of what is missing of the three.
    missing: tuple[str, ...]
    #: Code of the error that a reader ended with on a small sound file; None when it read it.
    trial: str | None

    @property
    def is_ready(self) -> bool:
        """Whether everything is there and a reader does its work."""
        return not self.missing and self.trial is None


def missing_locks() -> tuple[str, ...]:
    """Name what a machine lacks to lock readers in; nothing is tried."""
    return offers().missing


def inspect_machine() -> Machine:
    """Ask the machine, and try it on a card of our own."""
    has = offers()
    return Machine(has.platform, has.architecture, has.landlock, has.seccomp, has.limits, has.missing, _try_it())


def _try_it() -> str | None:
    limits = JailLimits(required=False)
    try:
        with read_in_jail(
            io.BytesIO(_CARD), name="trial.vcf", size=len(_CARD), sha256=hashlib.sha256(_CARD).hexdigest(), limits=limits
        ) as extraction:
            for _ in extraction.items():
                pass
    except IngestError as error:
        return error.code
    return None
