"""The floors of the house, from the roof down. Rooms of one floor must not know each other."""

from __future__ import annotations

from django.apps import AppConfig, apps

FLOORS: tuple[tuple[str, ...], ...] = (
    ("config",),
    ("operations", "staff", "portal", "partners", "console"),
    ("reports",),
    ("field",),
    ("cases",),
    ("supervision", "transfers"),
    ("enforcement",),
    ("evidence",),
    ("draws",),
    ("inspections", "funds"),
    ("imports", "exchange"),
    ("institutions",),
    ("serving",),
    ("papers",),
    ("assignments",),
    ("signing",),
    ("documents", "messaging"),
    ("deadlines",),
    ("policies",),
    ("clients",),
    ("accounts",),
    ("feeds",),
    ("audit",),
    ("tenants",),
    ("common",),
)

# The three that hold no Django app: settings, and plain Python.
NO_APPS = {"config", "common"}


def height(room: str) -> int:
    """How high a room lies; the cellar is 0."""
    for above, floor in enumerate(FLOORS):
        if room in floor:
            return len(FLOORS) - 1 - above
    raise LookupError(f"{room} lies on no floor: add it to tests/house/floors.py")


def own_rooms() -> list[str]:
    return [room for floor in FLOORS for room in floor]


def own_apps() -> list[AppConfig]:
    """The apps that we wrote, the lowest first."""
    ours = [config for config in apps.get_app_configs() if config.label in own_rooms()]
    return sorted(ours, key=lambda config: height(config.label))
