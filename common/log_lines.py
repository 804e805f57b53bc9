"""One event, one line: JSON for machines, or words for the terminal of a developer.

Every line passes here, whoever wrote it: our code, Django, Celery, gunicorn. So here is also
where line breaks are escaped and where passwords, tokens and rows of the database are taken out.
"""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, WrappedLogger

# What a record holds by itself or is written by name below; all else came as ``extra``.
_KNOWN = {
    *vars(logging.makeLogRecord({})),
    *("message", "asctime", "county", "person", "request_id", "task", "task_id"),
    # Objects that Django and Celery hang on their records; their text may hold anything.
    *("request", "response", "data", "sql", "params", "_name", "_logger"),
}
_HIDDEN = "***"
_SECRETS = (
    # redis://:password@host
    (re.compile(r"(://[^:/@\s]*:)[^@\s]+(?=@)"), rf"\1{_HIDDEN}"),
    # password=…, 'token': '…', csrfmiddlewaretoken=…
    (
        re.compile(
            r"(?i)(\b\w*(?:password|passwd|secret|token|sessionid|authorization|cookie|otp)\w*"
            r"[\"']?\s*[=:]\s*[\"']?(?:bearer\s+|basic\s+)?)[^\s\"',;&)}]+"
        ),
        rf"\1{_HIDDEN}",
    ),
    # PostgreSQL's details hold rows: "Key (username)=(…)", "Failing row contains (…)".
    (re.compile(r"(?m)^(DETAIL:|CONTEXT:).*$"), rf"\1 {_HIDDEN}"),
)
# One-time links and the addresses on papers: a long part of a path with a digit in it.
_TOKEN_IN_PATH = re.compile(r"(?<=/)(?=[\w-]*\d)[\w-]{20,}")


class Lines(ProcessorFormatter):
    """The formatter of every handler. ``readable``: words instead of JSON."""

    def __init__(self, *, readable: bool = False) -> None:
        super().__init__(processors=[_fields, _in_words if readable else _as_json])


def without_secrets(text: str) -> str:
    """``text`` with everything that opens a door taken out."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def without_tokens(path: str) -> str:
    """An address, or a sentence with one, without the tokens that stand in it."""
    return _TOKEN_IN_PATH.sub(_HIDDEN, path)


def _fields(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    who = getattr(record, "person", None)
    line: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "county": getattr(record, "county", "-"),
        "person": {"id": who.id, "roles": who.roles} if who else None,
        "request": getattr(record, "request_id", "-"),
        "task": getattr(record, "task", None),
        "task_id": getattr(record, "task_id", None),
        "logger": record.name,
        "message": without_tokens(without_secrets(str(event["event"]))),
    }
    line |= {key: _plain(value) for key, value in vars(record).items() if key not in _KNOWN}
    if event.get("exc_info"):
        trouble = logging.Formatter().formatException(event["exc_info"])
        line["trouble"] = without_secrets(trouble)
    return line


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    return without_secrets(str(value))


def _as_json(logger: WrappedLogger, method: str, line: EventDict) -> str:
    return json.dumps(line, ensure_ascii=False)


def _in_words(logger: WrappedLogger, method: str, line: EventDict) -> str:
    """County, person and request in front, as short as they can be; a traceback below."""
    who = line["person"]
    place = [line["county"], f"#{who['id']}" if who else "-", line["request"][:8]]
    head = f"{line['at'][11:19]} {line['level']:<7} {' '.join(place)} {line['logger']}"
    known = {"at", "level", "county", "person", "request", "logger", "message", "trouble"}
    rest = [f"{key}={value}" for key, value in line.items() if key not in known and value]
    words = " ".join([line["message"], *rest]).replace("\r", "\\r").replace("\n", "\\n")
    return "\n    ".join([f"{head}: {words}", *line.get("trouble", "").splitlines()])
