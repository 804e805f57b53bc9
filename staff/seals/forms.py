"""Forms of the seal's pages."""

from __future__ import annotations

from typing import Any

from django import forms

from signing.credentials import Place
from signing.states import KeySource
from staff.forms import StaffForm


class CertificateForm(StaffForm):
    """Where a key lies. Which fields are needed follows from the first one."""

    label = forms.CharField(
        label="证书名称", max_length=100, help_text="例如“某某县教育局电子签名证书2026”"
    )
    source = forms.ChoiceField(label="密钥所在", choices=KeySource.choices, initial=KeySource.FILE)
    file_name = forms.CharField(
        label="证书文件名",
        max_length=96,
        required=False,
        help_text="运维人员已放入密钥目录的文件，例如“seal-2026.p12”；仅用于证书文件",
    )
    token_label = forms.CharField(
        label="设备标签", max_length=100, required=False, help_text="仅用于硬件密码设备"
    )
    key_label = forms.CharField(
        label="密钥标签", max_length=100, required=False, help_text="仅用于硬件密码设备"
    )
    secret = forms.CharField(
        label="口令或者PIN",
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="加密保存，不再显示；口令写在服务器文件里的，此处留空",
    )

    def clean(self) -> dict[str, Any]:
        """Each way to keep a key has its own fields."""
        sent = super().clean() or {}
        is_file = sent.get("source") == KeySource.FILE
        needed = ("file_name",) if is_file else ("token_label", "key_label")
        for name in needed:
            if not sent.get(name) and name not in self.errors:
                self.add_error(name, "这一项须填写。")
        for name in ("token_label", "key_label") if is_file else ("file_name",):
            sent[name] = ""
        return sent

    def place(self) -> Place:
        return Place(**self.cleaned_data)


class RetireForm(StaffForm):
    reason = forms.CharField(label="停用原因", max_length=200)


class PictureForm(StaffForm):
    file = forms.FileField(
        label="印章图片（PNG）",
        help_text="正方形、透明背景，边长400至2000像素，印章占满图片",
        error_messages={"required": "请选择图片。", "empty": "这个文件是空的。"},
        widget=forms.FileInput(attrs={"accept": "image/png"}),
    )
