"""Forms of the room; what may be said in them is judged by the verbs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, When

from accounts.models import User
from institutions.models import Institution
from institutions.queries import institutions_for
from staff.forms import DateInput, MomentInput, StaffForm, keys_in
from staff.institutions.fields import InstitutionField
from staff.supervision.page import LISTINGS
from supervision.states import MeritKind

_SCAN = {"accept": "image/jpeg,image/png,image/webp,application/pdf"}
_MOST_SIGNS = 2000


def _text(label: str, rows: int = 3, most: int = _MOST_SIGNS, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=area, **more)


def _scan(label: str) -> forms.FileField:
    look = forms.FileInput(attrs=_SCAN)
    return forms.FileField(label=label, required=False, widget=look, help_text="照片或PDF")


class _AtInstitution(StaffForm):
    """About one institution; a link from its page fills it in."""

    institution = InstitutionField(label="机构", queryset=None, empty_label="请选择机构")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions_for(user).order_by("name")


class CallForm(_AtInstitution):
    """What the notice of a talk says."""

    talk_at = forms.DateTimeField(label="约谈时间", widget=MomentInput)
    matter = _text("约谈事项")
    place = forms.CharField(label="地点", max_length=200)
    attend = forms.CharField(
        label="应当参加的人员", max_length=200, help_text="如：法定代表人、校长"
    )
    hosts = forms.CharField(label="约谈人员", max_length=200, help_text="本局参加约谈的人员")
    bring = _text("应当携带的材料", rows=2, most=500, required=False)
    wide = ("institution", "matter", "bring")


class HoldForm(StaffForm):
    """What came of a talk."""

    attended = forms.CharField(label="到场人员", max_length=200)
    look_again_on = forms.DateField(label="核查承诺的日期", widget=DateInput, required=False)
    said = _text("约谈内容", rows=6)
    promises = _text("机构的承诺", rows=4, required=False)
    file = _scan("签字的约谈记录")
    wide = ("said", "promises", "file")


class WhyForm(StaffForm):
    """One reason in words."""

    reason = _text("原因", most=300)
    wide = ("reason",)


class _Institutions(forms.ModelMultipleChoiceField):
    def label_from_instance(self, institution: Institution) -> str:
        return institution.name


class CircularForm(StaffForm):
    """A circular: which institutions, what, to whom. The ticked ones stand first in the long box."""

    title = forms.CharField(label="标题", max_length=100)
    audience = forms.CharField(
        label="通报范围", max_length=200, help_text="发给谁，如：全县校外培训机构"
    )
    text = _text("内容", rows=8, most=8000, help_text="只写事实和要求，不能写处罚内容")
    institutions = _Institutions(
        label="被通报的机构",
        queryset=None,
        widget=forms.CheckboxSelectMultiple(attrs={"data-many": ""}),
    )
    wide = ("title", "audience", "text", "institutions")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticked = keys_in(self["institutions"].value())
        last = Case(When(pk__in=ticked, then=0), default=1)
        self.fields["institutions"].queryset = institutions_for(user).order_by(last, "name")


class ListingForm(_AtInstitution):
    """What is to be reached, by when, by whom, under whose eyes."""

    matter = _text("督办事项", rows=2, most=300)
    target = _text("督办目标", help_text="达到什么程度可以摘牌")
    owner = forms.ModelChoiceField(label="责任人", queryset=None, empty_label="请选择")
    leader = forms.ModelChoiceField(label="督办领导", queryset=None, empty_label="请选择")
    due_on = forms.DateField(label="督办期限", widget=DateInput)
    wide = ("institution", "matter", "target")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = (
            User.objects.active().persons().filter(department__isnull=False).order_by("full_name")
        )
        for name in ("owner", "leader"):
            self.fields[name].queryset = people.select_related("department")
            self.fields[name].label_from_instance = _with_department

    def clean_owner(self) -> User:
        return _who_sees_it(self.cleaned_data["owner"])

    def clean_leader(self) -> User:
        return _who_sees_it(self.cleaned_data["leader"])


def _with_department(person: User) -> str:
    return f"{person.full_name}（{person.department}）"


def _who_sees_it(person: User) -> User:
    if not any(person.has(wanted) for wanted in LISTINGS):
        raise forms.ValidationError(f"{person.full_name}没有办理督办事项的角色，请另选一人。")
    return person


class ProgressForm(StaffForm):
    text = _text("进展情况", rows=4)
    wide = ("text",)


class ExtendForm(StaffForm):
    due_on = forms.DateField(label="新的期限", widget=DateInput)
    reason = _text("延期的原因", most=300)
    wide = ("reason",)


class ResultForm(StaffForm):
    """Struck off or sent higher: what was reached, or to whom it goes."""

    result = _text("督办结果", rows=4)
    wide = ("result",)


class MeritForm(_AtInstitution):
    """What another body decided about an institution."""

    kind = forms.ChoiceField(label="类别", choices=MeritKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="名称", max_length=200, help_text="如：诚信办学单位")
    organ = forms.CharField(label="决定机关", max_length=100)
    document_no = forms.CharField(label="文号", max_length=80, required=False)
    decided_on = forms.DateField(label="决定日期", widget=DateInput)
    file = _scan("决定文件")
    wide = ("institution", "kind", "title", "file")
