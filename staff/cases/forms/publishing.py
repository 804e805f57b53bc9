"""What the public sees of a penalty: shown, withdrawn, taken down; credit repaired."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from cases.services import (
    ask_repair,
    decide_repair,
    note_removed,
    publish_decision,
    withdraw_publication,
)
from common.clock import chinese_date
from papers.models import OfficialPaper
from papers.states import STANDING
from staff.cases.forms.base import ActForm, day, line, words


class PublishForm(ActForm):
    hint = "公示的是决定书的公开文本，隐去个人信息；停止公示的日期按处罚类别计算。"
    summary = forms.ModelChoiceField(
        label="行政处罚信息摘要",
        queryset=None,
        empty_label="请选择",
        help_text="须先制作并经法制审核人员批准",
    )
    where = line("公示的网站或者场所", most=300)
    on = day("公示日期")
    wide = ("where",)

    def known(self) -> dict[str, Any]:
        return {"on": self.today}

    def prepare(self) -> None:
        held = self.case.papers.filter(paper__code="D51", paper__state__in=STANDING)
        rows = OfficialPaper.objects.filter(pk__in=held.values("paper_id"))
        self.fields["summary"].queryset = rows

    def do(self, *, by: User, at: datetime) -> Any:
        told = dict(self.told)
        summary = told.pop("summary")
        return publish_decision(self.case.pk, summary.pk, **told, by=by, at=at)


class WithdrawPublicationForm(ActForm):
    hint = "决定被变更、撤销的，三个工作日内撤回公示，并向社会说明理由。"
    reason = words("向社会公开说明的理由")
    wide = ("reason",)

    def do(self, *, by: User, at: datetime) -> Any:
        return withdraw_publication(self.case.pk, reason=self.told["reason"], by=by, at=at)


class RemovedForm(ActForm):
    hint = "从网站或者公示栏撤下以后登记。"
    on = day("撤下日期")
    proof = line("核实情况", most=300, hint="如：网页已无法打开，已截图")
    wide = ("proof",)

    def known(self) -> dict[str, Any]:
        return {"on": self.today}

    def do(self, *, by: User, at: datetime) -> Any:
        return note_removed(self.row.pk, **self.told, by=by, at=at)


class AskRepairForm(ActForm):
    requested_on = day("申请日期")
    ground = words("修复的理由和材料", hint="已履行处罚决定、已改正、公开信用承诺")
    wide = ("ground",)

    def known(self) -> dict[str, Any]:
        return {"requested_on": self.today}

    def prepare(self) -> None:
        made = self.case.decisions.made().first()
        if (shown := getattr(made, "publication", None)) is not None:
            self.hint = f"{chinese_date(shown.repair_from)}起可以申请信用修复。"

    def do(self, *, by: User, at: datetime) -> Any:
        return ask_repair(self.case.pk, **self.told, by=by, at=at)


class DecideRepairForm(ActForm):
    hint = "同意修复的，当日列入停止公示。"
    repairs = forms.ChoiceField(
        label="决定", choices=[("yes", "同意修复"), ("no", "不予修复")], widget=forms.RadioSelect
    )
    answer = words("决定意见")
    wide = ("answer",)

    def do(self, *, by: User, at: datetime) -> Any:
        repairs = self.told["repairs"] == "yes"
        return decide_repair(self.row.pk, repairs=repairs, answer=self.told["answer"], by=by, at=at)
