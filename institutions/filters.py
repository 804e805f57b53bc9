"""What the list of institutions and the map are narrowed by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from common.filters import Asker, Choices, Filter, Filters, OneOf, Pick, Words
from institutions.models import CreditGrade, ListEntry
from institutions.queries import remarks_by_institution
from institutions.states import InstitutionKind, InstitutionState, ListKind, Nature


def _on_list(kind: str) -> Callable[[Any, Asker], Any]:
    def narrow(rows: Any, asker: Asker) -> Any:
        entries = ListEntry.objects.on(asker.today).filter(kind=kind)
        return rows.filter(pk__in=entries.values("institution_id"))

    return narrow


def _on_no_list(rows: Any, asker: Asker) -> Any:
    return rows.exclude(pk__in=ListEntry.objects.on(asker.today).values("institution_id"))


class Grade(Filter):
    """A grade that some institution has today; which there are is the county's own scheme."""

    def values(self, asker: Asker | None) -> Choices | None:
        if asker is None:
            return None
        found = CreditGrade.objects.on(asker.today).order_by("grade").values_list("grade")
        return [(grade, grade) for (grade,) in found.distinct()]

    def narrow(self, rows: Any, value: str, asker: Asker) -> Any:
        graded = CreditGrade.objects.on(asker.today).filter(grade=value)
        return rows.filter(pk__in=graded.values("institution_id"))


def _remarked(rows: Any, asker: Asker) -> Any:
    return rows.filter(pk__in=remarks_by_institution(rows, asker.today))


def _unremarked(rows: Any, asker: Asker) -> Any:
    return rows.exclude(pk__in=remarks_by_institution(rows, asker.today))


class InstitutionFilters(Filters):
    title = "institutions"
    filters = (
        Words(
            name="text",
            label="查找",
            says="every word stands in a name, former name, number, person or the current address,"
            " or in their pinyin initials",
            hint="名称、地址、证号或拼音首字母，两个字即可",
        ),
        OneOf(name="kind", label="类别", says="what it provides", choices=InstitutionKind),
        OneOf(name="state", label="状态", says="its state now", choices=InstitutionState),
        OneOf(name="nature", label="性质", says="for profit or not", choices=Nature),
        Pick(
            name="list",
            label="名单",
            says="the list on which it stands today",
            picks={
                **{kind.value: (str(kind.label), _on_list(kind.value)) for kind in ListKind},
                "none": ("不在名单", _on_no_list),
            },
        ),
        Grade(name="grade", label="信用等级", says="its credit grade today"),
        Pick(
            name="remarks",
            label="规则提示",
            says="whether a rule of the registry says something about it today",
            picks={"yes": ("有提示", _remarked), "no": ("无提示", _unremarked)},
        ),
        Pick(
            name="located",
            label="定位",
            says="whether it has a point on the map",
            picks={
                "yes": ("已定位", lambda rows, asker: rows.located()),
                "no": ("未定位", lambda rows, asker: rows.unlocated()),
            },
        ),
    )
