"""Refusals where a case and a transfer meet."""

from common.errors import Refusal


class PoliceTransferOpen(Refusal):
    """A penalty was to be decided while a suspected crime lies with the police (Order 310)."""

    code = "police_transfer_open"
    message = (
        "{case}不能以行政处罚代替移送：{transfer}现在是“{state}”；请先等公安机关答复或者移回。"
    )


class TransferNeedsParty(Refusal):
    """A transfer names the institution it is about; the case has none as its party yet."""

    code = "transfer_needs_party"
    http_status = 422
    message = "{case}的当事人不是登记的机构，请先在案件中登记当事人，或者在移送页面另行办理。"
