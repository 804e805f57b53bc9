"""5. A moment and its person stand or fall together, and the database sees to it."""

from collections.abc import Iterator

from django.db import models

from tests.house.floors import own_apps

# "app.Model.moment" -> why no constraint is needed.
NO_PAIR: dict[str, str] = {
    "assignments.Assignment.asked_at": "an assignment without an asker is the system's own",
    "assignments.Sharing.shared_at": "what the system gave was given by no person",
    "transfers.Transfer.reply_by": "a day, the last one to tell the result",
    "funds.OutsideFee.told_by": "whoever said so, in words",
    "funds.RefusedFile.settled_by": "no person but the statement that brought its days",
    "funds.Alert.closed_at": "an alert whose figures are right again ends by itself",
    "funds.Entry.reversed_by": "no person but the entry that takes it back",
    "funds.BankLine.matched_by": "no person but the way in which its place was found",
    "funds.Lesson.answer_by": "a day, the last one to answer",
    "funds.PaymentOrder.proposed_by": "its moments stand in history, by verb",
    "funds.PaymentOrder.checked_by": "its moments stand in history, by verb",
    "funds.PaymentOrder.approved_by": "its moments stand in history, by verb",
    "funds.PaymentOrder.seconded_by": "its moments stand in history, by verb",
    "cases.CaseStep.recorded_at": "a step without a person is the system's own",
    "cases.Statement.made_by": "the party's or its agent's name, with a day of its own",
    "cases.Waiver.waived_by": "the party's or its agent's name, with a day of its own",
    "cases.Preservation.handle_by": "a day, the last one in time",
    "field.FieldEntry.came_by": "not who but how: over the line or in a saved file",
}


def _pairs() -> Iterator[tuple[type[models.Model], str, str]]:
    """Every model with a moment ``x_at`` and a person ``x_by``."""
    for config in own_apps():
        for model in config.get_models():
            names = {field.name for field in model._meta.get_fields()}
            for person in sorted(name for name in names if name.endswith("_by")):
                moment = f"{person.removesuffix('_by')}_at"
                if moment in names:
                    yield model, moment, person


def _is_required(model: type[models.Model], name: str) -> bool:
    return not model._meta.get_field(name).null


def _nullness(condition: models.Q) -> set[str]:
    """The fields whose being null or not a condition speaks of."""
    found = set()
    for child in condition.children:
        if isinstance(child, models.Q):
            found |= _nullness(child)
        elif isinstance(child, tuple) and child[0].endswith("__isnull"):
            found.add(child[0].removesuffix("__isnull"))
    return found


def _is_kept_together(model: type[models.Model], moment: str, person: str) -> bool:
    if _is_required(model, moment) and _is_required(model, person):
        return True  # NOT NULL on both says the same
    return any(
        isinstance(constraint, models.CheckConstraint)
        and {moment, person} <= _nullness(constraint.condition)
        for constraint in model._meta.constraints
    )


def test_moment_and_person_are_kept_together_by_a_constraint():
    loose = [
        f"{model._meta.label}.{moment}"
        for model, moment, person in _pairs()
        if not _is_kept_together(model, moment, person)
    ]

    assert [name for name in loose if name not in NO_PAIR] == []


def test_a_person_never_stands_without_a_moment():
    alone = [
        f"{model._meta.label}.{field.name}"
        for config in own_apps()
        for model in config.get_models()
        for field in model._meta.get_fields()
        if field.name.endswith("_by")
        and field.name.removesuffix("_by") + "_at" not in {f.name for f in model._meta.get_fields()}
    ]

    assert [name for name in alone if name not in NO_PAIR] == []
