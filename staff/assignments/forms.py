"""Forms of the assignments' room."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Department
from assignments.services import Within
from assignments.states import AnswerOutcome, AnswerUnit, PartField, SharingPurpose
from staff.forms import StaffForm
from staff.uploads import FilesField

_DAYS_AT_MOST = 365


class ReplyForm(StaffForm):
    """What came of it."""

    outcome = forms.ChoiceField(
        label="办理结果", choices=AnswerOutcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label="办理情况", widget=forms.Textarea(attrs={"rows": 5}))
    papers = FilesField(label="答复材料")
    wide = ("outcome", "text", "papers")


class GivenBackForm(StaffForm):
    """Why it is given or taken back."""

    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 3}))
    wide = ("reason",)


class WithinForm(StaffForm):
    """Within how many days of which kind: a period reminds and escalates, a fixed day does not."""

    count = forms.IntegerField(label="答复期限", min_value=1, max_value=_DAYS_AT_MOST, initial=7)
    unit = forms.ChoiceField(
        label="期限单位", choices=AnswerUnit.choices, initial=AnswerUnit.WORKING_DAY
    )

    def within(self) -> Within:
        return Within(self.cleaned_data["count"], self.cleaned_data["unit"])


class AskForm(WithinForm):
    """What is asked of whom, on which law, with which material, within how many days of one kind."""

    department = forms.ModelChoiceField(label="协办部门", queryset=None, empty_label="请选择部门")
    title = forms.CharField(label="事项", max_length=200)
    text = forms.CharField(label="请办内容", max_length=4000, widget=forms.Textarea({"rows": 5}))
    basis = forms.CharField(
        label="法律依据", max_length=300, initial="《中华人民共和国行政处罚法》第二十六条"
    )
    material = FilesField(label="随附材料")
    wide = ("title", "text", "basis", "material")
    field_order = ("department", "title", "text", "basis", "count", "unit", "material")

    def __init__(self, *args: Any, own: Department | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Department.objects.exclude(pk=own.pk if own else 0)
        self.fields["department"].queryset = others


class MaterialForm(StaffForm):
    """More material: new files, or photos of the visit that the assignment is about."""

    material = FilesField(label="材料文件")
    photos = forms.MultipleChoiceField(
        label="检查照片", required=False, widget=forms.CheckboxSelectMultiple
    )
    wide = ("material", "photos")

    def __init__(self, *args: Any, photos: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_photos = {str(photo.pk): photo for photo in photos}
        said = [(key, photo.caption or f"照片{key}") for key, photo in self.known_photos.items()]
        self.fields["photos"].choices = said
        if not photos:
            del self.fields["photos"]

    def chosen_photos(self) -> list[Any]:
        return [self.known_photos[key].file for key in self.cleaned_data.get("photos", ())]


class PartForm(StaffForm):
    """What one's own department found."""

    text = forms.CharField(label="发现的问题", max_length=4000, widget=forms.Textarea({"rows": 5}))
    law_text = forms.CharField(label="依据", max_length=300, required=False)
    material = FilesField(label="材料")
    wide = ("text", "law_text", "material")


class ShareForm(StaffForm):
    """To whom, what for, which fields."""

    receiver = forms.ModelChoiceField(label="接收部门", queryset=None, empty_label="请选择部门")
    purpose = forms.ChoiceField(label="目的", choices=SharingPurpose.choices)
    fields_ = forms.MultipleChoiceField(
        label="提供的内容", choices=PartField.choices, widget=forms.CheckboxSelectMultiple
    )
    basis = forms.CharField(label="依据", max_length=300, required=False)
    wide = ("fields_", "basis")

    def __init__(self, *args: Any, own: Department | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Department.objects.exclude(pk=own.pk if own else 0)
        self.fields["receiver"].queryset = others
