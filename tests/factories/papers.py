"""Facts for any form, and papers at each stage of their life."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory

from papers.catalogue import Column, Field, Form, freeze, get_form
from papers.composition import Setting, compose
from papers.facts import cited
from papers.models import FormWording, OfficialPaper, WordingProposal
from papers.services import (
    Words,
    approve_paper,
    draft_paper,
    print_paper,
    propose_wording,
    take_wording,
)
from papers.wording import ENGINE_WORDS
from policies.queries import basis_on
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory
from tests.times import DAY, NOON

PARTY = {
    "kind": "organisation",
    "name": "桤木县青禾教育培训中心",
    "credit_code": "91431129MA4PXXXX3K",
    "licence": "教民143112970000012号",
    "person": "王春梅",
    "address": "桤木县城关镇文化路8号",
    "phone": "13874600001",
}
OFFICERS = [
    {"name": "周执法", "certificate_no": "HN00000001"},
    {"name": "陈执法", "certificate_no": "HN00000002"},
]
_APPROVERS = {
    "officer": "inspector",
    "section": "section_head",
    "legal": "legal_reviewer",
    "head": "bureau_head",
}


def plain_payload(number: str) -> dict[str, Any]:
    """What a paper says without asking the catalogue or a parameter."""
    form = get_form("D13", DAY)
    facts = {"party": PARTY, "facts": "收费标准未公示", "officers": OFFICERS}
    words = dict.fromkeys(ENGINE_WORDS, "") | {"organ": "桤木县教育局"}
    setting = Setting(words=words, number=number, date="2021年11月10日")
    view = compose(form, facts, setting)
    return {"view": view, "facts": facts, "form": freeze(form), "words": words, "old": None}


class OfficialPaperFactory(factory.django.DjangoModelFactory):
    """A draft without facts; ``approved``, ``printed``, ``voided=True`` for later in its life."""

    class Params:
        approved = factory.Trait(
            state="approved",
            year=DAY.year,
            serial=factory.Sequence(lambda n: n + 1000),
            number=factory.LazyAttribute(lambda one: f"桤教改字〔{one.year}〕{one.serial}号"),
            token=factory.Sequence(lambda n: f"paper-token-{n}"),
            payload=factory.LazyAttribute(lambda one: plain_payload(one.number)),
            approved_at=NOON,
            approved_by=factory.SubFactory(UserFactory, section_head=True),
            dated_on=DAY,
        )
        printed = factory.Trait(
            approved=True,
            state="printed",
            document=factory.SubFactory(
                StoredFileFactory, name="文书.pdf", media_type="application/pdf"
            ),
            printed_at=NOON,
            sha256="0" * 64,
            signature_level="none",
        )
        voided = factory.Trait(
            approved=True,
            state="voided",
            voided_at=NOON,
            voided_by=factory.SubFactory(UserFactory, section_head=True),
            void_reason="当事人有误",
        )
        superseded = factory.Trait(printed=True, state="superseded", superseded_at=NOON)

    class Meta:
        model = OfficialPaper

    code = "D13"
    edition = date(2026, 11, 30)
    title = "责令改正通知书"
    audience = "party"
    layout = "order"
    approver = "section"
    number_class = "改"
    about = "案件 测试"
    drafted_at = NOON
    drafted_by = factory.SubFactory(UserFactory, inspector=True)


def facts_of(form: Form, on: date = DAY, **changes: Any) -> dict[str, Any]:
    """A value for every field of the form, optional ones too. Each text names its field."""
    facts = {field.key: value_of(field, on) for field in form.fields if field.kind != "wording"}
    return {**facts, **changes}


def value_of(field: Field, on: date = DAY) -> Any:
    """One value of a field's kind, told apart by the field's label."""
    label = field.label.replace("处罚", "案件") if field.kind in ("text", "long") else field.label
    plain = {
        "date": "2021-11-05",
        "moment": "2021-11-05T09:05",
        "days": {"count": 15, "unit": "working_day"},
        "money": 3_000_50,
        "number": 9,
        "party": PARTY,
        "officers": OFFICERS,
        "people": [{"name": "赵明远", "role": "数学教师", "unit": "桤木县第一中学"}],
        "basis": [cited(basis_on("PL28", on), on)] if field.kind == "basis" else None,
        "paper_ref": {"title": f"{label}甲", "number": "桤教试〔2021〕7号", "date": "2021-11-02"},
        "signatures": [{"role": "执法人员", "name": "周执法"}],
        "answers": [{"question": "何时开始招生？", "answer": "去年九月。"}],
        "photos": [
            {"caption": "教室全景", "proves": "正在授课", "taken": "上午九时", "by": "周执法"}
        ],
        "phone": "0746-2320001",
        "id": "431129200001011234",
        "person": f"李{label[:2]}",
        "informant": f"孙{label[:2]}",
    }
    if field.kind == "choice":
        return field.options[0][0]
    if field.kind == "table":
        return [{c.key: _cell(c, no) for c in field.columns} for no in (1, 2)]
    if field.kind == "opinions":
        block = {
            "opinion": "同意",
            "by": "周执法",
            "certificate_no": "HN00000001",
            "on": "2021-11-05",
        }
        return dict.fromkeys(field.levels, block)
    return plain.get(field.kind, f"{label}的内容")


def _cell(column: Column, no: int) -> Any:
    if column.key == "no":
        return ""
    by_kind = {"money": no * 100_00, "number": no + 1, "date": "2021-11-05"}
    return by_kind.get(column.kind, f"{column.label[:3]}{'甲乙'[no - 1]}")


def approver_of(form: Form):
    return UserFactory(**{_APPROVERS[form.approver]: True})


def a_paper(code: str = "D13", *, stage: str = "draft", on: date = DAY, at=NOON, **changes: Any):
    """One paper in the stage ``draft``, ``approved`` or ``printed``."""
    form = get_form(code, on)
    by = approver_of(form)
    facts = facts_of(form, on, **changes)
    paper = draft_paper(code, facts, about="案件 测试", by=by, at=at, inside=form.inside)
    if stage == "draft":
        return paper
    approve_paper(paper.pk, by=by, at=at, prints=False)
    if stage == "printed":
        print_paper(paper.pk, at=at)
    return OfficialPaper.objects.get(pk=paper.pk)


OWN_WORDS = "拒不改正的，本机关将依法立案调查，并通报有关部门。"


def a_proposal(
    code: str = "D13", part: str = "after", text: str = OWN_WORDS, on: date = DAY, **more: Any
) -> WordingProposal:
    """Words of a county that wait for another person."""
    by = more.pop("by", None) or UserFactory(system_administrator=True)
    words = Words(text, is_standard=more.pop("is_standard", False))
    source = "桤教办〔2021〕3号"
    return propose_wording(code, part, words, on, source=source, by=by, at=NOON, **more)


def a_wording(*args: Any, **more: Any) -> FormWording:
    """Words of a county that another person took."""
    other = UserFactory(security_administrator=True)
    return take_wording(a_proposal(*args, **more).pk, by=other, at=NOON)
