"""The form by which a list is sent."""

from __future__ import annotations

from django import forms

from imports.services import MOST_MB
from imports.states import ListKind
from staff.forms import StaffForm


class SendForm(StaffForm):
    """A workbook, and what its rows are about."""

    wide = ("file",)
    kind = forms.ChoiceField(label="名单种类", choices=ListKind.choices)
    file = forms.FileField(
        label="Excel文件",
        help_text=f"支持.xlsx、.xls和.ods，不超过{MOST_MB}兆字节。上传后先核对，确认后才写入名册。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的，请重新选择。"},
    )
