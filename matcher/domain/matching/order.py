"""One order for sightings, whatever order they came in."""

from __future__ import annotations

import re

from matcher.domain.sighting import Role, Sighting

#: The sighting quoted first is the one nearest to the person.
_ROLE_ORDER = {role: at for at, role in enumerate((Role.OWNER, Role.ACCOUNT, Role.CONTACT, Role.CALL, Role.MESSAGE, Role.CHAT))}

_DIGITS = re.compile(r"(\d{1,18})", re.ASCII)


def natural(text: str) -> tuple[tuple[str, int], ...]:
    """Order texts with numbers in them the way a person does: row 9 before row 12."""
    parts = _DIGITS.split(text)
    return tuple((parts[at], int(parts[at + 1]) if at + 1 < len(parts) else -1) for at in range(0, len(parts), 2))


def sighting_order(sighting: Sighting) -> tuple[object, ...]:
    """Order sightings the same way whatever order they came in."""
    return (
        _ROLE_ORDER.get(sighting.role, len(_ROLE_ORDER)),
        natural(sighting.source),
        natural(sighting.place),
        sighting.role,
        sighting.app or "",
        sighting.label or "",
        sighting.raw,
    )
