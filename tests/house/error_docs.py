"""docs/errors.md, made from the refusals of the project.

    DJANGO_SETTINGS_MODULE=config.settings.test python -m tests.house.error_docs --write

writes it anew; the test of the house compares it.
"""

from __future__ import annotations

import sys
from importlib import import_module

from common.errors import Refusal, every_refusal
from tests.house.files import ROOT, name_of
from tests.house.floors import own_rooms

PATH = ROOT / "docs" / "errors.md"

_HEAD = """\
# Refusals

A refusal is an answer, not a bug: a rule was applied and says no. Its code never changes; the
sentence may be worded better. Words in braces are filled in. Made from the classes; do not edit
by hand. After a change run
`DJANGO_SETTINGS_MODULE=config.settings.test python -m tests.house.error_docs --write`.
"""


def refusals() -> list[type[Refusal]]:
    """Every refusal that the project can raise, the lowest app first."""
    for path in sorted(ROOT.glob("*/**/*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] in own_rooms() and "errors" in parts[-1]:
            import_module(".".join(parts))
    found = [one for one in every_refusal() if one.__module__.partition(".")[0] in own_rooms()]
    rooms = own_rooms()
    return sorted(found, key=lambda one: (-rooms.index(app_of(one)), one.code))


def app_of(refusal: type[Refusal]) -> str:
    return refusal.__module__.partition(".")[0]


def document() -> str:
    lines = [_HEAD, "| code | http | sentence | when | app |", "|---|---|---|---|---|"]
    for one in refusals():
        when = " ".join((one.__doc__ or "").split())
        sentence = one.message.replace("|", "\\|")
        lines.append(f"| `{one.code}` | {one.http_status} | {sentence} | {when} | {app_of(one)} |")
    return "\n".join(lines) + "\n"


def write() -> None:
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(document(), encoding="utf-8")
    print(f"wrote {name_of(PATH)}")


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write()
