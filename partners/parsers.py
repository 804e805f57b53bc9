"""JSON that strangers send, read with care."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.http import HttpRequest, RawPostDataException, UnreadablePostError
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.serializers import Serializer

from common.errors import BodyTooLarge
from partners.errors import BodyUnreadable

_DEEPEST = 20


class CarefulJSON(BaseParser):
    """An object in UTF-8, not too large, not too deep, without what PostgreSQL cannot keep."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Raises BodyTooLarge, BodyUnreadable."""
        try:
            content = stream.read(settings.YUJIAN_API_BODY_KB * 1024 + 1)
        except (UnreadablePostError, RawPostDataException):
            raise BodyUnreadable(why="传输中断") from None
        return json_object(content)


def require_small(length: str | None) -> None:
    """Before a byte is read. Raises BodyTooLarge."""
    if length and length.isdecimal() and int(length) > settings.YUJIAN_API_BODY_KB * 1024:
        raise BodyTooLarge(limit_mb=settings.YUJIAN_API_BODY_KB // 1024)


def keep_body(request: HttpRequest) -> None:
    """Read it whole, for its fingerprint and its parser both. Raises BodyUnreadable."""
    try:
        request.body  # noqa: B018 -- reading it keeps it
    except UnreadablePostError:
        raise BodyUnreadable(why="传输中断") from None


def json_object(content: bytes) -> dict[str, Any]:
    """The members of a JSON object. Raises BodyTooLarge, BodyUnreadable."""
    require_small(str(len(content)))
    if not content.strip():
        return {}
    try:
        members = json.loads(content.decode("utf-8"), parse_constant=_no_number)
        json.dumps(members, ensure_ascii=False).encode("utf-8")  # half a character is none
    except UnicodeError:
        raise BodyUnreadable(why="不是UTF-8编码") from None
    except RecursionError:
        raise BodyUnreadable(why="嵌套过深") from None
    except ValueError:
        raise BodyUnreadable(why="格式有误") from None
    if not isinstance(members, dict):
        raise BodyUnreadable(why="最外层须为对象")
    if _depth(members) > _DEEPEST:
        raise BodyUnreadable(why="嵌套过深")
    return members


def _no_number(name: str) -> None:
    raise ValueError(name)


def _depth(value: Any) -> int:
    """How deep it is nested; walked in levels, so that depth costs no recursion."""
    level, depth = [value], 0
    while level:
        depth += 1
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return depth


def members_of(shape: type[Serializer], sent: Any) -> dict[str, Any]:
    """What was sent, as its serializer reads it; unknown members are refused.

    Raises ValidationError.
    """
    reader = shape(data=sent)
    unknown = [name for name in sent if name not in reader.fields]
    if unknown:
        raise ValidationError({name[:60]: ["没有这一项。"] for name in unknown[:20]})
    reader.is_valid(raise_exception=True)
    return dict(reader.validated_data)


class Bytes(BaseParser):
    """A part of a file, as it is."""

    media_type = "application/octet-stream"

    def parse(  # type: ignore[override]  # no members, but bytes
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Raises BodyTooLarge, BodyUnreadable."""
        try:
            content: bytes = stream.read(settings.YUJIAN_API_BODY_KB * 1024 + 1)
        except (UnreadablePostError, RawPostDataException):
            raise BodyUnreadable(why="传输中断") from None
        require_small(str(len(content)))
        return content
