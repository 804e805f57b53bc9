"""The verbs of a transfer."""

from transfers.services.answering import (
    accept_transfer,
    hand_transfer_back,
    receive_transfer,
    report_result,
    return_transfer,
    uphold_return,
)
from transfers.services.deciding import (
    decide_transfer,
    refuse_transfer,
    send_transfer,
    withdraw_transfer,
)
from transfers.services.following import (
    close_transfer,
    hand_over_property,
    object_to_return,
)
from transfers.services.links import close_transfer_link, enter_transfer_link, open_transfer_link
from transfers.services.proposing import (
    Decided,
    Material,
    TransferFacts,
    enter_handed_over,
    propose_transfer,
)

__all__ = [
    "Decided",
    "Material",
    "TransferFacts",
    "accept_transfer",
    "close_transfer",
    "close_transfer_link",
    "decide_transfer",
    "enter_handed_over",
    "enter_transfer_link",
    "hand_over_property",
    "hand_transfer_back",
    "object_to_return",
    "open_transfer_link",
    "propose_transfer",
    "receive_transfer",
    "refuse_transfer",
    "report_result",
    "return_transfer",
    "send_transfer",
    "uphold_return",
    "withdraw_transfer",
]
