"""Refusals of transfers: one sentence each, with a code that never changes."""

from common.errors import Refusal


class TransferIncomplete(Refusal):
    """Something that must be said was left out."""

    code = "transfer_incomplete"
    http_status = 422
    message = "{thing}缺少：{missing}；请补齐后再提交。"


class TransferFindingUnfit(Refusal):
    """A finding that was not confirmed, was dropped, or is of another institution."""

    code = "transfer_finding_unfit"
    http_status = 422
    message = "{finding}不能作为移送依据：{why}。"


class TransferExists(Refusal):
    """The same finding is on its way to the same body already."""

    code = "transfer_exists"
    message = "{finding}已在移送{receiver}（{state}），不能重复移送；请在该移送中办理。"


class TransferToSelf(Refusal):
    """Education does not transfer to itself, but for a matter of discipline."""

    code = "transfer_to_self"
    http_status = 422
    message = "{receiver}是本机关，不能向自己移送；请选择其他接收机关。"


class SameHandTransfer(Refusal):
    """Who proposed a transfer does not decide on it."""

    code = "same_hand_transfer"
    message = "{transfer}由您承办，须由其他负责人决定。"


class NotTheReceiver(Refusal):
    """Somebody of neither the bureau nor the receiving department wanted to answer."""

    code = "not_the_receiver"
    http_status = 403
    message = "{transfer}只能由{receiver}答复，或者由本局按其书面答复登记。"


class TransferDayWrong(Refusal):
    """A day of the receiver's that lies in the future or before the day it follows."""

    code = "transfer_day_wrong"
    http_status = 422
    message = "日期{day}无效：{why}。"


class ObjectionTooLate(Refusal):
    """Three days after the notice not to file are over (Order 310 art. 9), or nobody may object."""

    code = "objection_not_possible"
    message = "不能提请复议：{why}。"


class NotAtTheReceiver(Refusal):
    """A link opens only what lies with the receiver."""

    code = "not_at_the_receiver"
    message = "{transfer}现在是“{state}”，不在接收机关办理，不能开通反馈链接。"
