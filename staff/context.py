"""What every page's frame shows: the county, the person, the menu."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from staff.nav import nav_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """County, menu and role names; none of them on a console host. Asks the database nothing."""
    user = getattr(request, "user", None)
    county = getattr(request, "tenant", connection.tenant)
    found: dict[str, Any] = {"county": county, "nav": [], "role_names": "", "idle_seconds": 0}
    if county is not None and user is not None and user.is_authenticated:
        found["nav"] = nav_for(request)
        found["role_names"] = user.role_names
        found["idle_seconds"] = settings.YUJIAN_IDLE_MINUTES * 60
    return found
