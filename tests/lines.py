"""Reads the lines that the real handler would write."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from common.log_lines import Lines
from tenants.logs import WhereFilter

Read = Callable[[], list[dict[str, Any]]]


@contextmanager
def written(*, level: int = logging.INFO) -> Iterator[Read]:
    """``with written() as lines: …; lines()`` gives every line since, as JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WhereFilter())
    handler.setFormatter(Lines())
    root, was = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(level)
    try:
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    finally:
        root.removeHandler(handler)
        root.setLevel(was)


def of(lines: list[dict[str, Any]], logger: str) -> list[dict[str, Any]]:
    """Only what this logger wrote."""
    return [line for line in lines if line["logger"] == logger]
