"""Every act on a transfer: its form, its verb, who does it. The pages are made from this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.permissions import Permission as P
from staff.forms import StaffForm
from staff.transfers import forms
from transfers.models import Transfer
from transfers.queries import runs_for_property
from transfers.services import (
    accept_transfer,
    close_transfer,
    decide_transfer,
    hand_over_property,
    hand_transfer_back,
    object_to_return,
    receive_transfer,
    refuse_transfer,
    report_result,
    return_transfer,
    send_transfer,
    uphold_return,
    withdraw_transfer,
)
from transfers.states import TRANSFER

OFFICER, HEAD = (P.CASE_HANDLE,), (P.CASE_DECIDE,)
# The receiver's own words: staff enter them, or a colleague there who signs in.
EITHER = (P.CASE_HANDLE, P.ASSIGNMENT_ANSWER)


@dataclass(frozen=True, slots=True)
class Act:
    """``action``: the move in the table of moves; empty: no move, ``when`` alone decides."""

    slug: str
    title: str
    icon: str
    form: type[StaffForm]
    verb: Callable[..., Transfer]
    permissions: tuple[P, ...]
    action: str
    done: str
    hint: str = ""
    look: str = "plain"
    when: Callable[[Transfer], bool] = lambda transfer: True


ACTS = (
    Act(
        *("decide", "批准移送", "gavel", forms.DecideForm, decide_transfer, HEAD, "decide"),
        *(
            "已批准，移送函已编号，正在印制。",
            "提交后移送函立即编号；涉嫌犯罪的，须在24小时内移送。",
        ),
        look="primary",
    ),
    Act(
        *("refuse", "不予移送", "ban", forms.WhyForm, refuse_transfer, HEAD, "refuse"),
        *("已决定不予移送，理由已记录。", "不予移送的理由记录在案。"),
        look="bad",
    ),
    Act(
        *("send", "登记移送", "send", forms.SendForm, send_transfer, OFFICER, "send"),
        *("已登记移送。", "移送函和所列材料交接收机关；提供的内容记入信息提供记录。"),
        look="primary",
    ),
    Act(
        *(
            "receive",
            "登记签收",
            "signature",
            forms.ReceiveForm,
            receive_transfer,
            EITHER,
            "receive",
        ),
        *("已登记签收。", ""),
        look="primary",
    ),
    Act(
        *("accept", "受理（立案）", "check", forms.AcceptForm, accept_transfer, EITHER, "accept"),
        *("已登记受理。", ""),
        look="primary",
    ),
    Act(
        *(
            "return",
            "不予受理（不立案）",
            "arrow-back-up",
            forms.ReturnForm,
            return_transfer,
            EITHER,
        ),
        *("give_back", "已登记不予受理。", ""),
        look="bad",
    ),
    Act(
        *("object", "提请复议", "message-report", forms.GroundsForm, object_to_return, OFFICER),
        *("object", "已提请复议。", "收到不予立案通知之日起三日内提请。"),
        when=lambda transfer: transfer.is_police,
    ),
    Act(
        *("uphold", "维持不立案", "arrow-back-up", forms.ReturnForm, uphold_return, EITHER),
        *("uphold", "已登记复议决定。", ""),
        look="bad",
    ),
    Act(
        *("report", "登记处理结果", "report", forms.ResultForm, report_result, EITHER, "report"),
        *("已登记处理结果。", ""),
        look="primary",
    ),
    Act(
        *(
            "hand-back",
            "移回教育部门",
            "arrow-back-up",
            forms.ResultForm,
            hand_transfer_back,
            EITHER,
        ),
        *("hand_back", "已登记移回。", "不追究刑事责任、需要给予行政处罚的，移回教育部门处理。"),
    ),
    Act(
        *("property", "移交涉案物品", "archive", forms.WordsForm, hand_over_property, OFFICER, ""),
        *("已登记移交涉案物品。", "公安机关立案之日起三日内移交；没有的写明没有。"),
        when=runs_for_property,
    ),
    Act(
        *("close", "办结", "circle-check", forms.WordsForm, close_transfer, OFFICER, "close"),
        *("已办结。", "写明收到答复后怎样处理。"),
        look="primary",
    ),
    Act(
        *("withdraw", "撤回", "ban", forms.WhyForm, withdraw_transfer, OFFICER, "withdraw"),
        *("已撤回。", "已编号的移送函须在文书页面作废。"),
        look="bad",
    ),
)


def may(act: Act, transfer: Transfer, user: User) -> bool:
    """The table of moves lets it start here, and this person may say it."""
    if act.action and not TRANSFER.allows(transfer, act.action):
        return False
    if not act.when(transfer):
        return False
    if act.permissions == EITHER:
        is_theirs = transfer.receiver_id is not None and transfer.receiver_id == user.department_id
        return user.has(P.CASE_HANDLE) or (is_theirs and user.has(P.ASSIGNMENT_ANSWER))
    return any(user.has(one) for one in act.permissions)


def verb_facts(act: Act, typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the verb takes it."""
    return {name: value for name, value in typed.items() if name != "file"}
