"""Fines of others, the decision and its papers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from cases.roles import PaperRole
from cases.services import (
    PAPERS_OF,
    WITH_THEIR_ROW,
    Benchmark,
    DecisionFacts,
    Spared,
    answer_other_fine,
    approve_decision,
    approve_deviation,
    discard_decision,
    draft_case_paper,
    draft_decision,
    draft_decision_paper,
    endorse_decision,
    hand_to_police,
    note_fines_checked,
    record_other_fine,
    return_decision,
    submit_decision,
)
from cases.states import DecisionKind, Leniency
from papers.catalogue import all_forms, get_form
from staff.cases.forms.base import ActForm, SureForm, day, line, pick, words, yes
from staff.cases.forms.penalties import PenaltyFields, proposed, typed
from staff.cases.papers import facts_for
from staff.cases.range_lines import choices_on
from staff.papers.amounts import YuanField


class OtherFineForm(ActForm):
    """A fine of another department about the party."""

    department = line("部门", most=100)
    decision_no = line("决定书文号", most=80)
    decided_on = day("决定日期")
    amount_fen = YuanField(label="罚款金额（元）")
    about = words("所罚行为")
    wide = ("about",)

    def do(self, *, by: User, at: datetime) -> Any:
        return record_other_fine(self.case.pk, **self.told, by=by, at=at)


class AnswerFineForm(ActForm):
    hint = "同一违法行为已被罚款的，不再给予罚款。认定后不能更改。"
    same = forms.ChoiceField(
        label="认定",
        choices=[("yes", "是同一违法行为"), ("no", "不是同一违法行为")],
        widget=forms.RadioSelect,
    )
    answer = words("认定理由")
    wide = ("answer",)

    def do(self, *, by: User, at: datetime) -> Any:
        same = self.told["same"] == "yes"
        return answer_other_fine(
            self.row.pk, is_same_act=same, answer=self.told["answer"], by=by, at=at
        )


class FinesCheckedForm(ActForm):
    how = words("核对方式和结果", hint="如：函询市场监管局，未就同一行为罚款")
    wide = ("how",)

    def do(self, *, by: User, at: datetime) -> Any:
        return note_fines_checked(self.case.pk, how=self.told["how"], by=by, at=at)


_SPARED = ("is_first", "is_slight", "is_corrected", "first_checked_how", "education", "educated_on")
_SAID = ("kind", "facts", "basis", "reason", "statement_answer", "performance", "lighter_reason")


class DecisionForm(PenaltyFields, ActForm):
    """The draft of a decision: of four kinds, never heavier than announced."""

    hint = "只有给予行政处罚的决定填写处罚内容；处罚不能重于告知。"
    kind = pick("处理决定", DecisionKind.choices)
    facts = words("认定的事实", rows=6)
    basis = words("依据")
    reason = words("理由和裁量")
    statement_answer = words("陈述申辩和听证情况、采纳情况", required=False)
    performance = words("履行方式和期限", rows=2, required=False)
    tier = forms.ChoiceField(label="裁量阶次", required=False)
    least = YuanField(label="裁量基准罚款下限（元）", required=False)
    most = YuanField(label="裁量基准罚款上限（元）", required=False)
    benchmark_text = line("裁量阶次、情节和来源", required=False)
    deviation_reason = line("超出裁量基准的理由", required=False, hint="须另一名机关负责人批准")
    lighter_reason = line("从轻或者减轻的理由", required=False)
    leniency = forms.ChoiceField(
        label="不予处罚的情形", choices=[("", "无"), *Leniency.choices[1:]], required=False
    )
    is_first = yes("初次违法")
    is_slight = yes("危害后果轻微")
    is_corrected = yes("及时改正")
    first_checked_how = line("如何核实是初次违法", required=False)
    education = words("教育情况", rows=2, required=False)
    educated_on = day("教育日期", required=False)
    field_order = (*("kind", "facts", "basis", "reason"), *("statement_answer", "performance"))
    wide = ("facts", "basis", "reason", "statement_answer", "performance", "education")

    def known(self) -> dict[str, Any]:
        notice = self.case.prior_notices.standing().first()
        report = self.case.reports.last()
        told: dict[str, Any] = {}
        if report is not None:
            told = {"kind": report.proposed_kind, "facts": report.facts, "basis": report.basis}
            told["reason"] = report.discretion
        if notice is not None:
            told |= {"facts": notice.facts, "basis": notice.basis, "reason": notice.reason}
            told |= typed(notice.penalties.all())
        return told

    def prepare(self) -> None:
        for name in ("p3", "least", "most"):
            self.fields[name].widget.attrs["data-range"] = ""
        if rows := choices_on(self.case, self.today):
            self.fields["tier"].choices = [("", "请选择"), *rows]
            for name in ("least", "most"):
                self.fields[name].help_text = "空为所选阶次的幅度；超出的须另行批准"
        else:
            del self.fields["tier"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if (told.get("least") is None) != (told.get("most") is None):
            raise forms.ValidationError("裁量基准的下限和上限须同时填写。")
        if told.get("kind") == DecisionKind.PENALTY and not told.get("statement_answer"):
            self.add_error("statement_answer", "给予行政处罚的，请写明陈述申辩和听证情况。")
        if told.get("leniency") and not told.get("educated_on"):
            self.add_error("educated_on", "请填写教育日期。")
        return told

    def do(self, *, by: User, at: datetime) -> Any:
        told = self.told
        is_penalty = told["kind"] == DecisionKind.PENALTY
        facts = DecisionFacts(
            **{name: told[name] for name in _SAID},
            benchmark=self._benchmark() if is_penalty else None,
            spared=self._spared() if told["kind"] == DecisionKind.MINOR else None,
            penalties=tuple(proposed(told)) if is_penalty else (),
        )
        return draft_decision(self.case.pk, facts, by=by, at=at)

    def _benchmark(self) -> Benchmark | None:
        line = self.told.get("tier", "")
        if self.told["least"] is None and not line:
            return None
        text, why = self.told["benchmark_text"], self.told["deviation_reason"]
        least, most = self.told["least"], self.told["most"]
        return Benchmark(least, most, text, deviation_reason=why, line=line)

    def _spared(self) -> Spared | None:
        if not self.told["leniency"]:
            return None
        return Spared(self.told["leniency"], **{name: self.told[name] for name in _SPARED})


class DecisionPaperForm(ActForm):
    """Make out a paper of a decision."""

    hint = "生成草稿后，请在文书页补齐缺少的事项。"
    code = pick("文书", [])

    def prepare(self) -> None:
        codes = PAPERS_OF[DecisionKind(self.row.kind)]
        self.fields["code"].choices = [(code, get_form(code, self.today).title) for code in codes]

    def do(self, *, by: User, at: datetime) -> Any:
        code = self.told["code"]
        more = facts_for(code, self.case, by=by, on=self.today)
        return draft_decision_paper(self.row.pk, code, more, by=by, at=at)


class OpinionForm(ActForm):
    """One opinion block; ``verb`` takes it."""

    opinion = words("意见")
    wide = ("opinion",)
    verb: Any = None

    def do(self, *, by: User, at: datetime) -> Any:
        return type(self).verb(self.row.pk, opinion=self.told["opinion"], by=by, at=at)


class SubmitForm(OpinionForm):
    hint = "提交时即核对全部条件：告知、审核、讨论、裁量基准、一事不再罚。"
    verb = staticmethod(submit_decision)


class EndorseForm(OpinionForm):
    verb = staticmethod(endorse_decision)


class DeviationForm(OpinionForm):
    hint = "本决定的罚款超出裁量基准；批准人不能再批准本决定。"
    verb = staticmethod(approve_deviation)


class ApproveForm(OpinionForm):
    hint = "批准后决定书编号、定稿并印制，办案期限终止。"
    verb = staticmethod(approve_decision)


class ReturnForm(ActForm):
    reason = words("退回理由")
    wide = ("reason",)

    def do(self, *, by: User, at: datetime) -> Any:
        return return_decision(self.row.pk, reason=self.told["reason"], by=by, at=at)


class DiscardForm(SureForm):
    hint = "弃用这份决定的草稿。"

    def do(self, *, by: User, at: datetime) -> Any:
        return discard_decision(self.row.pk, by=by, at=at)


class PoliceForm(ActForm):
    hint = (
        "自批准之日起二十四小时内移送公安机关。登记后同时生成一项移送，"
        "公安机关是否立案的期限自签收起计算（当事人须为登记的机构）。"
    )
    receipt = line("公安机关回执")
    signer = line("签收人", most=60)

    def do(self, *, by: User, at: datetime) -> Any:
        return hand_to_police(self.case.pk, **self.told, by=by, at=at)


class CasePaperForm(ActForm):
    """Any paper that no other step makes out."""

    hint = "告知和决定文书从告知或者决定起草。"
    code = pick("文书格式", [])
    role = pick("用途", PaperRole.choices)

    def prepare(self) -> None:
        forms_ = [one for one in all_forms(self.today) if one.code not in WITH_THEIR_ROW]
        self.fields["code"].choices = [("", "请选择"), *((one.code, str(one)) for one in forms_)]

    def do(self, *, by: User, at: datetime) -> Any:
        code = self.told["code"]
        more = facts_for(code, self.case, by=by, on=self.today)
        return draft_case_paper(self.case.pk, code, more, role=self.told["role"], by=by, at=at)
