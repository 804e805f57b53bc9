"""Decisions of evidence: values in, values out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from common.canonical import canonical

MOST_STROKES = 400
MOST_POINTS = 20_000  # three minutes of writing at the rate of a quick screen

Strokes = Sequence[Sequence[Sequence[float]]]


def odd_strokes(strokes: Any) -> str:
    """Why these are no strokes, in Chinese; empty when they are.

    A stroke is a list of points, a point is [x, y] or [x, y, t]: x to the right and y down in
    any one unit of length, t in milliseconds.
    """
    if not isinstance(strokes, list | tuple) or len(strokes) > MOST_STROKES:
        return "笔画数不对"
    if not all(isinstance(stroke, list | tuple) and stroke for stroke in strokes):
        return "有空的笔画"
    points = [point for stroke in strokes for point in stroke]
    if len(points) > MOST_POINTS:
        return "点数过多"
    return "" if all(_is_point(point) for point in points) else "有的点不是坐标"


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list | tuple)
        and 2 <= len(point) <= 3
        and all(
            isinstance(number, int | float)
            and not isinstance(number, bool)
            and math.isfinite(number)
            for number in point
        )
    )


def strokes_digest(strokes: Strokes) -> str:
    """SHA-256 of the strokes' canonical JSON, the same on the phone and here."""
    return sha256(canonical(strokes).encode()).hexdigest()
