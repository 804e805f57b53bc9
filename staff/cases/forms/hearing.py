"""The hearing, and the discussion of the heads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission as P
from cases.models import CaseOfficer
from cases.services import call_hearing, end_hearing, hold_hearing, record_discussion
from cases.states import HearingEnd
from staff.cases.forms.base import ActForm, Hours, PersonField, day, holding, line, pick, words
from staff.plain_text import refuse_odd_signs


class CallForm(ActForm):
    """Day and place and who leads (D32)."""

    hint = "须在举行七个工作日前通知当事人；主持人、记录员不能是本案承办人。"
    chair = PersonField(label="主持人", queryset=None, empty_label="请选择")
    clerk = PersonField(label="记录员", queryset=None, empty_label="请选择")
    call_served_on = day("听证通知送达日期")
    held_on = day("举行日期")
    place = line("地点")
    closed_reason = line("不公开举行的理由", required=False, hint="公开举行的留空")
    wide = ("place",)

    def prepare(self) -> None:
        handled = CaseOfficer.objects.filter(case=self.case).values("user_id")
        self.fields["chair"].queryset = holding(P.CASE_HEAR).exclude(pk__in=handled)
        self.fields["clerk"].queryset = holding(P.CASE_VIEW).exclude(pk__in=handled)

    def do(self, *, by: User, at: datetime) -> Any:
        told = dict(self.told)
        chair, clerk = told.pop("chair"), told.pop("clerk")
        return call_hearing(self.row.pk, chair_id=chair.pk, clerk_id=clerk.pk, **told, by=by, at=at)


class HoldForm(Hours, ActForm):
    """The record (D33) and the chair's report."""

    record = words("听证笔录", rows=8)
    report = words("听证报告和意见", rows=5)
    agents = line("当事人的代理人", required=False, hint="最多两名，用顿号分开")
    wide = ("record", "report")

    def do(self, *, by: User, at: datetime) -> Any:
        agents = self.told["agents"].split("、")
        return hold_hearing(
            self.row.pk,
            record=self.told["record"],
            report=self.told["report"],
            agents=agents,
            hours=self.take_hours(),
            by=by,
            at=at,
        )


class EndForm(ActForm):
    ending = pick("终止原因", HearingEnd.choices)
    on = day("终止日期")
    text = words("情况说明")
    wide = ("text",)

    def do(self, *, by: User, at: datetime) -> Any:
        return end_hearing(self.row.pk, **self.told, by=by, at=at)


class DiscussForm(Hours, ActForm):
    """The heads discuss together (D34), each in his own words."""

    hint = "两名以上负责人参加；未参加的留空。"
    held_on = day("日期")
    place = line("地点")
    conclusion = words("结论")

    def known(self) -> dict[str, Any]:
        return {"held_on": self.today}

    def prepare(self) -> None:
        self.heads = list(_heads(self))
        for head in self.heads:
            field = words(f"{head.full_name}的意见", rows=2, required=False)
            field.widget.attrs["class"] = "form-control"
            field.validators.append(refuse_odd_signs)
            field.is_wide = True  # type: ignore[attr-defined]  # read by the template
            self.fields[f"opinion_{head.pk}"] = field
        self.fields["conclusion"].is_wide = True  # type: ignore[attr-defined]  # read by the template
        self.order_fields(["held_on", "place", "starts_at", "ends_at"])

    def do(self, *, by: User, at: datetime) -> Any:
        said = {head.pk: self.told[f"opinion_{head.pk}"] for head in self.heads}
        opinions = {pk: text for pk, text in said.items() if text.strip()}
        return record_discussion(
            self.case.pk,
            opinions,
            held_on=self.told["held_on"],
            place=self.told["place"],
            conclusion=self.told["conclusion"],
            hours=self.take_hours(),
            by=by,
            at=at,
        )


def _heads(form: ActForm) -> QuerySet[User]:
    handled = CaseOfficer.objects.filter(case=form.case).values("user_id")
    return holding(P.CASE_DECIDE).exclude(pk__in=handled)
