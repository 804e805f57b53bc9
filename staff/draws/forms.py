"""Forms of the draws' room."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Department, User
from accounts.queries import certified_officers_on, partner_departments
from draws.models import DrawnVisit
from draws.services import DrawWish
from draws.states import RedrawReason, SeedKind
from institutions.queries import institutions_for
from institutions.states import InstitutionKind
from staff.forms import DateInput, MomentInput, StaffForm
from staff.institutions.fields import InstitutionField


class DrawForm(StaffForm):
    """What is drawn, for which days, and where the seed comes from."""

    title = forms.CharField(label="名称", max_length=100)
    kinds = forms.MultipleChoiceField(
        label="机构类别", choices=InstitutionKind.choices, widget=forms.CheckboxSelectMultiple
    )
    wanted = forms.IntegerField(label="抽取家数", min_value=1, max_value=10_000)
    own_officers = forms.IntegerField(
        label="每家派出的本局执法人员", min_value=1, max_value=9, initial=2
    )
    visits_from = forms.DateField(label="检查开始日期", widget=DateInput)
    visits_until = forms.DateField(label="检查结束日期", widget=DateInput)
    partners = forms.ModelMultipleChoiceField(
        label="参加部门",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="所选部门每家各派一名执法人员，一并抽取。",
    )
    seed_kind = forms.ChoiceField(
        label="种子来源",
        choices=SeedKind.choices,
        widget=forms.RadioSelect,
        initial=SeedKind.COMMITMENTS,
        help_text="种子在名单锁定以后才产生；组织者不能选择，也不能预知。",
    )
    seed_source = forms.CharField(
        label="彩票名称和期号",
        max_length=60,
        required=False,
        widget=forms.TextInput(
            attrs={"placeholder": "只在用彩票号码时填写，如：双色球第2026136期"}
        ),
    )
    seed_after = forms.DateTimeField(
        label="开奖或取信标的时间",
        required=False,
        widget=MomentInput,
        help_text="密封承诺不必填写。",
    )
    wide = ("title", "kinds", "partners", "seed_kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = [department.pk for department in partner_departments()]
        self.fields["partners"].queryset = Department.objects.filter(pk__in=partners)

    def wish(self) -> DrawWish:
        """What was typed, as the verb takes it."""
        return DrawWish(**{**self.cleaned_data, "partners": list(self.cleaned_data["partners"])})


class CommitForm(StaffForm):
    """The digest alone is sent; the page makes the secret and keeps it to the person."""

    digest = forms.RegexField(
        r"^[0-9a-f]{64}$",
        label="承诺（密文的SHA-256摘要）",
        error_messages={"invalid": "承诺须是64位十六进制数，请按“生成密文”。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="密文由本页生成，不会发送；也可以自己选一段文字，用其他程序计算摘要后粘贴在这里。",
    )
    wide = ("digest",)


class RevealForm(StaffForm):
    """The secret, as it was kept."""

    secret = forms.CharField(
        label="密文",
        max_length=200,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="粘贴交承诺时保存的原文。揭示后任何人都能看到。",
    )
    wide = ("secret",)


class ValueForm(StaffForm):
    """What the lottery or the beacon published, typed twice where it is typed by hand."""

    text = forms.CharField(
        label="公布的内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    again = forms.CharField(
        label="再录入一次",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="录入后立即抽取，不能更改；请对照来源核对。",
    )
    wide = ("text", "again")

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again.split() != self.cleaned_data.get("text", "").split():
            raise forms.ValidationError("两次录入不一致，请对照来源重新录入。")
        return again


class DrawReasonForm(StaffForm):
    """Why a draw is given up."""

    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    wide = ("reason",)


class RedrawForm(StaffForm):
    """Who goes out of a drawn visit, and why."""

    officer_id = forms.TypedChoiceField(label="不去的人员", coerce=int, widget=forms.RadioSelect)
    reason = forms.ChoiceField(label="事由", choices=RedrawReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="说明",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="公示时只公布事由类别，不公布说明。",
    )
    wide = ("note",)

    def __init__(self, *args: Any, row: DrawnVisit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer_id"].choices = [(one.pk, one.full_name) for one in row.crew]


class RecusalForm(StaffForm):
    """An interest of an officer in an institution."""

    officer = forms.ModelChoiceField(label="执法人员", queryset=None, empty_label="请选择人员")
    institution = InstitutionField(label="机构", queryset=None, empty_label="请选择机构")
    reason = forms.CharField(
        label="事由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="如近亲属在该机构任职、本人子女在读。事由不公布。",
    )
    wide = ("institution", "reason")

    def __init__(self, *args: Any, user: User, may_all: bool, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [one.pk for one in certified_officers_on(today)] if may_all else [user.pk]
        self.fields["officer"].queryset = User.objects.filter(pk__in=people)
        if not may_all:
            self.fields["officer"].initial = user.pk
        self.fields["institution"].queryset = institutions_for(user)
