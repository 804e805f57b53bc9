"""Forms about the county's people."""

from __future__ import annotations

from django import forms

from accounts.models import Department, User
from accounts.roles import OF_PEOPLE, ROLES
from staff.forms import DateInput, StaffForm

_ROLE_CHOICES = [(code, ROLES[code].name) for code in OF_PEOPLE]


class PersonFields(StaffForm):
    """What a system administrator says of a person."""

    department = forms.ModelChoiceField(label="部门", queryset=Department.objects.none())
    phone = forms.CharField(label="电话", max_length=30, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]  # read in the county of the request


class NewPersonForm(PersonFields):
    """A person who has no account yet."""

    full_name = forms.CharField(label="姓名", max_length=60)
    username = forms.CharField(
        label="用户名", max_length=60, help_text="登录时使用，不能与他人重复"
    )
    is_auxiliary = forms.BooleanField(
        label="辅助人员（可以到场，不计入执法人数，不签字）", required=False
    )
    field_order = ("full_name", "username", "department", "phone", "is_auxiliary")


class ChangePersonForm(PersonFields):
    """What may change about a person."""

    is_active = forms.BooleanField(
        label="账户在用", required=False, help_text="停用后角色一并取消，再启用时须重新授予"
    )

    @classmethod
    def of(cls, person: User, sent: object) -> ChangePersonForm:
        start = {
            "department": person.department_id,
            "phone": person.phone,
            "is_active": person.is_active,
        }
        return cls(sent, initial=start)


class RolesForm(StaffForm):
    """What a person may do, as a security administrator grants it."""

    wide = ("roles",)
    roles = forms.MultipleChoiceField(
        label="角色",
        choices=_ROLE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="系统、安全、审计三类管理员互不兼任，也不兼任业务角色",
    )


class CertificateForm(StaffForm):
    """An enforcement certificate."""

    number = forms.CharField(label="执法证号", max_length=40)
    issuer = forms.CharField(label="发证机关", max_length=80)
    valid_from = forms.DateField(label="有效期起", widget=DateInput)
    valid_until = forms.DateField(label="有效期止", widget=DateInput)
