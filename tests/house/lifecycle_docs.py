"""The drawings of the lifecycles, made from the tables of moves.

    DJANGO_SETTINGS_MODULE=config.settings.test python -m tests.house.lifecycle_docs --write

writes docs/lifecycles/<name>.md anew; the test of the house compares them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.house.files import ROOT, name_of
from tests.house.floors import own_rooms

FOLDER = ROOT / "docs" / "lifecycles"


def lifecycles() -> dict:
    """Every table of moves of the project by its name. Raises ValueError when two share one."""
    from accounts.lifecycle import Lifecycle  # noqa: PLC0415 -- needs Django to be set up

    found = {}
    for room in own_rooms():
        if not find_spec(f"{room}.states"):
            continue
        module = import_module(f"{room}.states")
        for value in vars(module).values():
            if isinstance(value, Lifecycle):
                if value.name in found:
                    raise ValueError(f"two lifecycles are called {value.name}")
                found[value.name] = (module.__name__, value)
    return found


def drawing(name: str) -> str:
    """The document of one lifecycle: what it is, the drawing, the table."""
    module, lifecycle = lifecycles()[name]
    parts = [
        f"# {name}",
        f"Drawn from `{module}`; do not edit by hand. After a change of the table run\n"
        "`DJANGO_SETTINGS_MODULE=config.settings.test "
        "python -m tests.house.lifecycle_docs --write`.",
        "\n".join(["```mermaid", *_diagram(module, lifecycle), "```"]),
        "\n".join(_states(lifecycle)),
        "\n".join(_moves(lifecycle)),
    ]
    return "\n\n".join(parts) + "\n"


def _first_states(module: str, lifecycle) -> list:
    """FIRST_STATES of the module, else the state that is declared first."""
    declared = list(lifecycle.states)
    return list(getattr(import_module(module), "FIRST_STATES", declared[:1]))


def _diagram(module: str, lifecycle) -> list[str]:
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {state.value}' for state in lifecycle.states]
    lines += [f"    [*] --> {state.value}" for state in _first_states(module, lifecycle)]
    for move in lifecycle.moves.values():
        lines += [f"    {source} --> {move.target}: {move.label}" for source in move.sources]
    left = {source for move in lifecycle.moves.values() for source in move.sources}
    lines += [f"    {state.value} --> [*]" for state in lifecycle.states if state not in left]
    return lines


def _states(lifecycle) -> list[str]:
    lines = ["| state | 状态 |", "|---|---|"]
    return lines + [f"| `{state.value}` | {state.label} |" for state in lifecycle.states]


def _moves(lifecycle) -> list[str]:
    lines = ["| move | 动作 | from | to | permission |", "|---|---|---|---|---|"]
    for move in lifecycle.moves.values():
        sources = "、".join(lifecycle.label(source) for source in move.sources)
        may = f"`{move.permission.value}` {move.permission.label}" if move.permission else "system"
        target = lifecycle.label(move.target)
        lines.append(f"| `{move.action}` | {move.label} | {sources} | {target} | {may} |")
    return lines


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.md"


def write() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in lifecycles():
        path_of(name).write_text(drawing(name), encoding="utf-8")
        print(f"wrote {name_of(path_of(name))}")


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write()
