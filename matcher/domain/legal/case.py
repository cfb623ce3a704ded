"""A legal basis with everything its answers are held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.legal.powers import POWERS, Terms
from matcher.domain.screening import EpisodeStatus
from matcher.domain.submissions.episode import Device, Episode, EpisodeType, SubjectDetails
from matcher.domain.submissions.legal_basis import Agreement, AgreementBy, Confirmation, LegalBasis, Power, SupervisorReview
from matcher.domain.submissions.stated import is_sentence, is_stated

#: How far the clocks of two computers may differ.
CLOCKS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Case:
    """A basis with everything its answers are held against."""

    basis: LegalBasis
    subject: SubjectDetails
    episode: Episode
    device: Device
    power: Power
    at: datetime

    @property
    def terms(self) -> Terms:
        """What the power asks for."""
        return POWERS[self.power]

    @property
    def is_child(self) -> bool:
        """Whether the person is or may be under 18 (Modern Slavery Act 2015 s.51)."""
        return not self.subject.is_adult

    @property
    def is_on(self) -> bool:
        """Whether somebody has to agree and something was said of it."""
        return self.terms.rests_on_agreement and self.basis.agreement is not None

    @property
    def agreement(self) -> Agreement:
        """What was said of the agreement, or nothing."""
        return self.basis.agreement or Agreement()

    @property
    def by(self) -> AgreementBy | None:
        """Who agreed, where the power rests on it."""
        return self.agreement.by if self.is_on else None

    @property
    def is_by_fallback(self) -> bool:
        """Whether the fall-back adult of s.38 agreed."""
        return self.by is AgreementBy.RESPONSIBLE_ADULT

    @property
    def confirmation(self) -> Confirmation:
        """What was said of the confirmation, or nothing."""
        return self.basis.confirmation or Confirmation()

    @property
    def review(self) -> SupervisorReview:
        """What was said of the review by a supervisor, or nothing."""
        return self.basis.supervisor_review or SupervisorReview()

    @property
    def is_reviewed(self) -> bool:
        """Whether a supervisor who is not the authoriser let the basis stand, with a reason."""
        review = self.review
        is_other = _name(review.by) != _name(self.basis.authorised_by)
        return is_stated(review.by) and review.at is not None and is_sentence(review.reason) and is_other

    @property
    def concerns_missing(self) -> bool:
        """Whether the episode is about somebody who is or was missing."""
        types = {EpisodeType.MISSING, EpisodeType.FOUND, EpisodeType.RHI, None}
        return self.episode.type in types or self.episode.status is EpisodeStatus.MISSING


def _name(text: str | None) -> str:
    return " ".join((text or "").casefold().split())
