"""Forms of the room; what may be said in them is judged by the verbs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Department, User
from common.clock import localdate
from institutions.queries import institutions_for
from staff.forms import DateInput, StaffForm
from staff.institutions.fields import InstitutionField
from staff.uploads import FilesField
from transfers.services import TransferFacts
from transfers.states import SendWay, TransferKind

_SCAN = {"accept": "image/jpeg,image/png,image/webp,application/pdf"}
_ANSWER_DAYS = 30
_FACTS = (
    *("kind", "receiver", "receiver_name", "cause", "source", "summary", "grounds"),
    *("law_text", "people", "found_on", "reply_by"),
)


def _text(label: str, rows: int = 3, most: int = 4000, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=area, **more)


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput)


class ProposeForm(StaffForm):
    """What is transferred to whom and why; ``photos`` of the finding go along as material."""

    institution = InstitutionField(label="机构", queryset=None, empty_label="请选择机构")
    kind = forms.ChoiceField(label="移送种类", choices=TransferKind.choices)
    receiver = forms.ModelChoiceField(
        label="接收机关", queryset=None, required=False, empty_label="不在列表中，填写名称"
    )
    receiver_name = forms.CharField(
        label="接收机关名称", max_length=100, required=False, help_text="列表中没有的才填写"
    )
    cause = forms.CharField(label="案由", max_length=120)
    source = forms.CharField(label="线索来源", max_length=200, initial="现场检查")
    summary = _text("案情（线索）摘要", rows=5)
    grounds = _text("移送理由", help_text="不属于本机关管辖，或者涉嫌犯罪的理由")
    law_text = forms.CharField(label="涉及的规定", max_length=300, required=False)
    people = forms.CharField(
        label="涉及人员",
        max_length=200,
        required=False,
        help_text="移送纪检监察、人事的填写，用顿号分开",
    )
    second_officer = forms.ModelChoiceField(
        label="第二名承办人", queryset=None, required=False, help_text="涉嫌犯罪的须有两名以上"
    )
    found_on = _day("发现日期")
    reply_by = _day("请求反馈的期限")
    photos = forms.MultipleChoiceField(
        label="检查照片", required=False, widget=forms.CheckboxSelectMultiple
    )
    material = FilesField(label="移送材料")
    wide = ("institution", "source", "summary", "grounds", "law_text", "photos", "material")

    def __init__(self, *args: Any, user: User, photos: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions_for(user).order_by("name")
        self.fields["receiver"].queryset = Department.objects.all()
        people = User.objects.active().with_role("inspector").exclude(pk=user.pk)
        self.fields["second_officer"].queryset = people.order_by("full_name")
        self.fields["second_officer"].label_from_instance = lambda person: person.full_name
        today = localdate(timezone.now())
        self.initial.setdefault("found_on", today)
        self.initial.setdefault("reply_by", today + timedelta(days=_ANSWER_DAYS))
        self.known_photos = {str(photo.pk): photo for photo in photos}
        self.fields["photos"].choices = [
            (key, photo.caption or f"照片{key}") for key, photo in self.known_photos.items()
        ]
        if not photos:
            del self.fields["photos"]

    def facts(self, route: str) -> TransferFacts:
        return TransferFacts(**{name: self.cleaned_data[name] for name in _FACTS}, route=route)


class DecideForm(StaffForm):
    words = _text("审批意见", required=False)
    wide = ("words",)


class WhyForm(StaffForm):
    reason = _text("理由", most=2000)
    wide = ("reason",)


class SendForm(StaffForm):
    way = forms.ChoiceField(label="移送方式", choices=SendWay.choices, widget=forms.RadioSelect)
    wide = ("way",)


class ReceiveForm(StaffForm):
    signer = forms.CharField(label="签收人", max_length=60)
    on = _day("签收日期")
    file = forms.FileField(
        label="签字的回执",
        required=False,
        widget=forms.FileInput(attrs=_SCAN),
        help_text="照片或PDF",
    )
    wide = ("file",)


class AcceptForm(StaffForm):
    number = forms.CharField(label="受理（立案）编号", max_length=80, required=False)
    on = _day("受理（立案）日期")


class ReturnForm(StaffForm):
    reason = _text("不予受理（不立案）的理由", most=2000)
    on = _day("答复日期")
    wide = ("reason",)


class ResultForm(StaffForm):
    result = _text("处理结果", rows=5)
    on = _day("结果日期")
    wide = ("result",)


class GroundsForm(StaffForm):
    grounds = _text("提请复议的理由", most=2000)
    wide = ("grounds",)


class WordsForm(StaffForm):
    words = _text("情况说明", rows=4)
    wide = ("words",)
