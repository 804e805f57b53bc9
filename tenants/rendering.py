"""Migrations draw anew only the models that they change.

Django renders a model again after each operation, together with every model that is related to
one of its neighbours: in this project nearly all of them, as most rows name a user. Opening
the first county then takes minutes. The operations that we have most of need none of it. A
constraint or an index is one entry of one list in the options of one model: that list is changed
in place. A new model, and a new field, go by themselves into the registry in which their
neighbours stand, as they do when Python reads a module of models. Decisions 0053 and 0055.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.utils import resolve_relation
from django.db.models import NOT_PROVIDED, Field

OURS: dict[str, Any] = {}
DJANGOS = {
    name: getattr(ProjectState, name)
    for name in ("_append_option", "_remove_option", "add_model", "add_field")
}


def install() -> None:
    """Used from when the applications are ready; the same for each command."""
    _use(OURS)


@contextmanager
def as_django_does() -> Iterator[None]:
    """Inside, Django renders as it does by itself: what measurements are held against."""
    _use(DJANGOS)
    try:
        yield
    finally:
        install()


def _use(ways: dict[str, Any]) -> None:
    for name, way in ways.items():
        setattr(ProjectState, name, way)


def _append_option(
    self: ProjectState, app_label: str, model_name: str, option_name: str, added: Any
) -> None:
    rows = self.models[app_label, model_name].options[option_name]
    _change_option(self, (app_label, model_name), option_name, [*rows, added])


def _remove_option(
    self: ProjectState, app_label: str, model_name: str, option_name: str, gone: str
) -> None:
    rows = self.models[app_label, model_name].options[option_name]
    kept = [row for row in rows if row.name != gone]
    _change_option(self, (app_label, model_name), option_name, kept)


def _change_option(
    self: ProjectState, key: tuple[str, str], option_name: str, rows: list[Any]
) -> None:
    self.models[key].options[option_name] = rows
    if "apps" in self.__dict__:  # or else nothing was rendered yet
        setattr(self.apps.get_model(*key)._meta, option_name, list(rows))


def _add_model(self: ProjectState, model_state: ModelState) -> None:
    key = (model_state.app_label, model_state.name_lower)
    # What stood here before, and what inherits from a table, has more around it than neighbours.
    plain = key not in self.models and not any(isinstance(b, str) for b in model_state.bases)
    if not plain or not _all_are_drawn_here(self, key, model_state.fields.values()):
        DJANGOS["add_model"](self, model_state)
        return
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    self.apps.render_multiple([model_state])


def _add_field(
    self: ProjectState,
    app_label: str,
    model_name: str,
    name: str,
    field: Field[Any, Any],
    preserve_default: bool,
) -> None:
    key = (app_label, model_name)
    if field.primary_key or field.many_to_many or not _can_grow(self, key, field):
        DJANGOS["add_field"](self, app_label, model_name, name, field, preserve_default)
        return
    if not preserve_default:
        field = field.clone()
        field.default = NOT_PROVIDED
    self.models[key].fields[name] = field
    if self._relations is not None:
        self.resolve_model_field_relations(key, name, field)
    field.clone().contribute_to_class(self.apps.get_model(*key), name)
    self.apps.clear_cache()


def _can_grow(self: ProjectState, key: tuple[str, str], field: Field[Any, Any]) -> bool:
    if not _all_are_drawn_here(self, key, [field]) or not _is_drawn_here(self, key):
        return False
    return not self.apps.get_model(*key).__subclasses__()


def _all_are_drawn_here(self: ProjectState, key: tuple[str, str], fields: Iterable[Any]) -> bool:
    """Whether what the fields point at will find them.

    A neighbour finds who points at it in the registry in which it was drawn itself. A copy of
    a registry holds the classes of the first one: who came into a copy would be found by
    nobody, and Django's own way is taken.
    """
    neighbours = {resolve_relation(target, *key) for field in fields for target in _targets(field)}
    drawn = "apps" in self.__dict__
    return drawn and all(_is_drawn_here(self, at) for at in neighbours - {key})


def _targets(field: Any) -> list[Any]:
    remote = field.remote_field
    return [at for at in (remote.model, getattr(remote, "through", None)) if at] if remote else []


def _is_drawn_here(self: ProjectState, key: tuple[str, str]) -> bool:
    try:
        return self.apps.get_model(*key)._meta.apps is self.apps
    except LookupError:
        return False


OURS.update(
    _append_option=_append_option,
    _remove_option=_remove_option,
    add_model=_add_model,
    add_field=_add_field,
)
