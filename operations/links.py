"""One-time links as an operator reads them from a command."""

from __future__ import annotations

from django.core.management.base import OutputWrapper

from accounts.roles import ROLES
from operations.furnishing import FirstLink
from tenants.models import County


def say_links(out: OutputWrapper, county: County, links: list[FirstLink]) -> None:
    """A line for each first administrator. Three people get them, not one: that is the point."""
    out.write("请将一次性链接分别交给三名不同的人员，三天内有效，各用一次：")
    for link in links:
        out.write(f"{ROLES[link.role].name}（{link.username}）：{county.base_url}{link.path}")
