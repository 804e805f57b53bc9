"""Evidence, things kept in advance, orders to correct, the end of an investigation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from cases.services import (
    EvidenceFacts,
    Gains,
    ReportFacts,
    add_evidence,
    ask_preservation,
    decide_preservation,
    end_investigation,
    exclude_evidence,
    handle_kept,
    keep_things,
    link_correction,
    reopen_investigation,
)
from cases.states import DecisionKind, EvidenceKind, PreservationEnd
from enforcement.models import Notice
from enforcement.states import BEFORE_APPROVAL, TAKEN_BACK, TELLING
from evidence.models import Original
from staff.cases.forms.base import ActForm, day, line, pick, words, yes
from staff.cases.forms.filing import ReasonForm
from staff.notices.intake import keep_scan
from staff.papers.amounts import YuanField

_ORIGINALS_AT_MOST = 200


class EvidenceForm(ActForm):
    """One piece of evidence with its source; without one it is a thing that is described."""

    hint = "来源选择检查中的原件或者上传扫描件；都不填写的，登记为实物。"
    kind = pick("证据种类", EvidenceKind.choices)
    name = line("证据名称")
    obtained_on = day("取得日期")
    obtained_from = line("提供人或者取得地点")
    original = forms.ModelChoiceField(
        label="检查中的原件", queryset=None, required=False, empty_label="不是检查中的原件"
    )
    file = forms.FileField(label="扫描件或者照片", required=False)
    page_count = forms.IntegerField(label="页数", min_value=1, max_value=9999, initial=1)
    is_copy = yes("复制件，已与原件核对无异")
    proves = words("证明内容")
    wide = ("proves",)

    def known(self) -> dict[str, Any]:
        return {"obtained_on": self.today, "page_count": 1}

    def prepare(self) -> None:
        party = self.case.party
        place = party.institution_id if party else None
        found = Original.objects.filter(visit__institution=place).order_by("-pk")
        keys = found.values_list("pk", flat=True)[:_ORIGINALS_AT_MOST] if place else []
        self.fields["original"].queryset = Original.objects.filter(pk__in=list(keys))

    def do(self, *, by: User, at: datetime) -> Any:
        told = dict(self.told)
        original, sent = told.pop("original"), told.pop("file")
        kept = keep_scan(sent, at=at)
        facts = EvidenceFacts(
            **told,
            original_id=original.pk if original else None,
            file_id=kept.pk if kept else None,
        )
        return add_evidence(self.case.pk, facts, by=by, at=at)


class ExcludeForm(ActForm):
    """Take a piece out of consideration."""

    reason = words("排除理由")
    is_lawful = yes("取得方式合法")
    is_relevant = yes("与案件事实有关")
    is_true = yes("真实")
    wide = ("reason",)

    def known(self) -> dict[str, Any]:
        return {"is_lawful": True, "is_relevant": True, "is_true": True}

    def do(self, *, by: User, at: datetime) -> Any:
        return exclude_evidence(self.row.pk, **self.told, by=by, at=at)


class CorrectionForm(ActForm):
    """An order to correct that belongs to the case; its date is read from its paper."""

    notice = forms.ModelChoiceField(label="责令改正文书", queryset=None, empty_label="请选择")

    def prepare(self) -> None:
        party = self.case.party
        place = party.institution_id if party else None
        rows = Notice.objects.filter(institution=place) if place else Notice.objects.none()
        rows = rows.exclude(form__in=TELLING).exclude(state__in=(*BEFORE_APPROVAL, *TAKEN_BACK))
        self.fields["notice"].queryset = rows.order_by("-pk")

    def do(self, *, by: User, at: datetime) -> Any:
        return link_correction(self.case.pk, self.told["notice"].pk, by=by, at=at)


class AskKeepForm(ActForm):
    """Things that may be lost."""

    hint = "报机关负责人批准后登记保存，七个工作日内须作出处理。"
    items = words("物品清单", rows=4, hint="每行一项：名称，数量，状况")
    place = line("保存地点")
    reason = words("理由", hint="为什么可能灭失或者以后难以取得")
    wide = ("items", "place", "reason")

    def do(self, *, by: User, at: datetime) -> Any:
        items = [_item(row) for row in self.told["items"].splitlines() if row.strip()]
        return ask_preservation(
            self.case.pk,
            items,
            reason=self.told["reason"],
            place=self.told["place"],
            by=by,
            at=at,
        )


def _item(row: str) -> dict[str, str]:
    parts = [part.strip() for part in row.replace(",", "，").split("，", 2)]
    return dict(zip(("name", "quantity", "condition"), [*parts, "", ""], strict=False))


class DecideKeepForm(ActForm):
    approves = forms.ChoiceField(
        label="决定", choices=[("yes", "批准"), ("no", "不批准")], widget=forms.RadioSelect
    )

    def do(self, *, by: User, at: datetime) -> Any:
        approves = self.told["approves"] == "yes"
        return decide_preservation(self.row.pk, approves=approves, by=by, at=at)


class KeepForm(ActForm):
    on = day("登记保存日期")

    def known(self) -> dict[str, Any]:
        return {"on": self.today}

    def do(self, *, by: User, at: datetime) -> Any:
        return keep_things(self.row.pk, on=self.told["on"], by=by, at=at)


class HandleKeptForm(ActForm):
    handling = pick("处理方式", PreservationEnd.choices)
    on = day("处理日期")
    reason = words("理由")
    wide = ("reason",)

    def known(self) -> dict[str, Any]:
        return {"on": self.today}

    def do(self, *, by: User, at: datetime) -> Any:
        return handle_kept(self.row.pk, **self.told, by=by, at=at)


_REPORT = ("facts", "evidence", "basis", "discretion", "proposal", "proposed_kind")
_FLAGS = ("is_public_interest", "is_complex", "is_major", "other_review_ground")
_GAINS = (
    *("collected_fen", "refunded_on", "deduction_basis"),
    *("pupil_count", "unit_price_fen", "lesson_count"),
)


class ReportForm(ActForm):
    """The report at the end of an investigation (D27), gains worked out."""

    on = day("调查终结日期")
    proposed_kind = pick("拟作出的处理", DecisionKind.choices)
    facts = words("违法事实", rows=6)
    evidence = words("证据", rows=4, hint="按编号写明各证据证明的内容")
    basis = words("依据")
    discretion = words("裁量情况")
    proposal = words("处理建议")
    is_public_interest = yes("涉及重大公共利益（须法制审核）")
    is_complex = yes("疑难复杂、涉及多个法律关系（须法制审核、集体讨论）")
    is_major = yes("重大违法行为，给予较重处罚（须集体讨论）")
    other_review_ground = line("其他须法制审核的情形", required=False)
    collected_fen = YuanField(label="收取的全部款项（元）", required=False)
    refunded_fen = YuanField(label="已依法退还（元）", required=False)
    refunded_on = day("退还日期", required=False)
    deduction_basis = line("退还款项予以扣除的依据", required=False, hint="留空则不扣除")
    pupil_count = forms.IntegerField(label="学员人数", min_value=0, required=False)
    unit_price_fen = YuanField(label="单价（元）", required=False)
    lesson_count = forms.IntegerField(label="课时数", min_value=0, required=False)
    wide = ("facts", "evidence", "basis", "discretion", "proposal")

    def known(self) -> dict[str, Any]:
        last = self.case.reports.last()
        told: dict[str, Any] = {"on": self.today}
        if last is not None:
            told |= {name: getattr(last, name) for name in _REPORT if name != "evidence"}
            told["evidence"] = last.evidence_text
        return told

    def do(self, *, by: User, at: datetime) -> Any:
        told = self.told
        facts = ReportFacts(**{name: told[name] for name in (*_REPORT, *_FLAGS)})
        gains = None
        if told["collected_fen"] is not None:
            known = {name: told[name] for name in _GAINS}
            gains = Gains(**known, refunded_fen=told["refunded_fen"] or 0)
        return end_investigation(self.case.pk, facts, on=told["on"], gains=gains, by=by, at=at)


class ReopenForm(ReasonForm):
    hint = "补充调查后须重新终结调查；已经告知的，须重新告知。"
    verb = staticmethod(reopen_investigation)
