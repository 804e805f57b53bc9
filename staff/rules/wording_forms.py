"""The form that proposes a county's own words for one part of a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from papers.catalogue import Form
from papers.county_words import TEXT_LONGEST, TITLE, TITLE_LONGEST
from papers.services import Words
from staff.forms import DateInput, StaffForm

OWN, LEFT_OUT, STANDARD = "own", "left_out", "standard"


class WordingForm(StaffForm):
    """Own words, nothing, or the standard again, from a day on."""

    wide = ("way", "text", "source", "also")
    way = forms.ChoiceField(label="采用", widget=forms.RadioSelect)
    text = forms.CharField(label="本县表述", required=False, widget=forms.Textarea)
    valid_from = forms.DateField(label="自哪一天起", widget=DateInput)
    source = forms.CharField(
        label="依据",
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "本县的决定：文件、文号、日期"}),
    )

    also = forms.MultipleChoiceField(
        label="同样用于标准表述相同的文书", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, part: str, others: list[Form], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["also"].choices = [(one.code, one.title) for one in others]
        if not others:
            del self.fields["also"]
        self.is_title = part == TITLE
        ways = [(OWN, "本县表述"), (LEFT_OUT, "不印这一段"), (STANDARD, "恢复标准表述")]
        self.fields["way"].choices = [
            one for one in ways if not self.is_title or one[0] != LEFT_OUT
        ]
        box = self.fields["text"]
        box.widget.attrs |= {"rows": 1 if self.is_title else 8}
        box.validators.append(MaxLengthValidator(TITLE_LONGEST if self.is_title else TEXT_LONGEST))

    def clean(self) -> dict[str, Any]:
        """Empty words are chosen, never forgotten."""
        sent = super().clean() or self.cleaned_data
        if sent.get("way") == OWN and not (sent.get("text") or "").strip():
            self.add_error("text", "请填写本县表述；不需要这一段的，请选“不印这一段”。")
        return sent

    @property
    def words(self) -> Words:
        """What is proposed."""
        way = self.cleaned_data["way"]
        return Words(self.cleaned_data["text"] if way == OWN else "", is_standard=way == STANDARD)
