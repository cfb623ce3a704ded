"""What the web room needs of the house it stands in: whoever opens one gives these."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.service.check_gate import CheckGate
from matcher.service.lists.line_lists import LineLists
from matcher.store.vault import Vault


class House(Protocol):
    """The store, what answers rest on, and the clock."""

    @property
    def vault(self) -> Vault:
        """The store."""

    @property
    def lists(self) -> LineLists:
        """The published line lists."""

    @property
    def policy(self) -> SubmissionPolicy:
        """What the force decided about what is handed in."""

    @property
    def gate(self) -> CheckGate:
        """Where typed numbers are answered; opened and closed by the application."""

    def now(self) -> datetime:
        """This moment, UTC."""
