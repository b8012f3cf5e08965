"""The command `omnigov`, also as `python -m simulation`: quiet when it is stopped before it has begun."""

import sys


def main() -> None:
    """Load the commands and run one."""
    try:
        from simulation.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
