"""Strokes as a path on paper."""

from __future__ import annotations

from evidence.rules import Strokes

WIDE, HIGH = 600, 200  # the box on paper, three to one
_MARGIN = 12


def path_of(strokes: Strokes) -> str:
    """An SVG path that fits the strokes into the box, their proportions kept; whole numbers."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return ""
    left, top = min(point[0] for point in points), min(point[1] for point in points)
    wide = max(point[0] for point in points) - left
    high = max(point[1] for point in points) - top
    room_x, room_y = WIDE - 2 * _MARGIN, HIGH - 2 * _MARGIN
    scale = min(room_x / wide if wide else room_y, room_y / high if high else room_x)
    if not wide and not high:
        scale = 1.0
    off_x, off_y = (WIDE - wide * scale) / 2, (HIGH - high * scale) / 2
    parts = []
    for stroke in strokes:
        steps = [
            f"{round((x - left) * scale + off_x)} {round((y - top) * scale + off_y)}"
            for x, y, *_ in stroke
        ]
        # A dot is a line without length; a round cap draws it.
        parts.append("M" + "L".join(steps if len(steps) > 1 else steps * 2))
    return "".join(parts)
