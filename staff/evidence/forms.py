"""Forms of the papers of a visit."""

from __future__ import annotations

from typing import Any

from django import forms

from evidence.models import Original, Paper
from evidence.services import Answered, Asked, ListedEvidence, Questioning, SiteFacts
from staff.forms import MomentInput, StaffForm

_QUESTIONS = 12


class SiteRecordForm(StaffForm):
    """What the on-site record tells; the words are settled when they were read out on site."""

    facts = forms.CharField(
        label="检查情况",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="每行一段。写所见、所查、所拍，不写推测。",
    )
    party_comment = forms.CharField(
        label="当事人意见",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="没有意见的可不填，笔录上写“无”。",
    )
    certificate_shown = forms.BooleanField(label="已出示执法证件，当事人已核对", required=False)
    rights_told = forms.BooleanField(label="已告知申请回避、陈述申辩的权利", required=False)
    wide = ("facts", "party_comment")

    def __init__(self, *args: Any, is_settled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_settled:
            self.fields["facts"].disabled = True
            self.fields["facts"].help_text = "这是现场向当事人宣读的原文，照录，不能改动。"

    def told(self) -> SiteFacts:
        return SiteFacts(**self.cleaned_data)


class QuestioningForm(StaffForm):
    """Whom was asked what. Questions and answers stand in pairs below."""

    cause = forms.CharField(label="案由", max_length=200)
    place = forms.CharField(label="询问地点", max_length=200)
    starts_at = forms.DateTimeField(label="开始时间", widget=MomentInput)
    ends_at = forms.DateTimeField(label="结束时间", widget=MomentInput)
    name = forms.CharField(label="被询问人", max_length=50)
    sex = forms.ChoiceField(
        label="性别", choices=[("", "未填"), ("男", "男"), ("女", "女")], required=False
    )
    age = forms.IntegerField(label="年龄", min_value=3, max_value=120, required=False)
    id_no = forms.CharField(label="证件号码", max_length=40, required=False)
    phone = forms.CharField(label="联系电话", max_length=30, required=False)
    address = forms.CharField(label="住址", max_length=200, required=False)
    employer = forms.CharField(label="工作单位", max_length=100, required=False)
    position = forms.CharField(label="职务", max_length=50, required=False)
    guardian = forms.CharField(
        label="在场监护人",
        max_length=100,
        required=False,
        help_text="被询问人未满十八周岁的必填，写明姓名和关系。",
    )
    clerk = forms.CharField(label="记录人", max_length=50, required=False)
    rights_answer = forms.CharField(
        label="对权利告知的回答", max_length=200, initial="清楚，不申请回避。"
    )
    wide = ("cause", "rights_answer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for no in range(1, _QUESTIONS + 1):
            small = forms.Textarea(attrs={"rows": 2, "class": "form-control"})
            more = {"required": False, "max_length": 2000, "widget": small}
            self.fields[f"question_{no}"] = forms.CharField(label=f"问{no}", **more)
            self.fields[f"answer_{no}"] = forms.CharField(label=f"答{no}", **more)
            for name in (f"question_{no}", f"answer_{no}"):
                self.fields[name].is_wide = True

    def told(self) -> Questioning:
        facts = self.cleaned_data
        about = ("name", "sex", "age", "id_no", "phone", "address", "employer", "position")
        pairs = [
            Answered(facts[f"question_{no}"], facts[f"answer_{no}"])
            for no in range(1, _QUESTIONS + 1)
            if facts[f"question_{no}"]
        ]
        return Questioning(
            **{name: facts[name] for name in ("cause", "place", "starts_at", "ends_at")},
            asked=Asked(guardian=facts["guardian"], **{name: facts[name] for name in about}),
            answers=tuple(pairs),
            rights_answer=facts["rights_answer"],
            clerk=facts["clerk"],
        )


class ListLineForm(StaffForm):
    """One piece: whether it is listed, under which name, and what it proves."""

    is_listed = forms.BooleanField(label="列入", required=False)
    name = forms.CharField(label="证据名称", max_length=100, required=False)
    source = forms.CharField(label="来源", max_length=100, required=False)
    pages = forms.IntegerField(label="页数", min_value=1, max_value=999, required=False)
    is_copy = forms.BooleanField(label="复制件", required=False)
    proves = forms.CharField(label="证明内容", max_length=300, required=False)
    wide = ("proves",)

    def __init__(self, *args: Any, thing: Original | Paper, **kwargs: Any) -> None:
        self.thing = thing
        kind = "original" if isinstance(thing, Original) else "paper"
        super().__init__(*args, prefix=f"{kind}-{thing.pk}", **kwargs)

    def line(self) -> ListedEvidence:
        facts = self.cleaned_data
        is_original = isinstance(self.thing, Original)
        return ListedEvidence(
            name=facts["name"],
            source=facts["source"],
            proves=facts["proves"],
            pages=facts["pages"] or 1,
            is_copy=facts["is_copy"],
            original_id=self.thing.pk if is_original else None,
            paper_id=None if is_original else self.thing.pk,
        )
