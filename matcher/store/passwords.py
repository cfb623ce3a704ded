"""Passwords as the store keeps them: argon2id, made in threads of its own, two at once and no more.

Each takes 19 MiB; without the bound, whoever sends many sign-ins at once would take all memory there is.
"""

from __future__ import annotations

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from matcher.domain.access.drawn_password import ALPHABET, DRAWN, whole_of
from matcher.domain.access.password_rules import LONGEST, as_kept

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16)
_AT_ONCE = ThreadPoolExecutor(max_workers=2, thread_name_prefix="linewatch-password")
#: The hash of a secret nobody kept, checked where there is nothing to check, so that the answer takes the same time.
_OF_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$0vFgJVuAez/VYvlUePBoKQ$fJ5rKgEX5VAVw1KTNQOGJUEmJLBsydor5DJEteyUY24"


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
    """Draw a password of 79 bits that can be read out, and that is known again by itself."""
    return whole_of("".join(secrets.choice(ALPHABET) for _ in range(DRAWN)))


def _encoded(password: str) -> bytes:
    return as_kept(password).encode("utf-8", "surrogatepass")


def _verify(password: str, kept: str) -> bool:
    try:
        # What is longer was never taken for a password, and is not hashed either.
        matches = _HASHER.verify(kept or _OF_NOBODY, _encoded(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return matches and bool(kept)
