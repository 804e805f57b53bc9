"""Forms about who holds a power, a line of the county's own table, and law packages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from policies.queries import penalty_kinds_on, violations_on
from policies.services import HolderFacts, LineFacts
from policies.states import HolderKind, HoldingWay, Manner, RangeLevel, Tier
from staff.forms import DateInput, FilterForm, StaffForm, options

MOST_MB = 5
_FAMILY = 3  # V02 stands for V02a … V02d
_PAPER = {"placeholder": "发文机关、文件、文号、日期"}


class PenaltiesFilterForm(FilterForm):
    """By words, tier, who sets the range, and the day on which it holds."""

    wide = ("text",)
    text = forms.CharField(
        label="查找",
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "违法情形的代码、名称、情节"}
        ),
    )
    tier = forms.ChoiceField(label="档次", choices=options(Tier))
    level = forms.ChoiceField(label="性质", choices=options(RangeLevel))
    day = forms.DateField(label="在哪一天有效（空为今天）", widget=DateInput)


class HolderForm(StaffForm):
    """Who holds the power for some violations from a day on."""

    wide = ("covers", "name", "source")
    covers = forms.ChoiceField(label="违法情形")
    kind = forms.ChoiceField(label="主体类别", choices=HolderKind.choices)
    way = forms.ChoiceField(label="取得方式", choices=HoldingWay.choices)
    name = forms.CharField(label="机关全称", max_length=120)
    area = forms.CharField(
        label="乡镇街道",
        max_length=28,
        required=False,
        help_text="只在某个乡镇街道行使的，写明名称；全县行使的留空。",
    )
    valid_from = forms.DateField(label="自哪一天起", widget=DateInput)
    published_on = forms.DateField(
        label="公布日期",
        widget=DateInput,
        required=False,
        help_text="划转、赋权和委托须公布后才生效；还没有公布的留空。",
    )
    source = forms.CharField(label="依据文件", max_length=120, widget=forms.TextInput(attrs=_PAPER))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["covers"].choices = _covered(today)  # type: ignore[attr-defined]  # a choice field

    @property
    def facts(self) -> HolderFacts:
        return HolderFacts(**self.cleaned_data)


def _covered(today: date) -> list[tuple[str, str]]:
    rows = violations_on(today)
    families = sorted({row.code[:_FAMILY] for row in rows if len(row.code) > _FAMILY})
    return [
        ("V", "全部违法情形"),
        *((code, f"{code} 各项") for code in families),
        *((row.code, f"{row.code} {row.title}") for row in rows),
    ]


class LineForm(StaffForm):
    """One line of the county's published table; an amount, a multiple or a time."""

    wide = ("violation_code", "circumstance", "source")
    violation_code = forms.ChoiceField(label="违法情形")
    tier = forms.ChoiceField(label="档次", choices=Tier.choices, initial=Tier.ORDINARY)
    penalty_kind = forms.ChoiceField(label="处罚种类")
    manner = forms.ChoiceField(label="适用", choices=Manner.choices)
    circumstance = forms.CharField(
        label="适用情形", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    min_yuan = forms.DecimalField(
        label="金额下限（元）", min_value=0, decimal_places=2, max_digits=13, required=False
    )
    max_yuan = forms.DecimalField(
        label="金额上限（元）", min_value=0, decimal_places=2, max_digits=13, required=False
    )
    min_times = forms.DecimalField(
        label="违法所得倍数下限", min_value=0, decimal_places=1, max_digits=4, required=False
    )
    max_times = forms.DecimalField(
        label="违法所得倍数上限", min_value=0, decimal_places=1, max_digits=4, required=False
    )
    min_months = forms.IntegerField(label="期限下限（月）", min_value=0, required=False)
    max_months = forms.IntegerField(
        label="期限上限（月）", min_value=0, max_value=1200, required=False
    )
    valid_from = forms.DateField(label="自哪一天起", widget=DateInput)
    source = forms.CharField(label="来源文件", max_length=120, widget=forms.TextInput(attrs=_PAPER))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        violations = [(row.code, f"{row.code} {row.title}") for row in violations_on(today)]
        kinds = [(row.code, f"{row.code} {row.title}") for row in penalty_kinds_on(today)]
        self.fields["violation_code"].choices = violations  # type: ignore[attr-defined]  # a choice
        self.fields["penalty_kind"].choices = kinds  # type: ignore[attr-defined]  # a choice

    @property
    def facts(self) -> LineFacts:
        sent = dict(self.cleaned_data)
        units = (("yuan", 100, "{}_fen"), ("times", 10, "multiple_{}_tenths"))
        for name, factor, column in units:
            for end in ("min", "max"):
                sent[column.format(end)] = _whole(sent.pop(f"{end}_{name}"), factor)
        return LineFacts(**sent)


def _whole(number: Decimal | None, factor: int) -> int | None:
    return None if number is None else int(number * factor)


class EndForm(StaffForm):
    """The last day on which a row holds."""

    on = forms.DateField(label="最后有效日", widget=DateInput)


class PublishForm(StaffForm):
    """When a transfer or delegation was published."""

    on = forms.DateField(label="公布日期", widget=DateInput)


class PackageForm(StaffForm):
    """A law package as a file."""

    wide = ("file",)
    file = forms.FileField(
        label="规则包文件",
        help_text=f"省、市、县发布的zip文件，不超过{MOST_MB}兆字节。上传后先看差异，确认后才载入。",
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的，请重新选择。"},
    )


class ExportForm(StaffForm):
    """Under which name the county issues its rules."""

    wide = ("note",)
    issuer = forms.CharField(label="发布机关", max_length=60)
    name = forms.CharField(label="名称", max_length=40, initial="校外培训规则包")
    edition = forms.DateField(
        label="版本日期", widget=DateInput, help_text="接收方已有而内容不同的，自这一天起按本包。"
    )
    note = forms.CharField(label="说明", max_length=300, required=False)
