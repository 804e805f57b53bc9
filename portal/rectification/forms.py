"""The PIN, and the report with its photographs."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from documents.photos import MAX_PHOTO_MB
from portal.forms import PhotosField, PhotosInput, PortalForm

_WIDE_TEXT = {"rows": 6}


class PinForm(PortalForm):
    pin = forms.RegexField(
        r"^\d{6}$",
        label="六位密码",
        error_messages={"invalid": "密码是六位数字，请对照告知单重新输入。"},
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "maxlength": 6,
                "autofocus": True,
            }
        ),
    )


class ReportForm(PortalForm):
    """``request_id`` is made with the page, so that a second click is the same report."""

    text = forms.CharField(
        label="整改情况",
        max_length=3000,
        widget=forms.Textarea(attrs=_WIDE_TEXT),
        help_text="逐项写明已经怎样整改；尚未完成的，写明原因和完成日期。",
    )
    photos = PhotosField(
        label="照片",
        required=False,
        widget=PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
        help_text=f"最多9张，JPEG、PNG或WebP格式，每张不超过{MAX_PHOTO_MB}兆字节。",
    )
    reporter = forms.CharField(
        label="提交人姓名", max_length=60, help_text="法定代表人、负责人或者受其委托的人"
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("request_id", uuid4())
