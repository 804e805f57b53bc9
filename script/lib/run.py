"""Run one command in the project's environment, with database and Redis for its time.

    python -m script.lib.run [--test] -- COMMAND …

With ``--test`` Django gets the test settings, and a test database and a Redis number apart.
"""

import signal
import subprocess
import sys
from types import FrameType

from .failure import Failure, run_main
from .place import place_of_developer, place_of_tests
from .services import running


def main(arguments: list[str]) -> int:
    """Run what stands after ``--`` and return its exit code."""
    place = place_of_tests() if arguments[:1] == ["--test"] else place_of_developer()
    command = arguments[arguments.index("--") + 1 :] if "--" in arguments else []
    if not command:
        raise Failure("usage: python -m script.lib.run [--test] -- COMMAND …")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    with running(place) as environ:
        return run(command, environ)


def run(command: list[str], environ: dict[str, str]) -> int:
    """Run a command to its end; signals are its business, the servers are stopped after it."""
    # In a terminal Ctrl-C reaches the command by itself; we only must outlive it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = subprocess.Popen(command, env=environ, preexec_fn=_hear_ctrl_c)

    def pass_on(number: int, frame: FrameType | None) -> None:
        process.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    code = process.wait()
    return code if code >= 0 else 128 - code


def _leave(number: int, frame: FrameType | None) -> None:
    # Python's own answer to SIGTERM would be to vanish and leave the servers running.
    sys.exit(128 + number)


def _hear_ctrl_c() -> None:
    # What a parent ignores, its children ignore too, unless they are told otherwise.
    signal.signal(signal.SIGINT, signal.default_int_handler)


if __name__ == "__main__":
    run_main(main)
