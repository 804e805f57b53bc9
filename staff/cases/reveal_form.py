"""The purpose of a look at a sealed number."""

from __future__ import annotations

from staff.cases.forms.base import line
from staff.forms import StaffForm


class RevealForm(StaffForm):
    purpose = line("查看目的", hint="如：制作决定书、核实身份；查看人、时间和目的记入操作历史")
    wide = ("purpose",)
