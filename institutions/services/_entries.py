"""What the verbs about entries share: values as they are stored, the write, its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction

from accounts.models import User
from audit.services import record
from common.clock import chinese_date
from common.db import broken_rule
from common.errors import BadInput, ChangedMeanwhile, NotFound
from institutions.errors import EntryTaken
from institutions.models import Institution
from institutions.services import _rows
from tenants.models import CountyModel

Row = TypeVar("Row", bound=CountyModel)
Values = Mapping[str, Any]

# Constraints that a clerk can break by typing, and what to say then.
_CONTRADICTIONS = {
    "staff_certificate_number_has_a_kind": "填写了证书编号，请同时选择资格证明的种类。",
    "staff_member_leaves_after_joining": "离职日期早于入职日期，请核对日期。",
    "venue_training_area_lies_within": "教学（活动）用房面积大于总建筑面积，请核对。",
    "venue_floors_go_up": "最高楼层低于最低楼层，请核对。",
    "largest_room_holds_no_more_beds_than_all": "单间最多床位多于床位总数，请核对。",
    "course_ends_not_before_it_begins": "停课日期早于开课日期，请核对日期。",
    "lesson_ends_after_it_starts": "下课时间须晚于上课时间，请核对。",
    "course_weekdays_are_of_a_week": "上课日须为周一至周日，请重新选择。",
}


def cleaned(model: type[Row], values: Values, allowed: Iterable[str]) -> dict[str, Any]:
    """Values as the columns of ``model`` store them. Raises BadInput with one sentence."""
    known = set(allowed)
    for name in values:
        if name not in known:
            label = model._meta.verbose_name
            raise BadInput(sentence=f"{label}没有“{name}”这一项，请从列表中选择。")
    return {name: _clean(model, name, value) for name, value in values.items()}


def locked(model: type[Row], pk: int, what: str) -> Row:
    """The entry, locked until the transaction ends. Raises NotFound."""
    rows = model.objects.select_for_update(of=("self",), no_key=True)
    found: Row | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(what=what)
    return found


def require_version(row: Any, version: int) -> None:
    """Raise ChangedMeanwhile if somebody saved it since the person looked."""
    if row.version != version:
        raise ChangedMeanwhile(thing=row)


def write(row: CountyModel, *, thing: Institution) -> None:
    """Save; what the database refuses becomes a sentence. Raises EntryTaken, BadInput."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        broken = broken_rule(error)
        if broken in _CONTRADICTIONS:
            raise BadInput(sentence=_CONTRADICTIONS[broken]) from error
        if _is_unique(type(row), broken):
            raise EntryTaken(thing=thing, what=row) from error
        raise


def tell_entry(
    kind: str, row: Any, values: Values, *, thing: Institution, by: User, at: datetime
) -> None:
    """History of a new entry: all that was said of it, in one line."""
    model = type(row)
    parts = [f"{_label(model, name)}：{said(model, name, value)}" for name, value in values.items()]
    told = [part for part in parts if not part.endswith("：")]
    record(
        f"institution.{kind}",
        thing,
        by=by,
        at=at,
        label=str(row),
        new="；".join(told),
        entry=row._meta.model_name,
        entry_id=row.pk,
    )


def apply(row: Any, values: Values) -> dict[str, tuple[Any, Any]]:
    """Set the values; tell old and new of those that differ."""
    changed = {}
    for name, new in values.items():
        old = getattr(row, name)
        if old != new:
            setattr(row, name, new)
            changed[name] = (old, new)
    return changed


def tell_changes(
    kind: str,
    row: Any,
    changed: Mapping[str, tuple[Any, Any]],
    *,
    thing: Institution,
    by: User,
    at: datetime,
) -> None:
    """History of a changed entry: a line for each column, from what to what."""
    model = type(row)
    for name, (old, new) in changed.items():
        record(
            f"institution.{kind}",
            thing,
            by=by,
            at=at,
            label=f"{row}的{_label(model, name)}",
            old=said(model, name, old),
            new=said(model, name, new),
            entry=row._meta.model_name,
            entry_id=row.pk,
        )


def said(model: type[CountyModel], name: str, value: Any) -> str:
    """A value as history tells it to people; nothing is the empty text."""
    field = _rows.column_of(model, name)
    if value is None or value == "" or value == []:
        return ""
    if field.choices:
        return str(dict(field.flatchoices)[value])
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list):
        return "、".join(map(str, value))
    if name.endswith("_fen"):
        return f"{value / 100:,.2f}元"
    return str(value)


def _clean(model: type[CountyModel], name: str, value: Any) -> Any:
    field = _rows.column_of(model, name)
    label = str(field.verbose_name)
    if isinstance(field, models.CharField):
        return _clean_words(model, field, label, value)
    if isinstance(field, models.BooleanField):
        return bool(value)
    if value in (None, "") and not isinstance(field, ArrayField):
        if not field.null:
            raise BadInput(sentence=f"{label}是空的，请填写。")
        return None
    if isinstance(field, models.DecimalField):
        return _clean_decimal(field, label, value)
    if isinstance(field, models.IntegerField):
        return _clean_number(field, label, value)
    if isinstance(field, ArrayField):
        return sorted({int(one) for one in value or ()})
    return value


def _clean_words(model: type[CountyModel], field: Any, label: str, value: Any) -> str:
    text = _rows.words(model, field.name, value)
    if not text and field.choices and field.has_default():
        return str(field.get_default())
    if field.choices and text not in dict(field.flatchoices) and (text or not field.blank):
        raise BadInput(sentence=f"{label}没有“{text}”这个选项，请从列表中选择。")
    if not text and not field.blank:
        raise BadInput(sentence=f"{label}是空的，请填写。")
    return text


def _clean_decimal(field: Any, label: str, value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation as odd:
        raise BadInput(sentence=f"{label}须为数字，现为“{value}”。") from odd
    if (
        not number.is_finite()
        or number < 0
        or number >= 10 ** (field.max_digits - field.decimal_places)
    ):
        raise BadInput(sentence=f"{label}（{value}）超出范围，请核对。")
    return number.quantize(Decimal(1).scaleb(-field.decimal_places))


def _clean_number(field: Any, label: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInput(sentence=f"{label}须为整数，现为“{value}”。")
    low, high = _LIMITS[field.get_internal_type()]
    if not low <= value <= high:
        raise BadInput(sentence=f"{label}（{value}）超出范围，请核对。")
    return value


_LIMITS = {
    "PositiveIntegerField": (0, 2_147_483_647),
    "PositiveSmallIntegerField": (0, 32_767),
    "SmallIntegerField": (-32_768, 32_767),
    "PositiveBigIntegerField": (0, 9_000_000_000_000),
}


def _label(model: type[CountyModel], name: str) -> str:
    return str(_rows.column_of(model, name).verbose_name)


def _is_unique(model: type[CountyModel], name: str) -> bool:
    return any(
        isinstance(one, models.UniqueConstraint) and one.name == name
        for one in model._meta.constraints
    )
