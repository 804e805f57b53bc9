"""Forms of the room of prepaid money."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from common.clock import months_after
from common.money import yuan
from funds.models import FundAccount, Lesson
from funds.queries import RefundFigures, payment_layout_choices
from funds.services import Bought, Held, RefundSaid
from funds.states import LESSON, AccountKind, AccountState, RefundCause
from staff.buttons import may_move
from staff.forms import DateInput, FilterForm, StaffForm
from staff.papers.amounts import YuanField

_SUM_SIGNS = 15  # of an amount: more would not fit the column


class _Sum(YuanField):
    """An amount that is no debt."""

    def clean(self, value: Any) -> Any:
        amount = super().clean(value)
        if amount is not None and amount < 0:
            raise forms.ValidationError("金额不能为负。")
        return amount


def _yuan(label: str, *, required: bool = True, hint: str = "") -> _Sum:
    return _Sum(label=label, max_length=_SUM_SIGNS, required=required, help_text=hint)


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput)


class _Account(forms.ModelChoiceField):
    def label_from_instance(self, account: FundAccount) -> str:
        return f"{account.institution.name}（{account.bank.name}，{account.masked}）"


class ContractForm(StaffForm):
    """What the model contract says, as the clerk reads it off the paper."""

    account = _Account(label="监管账户", queryset=None, empty_label="请选择")
    order_no = forms.CharField(
        label="订单号", max_length=32, help_text="家长缴费时写在附言里，银行流水据此对应到学员"
    )
    pupil = forms.CharField(label="学员姓名", max_length=50, help_text="加密保存，页面只显示姓氏")
    guardian = forms.CharField(label="监护人姓名", max_length=50, help_text="加密保存")
    course = forms.CharField(label="课程", max_length=100)
    lessons = forms.IntegerField(
        label="课时数",
        required=False,
        min_value=1,
        max_value=10_000,
        help_text="期限内不限次的合同，此处留空",
    )
    fee_fen = _yuan("合同费用（元）")
    list_price_fen = _yuan(
        "标价（每课时，元）", required=False, hint="有折扣的，填未打折的单价；没有折扣的留空"
    )
    bonus_fen = _yuan("赠送金额（元）", required=False, hint="充值赠送的额度；没有的留空")
    signed_on = _day("签订日期")
    service_from = _day("服务开始")
    service_to = _day("服务结束")
    wide = ("account",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = FundAccount.objects.filter(kind=AccountKind.CUSTODY)
        rows = rows.exclude(state=AccountState.CLOSED)
        rows = rows.select_related("institution", "bank").order_by("institution__name", "pk")
        self.fields["account"].queryset = rows  # type: ignore[attr-defined]

    def bought(self) -> Bought:
        facts = {key: value for key, value in self.cleaned_data.items() if key != "account"}
        return Bought(**{**facts, "bonus_fen": facts["bonus_fen"] or 0})


class NameForm(StaffForm):
    """A whole name, which is turned into its digest and goes no further."""

    name = forms.CharField(
        label="按姓名查找", max_length=50, help_text="学员或者监护人的全名；姓名不写入网址"
    )


class RevealForm(StaffForm):
    purpose = forms.CharField(
        label="用途", max_length=200, help_text="如：核对退费收款人；查看人、时间和用途记入操作历史"
    )
    wide = ("purpose",)


class LessonForm(StaffForm):
    """One session as the institution tells it."""

    ref = forms.CharField(
        label="课次编号", max_length=64, help_text="机构自己的编号，同一合同内不重复"
    )
    held_on = forms.DateField(label="上课日期", widget=DateInput)
    count = forms.IntegerField(label="课时", min_value=1, max_value=100, initial=1)

    def held(self) -> Held:
        return Held(**self.cleaned_data)


class AnswerForm(StaffForm):
    """What the parent said, or what was found in a dispute: the moves that may start here."""

    action = forms.ChoiceField(label="结果", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="说明",
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="家长确认可以不写；登记异议、认定是否授课须写明",
    )
    wide = ("action", "reason")
    _SILENT = ("confirm",)

    def __init__(self, *args: Any, lesson: Lesson, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moves = answers_of(lesson, user)
        self.fields["action"].choices = self.moves  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        needs = sent.get("action") and sent["action"] not in self._SILENT
        if needs and not sent.get("reason", "").strip():
            self.add_error("reason", "这一项须填写。")
        return sent


def answers_of(lesson: Lesson, user: User) -> list[tuple[str, str]]:
    """The moves of a lesson that this person may make now."""
    return [
        (action, str(move.label))
        for action, move in LESSON.moves.items()
        if may_move(LESSON, lesson, action, user)
    ]


class RefundForm(StaffForm):
    """How much goes back and why; an amount left empty is the computed one of the cause."""

    cause = forms.ChoiceField(label="原因", choices=RefundCause.choices, widget=forms.RadioSelect)
    amount_fen = _yuan("退费金额（元）", required=False, hint="留空的，按测算的可提出金额")
    reason = forms.CharField(label="说明", max_length=300, widget=forms.Textarea({"rows": 3}))
    wide = ("cause", "reason")

    def __init__(self, *args: Any, figures: RefundFigures, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures = figures

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        if sent.get("cause") and not self.errors and sent["amount_fen"] is None:
            sent["amount_fen"] = self.figures.of(sent["cause"]).free_fen
        if sent.get("amount_fen") == 0:
            self.add_error("amount_fen", "没有可以提出的退费。")
        return sent

    def said(self) -> RefundSaid:
        facts = self.cleaned_data
        return RefundSaid(facts["amount_fen"], RefundCause(facts["cause"]), facts["reason"])


class ReleaseForm(StaffForm):
    amount_fen = _yuan("拨付金额（元）")

    def __init__(self, *args: Any, free_fen: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"amount_fen": yuan(free_fen, mark="")}, **kwargs)


class WhyForm(StaffForm):
    """One reason in words."""

    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea({"rows": 3}))
    wide = ("reason",)


class SureForm(StaffForm):
    """An act that needs no words: the page says what happens, the button does it."""


class DebtsForm(FilterForm):
    """What an institution owes besides its pupils, for the sum in the order of the law."""

    wages = _yuan("拖欠工资和社会保险（元）")
    others = _yuan("其他债务（元）")


class MonthForm(FilterForm):
    """Which month the statement is of."""

    month = forms.CharField(
        label="月份", max_length=7, widget=forms.TextInput(attrs={"type": "month"})
    )

    def clean_month(self) -> date | None:
        said = self.cleaned_data["month"]
        if not said:
            return None
        try:
            return date.fromisoformat(f"{said}-01")
        except ValueError:
            raise forms.ValidationError("请选择月份。") from None


def last_whole_month(today: date) -> date:
    """The first day of the month before."""
    return months_after(today.replace(day=1), -1)


class LayoutForm(StaffForm):
    """Which form of file the bank takes."""

    layout = forms.ChoiceField(label="文件格式")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = payment_layout_choices()  # type: ignore[attr-defined]


def layout_name(code: str) -> str:
    """The name of a form of file; the code itself of one that is no longer in the list."""
    return dict(payment_layout_choices()).get(code, code)
