"""Servers that several scripts share: who leaves last stops them."""

import os
import signal

import pytest

from script.lib.services import keep_on, switch_off, using


class FakeServer:
    """Counts instead of starting anything; two objects on one folder are two scripts."""

    label = "Fake"

    def __init__(self, folder):
        self.folder = folder / "fake"
        self.state = folder / "state"
        self.interrupt = False

    def is_running(self):
        return self.state.exists()

    def start(self):
        assert not self.is_running()
        if self.interrupt:
            os.kill(os.getpid(), signal.SIGINT)
        self.state.write_text("running")

    def stop(self):
        self.state.unlink(missing_ok=True)


@pytest.fixture
def server(tmp_path):
    return FakeServer(tmp_path)


def test_a_server_runs_for_the_time_of_its_only_user(server):
    with using(server):
        running_inside = server.is_running()

    assert (running_inside, server.is_running()) == (True, False)


def test_the_first_to_leave_does_not_stop_what_another_uses(server, tmp_path):
    with using(server):
        with using(FakeServer(tmp_path)):
            pass
        running_after_the_other = server.is_running()

    assert (running_after_the_other, server.is_running()) == (True, False)


def test_a_server_that_was_started_by_hand_is_left_on(server):
    keep_on(server)

    with using(server):
        pass

    assert server.is_running()
    assert switch_off(server)
    assert not server.is_running()


def test_switching_off_waits_for_nobody_and_stops_nothing_in_use(server, tmp_path):
    with using(server):
        stopped = switch_off(FakeServer(tmp_path))
        still_running = server.is_running()

    assert (stopped, still_running, server.is_running()) == (False, True, False)


def test_an_error_inside_still_stops_the_server(server):
    with pytest.raises(ZeroDivisionError), using(server):
        raise ZeroDivisionError

    assert not server.is_running()


@pytest.fixture
def ctrl_c_is_heard():
    """Who starts the tests in the background has them started with Ctrl-C ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_ctrl_c_during_the_start_leaves_no_server_behind(server):
    server.interrupt = True

    with pytest.raises(KeyboardInterrupt), using(server):
        pass

    assert not server.is_running()
