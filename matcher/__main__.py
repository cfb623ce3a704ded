"""`python -m matcher` and the `linewatch` command."""

import gc
import os
import sys
import threading
from contextlib import suppress


def main() -> None:
    """Run the command line and leave with its exit code."""
    # What other packages may have installed sees nothing of what is read; to look for it took a tenth of each start.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    # A run makes many small values and few cycles, the most of them while it starts: looking for cycles all the time costs a quarter of it.
    gc.set_threshold(100_000, 20, 100)
    _heed_parent(sys.argv[1:])
    try:
        from matcher.cli.app import run
    except KeyboardInterrupt:
        # Before there is anything that could say it for us.
        sys.stderr.write("linewatch: error: interrupted: It was stopped before its end.\n")
        sys.exit(130)
    _leave(run(sys.argv[1:]))


def _heed_parent(arguments: list[str]) -> None:
    """Have a process of the service end with whoever looks after it: what is brought in next takes a while."""
    # Its kind, and the pipe it hears by (matcher/cli/supervisor.py).
    match arguments:
        case ["serve-process", _, lives, *_] if lives.isdecimal():
            from matcher.cli.orphans import end_with_parent

            with suppress(OSError, ValueError):
                # What is no pipe was typed by somebody, and is told as that.
                end_with_parent(int(lives))
        case _:
            pass


def _leave(code: int) -> None:
    """End the process without taking what is left in memory apart, value by value: after a large list that is a tenth of the whole run."""
    # Here every command has put its things in order; only a thread that is still at work has to be waited for.
    if threading.active_count() > 1:
        sys.exit(code)
    with suppress(Exception):
        # What a command wrote was handed over by it, or its code says that it could not be.
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
