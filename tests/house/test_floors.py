"""1. Foreign keys point down, as imports do; an import tool cannot see keys given as strings."""

import tomllib

from django.db import models

from tests.house.files import ROOT
from tests.house.floors import FLOORS, NO_APPS, height, own_apps, own_rooms


def _keys_upwards() -> list[str]:
    found = []
    for config in own_apps():
        for model in config.get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                if not isinstance(field, models.ForeignKey | models.ManyToManyField):
                    continue
                target = field.related_model._meta.app_label
                if target not in own_rooms():  # django.contrib lies below everything
                    continue
                if target != config.label and height(target) >= height(config.label):
                    found.append(f"{model._meta.label}.{field.name} points at {target}")
    return found


def test_every_foreign_key_points_down():
    assert _keys_upwards() == []


def test_every_own_app_stands_on_a_floor():
    assert {config.label for config in own_apps()} == set(own_rooms()) - NO_APPS


def test_every_folder_with_python_stands_on_a_floor():
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert folders - {"tests", "script", "bench"} == set(own_rooms())


def test_import_linter_checks_the_same_floors():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    linter = settings["tool"]["importlinter"]
    (contract,) = linter["contracts"]

    assert contract["type"] == "layers"
    assert contract["layers"] == [" | ".join(floor) for floor in FLOORS]
    assert sorted(linter["root_packages"]) == sorted(own_rooms())
