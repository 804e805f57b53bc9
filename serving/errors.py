"""Refusals of service: one sentence each, with a code that never changes."""

from common.errors import Refusal


class ServiceIncomplete(Refusal):
    """The evidence that this way of service needs is not complete."""

    code = "service_incomplete"
    http_status = 422
    message = "{way}缺少：{missing}；请补齐后再登记。"


class ServiceDayWrong(Refusal):
    """A service lies before the date of its paper, or after today."""

    code = "service_day_wrong"
    http_status = 422
    message = "送达日期{day}无效：不能早于{paper}的日期{issued_on}，也不能晚于今天。"


class PaperNotReady(Refusal):
    """What is to be served was not printed, or stands no more."""

    code = "paper_not_ready"
    message = "{paper}目前为“{state}”，不能送达；印制完成、未作废也未被替代的文书才能送达。"


class PaperNotForParty(Refusal):
    """An internal paper is served to nobody."""

    code = "paper_not_for_party"
    http_status = 422
    message = "{paper}是内部文书，不送达当事人。"


class ServedAlready(Refusal):
    """The paper was served; another service of it must be entered as a repetition."""

    code = "served_already"
    message = "{paper}已于{day}送达；再次送达请登记为重复送达，原送达日期不变。"


class NothingToRepeat(Refusal):
    """A repetition of a service that never was."""

    code = "nothing_to_repeat"
    message = "{paper}还没有送达，不能登记重复送达；请直接登记送达。"


class ConsentMissing(Refusal):
    """Electronic service without a consent in force."""

    code = "consent_missing"
    message = "电子送达须有已签署、同意电子送达且仍有效的送达地址确认书；请先登记确认书，或者改用其他方式。"


class AddressIncomplete(Refusal):
    """A confirmation of addresses without what it is for."""

    code = "address_incomplete"
    http_status = 422
    message = "送达地址确认书缺少：{missing}；请补齐后再登记。"


class ConfirmationEnded(Refusal):
    """A confirmation is ended twice."""

    code = "confirmation_ended"
    message = "该送达地址确认书已于{day}失效，不能再次撤回。"


class OtherWaysUntried(Refusal):
    """A public notice before anything else was tried."""

    code = "other_ways_untried"
    message = "公告送达须先登记受送达人不在、邮件退回或者下落不明的经过；请先登记送达未成，再登记公告送达。"


class PaperServed(Refusal):
    """What reached its party cannot be made undone."""

    code = "paper_served"
    message = "{paper}已于{day}送达，不能作废；内容有误的，请另行制作替代它的文书。"


class PaperArchived(Refusal):
    """The file in which this paper lies is archived: nothing of it changes."""

    code = "paper_archived"
    message = "{paper}所在的案卷已经归档，不能作废；须先由机关负责人批准补充归档。"


class PaperHeld(Refusal):
    """A standing notice or decision of a case is said by this paper."""

    code = "paper_held"
    message = (
        "{paper}是案件中已批准的告知或者决定，不能单独作废；内容有误的，请另行制作替代它的文书。"
    )
