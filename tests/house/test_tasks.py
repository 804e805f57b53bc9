"""6. Tasks are leaves: a name of their own, primitive arguments by keyword, safe to run twice."""

import ast
import inspect
import typing
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest
from celery import Task, current_app

from config.schedule import SCHEDULE
from tests.house.files import ROOT
from tests.house.floors import own_rooms

PRIMITIVES = {int, str, bool, float}

# Name of the task -> why it takes an argument by position.
BY_POSITION = {"tenants.in_every_county": "beat's schedule hands over the name of the task"}


def _own_tasks() -> Iterator[tuple[str, Task]]:
    for room in own_rooms():
        if find_spec(f"{room}.tasks"):
            import_module(f"{room}.tasks")
    for name, task in sorted(current_app.tasks.items()):
        if task.__module__.partition(".")[0] in own_rooms():
            yield name, task


TASKS = dict(_own_tasks())


@pytest.mark.parametrize("name", TASKS)
def test_task_is_named_after_its_app_and_not_after_its_module(name):
    module = TASKS[name].run.__module__

    assert name.count(".") == 1
    assert name.partition(".")[0] == module.partition(".")[0]
    assert module == f"{module.partition('.')[0]}.tasks"


@pytest.mark.parametrize("name", TASKS)
def test_task_takes_primitive_arguments_by_keyword(name):
    signature = inspect.signature(TASKS[name].run)
    types = typing.get_type_hints(TASKS[name].run)

    for argument in signature.parameters.values():
        if name not in BY_POSITION:
            assert argument.kind is inspect.Parameter.KEYWORD_ONLY
        assert types[argument.name] in PRIMITIVES


def _tests_that_run_it_twice(name: str) -> list[str]:
    """Test functions in tests/<app>/test_tasks.py that call the task two times or more."""
    app, _, verb = name.partition(".")
    path = ROOT / "tests" / app / "test_tasks.py"
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and len(_calls(node, verb)) >= 2
    ]


def _calls(function: ast.FunctionDef, verb: str) -> list[ast.Call]:
    """Where the function calls ``verb(…)``, ``verb.delay(…)`` or ``verb.apply_async(…)``."""
    doors = {verb, f"{verb}.delay", f"{verb}.apply_async"}
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
    return [call for call in calls if ast.unparse(call.func) in doors]


@pytest.mark.parametrize("name", TASKS)
def test_task_has_a_test_that_runs_it_twice(name):
    assert _tests_that_run_it_twice(name) != []


def test_everything_that_is_scheduled_is_a_task():
    dispatched = [entry for entry in SCHEDULE.values() if entry["task"] in BY_POSITION]
    own = {entry["task"] for entry in SCHEDULE.values() if entry not in dispatched}

    assert {entry["args"][0] for entry in dispatched} <= set(TASKS)
    assert [name for name in own if not TASKS[name].runs_in_public] == []
