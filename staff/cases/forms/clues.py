"""The clue: registered, its party and its violations named, checked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms

from accounts.models import User
from cases.services import (
    ClueFacts,
    PartyFacts,
    apply_long_limitation,
    check_case,
    choose_law,
    name_party,
    name_violations,
    register_clue,
)
from cases.states import ClueSource, LawOf, PartyKind
from common.errors import BadInput
from institutions.queries import institutions_for
from policies.queries import violations_on
from staff.cases.forms.base import (
    ActForm,
    PeopleField,
    PersonField,
    certified,
    day,
    line,
    pick,
    words,
    yes,
)
from staff.forms import StaffForm
from staff.institutions.fields import InstitutionField

SEXES = [("", "请选择"), ("男", "男"), ("女", "女")]
PARTY_FIELDS = (
    *("kind", "name", "credit_code", "licence", "representative", "sex", "born_on"),
    *("id_number", "occupation", "address", "phone"),
)


class ClueForm(StaffForm):
    """A clue as it comes in (D10)."""

    cause = line("案由", hint="如：擅自举办校外培训机构")
    source = pick("案件来源", ClueSource.choices)
    text = words("线索内容", rows=5)
    found_on = day("发现日期")
    acted_from = day("违法行为开始日期", required=False)
    acted_until = day("违法行为终了日期", required=False, hint="不清楚的可以核查后再填写")
    informant_is_named = yes("实名举报，处理结果须告知举报人")
    lead = PersonField(label="主办人", queryset=None, empty_label="请选择")
    others = PeopleField(label="协办人", queryset=None, widget=forms.CheckboxSelectMultiple)
    wide = ("cause", "text", "others")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = self.fields["others"].queryset = certified(today)

    def register(self, *, clue_id: int | None, by: User, at: datetime) -> Any:
        """Raises the refusals of ``register_clue``."""
        told = self.cleaned_data
        facts = ClueFacts(
            cause=told["cause"],
            source=told["source"],
            text=told["text"],
            found_on=told["found_on"],
            acted=_acted(told),
            clue_id=clue_id,
            informant_is_named=told["informant_is_named"],
        )
        lead = told["lead"].pk
        others = [person.pk for person in told["others"] if person.pk != lead]
        return register_clue(facts, [lead, *others], by=by, at=at)


class PartyFields(forms.Form):
    """Field set F0."""

    kind = pick("当事人类型", PartyKind.choices)
    institution = InstitutionField(
        label="登记机构", queryset=None, required=False, empty_label="不是登记机构"
    )
    name = line("姓名或者名称", required=False, hint="登记机构的名称按名录填写")
    representative = line("法定代表人（负责人）", most=60, required=False)
    credit_code = line("统一社会信用代码", most=18, required=False)
    licence = line("许可证名称和编号", most=120, required=False)
    sex = forms.ChoiceField(label="性别", choices=SEXES, required=False)
    born_on = day("出生日期", required=False, hint="自然人必填，用于认定责任年龄")
    id_number = line("身份证号", most=18, required=False, hint="加密保存；留空则不改动")
    occupation = line("职业或者工作单位", most=120, required=False)
    address = line("地址", most=300, required=False)
    phone = line("联系电话", most=30, required=False, hint="加密保存；留空则不改动")


def party_facts(told: dict[str, Any], known: Any = None) -> PartyFacts:
    """What was typed; sealed values that were left empty stay as they are."""
    facts = {name: told[name] for name in PARTY_FIELDS}
    place = told["institution"]
    if known is not None:
        if told["kind"] == PartyKind.PERSON:
            facts["id_number"] = facts["id_number"] or known.id_number
        facts["phone"] = facts["phone"] or known.phone
    return PartyFacts(institution_id=place.pk if place else None, **facts)


class PartyForm(PartyFields, ActForm):
    """Who is said to have broken the law."""

    wide = ("address",)

    def known(self) -> dict[str, Any]:
        party = self.case.party
        if party is None:
            return {}
        sealed = ("id_number", "phone")
        shown = {name: getattr(party, name) for name in PARTY_FIELDS if name not in sealed}
        return {**shown, "institution": party.institution_id}

    def prepare(self) -> None:
        self.fields["institution"].queryset = institutions_for(self.user)

    def do(self, *, by: User, at: datetime) -> Any:
        facts = party_facts(self.told, self.case.party)
        return name_party(self.case.pk, facts, by=by, at=at)


class ViolationsForm(ActForm):
    """When the act was and which violations it is suspected to be."""

    acted_from = day("违法行为开始日期")
    acted_until = day("违法行为终了日期", hint="违法情形按这一天的条文认定")
    codes = forms.MultipleChoiceField(label="涉嫌违法情形", widget=forms.CheckboxSelectMultiple)
    wide = ("codes",)

    def known(self) -> dict[str, Any]:
        named = self.case.violations.values_list("violation__code", flat=True)
        return {
            "acted_from": self.case.acted_from,
            "acted_until": self.case.acted_until,
            "codes": list(named),
        }

    def prepare(self) -> None:
        rows = violations_on(self.case.acted_until or self.today)
        self.fields["codes"].choices = [(row.code, str(row)) for row in rows]

    def do(self, *, by: User, at: datetime) -> Any:
        acted = (self.told["acted_from"], self.told["acted_until"])
        return name_violations(self.case.pk, self.told["codes"], acted, by=by, at=at)


class LimitationForm(ActForm):
    """Five years instead of two (art. 36)."""

    hint = "涉及公民生命健康安全、金融安全且有危害后果的，追责期限为五年；其他为二年。"
    reason = words("适用五年追责期限的理由")
    wide = ("reason",)

    def do(self, *, by: User, at: datetime) -> Any:
        return apply_long_limitation(self.case.pk, **self.told, by=by, at=at)


class LawForm(ActForm):
    """Which law applies to one violation, where the catalogue cannot say (art. 37)."""

    hint = "行为发生以后规定有变化，轻重不能自动比较：修改前后相比，适用处罚较轻的一种。"
    law = forms.ChoiceField(label="适用的规定", choices=LawOf.choices[:2], widget=forms.RadioSelect)
    reason = words("选择的理由", hint="写入告知书和决定书")
    wide = ("reason",)

    def known(self) -> dict[str, Any]:
        return {"law": self.row.chosen, "reason": self.row.chosen_reason}

    def do(self, *, by: User, at: datetime) -> Any:
        return choose_law(self.row.pk, **self.told, by=by, at=at)


class CheckForm(ActForm):
    """What the check of a clue brought (D11)."""

    hint = "提出意见后由承办机构负责人审核、机关负责人批准。"
    result = words("核查情况", rows=5)
    proposes = forms.ChoiceField(
        label="意见",
        choices=[("yes", "建议立案"), ("no", "建议不予立案")],
        widget=forms.RadioSelect,
    )
    wide = ("result",)

    def do(self, *, by: User, at: datetime) -> Any:
        files = self.told["proposes"] == "yes"
        return check_case(
            self.case.pk, result=self.told["result"], proposes_filing=files, by=by, at=at
        )


def _acted(told: dict[str, Any]) -> tuple[date, date] | None:
    """Both days or none. Raises BadInput."""
    first, last = told["acted_from"], told["acted_until"]
    if not first and not last:
        return None
    if not first or not last:
        raise BadInput(sentence="违法行为的开始日期和终了日期须同时填写。")
    return first, last
