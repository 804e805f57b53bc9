"""The supervisor, with small processes of our own."""

import os
import sys
import time
from pathlib import Path

import pytest

from script.lib import supervisor as module
from script.lib.failure import Failure
from script.lib.supervisor import Process, Supervisor, Watched


def python(name: str, code: str) -> Process:
    return Process(name, [sys.executable, "-c", code], dict(os.environ))


def wait_for(path: Path) -> str:
    deadline = time.monotonic() + 10
    while not (path.exists() and path.read_text().strip()):
        assert time.monotonic() < deadline, f"{path} was not written"
        time.sleep(0.02)
    return path.read_text()


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(module, "LOOK_EVERY_S", 0.02)
    monkeypatch.setattr(module, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(module, "LOOK_AT_SERVERS_EVERY_S", 0.0)


def test_what_dies_is_started_again(tmp_path, quick, capfd):
    marks = tmp_path / "marks"
    process = python("web", f"open({str(marks)!r}, 'a').write('x')")
    supervisor = Supervisor([process])

    supervisor.start()
    supervisor.watch(until=lambda: marks.exists() and len(marks.read_text()) >= 3)
    supervisor.stop()

    assert "web stopped with code 0; started again" in capfd.readouterr().out


def test_what_dies_again_and_again_ends_all_with_a_sentence(quick):
    supervisor = Supervisor([python("worker", "raise SystemExit(7)")])

    supervisor.start()

    with pytest.raises(Failure, match=r"worker process stopped 5 times .* \(last exit code 7\)"):
        supervisor.watch()
    supervisor.stop()


def test_stopping_ends_the_children_of_a_process_too(tmp_path, quick):
    note = tmp_path / "child"
    code = (
        "import subprocess, sys, time;"
        "child = subprocess.Popen(['sleep', '60']);"
        f"open({str(note)!r}, 'w').write(str(child.pid));"
        "time.sleep(60)"
    )
    supervisor = Supervisor([python("web", code)])
    supervisor.start()
    child = int(wait_for(note))

    supervisor.stop()

    deadline = time.monotonic() + 5
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_alive(child)


def test_what_does_not_hear_the_request_to_stop_is_ended(tmp_path, quick, monkeypatch, capfd):
    monkeypatch.setattr(module, "STOP_TIMEOUT_S", 0.2)
    ready = tmp_path / "ready"
    code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"open({str(ready)!r}, 'w').write('y'); time.sleep(60)"
    )
    supervisor = Supervisor([python("worker", code)])
    supervisor.start()
    wait_for(ready)

    supervisor.stop()

    assert "worker did not stop in time and was ended." in capfd.readouterr().out
    assert supervisor.processes[0].popen.wait(5) < 0


def test_every_line_carries_the_name_of_its_process(quick, capfd):
    supervisor = Supervisor([python("web", "print('一'); import time; time.sleep(60)")])
    seen = []

    supervisor.start()
    supervisor.watch(until=lambda: "web      | 一\n" in "".join(append(seen, capfd)))
    supervisor.stop()

    assert "".join(seen).startswith("web      | 一")


def append(seen: list[str], capfd) -> list[str]:
    seen.append(capfd.readouterr().out)
    return seen


class Sick:
    """A server that is gone and comes back at the third attempt."""

    label = "Redis"

    def __init__(self) -> None:
        self.attempts = 0

    def is_running(self) -> bool:
        return self.attempts >= 3

    def revive(self) -> None:
        self.attempts += 1
        if not self.is_running():
            raise Failure("Redis did not start.")


def test_a_server_that_is_gone_is_started_until_it_is_back(quick, capfd):
    sick = Sick()

    Supervisor([], [Watched(sick)]).watch(until=sick.is_running)

    said = capfd.readouterr().out
    assert said.count("Redis is gone; started again.") == 3
    assert "Redis did not start. Tried again in 0.01 s." in said
    assert "Redis did not start. Tried again in 0.02 s." in said
    assert said.endswith("Redis is back.\n")


def test_a_server_that_runs_is_left_alone(quick, capfd):
    well = Sick()
    well.attempts = 3

    Watched(well).look()

    assert (well.attempts, capfd.readouterr().out) == (3, "")
