"""How much of a prepaid fee the institution has earned: never ahead of teaching."""

from __future__ import annotations

from dataclasses import dataclass

from funds.rules.shares import half_up


@dataclass(frozen=True, slots=True)
class Progress:
    """One order's money and lessons. ``released_fen`` counts what was released before."""

    total_fen: int
    lessons: int
    delivered: int
    released_fen: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a release may be made as asked, and the most that may be made now."""

    is_allowed: bool
    most_fen: int


def earned(total_fen: int, lessons: int, delivered: int) -> int:
    """The delivered share in fen, rounded half up on the whole and not per lesson.

    So the last lesson closes to zero whatever the division leaves.

    Raises:
        ValueError: more lessons were delivered than sold, or none were sold.

    Source: 北京 2022-09 (total / lessons x lessons of the session); rounding [choice].
    """
    if not 0 <= delivered <= lessons or lessons < 1:
        raise ValueError(f"{delivered} of {lessons} lessons cannot be delivered")
    return half_up(total_fen * delivered, lessons)


def due_release(progress: Progress) -> int:
    """What may be released now: earned less what was released. Never negative."""
    target = earned(progress.total_fen, progress.lessons, progress.delivered)
    return max(0, target - progress.released_fen)


def check_release(progress: Progress, wanted_fen: int) -> Checked:
    """A release as asked for. Source: 教监管函〔2021〕2号; 河南 2022-04-13 (同步同比例)."""
    most = due_release(progress)
    return Checked(wanted_fen <= most, most)
