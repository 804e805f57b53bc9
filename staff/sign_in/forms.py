"""Forms of the door. The verbs judge; the forms only carry what was typed."""

from __future__ import annotations

from typing import Any

from django import forms

from staff.forms import StaffForm

_RULES = "至少10个字符；不能只有数字，不能与姓名、用户名相近，不能是常见密码或最近用过的密码。"


def password_field(label: str, autocomplete: str, **more: Any) -> forms.CharField:
    """A password; white space in it counts."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=200, **more)


class LoginForm(StaffForm):
    """Name and password."""

    username = forms.CharField(
        label="用户名",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = password_field("密码", "current-password")


class CodeForm(StaffForm):
    """Six digits from the phone, or one of the ten codes on paper."""

    code = forms.CharField(
        label="动态码",
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autofocus": True,
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        help_text="验证器应用上的6位数字；手机不在身边时，可输入一个恢复码。",
    )


class FirstCodeForm(StaffForm):
    """The first code of a new authenticator."""

    code = forms.CharField(
        label="验证器显示的6位数字",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class FirstPasswordForm(StaffForm):
    """A new password, typed twice. Its strength is judged by the verb."""

    password = password_field("新密码", "new-password", help_text=_RULES)
    again = password_field("再输入一次", "new-password")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "again" in cleaned and cleaned.get("password") != cleaned["again"]:
            self.add_error("again", "两次输入的密码不一致，请重新输入。")
        return cleaned


class ChangePasswordForm(FirstPasswordForm):
    """The present password proves that it is the person and not somebody at an open screen."""

    current = password_field("现在的密码", "current-password")
    field_order = ("current", "password", "again")


class PasswordForm(StaffForm):
    """The present password, before something of one's own account changes."""

    current = password_field("现在的密码", "current-password")


class EndSessionsForm(PasswordForm):
    """Which sessions end: one by its number, or all others."""

    which = forms.CharField(required=False, widget=forms.HiddenInput)


class NewFactorForm(FirstCodeForm):
    """The first code of a new authenticator, and the proof that it is the person."""

    proof = forms.CharField(label="", max_length=200, strip=False)
    field_order = ("proof", "code")

    def __init__(self, *args: Any, has_factor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = "原验证器的动态码或一个恢复码" if has_factor else "现在的密码"
        self.fields["proof"].label = label
        if not has_factor:
            attrs = {"autocomplete": "current-password", "class": "form-control"}
            self.fields["proof"].widget = forms.PasswordInput(attrs=attrs)
        else:
            self.fields["proof"].widget.attrs["autocomplete"] = "one-time-code"
