"""The life of a transfer: proposed, decided by the head, sent, received, answered, closed.

Sources: enforcement.md 5.4 (State Council Order 310, arts. 5, 8, 9, 12 [source: S9]; Penalty Law
arts. 27, 35 [source: S1]).
"""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission as P


class TransferKind(TextChoices):
    """To what sort of body, which decides the letter and the clock."""

    ADMINISTRATIVE = "administrative", "移送行政机关"
    POLICE = "police", "涉嫌犯罪移送公安机关"
    DISCIPLINE = "discipline", "移送纪检监察、人事"


class TransferState(TextChoices):
    PROPOSED = "proposed", "待决定"
    DECIDED = "decided", "已批准待移送"
    REFUSED = "refused", "不予移送"
    WITHDRAWN = "withdrawn", "已撤回"
    SENT = "sent", "已移送待签收"
    RECEIVED = "received", "已签收"
    ACCEPTED = "accepted", "已受理（立案）"
    RETURNED = "returned", "不予受理（不立案）"
    RECONSIDERING = "reconsidering", "提请复议中"
    HANDED_BACK = "handed_back", "移回本机关"
    REPORTED = "reported", "已反馈结果"
    CLOSED = "closed", "已办结"


class SendWay(TextChoices):
    HAND = "hand", "当面交接"
    POST = "post", "邮寄"
    EXCHANGE = "exchange", "机要或者公文交换"
    ELECTRONIC = "electronic", "电子方式"


class ClockRole(TextChoices):
    """For what a deadline of a transfer runs."""

    WITHIN = "within", "移送"
    DECIDE = "decide", "负责人决定"
    SEND = "send", "移送公安机关"
    FILE = "file", "公安机关决定是否立案"
    RECONSIDER = "reconsider", "提请复议"
    ANSWER = "answer", "公安机关复议决定"
    PROPERTY = "property", "移交涉案物品"


class AnswerWay(TextChoices):
    """Who entered an answer of the receiver."""

    STAFF = "staff", "本局登记"
    LOGIN = "login", "接收机关登录填写"
    LINK = "link", "接收机关凭链接填写"


S = TransferState
# What the receiver still owes a word on; before it, what the head does.
WITH_RECEIVER = (S.SENT, S.RECEIVED, S.ACCEPTED, S.RECONSIDERING)
OPEN_STATES = (S.PROPOSED, S.DECIDED, *WITH_RECEIVER)
SEEN_OUTSIDE = (*WITH_RECEIVER, S.RETURNED, S.HANDED_BACK, S.REPORTED, S.CLOSED)
# While one of these stands at the police, no penalty takes its place (Order 310 art. 3, 11).
HOLDS_PENALTY = OPEN_STATES

# The receiver's own words ask no role here: staff enter them, a colleague of the receiving
# department signs in, or somebody shows the PIN of a link. The verb asks which of the three.
TRANSFER = Lifecycle(
    "transfer",
    TransferState,
    Move("withdraw", (S.PROPOSED, S.DECIDED), S.WITHDRAWN, P.CASE_HANDLE, "撤回"),
    Move("refuse", (S.PROPOSED,), S.REFUSED, P.CASE_DECIDE, "不予移送"),
    Move("decide", (S.PROPOSED,), S.DECIDED, P.CASE_DECIDE, "批准移送"),
    Move("send", (S.DECIDED,), S.SENT, P.CASE_HANDLE, "移送"),
    Move("receive", (S.SENT,), S.RECEIVED, None, "签收"),
    Move("accept", (S.RECEIVED, S.RECONSIDERING), S.ACCEPTED, None, "受理（立案）"),
    Move("give_back", (S.SENT, S.RECEIVED), S.RETURNED, None, "不予受理（不立案）"),
    Move("object", (S.RETURNED,), S.RECONSIDERING, P.CASE_HANDLE, "提请复议"),
    Move("uphold", (S.RECONSIDERING,), S.RETURNED, None, "维持不立案"),
    Move("hand_back", (S.ACCEPTED,), S.HANDED_BACK, None, "移回"),
    Move("report", (S.ACCEPTED,), S.REPORTED, None, "反馈结果"),
    Move("close", (S.RETURNED, S.HANDED_BACK, S.REPORTED), S.CLOSED, P.CASE_HANDLE, "办结"),
)
