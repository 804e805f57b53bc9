"""A question is answered in time or not at all, and never asked twice while it hangs."""

import threading

import pytest

from common.probes import ask


def test_an_answer_is_handed_on():
    assert ask("answers", lambda: 7, timeout_s=5) == 7


def test_what_the_other_side_raises_is_raised_here():
    def broken() -> None:
        raise ConnectionRefusedError("no")

    with pytest.raises(ConnectionRefusedError):
        ask("broken", broken, timeout_s=5)


def test_what_hangs_is_given_up_and_not_asked_again_meanwhile():
    come, asked = threading.Event(), []

    def hangs() -> str:
        asked.append(1)
        come.wait(10)
        return "late"

    for _ in range(3):
        with pytest.raises(TimeoutError, match=r"within 0\.02 s"):
            ask("hangs", hangs, timeout_s=0.02)
    come.set()

    assert ask("hangs", hangs, timeout_s=5) == "late"
    assert len(asked) <= 2
