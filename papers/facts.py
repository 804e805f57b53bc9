"""Facts of a paper against the form and the catalogue of law, before anything is frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from common.clock import chinese_date
from common.errors import Refusal
from common.penalty_words import penalty_words_in
from papers.catalogue import Form, get_form
from papers.composition import REASON
from papers.errors import BasisNotQuotable, PaperFactsMissing, PaperFactWrong, PenaltyInPaper
from papers.kinds import citation, missing_labels, shape_problem
from papers.masking import texts_in
from policies.errors import ParameterMissing
from policies.models import CitedRow
from policies.queries import parameter_values, require_quotable
from tenants.current import county

_KEYS = (
    *("organ.name", "organ.contact", "organ.government", "organ.court"),
    *("deadline.t13", "deadline.t14", "deadline.t15"),
)
_NOT_OURS = ("party", "people", "officers", "person", "informant", "address")


def cited(row: CitedRow, on: date) -> dict[str, Any]:
    """A row of the catalogue as a fact of kind ``basis``; ``on`` is the day of the act.

    Raises LawNotInForce, ArticleNotConfirmed.
    """
    require_quotable(row, on)
    return {
        "code": row.code,
        "version": row.version,
        "law": row.law.title,
        "article": row.citation.removeprefix(row.law.title),
        "text": getattr(row, "requirement", "") or getattr(row, "summary", ""),
        "on": on.isoformat(),
    }


def missing_facts(code: str, facts: dict[str, Any], on: date) -> list[str]:
    """Labels of everything the form must state and the facts do not, in the form's order.

    Raises FormMissing.
    """
    return missing_of(get_form(code, on), facts)


def missing_of(form: Form, facts: dict[str, Any]) -> list[str]:
    return [
        label
        for field in form.fields
        for label in missing_labels(field, facts.get(field.key), facts)
    ]


def require_shape(form: Form, facts: dict[str, Any]) -> None:
    """Every fact has a field and the shape of its kind. Raises PaperFactWrong."""
    for key in facts:
        if key not in form.by_key and key != REASON:
            raise PaperFactWrong(title=form.title, label=key, why="不是本文书的字段")
    for field in form.fields:
        if why := shape_problem(field, facts.get(field.key)):
            raise PaperFactWrong(title=form.title, label=field.label, why=why)


def require_whole(form: Form, facts: dict[str, Any], on: date) -> None:
    """Everything is there, the law may be cited, and no word stands that must not.

    Raises PaperFactWrong, PaperFactsMissing, BasisNotQuotable, ArticleNotConfirmed,
    LawNotInForce, PenaltyInPaper.
    """
    require_shape(form, facts)
    if missing := missing_of(form, facts):
        raise PaperFactsMissing(title=form.title, missing="、".join(missing))
    for field in form.fields:
        if field.kind == "basis":
            for one in facts.get(field.key) or []:
                _require_row(form, one, on)
    if form.forbids == "penalty":
        _require_no_penalty(form, facts)


def faults_in(form: Form, facts: dict[str, Any], on: date) -> list[str]:
    """What else than missing facts would stop an approval on that day, one sentence each."""
    said = [
        _refusal_of(_require_row, form, one, on)
        for field in form.fields
        if field.kind == "basis"
        for one in facts.get(field.key) or []
    ]
    if form.forbids == "penalty":
        said.append(_refusal_of(_require_no_penalty, form, facts))
    return [sentence for sentence in dict.fromkeys(said) if sentence]


def _refusal_of(check: Callable[..., None], *args: Any) -> str:
    try:
        check(*args)
    except Refusal as refusal:
        return str(refusal)
    return ""


def policy_versions(form: Form, facts: dict[str, Any]) -> dict[str, str]:
    """Which dated row of the catalogue each basis came from: V35 -> 2018-12-29."""
    found = [
        one["version"].split("@", 1)
        for field in form.fields
        if field.kind == "basis"
        for one in facts.get(field.key) or []
    ]
    return dict(found)


def _require_row(form: Form, one: dict[str, Any], on: date) -> None:
    """A basis says what its row says, and its article may be printed."""
    code, _, since = str(one.get("version") or "").partition("@")
    row = _row_of(code, since)
    if row is None or not {"law", "article"} <= one.keys() or citation(one) != row.citation:
        cited_as = f"{one.get('law', '')}{one.get('article', '')}" or "（空白）"
        raise BasisNotQuotable(title=form.title, citation=cited_as)
    require_quotable(row, date.fromisoformat(one["on"]) if one.get("on") else on)


def _row_of(code: str, since: str) -> CitedRow | None:
    try:
        day = date.fromisoformat(since)
    except ValueError:
        return None
    for model in CitedRow.__subclasses__():
        rows = model._default_manager.select_related("law")
        found: CitedRow | None = rows.filter(code=code, valid_from=day).first()
        if found is not None:
            return found
    return None


def _require_no_penalty(form: Form, facts: dict[str, Any]) -> None:
    """Names are not ours; everything else that the bureau says is searched. Raises PenaltyInPaper."""
    names = list(_names(form, facts))
    for text in _own_texts(form, facts):
        for name in names:
            text = text.replace(name, "")
        if words := penalty_words_in(text):
            raise PenaltyInPaper(title=form.title, words="”“".join(words))


def _own_texts(form: Form, facts: dict[str, Any]) -> Iterator[str]:
    for field in form.fields:
        if field.kind == "basis":  # what the catalogue says of an article is not printed
            yield from (citation(one) for one in facts.get(field.key) or [])
        elif field.kind not in _NOT_OURS:
            yield from texts_in(facts.get(field.key))


def _names(form: Form, facts: dict[str, Any]) -> Iterator[str]:
    for field in form.fields:
        if field.kind == "party":
            name = (facts.get(field.key) or {}).get("name")
            if name:
                yield name


def issuer_words(on: date) -> dict[str, Any]:
    """Who speaks, where one can object and for how long. Raises ParameterMissing."""
    held = parameter_values(on, *_KEYS)
    if not held["organ.name"]:
        raise ParameterMissing(key="organ.name", on=chinese_date(on))
    home, contact = county().name, held["organ.contact"]
    return {
        "organ": held["organ.name"],
        "county": home,
        "government": held["organ.government"] or f"{home}人民政府",
        "court": held["organ.court"],
        "reconsideration_days": held["deadline.t13"]["count"],
        "litigation_months": held["deadline.t14"]["count"],
        "litigation_after_review_days": held["deadline.t15"]["count"],
        "contact_address": contact.get("address", ""),
        "contact_phone": contact.get("phone", ""),
    }
