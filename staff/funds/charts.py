"""Drawings of money as plain geometry: where lines, bands and words stand. No colours here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from funds.queries import DayEnd, Streams

WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _FLOOR = 78, 706, 16, 222
_STEPS = (1, 2, 5)
_WAN = 10000_00  # fen in 一万元


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of an axis: where it stands."""

    at: int
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A balance from day to day as a stair: the line, the ground under it, both axes."""

    line: str
    ground: str
    heights: list[Mark]
    days: list[Mark]
    minimum: int | None
    zero: int


@dataclass(frozen=True, slots=True)
class Block:
    """An amount as an upright bar with its words beside it. ``look`` names its colour."""

    x: int
    y: int
    height: int
    label: str
    amount: str
    look: str

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Band:
    """A part of a block that flows into another one."""

    path: str
    look: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Fees from left to right: paid, what became of them, where they are now."""

    blocks: list[Block]
    bands: list[Band]


def short(fen: int) -> str:
    """12,345,600 fen as 12.3万, 360,000 as 3,600: for drawings; tables are exact."""
    if abs(fen) >= _WAN:
        return f"{fen / _WAN:,.1f}万".replace(".0万", "万")
    return f"{fen / 100:,.0f}"


def curve_of(days: Sequence[DayEnd], minimum_fen: int | None) -> Curve:
    """The stair of the ends of days; ``minimum_fen`` is a line of its own."""
    held = [one.balance_fen for one in days]
    low, high = min(0, *held), max(0, minimum_fen or 0, *held)
    step = step_of(high - low)
    low, high = low // step * step, -(-high // step) * step or step

    def y(fen: int) -> int:
        return round(_FLOOR - (fen - low) * (_FLOOR - _TOP) / (high - low))

    def x(number: int) -> int:
        return round(_LEFT + number * (_RIGHT - _LEFT) / max(1, len(days) - 1))

    stairs = f"M{_LEFT} {y(held[0])}" + "".join(
        f"H{x(number)}V{y(fen)}" for number, fen in enumerate(held[1:], start=1)
    )
    heights = [Mark(y(fen), short(fen)) for fen in range(low, high + 1, step)]
    shown = sorted({0, len(days) // 2, len(days) - 1})
    return Curve(
        line=stairs,
        ground=f"{stairs}V{y(0)}H{_LEFT}Z",
        heights=heights,
        days=[Mark(x(number), _short_day(days[number].day)) for number in shown],
        minimum=None if minimum_fen is None else y(minimum_fen),
        zero=y(0),
    )


def _short_day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def step_of(span: int) -> int:
    """A round distance of which four or five fit into the span."""
    power = 1
    while True:
        for one in _STEPS:
            if one * power * 5 >= span:
                return max(100, one * power)
        power *= 10


_COLUMNS = (0, 268, 566)
_BAR, _GAP, _DEEP = 14, 36, 300


@dataclass(slots=True)
class _Part:
    """One amount to be drawn; ``of`` is the block that it flows out of."""

    label: str
    fen: int
    look: str
    parts: Sequence[_Part] = ()
    top: int = 0
    tall: int = 0


def flow_of(streams: Streams) -> Flow | None:
    """The drawing of what parents paid; None when nothing was paid yet."""
    if streams.paid_fen <= 0:
        return None
    root = _tree(streams)
    ends = [part for middle in root.parts for part in middle.parts]
    rows = max(len(root.parts), len(ends))
    scale = (_DEEP - _GAP * (rows - 1)) / root.fen
    for column in ([root], root.parts, ends):
        _stack(column, scale)
    flow = Flow([_block(root, 0)], [])
    _join(flow, root, 0)
    return flow


def _tree(streams: Streams) -> _Part:
    taught = _Part("已消课", streams.taught_fen, "taught")
    taught.parts = _kept(
        _Part("已拨付", streams.released_fen, "taught"),
        _Part("待拨付", streams.to_release_fen, "waiting"),
    )
    due = _Part("退费", streams.due_fen, "due")
    due.parts = _kept(
        _Part("已退", streams.refunded_fen, "due"),
        _Part("待退", streams.to_refund_fen, "owed"),
    )
    unused = _Part("未消课", streams.unused_fen, "unused")
    return _Part("家长缴费", streams.paid_fen, "paid", _kept(taught, due, unused))


def _kept(*parts: _Part) -> list[_Part]:
    return [part for part in parts if part.fen > 0]


def _stack(column: Sequence[_Part], scale: float) -> None:
    top = 0
    for part in column:
        part.tall = max(3, round(part.fen * scale))
        part.top = top
        top += part.tall + _GAP


def _join(flow: Flow, source: _Part, depth: int) -> None:
    """Bands from a block to its parts, one under the other, and so on to the right."""
    leaves_at = source.top
    for part in source.parts:
        flow.blocks.append(_block(part, depth + 1))
        from_x, to_x = _COLUMNS[depth] + _BAR, _COLUMNS[depth + 1]
        flow.bands.append(Band(_band(from_x, leaves_at, to_x, part.top, part.tall), part.look))
        leaves_at += part.tall
        _join(flow, part, depth + 1)


def _block(part: _Part, depth: int) -> Block:
    return Block(_COLUMNS[depth], part.top, part.tall, part.label, short(part.fen), part.look)


def _band(from_x: int, from_y: int, to_x: int, to_y: int, tall: int) -> str:
    middle = (from_x + to_x) // 2
    return (
        f"M{from_x} {from_y}C{middle} {from_y} {middle} {to_y} {to_x} {to_y}"
        f"V{to_y + tall}C{middle} {to_y + tall} {middle} {from_y + tall} {from_x} {from_y + tall}Z"
    )
