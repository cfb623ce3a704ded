"""Passwords as the store keeps them: argon2id, made in threads of its own, two at once and no more.

Each takes 19 MiB; without the bound, whoever sends many sign-ins at once would take all memory there is.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from matcher.domain.access.password_rules import LONGEST, as_kept

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16)
_AT_ONCE = ThreadPoolExecutor(max_workers=2, thread_name_prefix="linewatch-password")
#: The hash of a secret nobody kept, checked where there is nothing to check, so that the answer takes the same time.
_OF_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$0vFgJVuAez/VYvlUePBoKQ$fJ5rKgEX5VAVw1KTNQOGJUEmJLBsydor5DJEteyUY24"
#: A word that is easy to read out and to type: no letter that looks like another one.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_DRAWN = re.compile(rf"((?:[{_ALPHABET}]{{4}}-){{4}})([{_ALPHABET}]{{4}})")


async def hash_password(password: str) -> str:
    """Give what is kept of a password."""
    return await asyncio.get_running_loop().run_in_executor(_AT_ONCE, _HASHER.hash, _encoded(password))


async def is_password(password: str, kept: str) -> bool:
    """Say whether it is the password of a hash. Where there is no hash it is not, after the same time."""
    return await asyncio.get_running_loop().run_in_executor(_AT_ONCE, _verify, password, kept)


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with less effort than is made now."""
    return _HASHER.check_needs_rehash(kept)


def draw_password() -> str:
    """Draw a password of 79 bits that can be read out: four groups of four, and one by which it is known again."""
    groups = "".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) + "-" for _ in range(4))
    return groups + _mark_of(groups)


def is_drawn(password: str) -> bool:
    """Whether a password was drawn here, for whomever and whenever, and so is known to whoever gave it out.

    It says so itself: nothing has to be kept of it, and a store that was brought back knows it as well.
    """
    found = _DRAWN.fullmatch(as_kept(password).strip().casefold())
    return found is not None and found[2] == _mark_of(found[1])


def _mark_of(groups: str) -> str:
    return "".join(_ALPHABET[each % len(_ALPHABET)] for each in hashlib.sha256(groups.encode()).digest()[:4])


def _encoded(password: str) -> bytes:
    return as_kept(password).encode("utf-8", "surrogatepass")


def _verify(password: str, kept: str) -> bool:
    try:
        # What is longer was never taken for a password, and is not hashed either.
        matches = _HASHER.verify(kept or _OF_NOBODY, _encoded(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return matches and bool(kept)
