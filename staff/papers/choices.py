"""What a draft may be given by choosing: the county's certified officers, and articles of law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from accounts.models import Department, DepartmentKind, OfficerCertificate
from common.errors import Refusal
from papers.services import cited
from policies.models import Basis, CitedRow, Confidence, Violation

NOT_CONFIRMED = "（条文号待确认，不能引用）"
_SHOWN = 40  # characters of what an article is about, in a list


@dataclass(frozen=True, slots=True)
class Officer:
    """One certificate that is valid on the day; ``unit`` is empty for the organ's own people."""

    name: str
    certificate_no: str
    unit: str

    @property
    def key(self) -> str:
        return f"{self.name}|{self.certificate_no}"


def officers_on(day: date) -> list[Officer]:
    """Everybody who may enforce on that day, by name."""
    held = OfficerCertificate.objects.filter(
        valid_from__lte=day,
        valid_until__gte=day,
        user__is_active=True,
        user__is_auxiliary=False,
    ).select_related("user__department")
    people = [Officer(row.user.full_name, row.number, _unit(row.user.department)) for row in held]
    return sorted(people, key=lambda one: (one.name, one.certificate_no))


def _unit(department: Department | None) -> str:
    is_own = department is None or department.kind == DepartmentKind.EDUCATION
    return "" if is_own else department.name


def officer_choices(officers: list[Officer], stored: Iterable[Any]) -> list[tuple[str, str]]:
    """The certified, and whoever stands on the draft already, told apart."""
    certified = {one.key: f"{one.name}（{one.certificate_no}）{one.unit}" for one in officers}
    others = {
        key: f"{key.replace('|', '（')}）今天没有有效的执法证"
        for one in stored
        if (key := officer_key(one)) not in certified
    }
    return [("", "请选择"), *certified.items(), *others.items()]


def officer_key(one: dict[str, Any]) -> str:
    return f"{one.get('name') or ''}|{one.get('certificate_no') or ''}"


def articles_for(days: Iterable[date]) -> dict[str, CitedRow]:
    """Every row that papers may cite on one of these days, by its version (PL28@2021-07-15)."""
    wanted = sorted(set(days))
    found: dict[str, CitedRow] = {}
    for model in (Violation, Basis):
        rows = model.objects.select_related("law").order_by("code", "valid_from")
        for row in rows:
            if any(row.is_in_force_on(day) for day in wanted):
                found[row.version] = row
    return found


def article_choices(articles: dict[str, CitedRow], stored: Iterable[Any]) -> list[tuple[str, str]]:
    """Articles by their words; those that nobody confirmed are marked, and cannot be chosen."""
    told = {version: _article_words(row) for version, row in articles.items()}
    others = {
        key: f"{one.get('law', '')}{one.get('article', '')}"
        for one in stored
        if (key := article_key(one)) not in told
    }
    return [("", "请选择"), *told.items(), *others.items()]


def article_key(one: dict[str, Any]) -> str:
    """What stands for an article of a draft in a list; one that came from no catalogue too."""
    return str(one.get("version") or f"{one.get('law', '')}{one.get('article', '')}")


def _article_words(row: CitedRow) -> str:
    about = str(getattr(row, "title", "") or getattr(row, "summary", ""))[:_SHOWN]
    mark = "" if is_settled(row) else NOT_CONFIRMED
    return f"{row.citation}　{row.code} {about}{mark}"


def is_settled(row: CitedRow) -> bool:
    """Its number was read in the text or confirmed by a person; the day is asked elsewhere."""
    return row.confidence == Confidence.SOURCE or row.confirmed_at is not None


class ArticleSelect(forms.Select):
    """Articles that no paper may cite are shown and cannot be chosen."""

    def __init__(self, closed: set[str]) -> None:
        super().__init__()
        self.closed = closed

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if str(option["value"]) in self.closed and not option["selected"]:
            option["attrs"]["disabled"] = True
        return option


def article_fact(articles: dict[str, CitedRow], version: str, on: date) -> dict[str, Any]:
    """The article as a fact of the paper. Raises ValidationError with the refusal's sentence."""
    row = articles.get(version)
    if row is None:
        raise forms.ValidationError("这一条文在该日没有施行，请重新选择。")
    try:
        return cited(row, on)
    except Refusal as refusal:
        raise forms.ValidationError(str(refusal)) from None
