"""Migrations that add a constraint or an index draw no model anew.

Django renders a model again after each AddConstraint, together with every model that is related
to one of its neighbours: in this project nearly all of them, as most rows name a user. Opening
the first county then takes minutes. What such an operation changes is one list in the options
of one model; that list is changed in place. Decision 0053.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState

DJANGOS = ProjectState._append_option


def install() -> None:
    """Used from when the applications are ready; the same for each command."""
    ProjectState._append_option = _append_option


@contextmanager
def as_django_does() -> Iterator[None]:
    """Inside, Django renders as it does by itself: what measurements are held against."""
    ProjectState._append_option = DJANGOS
    try:
        yield
    finally:
        install()


def _append_option(
    self: ProjectState, app_label: str, model_name: str, option_name: str, added: Any
) -> None:
    options = self.models[app_label, model_name].options
    options[option_name] = [*options[option_name], added]
    if "apps" not in self.__dict__:
        return  # nothing was rendered yet
    meta = self.apps.get_model(app_label, model_name)._meta
    setattr(meta, option_name, [*getattr(meta, option_name), added])
