"""Several files in one field, each stored by what its bytes are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from documents.models import StoredFile
from staff.notices.intake import keep_scan

FILES_AT_MOST = 20
_SCANS = "image/jpeg,image/png,image/webp,application/pdf"


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Photos and PDFs under one name; what each is follows from its bytes."""

    widget = FilesInput

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", FilesInput(attrs={"accept": _SCANS, "multiple": True}))
        kwargs.setdefault("help_text", f"照片或PDF，最多{FILES_AT_MOST}份")
        kwargs.setdefault("required", False)
        super().__init__(*args, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Every file checked as one field would check it."""
        sent = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(sent) > FILES_AT_MOST:
            raise forms.ValidationError(f"一次最多{FILES_AT_MOST}份，请分次提交。")
        if self.required and not sent:
            raise forms.ValidationError("请选择文件。", code="required")
        return [super(FilesField, self).clean(one, initial) for one in sent]


def keep_all(sent: Iterable[UploadedFile], *, at: datetime) -> list[StoredFile]:
    """Raises what ``keep_scan`` raises, for the first file that is refused."""
    kept = (keep_scan(one, at=at) for one in sent)
    return [file for file in kept if file is not None]
