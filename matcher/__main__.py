"""`python -m matcher` and the `linewatch` command."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from matcher.cli.app import run
    except KeyboardInterrupt:
        # Before there is anything that could say it for us.
        sys.stderr.write("linewatch: error: interrupted: It was stopped before its end.\n")
        sys.exit(130)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
