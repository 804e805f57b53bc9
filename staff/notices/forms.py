"""Forms of the notices' room."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from enforcement.models import Notice
from enforcement.services import DeliveryEvidence, Limit
from enforcement.states import LimitUnit, NoticeForm, ReinspectionResult
from inspections.models import Finding, Visit
from inspections.queries import own_findings, visits_of
from inspections.states import VisitPurpose
from policies.queries import parameter
from serving.states import DeliveryWay
from staff.forms import DateInput, StaffForm

_SCAN = {"accept": "image/jpeg,image/png,image/webp,application/pdf"}
_PHOTO = {"accept": "image/jpeg,image/png,image/webp"}
_MOST_SIGNS = 2000  # some three pages of a paper
_USUAL_LIMITS = {
    NoticeForm.RECTIFICATION: "rectification.limit",
    NoticeForm.STOP: "stop.recheck",
}
_ORDERS = [(form.value, form.label) for form in (NoticeForm.RECTIFICATION, NoticeForm.STOP)]


def _text(label: str, rows: int = 4, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=area, max_length=_MOST_SIGNS, **more)


class _Findings(forms.ModelMultipleChoiceField):
    def label_from_instance(self, finding: Finding) -> str:
        return finding.text


class DraftForm(StaffForm):
    """Which paper, about which findings, with how much time."""

    form = forms.ChoiceField(label="文种", choices=_ORDERS, widget=forms.RadioSelect)
    findings = _Findings(label="写入文书的问题", queryset=None, widget=forms.CheckboxSelectMultiple)
    limit_count = forms.IntegerField(label="期限", min_value=1, required=False)
    limit_unit = forms.ChoiceField(label="单位", choices=LimitUnit.choices, required=False)
    added_order = _text(
        "另加的责令事项", required=False, help_text="只写要求改正的事项，不能写入处罚内容。"
    )
    wide = ("form", "findings", "added_order")

    def __init__(self, *args: Any, visit: Visit, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = own_findings(visit)
        self.fields["findings"].queryset = rows
        self.fields["limit_count"].help_text = _usual(visit)
        self.rows = [(finding, _may_cite(finding, visit)) for finding in rows]
        if not is_new:
            del self.fields["form"]

    def limit(self) -> Limit | None:
        count = self.cleaned_data["limit_count"]
        return Limit(count, self.cleaned_data["limit_unit"]) if count else None

    def finding_ids(self) -> list[int]:
        return [finding.pk for finding in self.cleaned_data["findings"]]


def _usual(visit: Visit) -> str:
    """What the county's parameters say when no limit is typed."""
    told = []
    for form, key in _USUAL_LIMITS.items():
        limit = parameter(key, visit.visited_on)
        told.append(f"{NoticeForm(form).label}{Limit(limit['count'], limit['unit'])}")
    return f"不填按本县参数：{'，'.join(told)}"


def _may_cite(finding: Finding, visit: Visit) -> bool:
    """May a paper print this finding's article? The verb refuses what may not."""
    return finding.violation.is_quotable_on(visit.visited_on)


class WithdrawalForm(StaffForm):
    """Why a notice is taken back, as the paper will say it."""

    reason = _text("撤回理由", help_text="会写入撤回通知书，例如：该通知书认定的检查日期有误。")
    wide = ("reason",)


class AddedForm(StaffForm):
    """What a result tells beside the findings, which come from the record."""

    added = _text(
        "另行告知的事项",
        rows=3,
        required=False,
        help_text="检查发现的问题按复核结论自动写入，这里只写另需告知的一句话。",
    )
    wide = ("added",)


class WhyForm(StaffForm):
    """One reason, wanted in words."""

    reason = _text("理由", rows=3)
    wide = ("reason",)


class ServeForm(StaffForm):
    """One service with its evidence; which fields count says the way."""

    way = forms.ChoiceField(label="送达方式", choices=DeliveryWay.choices, widget=forms.RadioSelect)
    delivered_on = forms.DateField(label="送达日期", widget=DateInput)
    servers = forms.CharField(
        label="送达人", max_length=200, required=False, help_text="不填为登记人本人"
    )
    recipient = forms.CharField(label="签收人", max_length=100, required=False)
    is_substitute = forms.BooleanField(label="由他人代收", required=False)
    relation = forms.CharField(label="代收人与受送达人的关系", max_length=60, required=False)
    place = forms.CharField(label="送达地点", max_length=300, required=False)
    reason = _text("事由", rows=2, required=False)
    witness = forms.CharField(label="见证人", max_length=100, required=False)
    consent_ref = forms.CharField(label="同意电子送达的确认书", max_length=200, required=False)
    mail_ref = forms.CharField(label="邮件号码", max_length=60, required=False)
    proof = forms.FileField(
        label="送达凭证照片", required=False, widget=forms.FileInput(attrs=_PHOTO)
    )
    wide = ("way", "place", "reason", "proof")
    ways = {
        "recipient": ("direct", "mail", "electronic"),
        "is_substitute": ("direct",),
        "relation": ("direct",),
        "place": ("direct", "left", "electronic", "public_notice"),
        "reason": ("left", "public_notice"),
        "witness": ("left",),
        "consent_ref": ("electronic",),
        "mail_ref": ("mail",),
    }

    def evidence_fields(self) -> list[tuple[forms.BoundField, str]]:
        """Each field of evidence with the ways that ask for it."""
        return [(self[name], " ".join(ways)) for name, ways in self.ways.items()]

    def evidence(self, proof: Any) -> DeliveryEvidence:
        told = {name: self.cleaned_data[name] for name in self.ways}
        return DeliveryEvidence(**told, servers=self.cleaned_data["servers"], proof=proof)


class ExtendForm(StaffForm):
    """A longer limit, once, with its reason."""

    count = forms.IntegerField(label="延长", min_value=1)
    unit = forms.ChoiceField(label="单位", choices=LimitUnit.choices)
    reason = _text("理由", rows=3)
    wide = ("reason",)


class AnswerForm(StaffForm):
    """What the institution reported."""

    received_on = forms.DateField(label="收到日期", widget=DateInput)
    file = forms.FileField(
        label="报告扫描件",
        required=False,
        widget=forms.FileInput(attrs=_SCAN),
        help_text="照片或PDF",
    )
    text = _text("报告内容", rows=6, help_text="逐项摘录整改措施和结果")
    wide = ("text",)


class ReinspectForm(StaffForm):
    """Which confirmed re-inspection, and what it found."""

    visit = forms.ModelChoiceField(
        label="复查记录", queryset=None, empty_label="请选择已确认的复查"
    )
    result = forms.ChoiceField(
        label="复查结果", choices=ReinspectionResult.choices, widget=forms.RadioSelect
    )
    remark = _text("说明", rows=3, required=False)
    wide = ("visit", "result", "remark")

    def __init__(self, *args: Any, notice: Notice, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = notice.reinspections.values("visit")
        self.fields["visit"].queryset = (
            visits_of(notice.institution, user)
            .filter(purpose=VisitPurpose.REINSPECTION, confirmed_at__isnull=False)
            .exclude(pk__in=used)
        )
