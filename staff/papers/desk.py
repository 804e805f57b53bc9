"""The desk of one draft: its form, what its case says, rows that come and go, a look at it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from cases.services import FromCase
from common.errors import BadInput
from papers.kinds import spoken
from papers.models import OfficialPaper
from papers.numbers import hidden, opened, sealed
from papers.queries import form_with_wording
from staff.papers.forms import FactsForm
from staff.papers.page import facts_of
from staff.papers.row_kinds import Desk
from staff.papers.rows import MOST_INPUTS, RowsField, asked_row, with_rows

LOOK = "look"  # the name of the button that shows what is typed
_DAY_OF_ROW = re.compile(r"-on$")


@dataclass(frozen=True, slots=True)
class Taken:
    """One fact that the draft takes from its case; ``was`` is what the draft said otherwise."""

    label: str
    lines: list[str]
    was: str


def form_of(
    paper: OfficialPaper, held: FromCase | None, on: date, data: QueryDict | None
) -> FactsForm:
    """The form of a draft on a day, with what was typed."""
    desk = Desk(
        on=on,
        url=reverse("staff:paper-edit", args=[paper.pk]),
        taken=held.facts if held else {},
        days=_typed_days(data or {}),
    )
    return FactsForm(data, of=form_with_wording(paper.code, on), facts=paper.facts, desk=desk)


def facts_in(form: FactsForm, held: FromCase | None) -> dict[str, Any]:
    """Everything that the draft says from now on: what was typed, and what its case says."""
    return held.filled(form.facts()) if held else form.facts()


def taken_in_words(paper: OfficialPaper, held: FromCase | None, on: date) -> list[Taken]:
    """What is shown and not asked, in the order of the form."""
    taken = held.facts if held else {}
    shown, before, told = hidden(taken), hidden(paper.facts), []
    for field in form_with_wording(paper.code, on).fields:
        if field.key not in taken or taken[field.key] is paper.facts.get(field.key) is None:
            continue  # what nobody says is no news
        is_same = opened(paper.facts.get(field.key)) == opened(taken[field.key])
        lines = spoken(field, shown[field.key])["lines"] or ["（案件没有这一项）"]
        was = "" if is_same else _words(field, before.get(field.key))
        told.append(Taken(field.label, lines, was))
    return told


def _words(field: Any, value: Any) -> str:
    return str(spoken(field, value)["words"]) or "（空）"


def home_of(held: FromCase | None) -> dict[str, str] | None:
    """The case or penalty on the spot that a paper belongs to: its name and its address."""
    if held is None:
        return None
    link = held.link
    if link.case is not None:
        return {"name": f"案件 {link.case}", "url": reverse("staff:case", args=[link.case_id])}
    url = reverse("staff:spot-penalty", args=[link.spot_id])
    return {"name": str(link.spot), "url": url}


def rows_answer(
    request: HttpRequest, paper: OfficialPaper, shown: FactsForm, held: FromCase | None, on: date
) -> tuple[FactsForm, HttpResponse | None]:
    """The form with a row more or less, nothing saved; for htmx only the rows. Raises BadInput."""
    asked = asked_row(request.POST)
    field = shown.fields.get(asked[0]) if asked else None
    if asked is None or not isinstance(field, RowsField):
        raise BadInput(sentence="这份文书没有这一项，请刷新页面后再试。")
    keys = [cell.key for cell in field.cells]
    if asked[1] is None and len(request.POST) + len(keys) >= MOST_INPUTS:
        raise BadInput(sentence="一页上不能再添加更多的行；请把其余的写在另一份文书上。")
    form = form_of(paper, held, on, with_rows(request.POST, asked[0], keys, drop=asked[1]))
    is_fragment = bool(getattr(request, "htmx", False))
    return form, HttpResponse(form[asked[0]].as_widget()) if is_fragment else None


def look_answer(
    request: HttpRequest, paper: OfficialPaper, form: FactsForm, held: FromCase | None, on: date
) -> HttpResponse:
    """What is typed as it would be printed, and what is missing of it; nothing is saved."""
    is_sound = form.is_valid()
    if is_sound:
        paper.facts = sealed(facts_in(form, held))  # of this object alone: nobody saves it
    page: dict[str, Any] = {"paper": paper, **facts_of(paper, on)}
    if not is_sound:
        labels = [str(form.fields[name].label) for name in form.errors if name in form.fields]
        refusal = BadInput(sentence=f"填写有误：{'、'.join(labels)}；改正后再看。")
        page |= {"view": None, "refusal": refusal}
    return render(request, "staff/papers/_look.html", page)


def _typed_days(data: Any) -> tuple[date, ...]:
    """Days of acts in rows of articles, as far as they are days."""
    found = []
    for key in data:
        if _DAY_OF_ROW.search(key):
            try:
                found.append(date.fromisoformat(str(data.get(key) or "")))
            except ValueError:
                continue
    return tuple(found)
