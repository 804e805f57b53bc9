"""Which migrations are the same statements in every county.

What Django ran for such a migration in one county may be run in the next as it stands. All
else, above all ``RunPython``, is done in each county by Django itself.
"""

from __future__ import annotations

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db.migrations import operations
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.models import Field

# Exactly these: a class derived from one of them may do more than statements.
_PLAIN = (
    operations.CreateModel,
    operations.DeleteModel,
    operations.AlterModelTable,
    operations.AlterModelTableComment,
    operations.AlterModelOptions,
    operations.AlterModelManagers,
    operations.AlterUniqueTogether,
    operations.AddField,
    operations.RemoveField,
    operations.AlterField,
    operations.RenameField,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.RenameIndex,
    operations.AddConstraint,
    operations.AlterConstraint,
    operations.RemoveConstraint,
    operations.RunSQL,
    AddConstraintNotValid,
    ValidateConstraint,
)


def is_plain(migration: Migration) -> bool:
    """Nothing but statements, in one transaction, which say the same wherever they are run."""
    return (
        bool(migration.atomic)
        and not migration.replaces
        and all(_is_plain(operation) for operation in migration.operations)
    )


def _is_plain(operation: Operation) -> bool:
    if type(operation) not in _PLAIN:
        return False
    field = getattr(operation, "field", None)
    if not isinstance(field, Field) or not field.has_default() or field.has_db_default():
        return True
    # A default that is computed would give the first county's value to all of them.
    return not callable(field.default) or field.default in (dict, list)
