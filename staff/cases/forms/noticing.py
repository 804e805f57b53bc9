"""The review, the prior notice, and what the party answers to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from cases.services import (
    NoticeFacts,
    approve_prior_notice,
    discard_prior_notice,
    draft_notice_paper,
    draft_prior_notice,
    finish_answers,
    recheck_statement,
    record_statement,
    record_waiver,
    request_hearing,
    review_case,
)
from cases.states import Adoption, ReviewOutcome, WaivedRight
from staff.cases.forms.base import ActForm, Hours, SureForm, day, line, pick, words
from staff.cases.forms.penalties import PenaltyFields, proposed, typed
from staff.cases.papers import facts_for
from staff.notices.intake import keep_scan


class ReviewForm(ActForm):
    """The legal review (D28)."""

    hint = "通过的继续办理；不予通过或者退回补正的，退回承办人补充调查。"
    outcome = forms.ChoiceField(
        label="审核结论", choices=ReviewOutcome.choices, widget=forms.RadioSelect
    )
    qualification = line("审核人员资格", most=120, hint="法律职业资格证书编号")
    opinion = words("审核意见", rows=5)
    wide = ("opinion",)

    def do(self, *, by: User, at: datetime) -> Any:
        return review_case(self.case.pk, **self.told, by=by, at=at)


class NoticeForm(PenaltyFields, ActForm):
    """The penalty that is proposed. Whether a hearing is offered is computed, never chosen."""

    hint = "是否告知听证由处罚种类和数额认定。同一事实不因当事人申辩而加重。"
    facts = words("违法事实", rows=6)
    basis = words("处罚依据")
    reason = words("处罚理由和裁量")
    field_order = ("facts", "basis", "reason")
    wide = ("facts", "basis", "reason")

    def known(self) -> dict[str, Any]:
        old, report = self.case.prior_notices.standing().first(), self.case.reports.last()
        told = typed(old.penalties.all()) if old else {}
        if report is not None:
            told |= {
                "facts": report.facts,
                "basis": report.basis,
                "reason": report.discretion,
            }
        return told

    def do(self, *, by: User, at: datetime) -> Any:
        facts = NoticeFacts(self.told["facts"], self.told["basis"], self.told["reason"])
        return draft_prior_notice(self.case.pk, facts, proposed(self.told), by=by, at=at)


class NoticePaperForm(ActForm):
    """Make out the papers of a notice; what its rows do not know is filled in on the draft."""

    hint = "生成草稿后，请在文书页补齐缺少的事项。"
    code = pick("文书", [("D29", "行政处罚事先告知书"), ("D30", "行政处罚听证告知书")])

    def prepare(self) -> None:
        if not self.row.hearing_offered:
            self.fields["code"].choices = [("D29", "行政处罚事先告知书")]

    def do(self, *, by: User, at: datetime) -> Any:
        code = self.told["code"]
        more = facts_for(code, self.case, by=by, on=self.today)
        return draft_notice_paper(self.row.pk, code, more, by=by, at=at)


class ApproveNoticeForm(SureForm):
    hint = "批准后告知书编号、定稿并印制；此前的告知由它代替。"

    def do(self, *, by: User, at: datetime) -> Any:
        return approve_prior_notice(self.row.pk, by=by, at=at)


class DiscardNoticeForm(SureForm):
    hint = "弃用这份事先告知的草稿。"

    def do(self, *, by: User, at: datetime) -> Any:
        return discard_prior_notice(self.row.pk, by=by, at=at)


class StatementForm(Hours, ActForm):
    """What the party stated or defended (D31)."""

    hint = "口头陈述申辩的，系统制作笔录；交来书面材料的，请上传扫描件。"

    made_on = day("日期")
    made_by = line("陈述人", most=100)
    text = words("陈述申辩内容", rows=5)
    file = forms.FileField(label="书面材料扫描件", required=False)
    field_order = ("made_on", "made_by", "starts_at", "ends_at")
    wide = ("text",)

    def do(self, *, by: User, at: datetime) -> Any:
        hours = self.take_hours()
        told = {**self.told, "file": keep_scan(self.told["file"], at=at), "hours": hours}
        return record_statement(self.row.pk, **told, by=by, at=at)


class RecheckForm(ActForm):
    hint = "对当事人提出的事实、理由和证据进行复核；复核结论保存后不能更改。"
    recheck = words("复核情况", rows=4)
    adoption = pick("是否采纳", Adoption.choices)
    wide = ("recheck",)

    def do(self, *, by: User, at: datetime) -> Any:
        return recheck_statement(self.row.pk, **self.told, by=by, at=at)


class WaiverForm(ActForm):
    right = pick("放弃的权利", WaivedRight.choices)
    waived_on = day("日期")
    waived_by = line("放弃人", most=100)
    text = words("当事人的表述")
    file = forms.FileField(label="书面材料扫描件", required=False)
    wide = ("text",)

    def do(self, *, by: User, at: datetime) -> Any:
        told = {**self.told, "file": keep_scan(self.told["file"], at=at)}
        return record_waiver(self.row.pk, **told, by=by, at=at)


class RequestHearingForm(ActForm):
    requested_on = day("申请日期")
    requested_by = line("申请人", most=100)

    def do(self, *, by: User, at: datetime) -> Any:
        return request_hearing(self.row.pk, **self.told, by=by, at=at)


class FinishForm(SureForm):
    hint = "陈述申辩已经听取并复核，听证已经举行或者放弃，或者期限已经届满。"

    def do(self, *, by: User, at: datetime) -> Any:
        return finish_answers(self.case.pk, by=by, at=at)
