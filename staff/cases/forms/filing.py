"""Approval of a filing, and how a case ends without a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from cases.services import (
    approve_filing,
    endorse_filing,
    refuse_filing,
    return_check,
    transfer_case,
    withdraw_case,
)
from staff.cases.forms.base import ActForm, line, words


class EndorseFilingForm(ActForm):
    """The opinion block of the section."""

    agrees = forms.ChoiceField(
        label="意见", choices=[("yes", "同意"), ("no", "不同意")], widget=forms.RadioSelect
    )
    opinion = words("承办机构意见")
    wide = ("opinion",)

    def do(self, *, by: User, at: datetime) -> Any:
        agrees = self.told["agrees"] == "yes"
        return endorse_filing(
            self.case.pk, agrees=agrees, opinion=self.told["opinion"], by=by, at=at
        )


class ApproveFilingForm(ActForm):
    """The head's word: the case takes its number."""

    hint = "批准后编立案号，九十日办案期限自批准之日起算。"
    opinion = words("机关负责人意见")
    wide = ("opinion",)

    def do(self, *, by: User, at: datetime) -> Any:
        return approve_filing(self.case.pk, opinion=self.told["opinion"], by=by, at=at)


class RefuseFilingForm(ActForm):
    """The head's reasoned no."""

    hint = "批准后本线索不予立案；实名举报的，须告知举报人。"
    opinion = words("不予立案的理由")
    wide = ("opinion",)

    def do(self, *, by: User, at: datetime) -> Any:
        return refuse_filing(self.case.pk, opinion=self.told["opinion"], by=by, at=at)


class ReasonForm(ActForm):
    """One reason in words; ``verb`` takes it."""

    reason = words("理由")
    wide = ("reason",)
    verb: Any = None

    def do(self, *, by: User, at: datetime) -> Any:
        return type(self).verb(self.case.pk, reason=self.told["reason"], by=by, at=at)


class ReturnCheckForm(ReasonForm):
    verb = staticmethod(return_check)


class WithdrawForm(ReasonForm):
    hint = "撤案后本案不再办理，未届满的期限一并取消。"
    verb = staticmethod(withdraw_case)


class TransferForm(ActForm):
    """To the body that has the power."""

    hint = "涉嫌犯罪的不在此移送，须作出移送司法机关的决定。"
    receiver = line("接收机关", most=100)
    grounds = words("移送理由和依据")
    wide = ("grounds",)

    def do(self, *, by: User, at: datetime) -> Any:
        return transfer_case(self.case.pk, **self.told, by=by, at=at)
