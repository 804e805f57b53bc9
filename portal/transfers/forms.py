"""What a receiver says: one of the steps that come next, its day, its words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from common.clock import localdate
from portal.forms import PortalForm
from transfers.models import Transfer
from transfers.services import (
    accept_transfer,
    hand_transfer_back,
    receive_transfer,
    report_result,
    return_transfer,
    uphold_return,
)
from transfers.states import TRANSFER

# Move of the table -> how it is called on the page, the verb, and what its words are there.
STEPS: dict[str, tuple[str, Callable[..., Transfer], str]] = {
    "receive": ("签收", receive_transfer, "signer"),
    "accept": ("受理（立案）", accept_transfer, "number"),
    "give_back": ("不予受理（不立案）", return_transfer, "reason"),
    "uphold": ("维持不立案", uphold_return, "reason"),
    "report": ("反馈处理结果", report_result, "result"),
    "hand_back": ("移回教育部门", hand_transfer_back, "result"),
}


class AnswerForm(PortalForm):
    """``words``: who signs, under which number it is filed, why not, or what came of it."""

    step = forms.ChoiceField(label="办理情况")
    on = forms.DateField(
        label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    words = forms.CharField(
        label="说明",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="签收的写签收人姓名，受理的写编号，不受理的写理由，反馈的写处理结果。",
    )

    def __init__(self, *args: Any, transfer: Transfer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", localdate(timezone.now()))
        self.fields["step"].choices = [
            (name, label)
            for name, (label, _, _) in STEPS.items()
            if TRANSFER.allows(transfer, name)
        ]

    def answer(self, transfer: Transfer, *, at: datetime) -> Transfer:
        """Call the verb of the chosen step in the receiver's name."""
        _, verb, words = STEPS[self.cleaned_data["step"]]
        said = {words: self.cleaned_data["words"], "on": self.cleaned_data["on"]}
        return verb(transfer.pk, **said, by=None, at=at)
