"""Every address of a county, and one row for each name that stands in an address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

COUNTY_URLS = "config.urls_county"


@dataclass(frozen=True)
class Address:
    """One line of an urls.py: its full name, its view, and what must be filled in."""

    name: str
    view: Any
    blanks: tuple[str, ...]

    @property
    def is_for_machines(self) -> bool:
        """A call of the partner API: a token opens it, and no page is drawn."""
        return hasattr(getattr(self.view, "cls", None), "scopes")

    def path(self, rows: dict[str, Any]) -> str:
        """The path with the keys of these rows. Raises KeyError for a blank without a row."""
        return reverse(self.name, COUNTY_URLS, kwargs={blank: rows[blank] for blank in self.blanks})

    def __str__(self) -> str:
        return self.name


def every_address() -> list[Address]:
    return list(_walk(get_resolver(COUNTY_URLS), namespace="", blanks=()))


def _walk(resolver: URLResolver, namespace: str, blanks: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = (*blanks, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, here)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"{entry} has no name"
            yield Address(f"{namespace}{entry.name}", entry.callback, here)
