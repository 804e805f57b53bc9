"""Readers for environment variables: a missing or odd value stops the start with a sentence."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None or value == "":
        raise ImproperlyConfigured(
            f"{name} is not set. script/manage and script/server set it; "
            "elsewhere see docs/runbooks/settings.md."
        )
    return value


def optional(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in ("1", "true", "yes"):
        return True
    if value.lower() in ("0", "false", "no", ""):
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; it must be 1 or 0.")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number.")
    return int(value)


def one_of(name: str, choices: tuple[str, ...]) -> str:
    """One of the words that are known; the first is the default."""
    value = os.environ.get(name) or choices[0]
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(choices)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    return Path(os.environ.get(name, str(default)))


def pairs(name: str, keys: tuple[str, ...]) -> dict[str, str]:
    """``key=value,key=value`` with some of these keys; empty when it is not set."""
    given = [word.partition("=") for word in words(name)]
    for key, sign, value in given:
        if key not in keys or not sign or not value:
            raise ImproperlyConfigured(
                f"{name} holds {key + sign + value!r}; it must be key=value,key=value "
                f"with the keys {', '.join(keys)}."
            )
    return {key: value for key, _, value in given}
