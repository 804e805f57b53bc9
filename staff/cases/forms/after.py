"""After the decision: money paid, deferred, remedies, the court."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms

from accounts.models import User
from cases.after import CourtAnswer, DeferralKind, PaidPart, PayChannel, RemedyKind, RemedyResult
from cases.errors import CourtWindow
from cases.models import CasePaper
from cases.services import (
    apply_to_court,
    ask_deferral,
    court_window,
    decide_deferral,
    end_remedy,
    note_court_answer,
    record_payment,
    record_remedy,
    reverse_payment,
)
from common.clock import chinese_date
from common.errors import BadInput
from papers.models import OfficialPaper
from staff.cases.forms.base import ActForm, day, line, pick, words
from staff.papers.amounts import YuanField


class PaymentForm(ActForm):
    part = pick("缴款项目", PaidPart.choices)
    amount_fen = YuanField(label="金额（元）")
    paid_on = day("到账日期")
    channel = pick("渠道", PayChannel.choices)
    reference = line("银行流水号", most=80)

    def do(self, *, by: User, at: datetime) -> Any:
        return record_payment(self.case.pk, **self.told, by=by, at=at)


class ReverseForm(ActForm):
    hint = "登记有误的缴款以一笔相反的记录冲销，不作删改。"
    reason = words("冲销理由")
    wide = ("reason",)

    def do(self, *, by: User, at: datetime) -> Any:
        return reverse_payment(self.row.pk, reason=self.told["reason"], by=by, at=at)


class DeferralForm(ActForm):
    kind = pick("申请", DeferralKind.choices)
    requested_on = day("申请日期")
    plan = words("缴纳计划", hint="每行一期：日期，金额（元）；如 2026-12-31，1000")
    reason = words("经济困难的情况")
    wide = ("plan", "reason")

    def do(self, *, by: User, at: datetime) -> Any:
        told = dict(self.told)
        rows = [row for row in told.pop("plan").splitlines() if row.strip()]
        plan = [_instalment(row) for row in rows]
        return ask_deferral(self.case.pk, plan=plan, **told, by=by, at=at)


def _instalment(row: str) -> tuple[date, int]:
    """Raises BadInput."""
    first, _, second = row.replace(",", "，").partition("，")
    try:
        on, fen = date.fromisoformat(first.strip()), YuanField().clean(second)
    except (ValueError, forms.ValidationError):
        raise BadInput(sentence=f"缴纳计划“{row.strip()[:40]}”应写成：2026-12-31，1000") from None
    return on, fen


class DecideDeferralForm(ActForm):
    grants = forms.ChoiceField(
        label="决定", choices=[("yes", "批准"), ("no", "不批准")], widget=forms.RadioSelect
    )
    answer = words("批准意见")
    wide = ("answer",)

    def do(self, *, by: User, at: datetime) -> Any:
        grants = self.told["grants"] == "yes"
        return decide_deferral(self.row.pk, grants=grants, answer=self.told["answer"], by=by, at=at)


class RemedyForm(ActForm):
    hint = "当事人申请复议、提起诉讼期间，加处罚款不予计算。"
    kind = pick("种类", RemedyKind.choices)
    body = line("受理机关", most=100)
    filed_on = day("申请日期")
    reference = line("案号", most=80, required=False)

    def do(self, *, by: User, at: datetime) -> Any:
        return record_remedy(self.case.pk, **self.told, by=by, at=at)


class EndRemedyForm(ActForm):
    result = pick("结果", RemedyResult.choices)
    received_on = day("收到日期")
    new_fine_fen = YuanField(label="变更后的罚款（元）", required=False)
    text = words("结果文书的名称和主要内容")
    wide = ("text",)

    def do(self, *, by: User, at: datetime) -> Any:
        return end_remedy(self.row.pk, **self.told, by=by, at=at)


class CourtForm(ActForm):
    hint = "催告期限届满仍不履行，在法定期限内向人民法院申请。"
    window = ""
    paper = forms.ModelChoiceField(label="强制执行申请书", queryset=None, empty_label="请选择")
    court = line("人民法院", most=100)
    applied_on = day("申请日期")

    def prepare(self) -> None:
        held = CasePaper.objects.filter(case=self.case, paper__code="D45").values("paper_id")
        rows = OfficialPaper.objects.filter(pk__in=held, approved_at__isnull=False)
        self.fields["paper"].queryset = rows
        try:
            first, last = court_window(self.case)
        except CourtWindow as refusal:
            self.window = str(refusal)
        else:
            self.hint += f"可以申请的期间为{chinese_date(first)}至{chinese_date(last)}。"

    @property
    def missing(self) -> list[str]:
        return [self.window] if self.window else []

    def do(self, *, by: User, at: datetime) -> Any:
        told = dict(self.told)
        return apply_to_court(self.case.pk, told.pop("paper").pk, **told, by=by, at=at)


class CourtAnswerForm(ActForm):
    answer = pick("法院答复", CourtAnswer.choices)
    on = day("日期")
    text = words("法院文书")
    wide = ("text",)

    def do(self, *, by: User, at: datetime) -> Any:
        return note_court_answer(self.row.pk, **self.told, by=by, at=at)
