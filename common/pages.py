"""The mark of a page that asks for no login. Every other page asks for a permission."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

View = Callable[..., Any]


def public_page(reason: str) -> Callable[[View], View]:
    """A page for everybody. ``reason`` says in one English sentence why no login is needed."""

    def mark(view: View) -> View:
        view.public_reason = reason  # type: ignore[attr-defined]  # a mark that tests read
        return view

    return mark
