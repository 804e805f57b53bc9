"""Forms of the registry. What may be said of an institution is judged by the verbs."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import DepartmentKind
from institutions.models import Institution
from institutions.services import CHANGEABLE, InstitutionData, SiteData
from institutions.states import (
    FIRST_STATES,
    INSTITUTION,
    CoordinateSystem,
    InstitutionKind,
    Nature,
    PersonRole,
    RegisterKind,
    TeachingMode,
)
from staff.forms import DateInput, StaffForm


class FactsForm(StaffForm):
    """What the registry says of an institution, apart from its state and its site."""

    wide: tuple[str, ...] = ("name",)

    name = forms.CharField(label="机构名称", max_length=200, help_text="按证照或现场招牌填写")
    short_name = forms.CharField(label="简称", max_length=60, required=False)
    kind = forms.ChoiceField(label="类别", choices=InstitutionKind.choices)
    nature = forms.ChoiceField(label="性质", choices=Nature.choices, initial=Nature.UNKNOWN)
    register_kind = forms.ChoiceField(
        label="登记机关", choices=RegisterKind.choices, initial=RegisterKind.NONE
    )
    credit_code = forms.CharField(
        label="统一社会信用代码", max_length=30, required=False, help_text="18位；没有则留空"
    )
    teaching_mode = forms.ChoiceField(
        label="培训方式", choices=[("", "未查明"), *TeachingMode.choices], required=False
    )
    approver = forms.ChoiceField(
        label="审批部门", choices=[("", "未填写"), *DepartmentKind.choices], required=False
    )
    supervisor = forms.ChoiceField(
        label="主管部门", choices=[("", "未填写"), *DepartmentKind.choices], required=False
    )
    licence_no = forms.CharField(
        label="办学许可证编号", max_length=40, required=False, help_text="没有则留空"
    )
    licence_from = forms.DateField(label="许可证有效期起", widget=DateInput, required=False)
    licence_until = forms.DateField(label="许可证有效期止", widget=DateInput, required=False)
    legal_person = forms.CharField(label="法定代表人", max_length=60, required=False)
    principal = forms.CharField(label="负责人", max_length=60, required=False)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)

    def facts(self) -> dict[str, Any]:
        """The changeable columns, by field name."""
        return {name: self.cleaned_data[name] for name in CHANGEABLE}


class EditForm(FactsForm):
    """The same facts again, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, institution: Institution, sent: Any) -> EditForm:
        start = {name: getattr(institution, name) for name in (*CHANGEABLE, "version")}
        return cls(sent, initial=start)


class SiteFields(forms.Form):
    """A place as somebody read it."""

    address = forms.CharField(label="地址", max_length=300)
    x = forms.FloatField(
        label="经度", required=False, widget=forms.NumberInput(attrs={"step": "any"})
    )
    y = forms.FloatField(
        label="纬度", required=False, widget=forms.NumberInput(attrs={"step": "any"})
    )
    system = forms.ChoiceField(
        label="坐标系",
        choices=CoordinateSystem.choices,
        initial=CoordinateSystem.WGS84,
        help_text="读数来自哪种地图；系统换算为 WGS-84 保存",
    )

    may_lie_outside = forms.BooleanField(
        label="坐标在辖区外也按此保存（列入坐标疑问）", required=False
    )

    def site(self) -> SiteData:
        names = ("address", "x", "y", "system", "may_lie_outside")
        return SiteData(**{name: self.cleaned_data[name] for name in names})


class RegisterForm(FactsForm, SiteFields):
    """A new institution; its site may follow later."""

    wide = ("name", "address")
    address = forms.CharField(label="地址", max_length=300, required=False)
    state = forms.ChoiceField(
        label="状态",
        choices=[(state.value, state.label) for state in FIRST_STATES],
        help_text="其他状态由后续办理得到",
    )
    field_order = ("name", "short_name", "kind", "state", "nature", "register_kind")

    def registration(self) -> InstitutionData:
        return InstitutionData(**self.facts(), state=self.cleaned_data["state"])

    def site_if_given(self) -> SiteData | None:
        given = self.cleaned_data
        return self.site() if given["address"] or given["x"] is not None else None


class SiteForm(SiteFields, StaffForm):
    """A move to another place, or a position put right."""

    wide = ("address",)
    on = forms.DateField(
        label="启用日期", widget=DateInput, help_text="更正错误的坐标时，填现地点的启用日期"
    )


class StateForm(StaffForm):
    """A move of the registry clerk, on the strength of a document."""

    wide = ("action", "reason")
    action = forms.ChoiceField(label="办理事项", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="依据",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text="写明据以变更状态的文件或情况",
    )

    def __init__(self, institution: Institution, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            (move.action, f"{move.label}（转为{INSTITUTION.label(move.target)}）")
            for move in INSTITUTION.moves.values()
            if move.permission and INSTITUTION.allows(institution, move.action)
        ]


class NonprofitForm(StaffForm):
    """Re-registration as non-profit (营转非), which the report counts."""

    wide = ("note",)
    on = forms.DateField(label="登记日期", widget=DateInput)
    credit_code = forms.CharField(
        label="新的统一社会信用代码",
        max_length=30,
        required=False,
        help_text="民政登记后的代码；尚未取得则留空",
    )
    note = forms.CharField(
        label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PersonForm(StaffForm):
    """A person with a part in the institution."""

    wide = ("note",)
    name = forms.CharField(label="姓名", max_length=60)
    role = forms.ChoiceField(label="身份", choices=PersonRole.choices)
    note = forms.CharField(label="备注", max_length=200, required=False)


class LeaveForm(StaffForm):
    """The day a person left."""

    on = forms.DateField(label="离开日期", widget=DateInput)
