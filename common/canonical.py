"""One text for one value, the same for ever: what digests are taken of.

As RFC 8785 (JSON Canonicalization Scheme), but for numbers: they stand as exact decimals,
because PostgreSQL's jsonb keeps decimals where RFC 8785 would round to a double.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any


def canonical(value: Any) -> str:
    """The canonical JSON of dicts with text keys, lists, text, numbers, booleans and None.

    Keys are sorted by UTF-16 code units, there is no blank, text is not escaped beyond what
    JSON demands. Raises ValueError for what has no place in it, such as a day or NaN.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float | Decimal):
        return _decimal(value)
    if isinstance(value, dict):
        return "{" + ",".join(_members(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(canonical, value)) + "]"
    raise ValueError(f"{type(value).__name__} has no canonical form")


def _members(value: dict[str, Any]) -> list[str]:
    return [f"{said}:{canonical(value[key])}" for key, said in _in_order(tuple(value))]


@lru_cache(maxsize=256)  # all rows of a table have the same
def _in_order(keys: tuple[str, ...]) -> list[tuple[str, str]]:
    """Keys in their order, each with its JSON."""
    try:
        "".join(keys)
    except TypeError:
        raise ValueError("a key that is no text has no canonical form") from None
    ordered = sorted(keys, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return [(key, encode_basestring(key)) for key in ordered]


def _decimal(value: float | Decimal) -> str:
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    if not exact.is_finite():
        raise ValueError(f"{value} has no canonical form")
    if exact == 0:
        return "0"  # 0, 0.0 and -0.0 are one number
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
