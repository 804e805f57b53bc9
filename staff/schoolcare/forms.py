"""Forms of the room; what may be said in them is judged by the verbs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from funds.services import Attended, Came, PayoutSaid, Priced
from funds.states import BookCode, PayoutUse
from staff.forms import DateInput, StaffForm
from staff.papers.amounts import YuanField

_GAP = re.compile(r"[\s,，、;；]+")
_GROUPS_AT_MOST = 300
_DIGITS = 6
_MOST_DAYS = 31
_SOURCES = {BookCode.FAMILIES: "家长多缴的服务费"}


class SchoolForm(StaffForm):
    """A school as the county knows it."""

    name = forms.CharField(label="学校名称", max_length=100)
    code = forms.CharField(
        label="学校标识码",
        max_length=20,
        required=False,
        help_text="10位数字；不知道的，留空",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class PriceForm(StaffForm):
    """A school's own price of a month."""

    lessons = forms.TypedChoiceField(label="每天课时", coerce=int)
    price = YuanField(label="每月收费（元）")
    valid_from = forms.DateField(label="自何日起", widget=DateInput)
    source = forms.CharField(
        label="依据", max_length=200, help_text="如：文件名称和文号、家长委员会决议及日期"
    )
    wide = ("source",)

    def __init__(self, *args: Any, lessons: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lessons"].choices = [(one, f"每天{one}课时") for one in lessons]

    def said(self) -> Priced:
        typed = self.cleaned_data
        return Priced(typed["lessons"], typed["price"], typed["valid_from"], typed["source"])


class AttendanceForm(StaffForm):
    """A month in sums: no pupil is named."""

    month = forms.TypedChoiceField(label="月份", coerce=date.fromisoformat)
    working_days = forms.IntegerField(
        label="当月工作日（天）",
        min_value=1,
        max_value=_MOST_DAYS,
        help_text="选项中是工作日历的天数；本校实际开课日不同的，按实际填写",
    )
    groups = forms.CharField(
        label="人数",
        widget=forms.Textarea(attrs={"rows": 10, "placeholder": "2 22 180\n2 8 12\n1 20 65"}),
        help_text="一行一组：每天课时数、出勤天数、人数，可以从Excel复制三列；只填人数，不填姓名",
    )
    wide = ("groups",)

    def __init__(self, *args: Any, months: Mapping[date, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [
            (month.isoformat(), f"{month.year}年{month.month}月（工作日历{days}天）")
            for month, days in months.items()
        ]

    def clean_groups(self) -> list[Came]:
        lines = [line.strip() for line in self.cleaned_data["groups"].splitlines()]
        rows = [(place, line) for place, line in enumerate(lines, start=1) if line]
        if len(rows) > _GROUPS_AT_MOST:
            raise forms.ValidationError(f"最多{_GROUPS_AT_MOST}行，请合并相同的组。")
        return [_group(place, line) for place, line in rows]

    def said(self) -> Attended:
        typed = self.cleaned_data
        return Attended(typed["month"], typed["working_days"], typed["groups"])


def _group(place: int, line: str) -> Came:
    parts = _GAP.split(line)
    numbers = [
        int(one) for one in parts if one.isascii() and one.isdecimal() and len(one) <= _DIGITS
    ]
    if not len(parts) == len(numbers) == 3:  # lessons a day, days, pupils
        raise forms.ValidationError(f"第{place}行应为三个整数：每天课时数、出勤天数、人数。")
    return Came(*numbers)


class PayoutForm(StaffForm):
    """What a school pays for, and out of what."""

    use = forms.ChoiceField(label="用途", choices=PayoutUse.choices, widget=forms.RadioSelect)
    paid_from = forms.ChoiceField(label="资金来源", widget=forms.RadioSelect)
    amount = YuanField(label="金额（元）")
    reason = forms.CharField(
        label="事由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：10月教师补贴32人；发放名单留在学校，不填姓名",
    )
    wide = ("use", "paid_from", "reason")

    def __init__(self, *args: Any, payable: Mapping[BookCode, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paid_from"].choices = [
            (book.value, f"{_SOURCES.get(book, book.label)}（可支付{amount}元）")
            for book, amount in payable.items()
        ]

    def said(self) -> PayoutSaid:
        typed = self.cleaned_data
        use, book = PayoutUse(typed["use"]), BookCode(typed["paid_from"])
        return PayoutSaid(use, book, typed["amount"], typed["reason"])


class PlaceForm(StaffForm):
    """What came to a school's account."""

    book = forms.ChoiceField(
        label="款项",
        choices=[
            (BookCode.FAMILIES.value, "家长缴纳的课后服务费"),
            (BookCode.SUBSIDY.value, "财政补助"),
        ],
        widget=forms.RadioSelect,
    )
    wide = ("book",)
