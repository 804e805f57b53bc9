"""What can be told, and the lives of endpoints, deliveries and sendings."""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission as P


class EventKind(TextChoices):
    """What other programs may hear of. A kind is a promise: it is never renamed."""

    INSTITUTION_CHANGED = "institution.changed", "机构信息变更"
    INSTITUTION_MOVED = "institution.moved", "机构状态变更"
    NOTICE_ISSUED = "notice.issued", "文书已批准"
    ASSIGNMENT_ASKED = "assignment.asked", "发起协办"
    ASSIGNMENT_ANSWERED = "assignment.answered", "协办已答复"
    ASSIGNMENT_DECLINED = "assignment.declined", "协办被退回"
    ASSIGNMENT_WITHDRAWN = "assignment.withdrawn", "协办已撤回"
    TRANSFER_SENT = "transfer.sent", "发出移送"
    TRANSFER_ANSWERED = "transfer.answered", "移送已有答复"
    TRANSFER_CONTESTED = "transfer.contested", "移送提请复议"
    TRANSFER_CLOSED = "transfer.closed", "移送已办结"
    REGISTRY_EVENT_SETTLED = "registry_event.settled", "登记信息已处理"
    PENALTY_PUBLISHED = "penalty.published", "处罚决定已公开"
    ENDPOINT_DISABLED = "endpoint.disabled", "推送地址已停用"
    DELIVERY_SET_ASIDE = "delivery.set_aside", "推送已搁置"
    ENDPOINT_TESTED = "endpoint.tested", "测试推送"


# Told to people of the county only: a partner has no use for another partner's troubles.
INTERNAL = frozenset({EventKind.ENDPOINT_DISABLED, EventKind.DELIVERY_SET_ASIDE})
# Goes to the one endpoint that was asked to try, whatever it listens to.
FOR_ONE = EventKind.ENDPOINT_TESTED
OFFERED = [
    (kind.value, kind.label) for kind in EventKind if kind not in INTERNAL and kind != FOR_ONE
]


class EndpointState(TextChoices):
    ACTIVE = "active", "推送中"
    PAUSED = "paused", "已暂停"
    DISABLED = "disabled", "已停用"
    RETIRED = "retired", "已注销"


class DeliveryState(TextChoices):
    WAITING = "waiting", "待推送"
    DELIVERED = "delivered", "已送达"
    SET_ASIDE = "set_aside", "已搁置"


class Channel(TextChoices):
    IN_APP = "in_app", "站内"
    MAIL = "mail", "电子邮件"
    SMS = "sms", "短信"
    CHAT = "chat", "政务通讯"


class SendingState(TextChoices):
    WAITING = "waiting", "待发送"
    SENT = "sent", "已发出"
    DELIVERED = "delivered", "已送达"
    FAILED = "failed", "未送达"


class ReceiptKind(TextChoices):
    ACCEPTED = "accepted", "对方已接收"
    DELIVERED = "delivered", "已送达"
    READ = "read", "已阅读"
    FAILED = "failed", "未送达"


E = EndpointState

ENDPOINT = Lifecycle(
    "endpoint",
    EndpointState,
    Move("pause", (E.ACTIVE,), E.PAUSED, P.ENDPOINT_MANAGE, "暂停推送"),
    Move("resume", (E.PAUSED, E.DISABLED), E.ACTIVE, P.ENDPOINT_MANAGE, "恢复推送"),
    # The system's own: silent for days, or the other side says that it is gone for good.
    Move("disable", (E.ACTIVE, E.PAUSED), E.DISABLED, None, "停用"),
    Move("retire", (E.ACTIVE, E.PAUSED, E.DISABLED), E.RETIRED, P.ENDPOINT_MANAGE, "注销"),
)
