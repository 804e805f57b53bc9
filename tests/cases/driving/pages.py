"""An act done as a person does it: the page is opened, its form filled in and sent back.

Nothing of the page's code is asked: the form is read from the HTML, and so is the refusal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.doors import come_in

MAY_LACK = {"papers"}  # a list of boxes without a box: nothing is offered to be served
NO_WAY_IN = (403, 404)  # another person's work, or nothing there
_EMPTY = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr")


class FieldMissing(AssertionError):
    """The page has no field for something that the verb takes."""


@contextmanager
def clock_at(at: datetime) -> Iterator[None]:
    """Pages ask Django what time it is; here it is the machine's time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: at)
        yield


@dataclass
class Shown:
    """What one page holds: the fields of its act, what stands in them, what it refuses."""

    names: set[str] = field(default_factory=set)
    standing: dict[str, list[str]] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads the one form that takes an act (its encoding tells it from the others)."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = Shown()
        self.is_inside = False
        self.open: list[tuple[str, str]] = []  # tag and class of every element around
        self.area = self.select = ""
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag not in _EMPTY:
            self.open.append((tag, told.get("class", "")))
        if tag == "form":
            self.is_inside = told.get("enctype") == "multipart/form-data"
        if self.is_inside and tag in ("input", "select", "textarea", "option"):
            getattr(self, f"_{tag}")(told)

    def _input(self, told: dict[str, str]) -> None:
        name, kind = told.get("name", ""), told.get("type", "text")
        self.shown.names.add(name)
        if kind == "file" or (kind in ("checkbox", "radio") and "checked" not in told):
            return
        default = "on" if kind == "checkbox" else ""
        self.shown.standing.setdefault(name, []).append(told.get("value", default))

    def _select(self, told: dict[str, str]) -> None:
        self.select = told["name"]
        self.shown.names.add(self.select)

    def _option(self, told: dict[str, str]) -> None:
        # A browser sends the first one where none is chosen.
        if "selected" in told or self.select not in self.shown.standing:
            self.shown.standing[self.select] = [told.get("value", "")]

    def _textarea(self, told: dict[str, str]) -> None:
        self.area, self.text = told["name"], []
        self.shown.names.add(self.area)

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.open]
        look = " ".join(css for _, css in self.open)
        if self.area:
            self.text.append(data)
        elif "refusal-code" in look:
            self.shown.codes.append(data.strip())
        elif data.strip() and ("field-error" in look or ("notice-error" in look and "p" in tags)):
            self.shown.refusals.append(data.strip())

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.shown.standing[self.area] = ["".join(self.text).removeprefix("\n")]
            self.area = ""
        if tag == "form":
            self.is_inside = False
        if tag in (name for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass  # an element that HTML lets stay open


def read(text: str) -> Shown:
    reader = _Reader()
    reader.feed(text)
    return reader.shown


class Desk:
    """One person at the screen at one moment, signed in."""

    def __init__(self, host: str, person: User, at: datetime) -> None:
        self.at = at
        self.browser = Client(HTTP_HOST=host, enforce_csrf_checks=True)
        with clock_at(at):
            come_in(self.browser, person)

    def open(self, path: str) -> Shown | None:
        """The form of an act; None where this person finds no way in."""
        with clock_at(self.at):
            answer = self.browser.get(path)
        if answer.status_code in NO_WAY_IN:
            return None
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return read(answer.text)

    def send(self, path: str, shown: Shown, told: Mapping[str, Any]) -> str:
        """Fill in and send. Empty when it was done, otherwise the code of the refusal."""
        with clock_at(self.at):
            answer = self.browser.post(path, filled(shown, told))
        if answer.status_code == 302:
            assert answer.url.startswith(("/cases/", "/papers/")), f"{path} led to {answer.url}"
            return ""
        if answer.status_code in NO_WAY_IN:
            return f"page_{answer.status_code}"
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        after = read(answer.text)
        assert after.refusals, f"{path} came back without a sentence"
        return after.codes[0] if after.codes else "page_form"

    def force(self, path: str, told: Mapping[str, Any]) -> str:
        """Send what no page offered. Whoever finds no way in is shown none here either."""
        self.browser.handler.enforce_csrf_checks = False
        with clock_at(self.at):
            answer = self.browser.post(path, filled(Shown(names=set(told)), told))
        assert answer.status_code in NO_WAY_IN, f"{path} let in: {answer.status_code}"
        return f"page_{answer.status_code}"


def filled(shown: Shown, told: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What stands on the page, with what a person types over it."""
    if missing := set(told) - shown.names - MAY_LACK:
        raise FieldMissing(f"no field for {sorted(missing)}")
    sent = {name: list(values) for name, values in shown.standing.items()}
    for name, value in told.items():
        sent[name] = as_typed(name, value)
    return sent


def as_typed(name: str, value: Any) -> list[Any]:
    """As a browser sends it. Amounts are typed in yuan."""
    if value is None or value is False:
        return []
    if value is True:
        return ["on"]
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    if hasattr(value, "read"):
        return [value]  # a file goes up as it is
    if name.endswith("_fen"):
        return [f"{value // 100}.{value % 100:02d}"]
    return [value.isoformat() if isinstance(value, date) else str(value)]
