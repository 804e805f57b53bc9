"""Verify a PDF that somebody holds: read, answered, forgotten."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from common.limits import limited
from common.pages import public_page
from documents.errors import FileTooLarge, PdfUnreadable
from documents.pdfs import MAX_PDF_MB
from portal.forms import PortalForm
from portal.standings import Answer, answer_for
from portal.views import private

_MB = 1024 * 1024


class FileForm(PortalForm):
    """One PDF."""

    file = forms.FileField(
        label="电子文书（PDF）",
        help_text=f"不超过{MAX_PDF_MB}兆字节；只核验，不保存。",
        error_messages={"required": "请选择要核验的 PDF 文件。", "empty": "这个文件是空的。"},
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )


@public_page("Whoever holds an electronic paper may ask whether it is genuine and unchanged.")
@limited("verify_file", methods=("POST",))
@require_http_methods(["GET", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """The form, and below it one sentence about the file that was sent."""
    form = FileForm(request.POST or None, request.FILES or None)
    answer = None
    if request.method == "POST" and form.is_valid():
        answer = form.run(_answer, form.cleaned_data["file"])
    status = 422 if form.errors else 200
    page = {"form": form, "answer": answer}
    return private(render(request, "portal/file.html", page, status=status))


def _answer(file: UploadedFile) -> Answer:
    """Raises FileTooLarge, PdfUnreadable. The bytes are kept nowhere."""
    name, size = file.name or "文件", file.size or 0
    if size > MAX_PDF_MB * _MB:
        raise FileTooLarge(name=name, size_mb=-(-size // _MB), limit_mb=MAX_PDF_MB)
    content = bytes(file.read())
    if not content.startswith(b"%PDF-"):
        raise PdfUnreadable(name=name)
    return answer_for(content, at=timezone.now())
