"""The telephone of an informant (D10) and of an addressee (D40) become marks, as those of parties.

Taken back, the marks stay: the release before reads a mark wherever it stands.
"""

from importlib import import_module
from typing import Any

from django.db import migrations

_before = import_module("papers.migrations.0005_numbers_are_encrypted")


def encrypt(apps: Any, editor: Any) -> None:
    _before._change(apps, editor, '"(informant_phone|mobile)"', _before._encrypted)


class Migration(migrations.Migration):
    dependencies = [("papers", "0006_no_number_lies_in_clear")]
    operations = [migrations.RunPython(encrypt, migrations.RunPython.noop)]
