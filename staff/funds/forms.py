"""Forms of the room; what may be said in them is judged by the verbs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator

from accounts.models import User
from common.clock import chinese_date
from funds.models import Bank, Contract, FundAccount
from funds.queries import accounts_for, contract_of_order, layouts
from funds.services import FeeTold, Opened
from funds.states import OF_INSTITUTIONS, AccountKind, AccountState, FeeWay
from institutions.queries import institutions_for
from staff.forms import DateInput, StaffForm
from staff.institutions.fields import InstitutionField
from staff.papers.amounts import YuanField

_LAST_DAYS = ((7, "7天"), (14, "14天"), (31, "31天"))
DAYS_SHOWN = 14
_NO_SUCH_ORDER = "这个账户没有这个订单号的合同，请核对。"


class AccountNumberForm(StaffForm):
    """Where an account is, its number, and since when."""

    bank = forms.ModelChoiceField(label="银行", queryset=None, empty_label="请选择银行")
    number = forms.CharField(
        label="账号",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text="按开户证明填写；加密保存，页面只显示尾号",
    )
    opened_on = forms.DateField(label="开户日期", widget=DateInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        # Not in the class: a query that is made at import belongs to no county.
        self.fields["bank"].queryset = Bank.objects.order_by("name")

    def clean_opened_on(self) -> date:
        day: date = self.cleaned_data["opened_on"]
        if day > self.today:
            raise forms.ValidationError(f"开户日期不能晚于今天（{chinese_date(self.today)}）。")
        return day


class AccountForm(AccountNumberForm):
    """What the agreement with the bank says of a new account."""

    institution = InstitutionField(label="机构", queryset=None, empty_label="请选择机构")
    kind = forms.ChoiceField(
        label="类别",
        choices=[(one.value, one.label) for one in OF_INSTITUTIONS],
        widget=forms.RadioSelect,
    )
    minimum = YuanField(
        label="单独核定的最低余额（元）", required=False, help_text="没有单独核定的，留空"
    )
    field_order = ("institution", "bank", "kind", "number", "opened_on", "minimum")
    wide = ("institution", "kind")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions_for(user).order_by("name")

    def clean_minimum(self) -> int | None:
        fen: int | None = self.cleaned_data["minimum"]
        if fen is not None and fen < 0:
            raise forms.ValidationError("最低余额不能为负。")
        return fen

    def said(self) -> Opened:
        typed = self.cleaned_data
        return Opened(
            AccountKind(typed["kind"]), typed["number"], typed["opened_on"], typed["minimum"]
        )


class BankForm(StaffForm):
    """One bank, or a branch of it."""

    code = forms.CharField(
        label="代码",
        max_length=20,
        validators=[RegexValidator(r"^[a-z0-9_-]+$", "代码只能用小写字母、数字和连接号。")],
        help_text="本县自定，如：rcb",
    )
    name = forms.CharField(label="名称", max_length=100, help_text="如：县农村商业银行")


class WhyForm(StaffForm):
    """One reason in words."""

    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    wide = ("reason",)


class PurposeForm(StaffForm):
    """What a look at an account number is for."""

    purpose = forms.CharField(
        label="用途",
        max_length=200,
        help_text="如：与银行核对账户；查看人、时间和用途记入操作历史",
    )
    wide = ("purpose",)


class CloseAlertForm(StaffForm):
    """How an alert was judged."""

    because = forms.CharField(
        label="处置情况和理由", max_length=300, widget=forms.Textarea(attrs={"rows": 4})
    )
    wide = ("because",)


class ClaimForm(StaffForm):
    """The order number of the contract that a line pays; the contract comes out."""

    order_no = forms.CharField(label="订单号", max_length=32)
    wide = ("order_no",)

    def __init__(self, *args: Any, account: FundAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_order_no(self) -> Contract:
        contract = contract_of_order(self.account, self.cleaned_data["order_no"].strip())
        if contract is None:
            raise forms.ValidationError(_NO_SUCH_ORDER)
        return contract


class _DayField(forms.DateField):
    """A day on which there could have been an account: the days around it can be counted."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DateInput, **kwargs)
        self.validators += [
            MinValueValidator(date(2000, 1, 1)),
            MaxValueValidator(date(2099, 12, 31)),
        ]


class DayForm(StaffForm):
    """One day."""

    day = _DayField(label="日期")


class BoardForm(StaffForm):
    """Up to which day, and how many days."""

    until = _DayField(label="截止日期", required=False)
    days = forms.TypedChoiceField(
        label="天数", choices=_LAST_DAYS, coerce=int, empty_value=DAYS_SHOWN, required=False
    )


class OutsideFeeForm(StaffForm):
    """A fee that did not go straight into the account, and who says so."""

    way = forms.ChoiceField(label="收费方式", choices=FeeWay.choices, widget=forms.RadioSelect)
    amount = YuanField(label="金额（元）")
    received_on = forms.DateField(label="收费日期", widget=DateInput)
    told_by = forms.CharField(
        label="由谁反映", max_length=100, help_text="如：家长来电、现场检查、机构申报；不写姓名"
    )
    order_no = forms.CharField(
        label="订单号", max_length=32, required=False, help_text="不知道的，留空"
    )
    wide = ("way",)

    def __init__(self, *args: Any, account: FundAccount, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["received_on"].initial = today

    def clean_order_no(self) -> str:
        order_no: str = self.cleaned_data["order_no"].strip()
        if order_no and contract_of_order(self.account, order_no) is None:
            raise forms.ValidationError(_NO_SUCH_ORDER)
        return order_no

    def said(self) -> FeeTold:
        typed = self.cleaned_data
        return FeeTold(
            way=FeeWay(typed["way"]),
            amount_fen=typed["amount"],
            received_on=typed["received_on"],
            told_by=typed["told_by"],
            order_no=typed["order_no"],
        )


class SweptForm(StaffForm):
    """On which day cash was moved in."""

    on = _DayField(label="归集日期")


class StopForm(StaffForm):
    """On which day it stops, and when the parents were told."""

    stops_on = _DayField(label="停办日期")
    told_on = _DayField(label="告知家长日期", required=False, help_text="还没有告知的，留空")


class _AccountField(forms.ModelChoiceField):
    def label_from_instance(self, account: FundAccount) -> str:
        return f"{account.holder.name}（{account.bank.name}，{account.masked}）"


class UploadForm(StaffForm):
    """One file of a bank, as it came."""

    account = _AccountField(label="账户", queryset=None, empty_label="请选择账户")
    layout = forms.ChoiceField(label="银行格式")
    file = forms.FileField(
        label="对账单文件",
        help_text="银行给出的原文件：CSV、Excel、camt.053或者MT940，按内容核对，不看扩展名",
        error_messages={"required": "请选择文件。", "empty": "这个文件是空的。"},
    )
    wide = ("account", "layout", "file")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = accounts_for(user).exclude(state=AccountState.CLOSED)
        self.fields["account"].queryset = rows
        choices = [("", "请选择格式"), *((one.code, one.name) for one in layouts().values())]
        self.fields["layout"].choices = choices
