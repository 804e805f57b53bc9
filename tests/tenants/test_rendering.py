"""Constraints and indexes of migrations change their model in place. Decision 0053."""

from __future__ import annotations

from django.db import models
from django.db.migrations import AddConstraint, AddIndex
from django.db.migrations.state import ModelState, ProjectState

from tenants import rendering

POSITIVE = models.CheckConstraint(condition=models.Q(size__gt=0), name="bowl_has_a_size")
BY_SIZE = models.Index(fields=["size"], name="bowl_by_size")


def _drawn() -> ProjectState:
    """A bowl on a shelf, rendered as a migration renders it for its first operation."""
    key = [("id", models.BigAutoField(primary_key=True))]
    on = models.ForeignKey("kitchen.shelf", models.PROTECT)
    state = ProjectState()
    state.add_model(ModelState("kitchen", "Shelf", key))
    state.add_model(
        ModelState("kitchen", "Bowl", [*key, ("size", models.IntegerField()), ("on", on)])
    )
    assert state.apps.get_model("kitchen", "Bowl")
    return state


def _add_both(state: ProjectState) -> None:
    AddConstraint("bowl", POSITIVE).state_forwards("kitchen", state)
    AddIndex("bowl", BY_SIZE).state_forwards("kitchen", state)


def _names(state: ProjectState) -> list[str]:
    meta = state.apps.get_model("kitchen", "Bowl")._meta
    return [row.name for row in (*meta.constraints, *meta.indexes)]


def test_no_model_is_drawn_anew():
    state = _drawn()
    before = [state.apps.get_model("kitchen", name) for name in ("Bowl", "Shelf")]

    _add_both(state)

    assert [state.apps.get_model("kitchen", name) for name in ("Bowl", "Shelf")] == before


def test_the_model_is_as_if_it_were_drawn_from_the_state():
    state = _drawn()

    _add_both(state)

    assert _names(state) == ["bowl_has_a_size", "bowl_by_size"]
    drawn_now = ProjectState(dict(state.models))
    assert _names(drawn_now) == _names(state)


def test_it_is_what_django_makes_by_itself():
    ours, djangos = _drawn(), _drawn()
    bowl = djangos.apps.get_model("kitchen", "Bowl")

    _add_both(ours)
    with rendering.as_django_does():
        _add_both(djangos)

    assert djangos.apps.get_model("kitchen", "Bowl") is not bowl
    assert _names(djangos) == _names(ours)


def test_a_state_that_was_never_drawn_takes_them_too():
    state = ProjectState(dict(_drawn().models))

    _add_both(state)

    assert "apps" not in state.__dict__
    assert _names(state) == ["bowl_has_a_size", "bowl_by_size"]
