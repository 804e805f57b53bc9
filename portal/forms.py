"""Forms of the public pages: the look of the staff's, without their code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from common.errors import Refusal

Result = TypeVar("Result")


class PortalForm(forms.Form):
    """A form drawn like all others; a verb's refusal comes back as its error."""

    template_name = "staff/parts/form.html"  # the same look; templates are no imports

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.HiddenInput):
                field.widget.attrs.setdefault("class", "form-control")

    def run(self, verb: Callable[..., Result], *args: Any, **kwargs: Any) -> Result | None:
        """Call a verb; what it refuses stands on the form, and nothing typed is lost."""
        try:
            return verb(*args, **kwargs)
        except Refusal as refusal:
            self.add_error(None, forms.ValidationError(str(refusal), code=refusal.code))
            return None


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several files under one name."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Every file checked as one field would check it."""
        sent = data if isinstance(data, list | tuple) else [data]
        return [super(PhotosField, self).clean(one, initial) for one in sent if one]
