"""A reason to stop that a person can act on."""

import sys
from collections.abc import Callable


class Failure(Exception):
    """One sentence: what is the matter and what to do. Shown without a traceback."""


def run_main(main: Callable[[list[str]], int]) -> None:
    """Run a script's main function; a Failure becomes one sentence and exit code 1."""
    try:
        code = main(sys.argv[1:])
    except Failure as failure:
        print(f"error: {failure}", file=sys.stderr, flush=True)
        code = 1
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
