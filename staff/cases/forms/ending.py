"""The end of a case: closing with its three opinions, the archive, the papers that go with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from cases.after import ClosingGround
from cases.models import Case
from cases.roles import PaperRole
from cases.services import (
    approve_closing,
    archive_case,
    ask_closing,
    draft_case_paper,
    endorse_closing,
    reopen_archived,
    return_closing,
    what_holds_back,
    what_the_file_lacks,
)
from cases.states import CaseState, DecisionKind
from common.clock import localdate
from papers.catalogue import get_form
from papers.services import missing_facts
from papers.states import STANDING, PaperState
from staff.cases.forms.base import ActForm, SureForm, words
from staff.cases.forms.deciding import OpinionForm
from staff.cases.papers import facts_for

_CLOSING_FORM, _FROM_ROWS = "D47", "审批意见"
_GROUNDS = {
    CaseState.WITHDRAWN: (ClosingGround.WITHDRAWN,),
    CaseState.TRANSFERRED: (ClosingGround.TRANSFERRED,),
}
_OF_PENALTY = (ClosingGround.PERFORMED, ClosingGround.COURT, ClosingGround.TERMINATED)
_OF_MERCY = (ClosingGround.NO_PENALTY, ClosingGround.TERMINATED)


def grounds_that_fit(case: Case) -> tuple[ClosingGround, ...]:
    """The grounds that fit what was decided, the usual one first."""
    made = case.decisions.made().first()
    is_penalty = made is None or made.kind == DecisionKind.PENALTY
    usual = _OF_PENALTY if is_penalty else _OF_MERCY
    return _GROUNDS.get(CaseState(case.state), usual)


def grounds_of(case: Case, at: datetime) -> list[tuple[ClosingGround, list[str]]]:
    """Each ground that fits, with everything that still holds it back."""
    return [(one, what_holds_back(case, one, at=at)) for one in grounds_that_fit(case)]


def form_lacks(case: Case, at: datetime) -> list[str]:
    """What the form of a closing (D47) lacks for its approval; opinions come from their rows."""
    day = localdate(at)
    links = case.papers.filter(paper__code=_CLOSING_FORM, paper__state=PaperState.DRAFT)
    link, title = links.select_related("paper").first(), get_form(_CLOSING_FORM, day).title
    if link is None:
        return [f"《{title}》的草稿"]
    lacking = missing_facts(_CLOSING_FORM, link.paper.facts, day)
    return [f"《{title}》：{label}" for label in lacking if not label.startswith(_FROM_ROWS)]


class AskClosingForm(ActForm):
    hint = "结案经承办机构审核、机关负责人批准；公示、停止公示的期限不因结案终止。"
    ground = forms.ChoiceField(label="结案理由", choices=(), widget=forms.RadioSelect)
    execution = words("处理结果和执行情况", rows=4)
    wide = ("ground", "execution")

    def prepare(self) -> None:
        self.fields["ground"].choices = [
            (ground.value, f"{ground.label}（{'；'.join(why)}）" if why else ground.label)
            for ground, why in grounds_of(self.case, self.at)
        ]

    def do(self, *, by: User, at: datetime) -> Any:
        return ask_closing(self.case.pk, **self.told, by=by, at=at)


class EndorseClosingForm(OpinionForm):
    verb = staticmethod(endorse_closing)


class ReturnClosingForm(ActForm):
    hint = "退回后承办人可以重新提出结案。"
    reason = words("退回理由")
    wide = ("reason",)

    def do(self, *, by: User, at: datetime) -> Any:
        return return_closing(self.row.pk, reason=self.told["reason"], by=by, at=at)


class ApproveClosingForm(OpinionForm):
    hint = "批准后结案审批表定稿印制，本案未了的办案期限终止。"
    verb = staticmethod(approve_closing)

    @property
    def missing(self) -> list[str]:
        held = what_holds_back(self.case, self.row.ground, at=self.at)
        return [*held, *form_lacks(self.case, self.at)]


class FixedPaperForm(SureForm):
    """Make out one known form; the page of the draft asks for what the case does not know."""

    code, role = "", PaperRole.OTHER
    hint = "生成草稿，案件已有的内容自动填入；请在文书页核对、补齐后报批。"

    def do(self, *, by: User, at: datetime) -> Any:
        more = facts_for(self.code, self.case, by=by, on=self.today)
        return draft_case_paper(self.case.pk, self.code, more, role=self.role, by=by, at=at)


class ClosingPaperForm(FixedPaperForm):
    code, role = _CLOSING_FORM, PaperRole.CLOSING
    hint = "生成结案审批表的草稿；结案理由、执行情况和各级意见在批准时按案件记载填入。"


class UrgingPaperForm(FixedPaperForm):
    code, role = "D44", PaperRole.PERFORMANCE
    hint = "催告书送达后等待十个工作日，仍不履行的，才可以申请法院强制执行。金额按今天计算。"


class CourtPaperForm(FixedPaperForm):
    code, role = "D45", PaperRole.COURT


class SummaryPaperForm(FixedPaperForm):
    code, role = "D51", PaperRole.PUBLICATION


class CoverForm(FixedPaperForm):
    code, role = "D48", PaperRole.FILE
    hint = "案卷封面；卷内目录在归档装订时按文书自动编制，页码连续。"


class NotesForm(FixedPaperForm):
    code, role = "D48-3", PaperRole.FILE
    hint = "备考表；件数和页数按现有已印制的文书统计，不含封面、目录和备考表。"


class ArchiveForm(SureForm):
    hint = "归档时装订成一份PDF（含书签和连续页码）并打包原件和校验值；文书多的需要等待片刻。归档后案件不再变动。"

    @property
    def missing(self) -> list[str]:
        return what_the_file_lacks(self.case, self.today)

    def do(self, *, by: User, at: datetime) -> Any:
        return archive_case(self.case.pk, by=by, at=at)


class ReopenForm(ActForm):
    hint = "只用于补入后来的文书；原案卷保留，补齐后重新归档。"
    reason = words("补充归档的理由")
    wide = ("reason",)

    def do(self, *, by: User, at: datetime) -> Any:
        return reopen_archived(self.case.pk, reason=self.told["reason"], by=by, at=at)


def has_form(case: Case, code: str, *, is_approved: bool = False) -> bool:
    """Whether a paper on this form stands, or at least a draft of it does."""
    states = STANDING if is_approved else (PaperState.DRAFT, *STANDING)
    return bool(case.papers.filter(paper__code=code, paper__state__in=states).exists())
