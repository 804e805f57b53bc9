"""Who handles a case: joining, exchange, recusal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from cases.services import ask_recusal, assign_officer, decide_recusal, exchange_officer
from cases.states import OfficerRole
from staff.cases.forms.base import ActForm, PersonField, certified, line, pick, words, yes


class AssignForm(ActForm):
    """One more officer."""

    person = PersonField(label="执法人员", queryset=None, empty_label="请选择")
    role = pick("承办身份", OfficerRole.choices)

    def prepare(self) -> None:
        standing = self.case.officers.standing().values("user_id")
        self.fields["person"].queryset = certified(self.today, without=standing)

    def do(self, *, by: User, at: datetime) -> Any:
        return assign_officer(self.case.pk, self.told["person"].pk, self.told["role"], by=by, at=at)


class ExchangeForm(ActForm):
    """One officer leaves, another takes the place; also for a renewed certificate."""

    hint = "更换执法证的，请选择同一人。"
    person = PersonField(label="接办人", queryset=None, empty_label="请选择")
    reason = line("更换理由")
    wide = ("reason",)

    def prepare(self) -> None:
        self.fields["person"].queryset = certified(self.today)

    def do(self, *, by: User, at: datetime) -> Any:
        return exchange_officer(
            self.row.pk, self.told["person"].pk, reason=self.told["reason"], by=by, at=at
        )


class AskRecusalForm(ActForm):
    """Somebody should keep out of the case: an officer, or who reviews, hears or decides it."""

    hint = "承办人、审核人员、听证主持人和负责人都可以被申请回避；决定作出之前，不停止调查。"
    person = PersonField(label="应当回避的人员", queryset=None, empty_label="请选择")
    reason = words("理由")
    is_own_wish = yes("本人自行申请")
    wide = ("reason",)

    def prepare(self) -> None:
        people = User.objects.active().persons().filter(department__isnull=False)
        self.fields["person"].queryset = people.select_related("department").order_by("full_name")

    def do(self, *, by: User, at: datetime) -> Any:
        return ask_recusal(
            self.case.pk,
            self.told["person"].pk,
            reason=self.told["reason"],
            is_own_wish=self.told["is_own_wish"],
            by=by,
            at=at,
        )


class DecideRecusalForm(ActForm):
    """The head decides; who is recused leaves."""

    grants = forms.ChoiceField(
        label="决定", choices=[("yes", "应当回避"), ("no", "驳回申请")], widget=forms.RadioSelect
    )
    successor = PersonField(label="接办人", queryset=None, required=False, empty_label="暂不指定")
    reason = words("理由")
    wide = ("reason",)

    def prepare(self) -> None:
        standing = self.case.officers.standing().values("user_id")
        self.fields["successor"].queryset = certified(self.today, without=standing)

    def do(self, *, by: User, at: datetime) -> Any:
        successor = self.told["successor"]
        return decide_recusal(
            self.row.pk,
            grants=self.told["grants"] == "yes",
            reason=self.told["reason"],
            successor_id=successor.pk if successor else None,
            by=by,
            at=at,
        )
