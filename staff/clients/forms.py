"""Forms about machines that call the partner API."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Department
from accounts.roles import OF_SERVICES, ROLES
from clients.models import Client
from clients.scopes import CHOICES
from staff.forms import DateInput, StaffForm

_ROLES = [(code, ROLES[code].name) for code in OF_SERVICES]


class LimitsForm(StaffForm):
    """What a client may do, from where, how often, until when."""

    wide: tuple[str, ...] = ("scopes", "networks", "certificate_sha256")
    scopes = forms.MultipleChoiceField(
        label="权限范围",
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text="只选这个用途需要的；角色没有的权限不能选",
    )
    networks = forms.CharField(
        label="来源网段",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一个，例如203.0.113.0/24；其他地址的请求一律拒绝",
    )
    calls_per_minute = forms.IntegerField(
        label="每分钟最多次数", min_value=1, max_value=6000, initial=120
    )
    token_minutes = forms.IntegerField(
        label="令牌有效分钟", min_value=5, max_value=1440, initial=60
    )
    valid_until = forms.DateField(label="有效期止", widget=DateInput)
    certificate_sha256 = forms.RegexField(
        r"^[0-9A-Fa-f:]*$",
        label="客户端证书指纹（SHA-256）",
        max_length=95,
        required=False,
        help_text="填写后，请求还须出示这张TLS证书；不用证书的留空",
        error_messages={"invalid": "指纹只含数字、字母A至F和冒号。"},
    )

    @classmethod
    def of(cls, client: Client, sent: Any) -> LimitsForm:
        names = ("scopes", "calls_per_minute", "token_minutes", "valid_until", "certificate_sha256")
        start = {name: getattr(client, name) for name in names}
        return cls(sent, initial={**start, "networks": "\n".join(client.networks)})

    def clean_networks(self) -> list[str]:
        return self.cleaned_data["networks"].split()

    def clean_certificate_sha256(self) -> str:
        found = self.cleaned_data["certificate_sha256"].replace(":", "").lower()
        if len(found) not in (0, 64):
            raise forms.ValidationError("SHA-256指纹是64位十六进制数。")
        return found


class NewClientForm(LimitsForm):
    """A machine that is let in."""

    code = forms.RegexField(
        r"^[a-z0-9][a-z0-9-]{2,39}$",
        label="客户端编号",
        help_text="小写字母、数字和“-”，3至40个，例如samr-exchange",
        error_messages={"invalid": "编号只含小写字母、数字和“-”，3至40个字符。"},
    )
    name = forms.CharField(label="名称", max_length=60, help_text="例如“市场监管登记系统”")
    purpose = forms.CharField(label="用途", max_length=200, help_text="为什么要调用，依据什么协议")
    department = forms.ModelChoiceField(label="部门", queryset=Department.objects.none())
    role = forms.ChoiceField(label="角色", choices=_ROLES)
    wide = (*LimitsForm.wide, "purpose")
    field_order = ("name", "code", "department", "role", "purpose", "scopes", "networks")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]  # read in the county of the request


class RenewForm(StaffForm):
    overlap_days = forms.IntegerField(
        label="旧密钥继续有效的天数",
        min_value=0,
        max_value=30,
        initial=7,
        help_text="期间新旧都可用，便于对方更换；密钥已泄露的填0，旧密钥和令牌立即失效",
    )


class RevokeForm(StaffForm):
    wide = ("reason",)
    reason = forms.CharField(label="吊销原因", max_length=200)
