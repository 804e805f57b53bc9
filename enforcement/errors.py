"""What enforcement refuses. The codes are a promise (docs/errors.md)."""

from common.errors import Refusal


class VisitNotConfirmed(Refusal):
    """Only the facts of a confirmed visit can carry a paper."""

    code = "visit_not_confirmed"
    message = "{visit}的记录现在是“{state}”；须先由他人确认，才能据此{action}。"


class NothingToOrder(Refusal):
    """A notice needs at least one finding that education itself may order to be put right."""

    code = "nothing_to_order"
    message = "{visit}没有可由本机关责令改正的问题；转其他部门的问题不能写入本通知书。"


class FindingNotOfVisit(Refusal):
    """A chosen finding belongs to another visit, to another department, or does not exist."""

    code = "finding_not_of_visit"
    http_status = 422
    message = "所选问题（{findings}）不属于{visit}中由本机关处理的问题，请重新选择。"


class NothingToStop(Refusal):
    """A stop notice rests on running without a licence; none of the findings says so."""

    code = "nothing_to_stop"
    message = (
        "所选问题中没有未经许可办学的事实，不能制发停办通知书；"
        "请改用责令限期整改通知书，或者选择相应的问题。"
    )


class NoticeExists(Refusal):
    """The visit has a live notice of this form already."""

    code = "notice_exists"
    message = "{visit}已经有一份{form}（{notice}）；如需重新制发，请先弃用或者撤回原件。"


class PenaltyInOrder(Refusal):
    """An order to correct may not speak of a penalty; closing as a penalty is another procedure."""

    code = "penalty_in_order"
    http_status = 422
    message = "{form}是责令改正的文书，不能写入处罚内容；请删去“{words}”后再试。（出现在：{where}）"


class NumberPatternWrong(Refusal):
    """The county's pattern for a number lacks the year or the serial, or repeats a number."""

    code = "number_pattern_wrong"
    message = "文号格式“{pattern}”{why}；请管理员在参数中改正后再批准。"


class OwnVisit(Refusal):
    """Nobody decides on a paper about a visit on which they were an officer."""

    code = "own_visit"
    http_status = 403
    message = "您是这次检查的执法人员，不能{action}{notice}；请由未参加检查的负责人办理。"


class EndorsementNotNeeded(Refusal):
    """Only stop notices and their withdrawals go on to the bureau head."""

    code = "endorsement_not_needed"
    message = "{notice}由股长直接批准，不需要审核后再报局领导。"


class OwnDraft(Refusal):
    """Nobody decides on what they drafted or endorsed themselves."""

    code = "own_draft"
    http_status = 403
    message = "{notice}由您起草或审核，不能再由您{action}；请由其他负责人办理。"


class ReasonMissing(Refusal):
    """A step that must be explained was not."""

    code = "notice_reason_missing"
    http_status = 422
    message = "请写明{action}的理由。"


class LimitWrong(Refusal):
    """The length of a limit is zero, too long, or in an unknown unit."""

    code = "limit_wrong"
    http_status = 422
    message = "期限“{limit}”无效；请填写不超过{most}的正整数，并选择工作日或者日。"


class ExtensionTooLong(Refusal):
    """The new last day lies after the latest that the county's parameter allows."""

    code = "extension_too_long"
    http_status = 422
    message = "延长到{due_on}超过了本县规定的最长期限（最迟{latest}），请缩短后再提交。"


class DeliveryIncomplete(Refusal):
    """The evidence that this way of service needs is not complete."""

    code = "delivery_incomplete"
    http_status = 422
    message = "{way}缺少：{missing}；请补齐后再登记。"


class DeliveryDayWrong(Refusal):
    """A service lies before the day the paper was printed, or after today."""

    code = "delivery_day_wrong"
    http_status = 422
    message = "送达日期{day}无效：不能早于文书印制的{printed_on}，也不能晚于今天。"


class ReceivedDayWrong(Refusal):
    """An answer lies before the service or after today."""

    code = "received_day_wrong"
    http_status = 422
    message = "收到日期{day}无效：不能早于送达日期{served_on}，也不能晚于今天。"


class NotExtendable(Refusal):
    """Only a rectification limit can be extended."""

    code = "not_extendable"
    message = "{notice}是{form}，没有可以延长的整改期限。"


class AlreadyExtended(Refusal):
    """A limit is extended once."""

    code = "already_extended"
    message = "{notice}已经延期一次（至{new_due_on}），不能再次延期。"


class LimitOver(Refusal):
    """The limit ran out; a re-inspection comes first."""

    code = "limit_over"
    message = "{notice}的整改期限已于{due_on}届满，不能再延长；请先复查，未通过的可以另定期限。"


class NoLimitRuns(Refusal):
    """A withdrawal or a result orders nothing: there is nothing to answer or to re-inspect."""

    code = "no_limit_runs"
    message = "{notice}没有整改要求，不需要{action}。"


class NotAReinspection(Refusal):
    """The visit does not show whether this notice was obeyed."""

    code = "not_a_reinspection"
    message = "{visit}不能作为{notice}的复查：{why}。"


class NotWithdrawable(Refusal):
    """A withdrawal cannot be withdrawn, nor can a paper that has ended or never left the desk."""

    code = "not_withdrawable"
    message = (
        "{notice}现在是“{state}”，不能撤回；只有已批准、尚未办结的整改或者停办通知书可以撤回。"
    )


class NotVoidable(Refusal):
    """Voiding is for an order that never left the house and that nothing else names."""

    code = "not_voidable"
    message = "{notice}不能作废：{why}。"


class NothingToBundle(Refusal):
    """No paper of the campaign has been printed yet."""

    code = "nothing_to_bundle"
    http_status = 404
    message = "“{campaign}”还没有已印制的文书，请在印制完成后再下载。"


class NotADraft(Refusal):
    """The text of a paper can be changed only while it is a draft."""

    code = "not_a_draft"
    message = "{notice}现在是“{state}”，内容不能再改；需要修改的，请先退回为草稿，已批准的请撤回后重新制发。"


class ReleaseWrong(Refusal):
    """Orders made out on site are released for a form, a day and officers that can be."""

    code = "release_wrong"
    http_status = 422
    message = "不能签发：{why}。"


class OwnRelease(Refusal):
    """Nobody releases orders to themselves."""

    code = "own_release"
    http_status = 403
    message = "签发人不能同时是持用人；请由不参加这些检查的局领导签发。"


class NotYourOrder(Refusal):
    """A number is given back by who holds it, or voided by who may release."""

    code = "not_your_order"
    http_status = 403
    message = "{number}由{holder}持用，只能由本人交回，或者由有签发权限的局领导作废。"


class OrderUnreadable(Refusal):
    """What came for a released number is no paper: too long, or no JSON object."""

    code = "order_unreadable"
    http_status = 422
    message = (
        "{number}回传的内容不是一份文书（{why}），未入库；请在原设备上重新回传，或者导出队列文件。"
    )


class ArrivalNotAcceptable(Refusal):
    """A paper that came from a phone cannot become the paper of its number."""

    code = "arrival_not_acceptable"
    message = "这份回传文书不能采用：{why}。"


class NoticeNotRunning(Refusal):
    """Only an order that was served and has not ended has a way in for the party."""

    code = "notice_not_running"
    message = "{notice}现在是“{state}”，不能开通整改反馈链接；须已送达且尚未办结。"


class LinkEnded(Refusal):
    """The party's link was replaced, closed, or tried too often."""

    code = "link_ended"
    http_status = 410
    message = "这个链接{why}，请与制发文书的教育行政部门联系。"


class PinWrong(Refusal):
    """The PIN is not the one that was handed over with the link."""

    code = "pin_wrong"
    http_status = 422
    message = "密码不正确，还可以再试{left}次。"


class PinPaused(Refusal):
    """Too many wrong PINs in a row; the right one is not taken either for a while."""

    code = "pin_paused"
    http_status = 429
    message = "密码输错次数过多，请在{until}以后再试。"


class TooMuchSent(Refusal):
    """One report is longer, or has more photographs, than is taken at once."""

    code = "report_too_long"
    http_status = 422
    message = "整改报告最多{characters}字、{photos}张照片，请精简后再提交。"


class TooManyReports(Refusal):
    """The party reported often enough for one notice."""

    code = "too_many_reports"
    message = "{notice}已经在线提交{most}次整改报告，需要补充的请与制发机关联系。"


class FindingDropped(Refusal):
    """The reviewer dropped the finding; nothing follows from it."""

    code = "finding_dropped"
    message = "{finding}经复核不予认定（{reason}），不能据以办理。"


class OutcomeExists(Refusal):
    """The finding has led to the same already."""

    code = "outcome_exists"
    message = "{finding}已{what}，不必重复；如需更改，请先撤回原件。"
