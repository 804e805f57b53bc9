"""Forms about articles and working days; those of parameters stand in parameter_form.py."""

from __future__ import annotations

from typing import Any

from django import forms

from policies.models import Violation
from staff.forms import DateInput, FilterForm, StaffForm
from staff.rules.notice_lines import read_lines

FIRST_YEAR, LAST_YEAR = 2000, 2100
_MOST_SENTENCES = 20  # a text pasted wrongly is odd on every line
_EXAMPLE = "2027-02-14 班 春节调休上班\n2027-02-16 休 春节\n2027-02-17 休 春节"


class ArticlesFilterForm(FilterForm):
    """By words, part, day in force, and whether a paper may cite it."""

    wide = ("text",)
    text = forms.CharField(
        label="查找",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "代码、情形、法规、条文号"}),
    )
    part = forms.ChoiceField(
        label="部分",
        choices=[
            ("", "全部"),
            *((code, f"{code} {name}") for code, name in Violation.Part.choices),
        ],
    )
    settled = forms.ChoiceField(
        label="引用", choices=[("", "全部"), ("waiting", "等待确认"), ("quotable", "可以引用")]
    )
    day = forms.DateField(label="在哪一天有效（空为今天）", widget=DateInput)


class ConfirmForm(StaffForm):
    """Which official text was read."""

    wide = ("note",)
    note = forms.CharField(
        label="核对依据",
        max_length=300,
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "placeholder": "例：教育部令第53号，教育部网站公布的正式文本，第十九条",
            }
        ),
        help_text="写明对照的是哪一份正式文本、在哪里看到；会记入历史。",
    )


class YearFilterForm(FilterForm):
    """Which year is shown, and which of its days is to be changed."""

    year = forms.IntegerField(label="年份", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    day = forms.DateField(label="日期")


class DayForm(StaffForm):
    """One day, worked or not."""

    wide = ("note",)
    day = forms.DateField(label="日期", widget=DateInput)
    is_working = forms.TypedChoiceField(
        label="这一天",
        choices=[("no", "休息"), ("yes", "上班")],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="说明",
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "例：国庆节；国庆节调休上班；防汛停工"}),
    )

    def clean_day(self) -> Any:
        """Only years that the page can show again."""
        day = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"请填写{FIRST_YEAR}年至{LAST_YEAR}年之间的日期。")
        return day


class YearNoticeForm(StaffForm):
    """A holiday notice by hand: a line for each day it names."""

    wide = ("source", "days")
    year = forms.IntegerField(label="年份", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    source = forms.CharField(
        label="来源",
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "发文机关、文号、日期"}),
    )
    days = forms.CharField(
        label="放假和调休的日期",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16, "placeholder": _EXAMPLE, "class": "notice-lines"}),
        help_text="一天一行：日期、“休”或者“班”、说明。通知里放假的日子（含其中的周末）和调休上班的"
        "周末都要列出；其余各天按周一至周五上班。",
    )

    def clean(self) -> dict[str, Any]:
        """The text as days; each odd line gets a sentence of its own."""
        sent = super().clean() or self.cleaned_data
        if "year" in sent and "days" in sent:
            sent["days"], odd = read_lines(sent["days"], sent["year"])
            for sentence in odd[:_MOST_SENTENCES]:
                self.add_error("days", sentence)
            if len(odd) > _MOST_SENTENCES:
                self.add_error("days", f"另有{len(odd) - _MOST_SENTENCES}行也读不懂。")
        return sent
