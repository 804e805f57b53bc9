"""Forms about what other systems reported and sent."""

from __future__ import annotations

from django import forms

from staff.forms import StaffForm


class SettleForm(StaffForm):
    wide = ("how",)
    how = forms.CharField(
        label="处理情况", max_length=300, help_text="做了什么，或者为什么无需处理"
    )


class AttachForm(StaffForm):
    file = forms.FileField(
        label="附件（PDF、JPEG、PNG）",
        error_messages={"required": "请选择文件。", "empty": "这个文件是空的。"},
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )
