"""Forms of the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest

from accounts.models import User
from staff.errors import WrongLogin
from staff.forms import StaffForm

_RULES = "至少10个字符，不能只有数字，不能与姓名或用户名相近。"


def _password(label: str, autocomplete: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=200, **more)


class LoginForm(StaffForm):
    """Name and password. A wrong name and a wrong password give the same sentence."""

    username = forms.CharField(
        label="用户名",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = _password("密码", "current-password")

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        self.person: User | None = None
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "username" in cleaned and "password" in cleaned:
            self.person = authenticate(self.request, **cleaned)
            if self.person is None:
                raise forms.ValidationError(WrongLogin.message, code=WrongLogin.code)
        return cleaned


class FirstPasswordForm(StaffForm):
    """A new password, typed twice. Its strength is judged by the verb."""

    password = _password("新密码", "new-password", help_text=_RULES)
    again = _password("再输入一次", "new-password")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "again" in cleaned and cleaned.get("password") != cleaned["again"]:
            self.add_error("again", "两次输入的密码不一致，请重新输入。")
        return cleaned


class ChangePasswordForm(FirstPasswordForm):
    """The old password proves that it is the person and not somebody at an open screen."""

    current = _password("现在的密码", "current-password")
    field_order = ("current", "password", "again")

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_current(self) -> str:
        current = self.cleaned_data["current"]
        if not self.person.check_password(current):
            raise forms.ValidationError("现在的密码不正确，请重新输入。", code=WrongLogin.code)
        return current
