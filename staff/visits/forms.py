"""Forms of the visits' room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.db.models import OuterRef, Subquery

from accounts.models import Department, OfficerCertificate, User
from accounts.queries import certified_officers_on, departments_by_kind, partner_departments
from draws.models import Matter
from draws.services import PlanWish
from inspections.models import Finding, Visit
from inspections.queries import campaigns_for
from inspections.states import VisitPurpose
from institutions.queries import institutions_for
from staff.assignments.forms import WithinForm
from staff.forms import DateInput, MomentInput, StaffForm, keys_in
from staff.institutions.fields import InstitutionField

WGS84 = 4326


class _People(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: User) -> str:
        return person.full_name


class _Person(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return f"{person.full_name}（{person.department}）"


class PlanVisitForm(StaffForm):
    """Which institution, when, why, who goes, and which departments are asked to come along."""

    institution = InstitutionField(label="机构", queryset=None, empty_label="请选择机构")
    planned_on = forms.DateField(label="检查日期", widget=DateInput)
    purpose = forms.ChoiceField(label="检查类型", choices=VisitPurpose.choices)
    campaign = forms.ModelChoiceField(
        label="专项行动", queryset=None, required=False, empty_label="不属于专项行动"
    )
    matters = forms.ModelMultipleChoiceField(
        label="检查事项",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text="只列出已公布的事项；没有的，先由股长在“检查事项”中登记。",
    )
    cause = forms.CharField(
        label="任务来源",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "如：年度检查计划、举报编号"}),
    )
    merges = forms.BooleanField(label="近期已有检查的，并入该次一并完成", required=False)
    unannounced_reason = forms.CharField(
        label="不事先通知的理由", max_length=200, required=False, help_text="留空即事先通知。"
    )
    over_cap_reason = forms.CharField(
        label="超过年度次数上限的理由",
        max_length=200,
        required=False,
        help_text="没有超过的不必填写。",
    )
    officers = _People(
        label="检查人员",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text="至少两名持有效执法证的人员，其中至少一名是教育局的；辅助人员可以到场，不计入人数。",
    )
    partners = forms.ModelMultipleChoiceField(
        label="联合检查部门",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="所选部门会收到派员通知。",
    )
    wide = ("institution", "matters", "officers", "partners", "merges")

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helpers = User.objects.active().filter(is_auxiliary=True)
        known = [person.pk for person in certified_officers_on(today)]
        self.fields["institution"].queryset = institutions_for(user)
        self.fields["campaign"].queryset = campaigns_for(user)
        self.fields["matters"].queryset = Matter.objects.published_on(today)
        held = OfficerCertificate.objects.filter(
            user=OuterRef("pk"), valid_from__lte=today, valid_until__gte=today
        )
        self.fields["officers"].queryset = (
            (User.objects.filter(pk__in=known) | helpers)
            .select_related("department")
            .annotate(held_number=Subquery(held.values("number")[:1]))
            .order_by("department", "pk")
        )
        self.fields["partners"].queryset = Department.objects.filter(
            pk__in=[department.pk for department in partner_departments()]
        )

    def wish(self) -> PlanWish:
        """What the visit is for, as the verb takes it."""
        sent = self.cleaned_data
        return PlanWish(
            purpose=sent["purpose"],
            matter_ids=[matter.pk for matter in sent["matters"]],
            cause=sent["cause"],
            is_announced=not sent["unannounced_reason"],
            unannounced_reason=sent["unannounced_reason"],
            over_cap_reason=sent["over_cap_reason"],
        )

    def chosen_officers(self) -> set[int]:
        """Keys of those ticked, as the template compares them."""
        return keys_in(self["officers"].value())


class RecordForm(StaffForm):
    """The facts of a visit beside its checklist. ``point`` is None when no position was taken."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    longitude = forms.FloatField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput
    )
    latitude = forms.FloatField(
        required=False, min_value=-90, max_value=90, widget=forms.HiddenInput
    )
    starts_at = forms.DateTimeField(label="开始时间", widget=MomentInput)
    ends_at = forms.DateTimeField(label="结束时间", widget=MomentInput)
    place_text = forms.CharField(label="检查地点", max_length=200, required=False)
    officers = forms.MultipleChoiceField(
        label="到场人员", widget=forms.CheckboxSelectMultiple, help_text="没有到场的请取消勾选。"
    )
    person_present = forms.CharField(
        label="在场人员", max_length=50, required=False, help_text="机构方陪同或应询的人"
    )
    person_role = forms.CharField(
        label="身份",
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "如：负责人、教师"}),
    )
    remark = forms.CharField(label="备注", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    wide = ("place_text", "officers", "remark")

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officers"].choices = [
            (officer.user_id, officer.user.full_name) for officer in visit.officers.all()
        ]

    def present(self) -> set[int]:
        """Keys of those ticked, as the template compares them."""
        return keys_in(self["officers"].value())

    def point(self) -> Point | None:
        x, y = self.cleaned_data["longitude"], self.cleaned_data["latitude"]
        return None if x is None or y is None else Point(x, y, srid=WGS84)


class ReasonForm(StaffForm):
    """One reason, wanted in words."""

    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    wide = ("reason",)


class RouteForm(WithinForm):
    """To which department a finding goes, and how long that has for its answer."""

    department = forms.ModelChoiceField(label="移交部门", queryset=None, empty_label="请选择部门")
    wide = ("department",)
    field_order = ("department",)

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = [department.pk for department in partner_departments()]
        self.fields["department"].queryset = Department.objects.filter(pk__in=partners)
        own = departments_by_kind(finding.routed.department_kind) if finding.routed else []
        if own:
            self.fields["department"].initial = own[0].pk


class PhotoForm(StaffForm):
    """One photo with its words."""

    photo = forms.FileField(
        label="照片", widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    )
    caption = forms.CharField(label="说明", max_length=200, required=False)


class ExchangeForm(StaffForm):
    """Who does not go, who goes instead, and why."""

    out = forms.TypedChoiceField(label="不去的人员", coerce=int, widget=forms.RadioSelect)
    into = _Person(label="改派人员", queryset=None, empty_label="请选择人员")
    reason = forms.CharField(
        label="原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="已批准的检查，更换后须重新批准，审批表和通知书重新编号。",
    )
    wide = ("out", "reason")

    def __init__(self, *args: Any, visit: Visit, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        going = [(one.user_id, one.user.full_name) for one in visit.officers.all()]
        known = [one.pk for one in certified_officers_on(max(visit.planned_on, today))]
        others = User.objects.filter(pk__in=known).exclude(pk__in=[key for key, _ in going])
        self.fields["out"].choices = going
        self.fields["into"].queryset = others.select_related("department")
