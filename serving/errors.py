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
    message = (
        "电子送达须有该受送达人签署、同意电子送达且当日有效的送达地址确认书；"
        "请先登记确认书，或者改用其他方式。"
    )


class AccountUnconfirmed(Refusal):
    """An electronic service went to an address that the party did not confirm."""

    code = "account_unconfirmed"
    http_status = 422
    message = "所填电子地址不在受送达人确认的地址中；请填写送达地址确认书所载的电子地址。"


class RepetitionTooEarly(Refusal):
    """A repeated service bears an earlier day than the first."""

    code = "repetition_too_early"
    http_status = 422
    message = "{paper}已于{day}送达，重复送达的日期不能早于该日；请核对日期。"


class AddressIncomplete(Refusal):
    """A confirmation of addresses without what it is for."""

    code = "address_incomplete"
    http_status = 422
    message = "送达地址确认书缺少：{missing}；请补齐后再登记。"


class ConfirmationKnown(Refusal):
    """The same signed sheet is entered twice."""

    code = "confirmation_known"
    message = "{party}{day}签署的这份送达地址确认书已经登记，请勿重复登记。"


class ConfirmationOlder(Refusal):
    """What is entered was signed before the confirmation in force."""

    code = "confirmation_older"
    message = "{party}已有{day}签署的送达地址确认书，更早签署的不能取代它；请登记最近签署的确认书。"


class NoConsentToWithdraw(Refusal):
    """A consent is taken back that was not given."""

    code = "no_consent_to_withdraw"
    message = "这份送达地址确认书没有同意电子送达，无须撤回。"


class ConfirmationEnded(Refusal):
    """A confirmation is ended twice."""

    code = "confirmation_ended"
    message = "该送达地址确认书已于{day}失效，不能再次撤回。"


class AttemptIncomplete(Refusal):
    """A failed attempt does not say where it was, or what happened."""

    code = "attempt_incomplete"
    http_status = 422
    message = "登记“{hindrance}”缺少：{missing}；请补齐后再登记。"


class AttemptKnown(Refusal):
    """The same attempt is entered twice."""

    code = "attempt_known"
    message = "{paper}{day}在“{place}”送达未成（{hindrance}）已经登记；当日另有一次的，请在地点中写明时间。"


class OtherWaysUntried(Refusal):
    """A public notice before the other ways were tried."""

    code = "other_ways_untried"
    message = (
        "公告送达限于下落不明，或者上门和邮寄都没有送到的情形；请先登记查找、上门和邮件退回的经过，"
        "再登记公告送达。拒绝签收的，适用留置送达。"
    )


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
