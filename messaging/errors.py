"""Refusals of messaging: one sentence each, with a code that never changes."""

from common.errors import Refusal


class EndpointAddressRefused(Refusal):
    """An address that nothing may be sent to: not https, with a password in it, or private."""

    code = "endpoint_address_refused"
    http_status = 422
    message = "推送地址不能使用：{why}。"


class EndpointIncomplete(Refusal):
    """Something that must be said of an endpoint was left out."""

    code = "endpoint_incomplete"
    http_status = 422
    message = "推送地址缺少：{missing}；请补齐后再提交。"


class EventsSwept(Refusal):
    """A replay would leave out events that are no longer kept."""

    code = "events_swept"
    message = (
        "序号{after}之后的事件已有超过保存期限而清理的（到序号{swept}为止），不能全部重新推送；"
        "请从序号{swept}起重新推送，更早的变化请对方通过数据接口查询。"
    )


class MessageSaysTooMuch(Refusal):
    """A message leaves the house; who it is about is read after signing in."""

    code = "message_says_too_much"
    http_status = 422
    message = "消息里不能写{what}；请改为提示登录后查看。"


class ContactWrong(Refusal):
    """An address for messages that cannot be one."""

    code = "contact_wrong"
    http_status = 422
    message = "“{value}”不是可用的{channel}地址，请核对后再保存。"


class ChannelNotSetUp(Refusal):
    """The county's server has no gateway for this way of sending."""

    code = "channel_not_set_up"
    message = "本平台没有接入{channel}，请选择其他方式或者联系运维人员。"
