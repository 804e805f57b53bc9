"""Forms of endpoints and messages; what may be said in them is judged by the verbs."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Department
from messaging.services import EndpointData
from messaging.states import OFFERED, Channel
from staff.forms import StaffForm


class EndpointForm(StaffForm):
    """Where webhooks go and what they tell."""

    name = forms.CharField(label="名称", max_length=60, help_text="例如“消防执法平台”")
    department = forms.ModelChoiceField(label="部门", queryset=None, empty_label="请选择")
    url = forms.CharField(
        label="推送地址", max_length=500, help_text="以“https://”开头，不能是内部网络地址"
    )
    kinds = forms.MultipleChoiceField(
        label="事件", choices=OFFERED, widget=forms.CheckboxSelectMultiple, required=False
    )
    wide = ("url", "kinds")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.order_by("pk")

    def told(self) -> EndpointData:
        typed = self.cleaned_data
        return EndpointData(typed["name"], typed["url"], typed["department"].pk, typed["kinds"])


class PauseForm(StaffForm):
    reason = forms.CharField(label="暂停的原因", max_length=200)
    wide = ("reason",)


class ReplayForm(StaffForm):
    """From which cursor on."""

    after = forms.IntegerField(
        label="从哪个序号之后", min_value=0, help_text="对方最后收到的“cursor”；0 表示从头"
    )


class ContactForm(StaffForm):
    """One address of one person."""

    channel = forms.ChoiceField(label="方式", choices=())
    value = forms.CharField(
        label="地址或号码", max_length=100, help_text="加密保存，此后只显示一部分"
    )

    def __init__(self, *args: Any, channels: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(one, Channel(one).label) for one in channels]


class HoursForm(StaffForm):
    """When to be left alone."""

    quiet_from = forms.TimeField(label="免打扰开始", required=False, widget=forms.TimeInput)
    quiet_until = forms.TimeField(label="免打扰结束", required=False, widget=forms.TimeInput)
    digest_at = forms.TimeField(
        label="每日汇总时间",
        required=False,
        widget=forms.TimeInput,
        help_text="留空为逐条发送；紧急消息不受以上限制",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.input_type = "time"
            field.widget.format = "%H:%M"
