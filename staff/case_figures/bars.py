"""Figures as bars: one line each, the longest is the largest number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from cases.figures import Figure
from common.clock import chinese_date

_WHOLE = 1000
_SHORTEST = 6  # of 1000: what is there can be seen


@dataclass(frozen=True, slots=True)
class Linked:
    """A figure with the address of the list that holds its rows."""

    label: str
    count: int
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A linked figure with its length in thousandths and the number of its colour."""

    figure: Linked
    width: int
    tone: int


def linked(figure: Figure, url_name: str = "cases", note: str = "") -> Linked:
    """``note`` goes before the earliest day, where there is one."""
    url = f"{reverse(f'staff:{url_name}')}?{urlencode(figure.asks)}"
    said = f"{note}{chinese_date(figure.since)}" if note and figure.since else ""
    return Linked(figure.label, figure.count, url, said)


def bars(figures: Sequence[Linked], tones: Sequence[int]) -> list[Bar]:
    """``tones``: the colour of each; the last one goes on."""
    most = max((one.count for one in figures), default=0) or 1
    return [
        Bar(one, _width(one.count, most), tones[min(place, len(tones) - 1)])
        for place, one in enumerate(figures)
    ]


def _width(count: int, most: int) -> int:
    return max(_SHORTEST, count * _WHOLE // most) if count else 0
