"""A process of the service that is only starting ends at once with whoever looks after it.

Until it is ready nothing of it hears that its pipe closed, and it holds the socket it was given: the next service could not listen.
"""

from __future__ import annotations

import os
import select
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent(lives: int) -> None:
    """Have this process end when the one that started it does, and now if that is so already.

    Args:
        lives: The end of a pipe that becomes readable when the other process ends.
    """
    _on_its_end(signal.SIGKILL)
    # It may have ended before this was said.
    if select.select([lives], [], [], 0)[0]:
        os._exit(1)


def outlive_parent() -> None:
    """Hear of its end by the pipe alone from now on: what is under way is finished first."""
    _on_its_end(0)


def _on_its_end(number: int) -> None:
    if sys.platform.startswith("linux"):
        # Not at the top: elsewhere there is no such call.
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
