"""Forms of the room of service, for papers that stand alone or with a penalty on the spot."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from common.clock import localdate
from papers.models import OfficialPaper
from serving.models import Attempt, Delivery
from serving.services import PartyAddress, confirm_address, record_attempt
from staff.cases.forms.base import day, line, words, yes
from staff.forms import StaffForm
from staff.notices.intake import keep_scan
from staff.serving.fields import DeliveryFields, TriedFields
from staff.serving.owners import consents_for, serve_owned
from staff.serving.whose import Whose


class PaperServeForm(DeliveryFields, StaffForm):
    """A paper reached its party."""

    hint = "期限自送达生效之日起算；公告送达自公告期满之日起算。"
    repeats = False
    wide = ("proof",)

    def __init__(self, *args: Any, paper: OfficialPaper, user: User, at: datetime, **kw: Any):
        self.paper = paper
        super().__init__(
            *args, initial={"delivered_on": localdate(at), "servers": user.full_name}, **kw
        )
        self.fields["confirmation"].queryset = consents_for(paper, user)

    def do(self, *, by: User, at: datetime) -> Delivery:
        """Raises the refusals of the verb."""
        told = self.served(at=at)
        return serve_owned(self.paper, told, repeats=self.repeats, by=by, at=at)


class PaperServeAgainForm(PaperServeForm):
    """The same paper once more."""

    hint = "再次送达不改变已经起算的期限；公告期内当面领取的，自领取之日起送达生效。"
    repeats = True


class PaperAttemptForm(TriedFields, StaffForm):
    """A paper could not be brought to its party."""

    hint = "送达未成的经过是留置送达、公告送达的依据，登记后不能更改。"
    wide = ("note",)

    def __init__(self, *args: Any, paper: OfficialPaper, user: User, at: datetime, **kw: Any):
        self.paper = paper
        super().__init__(
            *args, initial={"tried_on": localdate(at), "servers": user.full_name}, **kw
        )

    def do(self, *, by: User, at: datetime) -> Attempt:
        """Raises the refusals of the verb."""
        return record_attempt(self.paper.pk, self.tried(at=at), by=by, at=at)


class ConfirmForm(StaffForm):
    """What a party signed on D40."""

    address = line("送达地址", most=300)
    phone = line("电话", most=40, required=False)
    electronic = line(
        "电子地址", most=200, required=False, hint="电子邮箱、传真号等；多个的以顿号分开"
    )
    consents_electronic = yes("同意电子送达")
    signed_on = day("签署日期")
    file = forms.FileField(label="签署的送达地址确认书", help_text="照片或者PDF")
    wide = ("address", "file")

    def confirm(self, whose: Whose, *, by: User, at: datetime) -> Any:
        """Raises the refusals of the verb."""
        told = self.cleaned_data
        given = {name: told[name] for name in ("address", "phone", "electronic")}
        kept = keep_scan(told["file"], at=at)
        assert kept is not None, "the field is required"
        return confirm_address(
            PartyAddress(whose.name, whose.key, **given),
            signed_on=told["signed_on"],
            signed_file=kept,
            consents_electronic=told["consents_electronic"],
            by=by,
            at=at,
        )


class WithdrawForm(StaffForm):
    """The consent to electronic service is taken back in writing."""

    received_on = day("收到日期", hint="自收到之日起不再电子送达")
    letter = forms.FileField(label="书面撤回", help_text="照片或者PDF")
    wide = ("letter",)


class EndForm(StaffForm):
    """A confirmation holds no more."""

    on = day("失效日期")
    reason = words("原因", rows=2, most=300)
    wide = ("reason",)


class LookForm(StaffForm):
    """Why the addresses are looked at."""

    purpose = line("查看目的", hint="如：上门送达、邮寄；查看人、时间和目的记入操作历史")
    wide = ("purpose",)
