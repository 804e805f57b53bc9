"""The fields of a service and of an attempt that failed, for the forms of every owner of papers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from serving.models import AddressConfirmation
from serving.services import Served, Tried
from serving.states import DeliveryWay, Hindrance
from staff.cases.forms.base import day, line, pick, words, yes
from staff.notices.intake import keep_scan


class _Confirmations(forms.ModelChoiceField):
    def label_from_instance(self, row: AddressConfirmation) -> str:
        ended = f"，{row.ended_on.isoformat()}失效" if row.ended_on else ""
        return f"{row.signed_on.isoformat()}签署，同意电子送达{ended}"


class DeliveryFields(forms.Form):
    """What the receipt of one service tells; which fields are needed says the way."""

    way = pick("送达方式", DeliveryWay.choices)
    delivered_on = day("送达日期", hint="签收、留置、到达对方系统或者公告刊登的日期")
    recipient = line("签收人", most=100, required=False, hint="直接送达、邮寄送达填写")
    is_substitute = yes("由他人代收")
    relation = line(
        "代收人与受送达人的关系",
        most=60,
        required=False,
        hint="同住的成年家属、负责收件的人、代理人等",
    )
    mail_ref = line("邮件号码", most=60, required=False, hint="邮寄送达填写")
    place = line(
        "送达地点、电子地址或者公告载体",
        most=300,
        required=False,
        hint="电子送达不填的，为确认书所载的地址",
    )
    reason = line("拒收或者公告送达的原因", required=False)
    witness = line(
        "见证人",
        most=100,
        required=False,
        hint="留置送达：基层组织或者所在单位的代表；没有的须有照片",
    )
    confirmation = _Confirmations(
        label="送达地址确认书",
        queryset=None,
        required=False,
        empty_label="不依据确认书",
        help_text="电子送达须选择",
    )
    servers = line("送达人", required=False)
    proof = forms.FileField(
        label="送达凭证", help_text="签名的送达回证、邮件回执、到达记录、现场照片或者刊登截图"
    )

    def served(self, *, at: datetime) -> Served:
        """What was typed, the file stored. Raises the refusals of the intake of files."""
        names = [name for name in DeliveryFields.base_fields if name != "proof"]
        told: dict[str, Any] = {name: self.cleaned_data[name] for name in names}
        return Served(**told, proof=keep_scan(self.cleaned_data["proof"], at=at))


class TriedFields(forms.Form):
    """What is told of an attempt that failed."""

    hindrance = pick("情形", Hindrance.choices)
    tried_on = day("日期", hint="上门、投递或者查找的日期；退回的邮件为退回日期")
    place = line("地点", most=300, hint="上门或者投递的地址；当日多次的写明时间")
    mail_ref = line("邮件号码", most=60, required=False, hint="邮件退回的填写")
    note = words("经过", hint="怎样不在、拒收的理由、退回的原因，或者怎样查找而没有找到")
    servers = line("送达人", required=False)
    proof = forms.FileField(label="照片或者退回的信封", required=False)

    def tried(self, *, at: datetime) -> Tried:
        """What was typed, the file stored. Raises the refusals of the intake of files."""
        names = [name for name in TriedFields.base_fields if name != "proof"]
        told: dict[str, Any] = {name: self.cleaned_data[name] for name in names}
        return Tried(**told, proof=keep_scan(self.cleaned_data["proof"], at=at))
