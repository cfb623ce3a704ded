"""Whether what is handed in is of an episode that was handed in before: only then is what was told of it told already (S12).

An episode has a reference, a beginning and an end. Where these leave it open, it is another one: an alert too many is looked at and closed,
and one that is not raised leaves a child missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.screening import EpisodeStatus
from matcher.domain.submissions.episode import Episode


@dataclass(frozen=True, slots=True)
class Told:
    """What was stated with something that was handed in, and when."""

    submission_id: str
    episode: Episode
    at: datetime


def told_within(episode: Episode, before: Iterable[Told]) -> tuple[str, ...]:
    """Give what of all that was handed in before is of this episode.

    Args:
        episode: As it is stated now.
        before: The earliest first.
    """
    kept: list[str] = []
    for each in before:
        if not is_same_episode(episode, each):
            continue
        if episode.status is EpisodeStatus.MISSING and is_over(each.episode):
            # They had been found, and are missing again: what was said before that was said of another time.
            kept = []
            continue
        kept.append(each.submission_id)
    return tuple(kept)


def told_after(now: Told, later: Iterable[Told]) -> tuple[str, ...]:
    """Give what of all that was handed in later tells of the same time: it may have been answered first.

    Somebody who is missing is told of by nothing that says that they were found, nor by what comes after that, and whoever was found by no
    later word that they are missing.

    Args:
        now: What is looked at.
        later: The earliest first.
    """
    kept: list[str] = []
    is_past = is_over(now.episode)
    for each in later:
        if not is_same_episode(each.episode, now):
            continue
        is_past = is_past or is_over(each.episode)
        if not (is_past and EpisodeStatus.MISSING in {now.episode.status, each.episode.status}):
            kept.append(each.submission_id)
    return tuple(kept)


def is_same_episode(episode: Episode, before: Told) -> bool:
    """Whether an episode is the one something was handed in about before, by its reference and by when it began."""
    if not has_same_reference(episode, before.episode):
        return False
    # What began after something was handed in cannot be what that was about, unless the same beginning was stated then.
    return episode.started is None or episode.started <= before.at or episode.started == before.episode.started


def has_same_reference(one: Episode, other: Episode) -> bool:
    """Whether two episodes have one reference, however it is written; none is like no other."""
    reference = _plain(one.reference)
    return bool(reference) and reference == _plain(other.reference)


def is_over(episode: Episode) -> bool:
    """Whether it is stated that the person was found, or the episode ended otherwise."""
    return episode.is_person_found or episode.ended is not None


def _plain(reference: str | None) -> str:
    """Give a reference without what people write differently: letters in both sizes, and how many blanks."""
    return " ".join((reference or "").split()).casefold()
