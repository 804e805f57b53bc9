"""Migrations change the models they are about, and draw no other anew. Decisions 0053, 0055."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, RemoveConstraint
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from tenants import rendering

KEY = [("id", models.BigAutoField(primary_key=True))]
POSITIVE = models.CheckConstraint(condition=models.Q(size__gt=0), name="bowl_has_a_size")
BY_SIZE = models.Index(fields=["size"], name="bowl_by_size")
OPTIONS: list[Operation] = [AddConstraint("bowl", POSITIVE), AddIndex("bowl", BY_SIZE)]


def _to(name: str, **more: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(f"kitchen.{name}", models.PROTECT, **more)


GROWTH: list[Operation] = [
    CreateModel("Spoon", [*KEY, ("lies_in", _to("bowl", related_name="spoons"))]),
    AddField("bowl", "lid", _to("spoon", null=True)),
    AddField("spoon", "length", models.IntegerField(default=3), preserve_default=False),
    AddField("spoon", "pair", models.ForeignKey("self", models.PROTECT, null=True)),
]


def _drawn() -> ProjectState:
    """A bowl on a shelf, rendered as a migration renders it for its first operation."""
    state = ProjectState()
    state.add_model(ModelState("kitchen", "Shelf", KEY))
    bowl = [*KEY, ("size", models.IntegerField()), ("on", _to("shelf"))]
    state.add_model(ModelState("kitchen", "Bowl", bowl, options={"constraints": [], "indexes": []}))
    assert state.apps.get_model("kitchen", "Bowl")
    return state


def _apply(state: ProjectState, operations: list[Operation]) -> None:
    for operation in operations:
        operation.state_forwards("kitchen", state)


def _names(state: ProjectState) -> list[str]:
    meta = state.apps.get_model("kitchen", "Bowl")._meta
    return [row.name for row in (*meta.constraints, *meta.indexes)]


def _said(state: ProjectState) -> dict[str, Any]:
    """Of each model its columns, and who points where, so far as classes know each other."""
    apps = state.apps
    return {
        model._meta.label: (
            [(field.name, field.column, field.has_default()) for field in model._meta.local_fields],
            sorted(
                (field.name, field.related_model._meta.label)
                for field in model._meta.get_fields(include_hidden=True)
                if field.related_model is not None
                and field.related_model is apps.get_model(field.related_model._meta.label)
            ),
            [row.name for row in (*model._meta.constraints, *model._meta.indexes)],
        )
        for model in apps.get_models(include_auto_created=True)
    }


def _classes(state: ProjectState) -> list[type[models.Model]]:
    return [state.apps.get_model("kitchen", name) for name in ("Bowl", "Shelf")]


@pytest.mark.parametrize("operations", [OPTIONS, GROWTH], ids=["options", "growth"])
def test_no_model_is_drawn_anew(operations):
    state = _drawn()
    before = _classes(state)

    _apply(state, operations)

    assert _classes(state) == before


def test_the_model_is_as_if_it_were_drawn_from_the_state():
    state = _drawn()

    _apply(state, OPTIONS + GROWTH)

    drawn_now = ProjectState(dict(state.models))
    assert _names(state) == ["bowl_has_a_size", "bowl_by_size"]
    assert _said(drawn_now) == _said(state)


def test_it_is_what_django_makes_by_itself():
    ours, djangos = _drawn(), _drawn()
    bowl = djangos.apps.get_model("kitchen", "Bowl")
    steps = [*OPTIONS, *GROWTH, RemoveConstraint("bowl", "bowl_has_a_size")]

    _apply(ours, steps)
    with rendering.as_django_does():
        _apply(djangos, steps)

    assert djangos.apps.get_model("kitchen", "Bowl") is not bowl
    assert _names(djangos) == ["bowl_by_size"]
    assert _said(djangos) == _said(ours)


def test_in_a_copy_new_models_are_found_by_those_they_point_at():
    """The classes of a copy belong to the first registry, so there Django's way is taken."""
    state = _drawn()
    copy = state.clone()

    _apply(copy, GROWTH)

    assert "Spoon" not in str(_said(state))
    assert ("spoons", "kitchen.Spoon") in _said(copy)["kitchen.Bowl"][1]


def test_a_state_that_was_never_drawn_takes_them_too():
    state = ProjectState(dict(_drawn().models))

    _apply(state, OPTIONS + GROWTH)

    assert "apps" not in state.__dict__
    assert _names(state) == ["bowl_has_a_size", "bowl_by_size"]


@pytest.mark.slow  # Django's own way takes minutes: that is what it is about
@pytest.mark.django_db
def test_all_migrations_of_the_project_draw_what_django_draws():
    ours = _project()

    with rendering.as_django_does():
        djangos = _project()

    assert _said(ours) == _said(djangos)


def _project() -> ProjectState:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    state = executor._create_project_state()
    assert state.apps
    for migration, _ in plan:
        for operation in migration.operations:
            operation.state_forwards(migration.app_label, state)
    return state
