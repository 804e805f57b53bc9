"""Writes docs/filters.md from the filter classes: ``python -m tests.house.filter_docs --write``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import import_module

import django

from common.filters import Day, Filters, Key, OneRow, Words
from tests.house.files import ROOT
from tests.house.floors import own_rooms

PATH = ROOT / "docs" / "filters.md"
HEAD = """# Filters

Written by `python -m tests.house.filter_docs --write` from the classes in every `filters.py`; a
test compares. A list takes these parameters on its page and later in the API. Several are joined
by AND; an empty one is left out. A value that is none of these is refused with a sentence and the
code `bad_input`; the API refuses unknown names as well. Words are read as decision 0025 says.
"""


def text() -> str:
    return "\n".join([HEAD, *(part for filters in every_filters() for part in _section(filters))])


def every_filters() -> list[type[Filters]]:
    for room in own_rooms():
        for path in (ROOT / room).glob("filters*.py"):
            import_module(f"{room}.{path.stem}")
    return sorted(Filters.__subclasses__(), key=lambda filters: filters.title)


def _section(filters: type[Filters]) -> Iterator[str]:
    yield f"## {filters.title.capitalize()}\n"
    yield "| parameter | 中文 | values | keeps the rows where |"
    yield "|---|---|---|---|"
    for one in filters.filters:
        yield f"| `{one.name}` | {one.label} | {_values(one)} | {one.says} |"
    yield ""


def _values(one: object) -> str:
    known = one.values(None)
    if known is not None:
        return ", ".join(f"`{value}` {label}" for value, label in known)
    kinds = {OneRow: "key of a row the person may see", Key: "key", Day: "day, `2026-03-05`"}
    for kind, said in {**kinds, Words: "words"}.items():
        if isinstance(one, kind):
            return said
    return "letters"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    if "--write" in sys.argv:
        PATH.write_text(text(), encoding="utf-8")
    else:
        print(text())


if __name__ == "__main__":
    main()
