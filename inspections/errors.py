"""The refusals of inspections."""

from common.errors import Refusal


class TooFewOfficers(Refusal):
    """Fewer than two people with an enforcement certificate go or went on the visit."""

    code = "too_few_officers"
    message = (
        "{day}的检查只有{count}名持有效执法证的执法人员；"
        "须至少两名（《行政处罚法》第四十二条），请补充人员。"
    )


class CertificateExpired(Refusal):
    """An officer holds no enforcement certificate that is valid on the day of the visit."""

    code = "certificate_expired"
    message = "{officer}在{day}没有有效的执法证，不能作为执法人员；请更换人员或先更新证件。"


class OfficerUnfit(Refusal):
    """Somebody named as officer of a visit is no active user of this county, or named twice."""

    code = "officer_unfit"
    http_status = 422
    message = "检查人员名单有误：{reason}；请重新选择。"


class OfficerOfOtherDepartment(Refusal):
    """An officer belongs to a department that was not asked to join the visit."""

    code = "officer_department_not_asked"
    message = "{officer}所在的{department}未被邀请参加本次检查；请先把该部门列为联合检查部门。"


class NoOfficerOfLead(Refusal):
    """No certified officer of the education department goes or went on the visit."""

    code = "no_officer_of_lead"
    message = "本次检查没有牵头部门（教育）的持证执法人员；请至少指定一名。"


class NotACampaignTarget(Refusal):
    """The institution is not on the list of the campaign that the visit names."""

    code = "not_a_campaign_target"
    message = "{institution}不在“{campaign}”的名单上；请先把它加入名单。"


class OutsideCampaign(Refusal):
    """A campaign visit is planned for a day outside the campaign."""

    code = "outside_campaign"
    message = "{day}不在“{campaign}”的起止日期（{starts}至{ends}）之内；请改日期或检查类型。"


class CampaignExists(Refusal):
    """A campaign of the same name begins on the same day."""

    code = "campaign_exists"
    message = "已有同名且同日（{starts}）开始的行动“{campaign}”；请换一个名称或直接使用它。"


class CampaignEndsBeforeStart(Refusal):
    """A campaign's last day lies before its first."""

    code = "campaign_ends_before_start"
    http_status = 422
    message = "行动结束日期{ends}早于开始日期{starts}；请改正日期。"


class TargetExists(Refusal):
    """The institution is already on the campaign's list."""

    code = "target_exists"
    message = "{institution}已在“{campaign}”的名单上，不必重复加入。"


class WrongTargetGroup(Refusal):
    """The heading does not fit the institution's kind or state."""

    code = "wrong_target_group"
    http_status = 422
    message = "{institution}不能列入“{group}”；请按其类别，或在其确属无证时列入黑培训机构。"


class OutcomeNotOnRecord(Refusal):
    """The outcome that is noted does not follow from anything that is on record."""

    code = "outcome_not_on_record"
    message = "{institution}的处理结果不能记为“{outcome}”：{missing}；请先完成该项记录。"


class NoChecklist(Refusal):
    """No published checklist for this kind of institution is in force on the day."""

    code = "no_checklist"
    message = "{day}没有适用于该类机构（{kind}）的检查表；请联系管理员载入检查表。"


class EndBeforeStart(Refusal):
    """A visit's end is not after its start."""

    code = "end_before_start"
    http_status = 422
    message = "检查结束时间（{ends}）须晚于开始时间（{starts}）；请改正时间。"


class VisitNotOver(Refusal):
    """A visit is recorded with an end that lies in the future."""

    code = "visit_not_over"
    http_status = 422
    message = "检查结束时间（{ends}）晚于现在，检查尚未结束；请改正时间或结束后再记录。"


class VisitBeforeApproval(Refusal):
    """A visit is recorded for a day before the day on which it was approved."""

    code = "visit_before_approval"
    http_status = 422
    message = "检查日期{day}早于批准日期{approved_on}；检查须先经批准，请改正时间。"


class NotYourVisit(Refusal):
    """The recorder is not one of the certified officers of the visit."""

    code = "not_your_visit"
    http_status = 403
    message = "您不是{visit}的执法人员，不能记录；请由参加检查的持证人员记录。"


class ApproverWent(Refusal):
    """Somebody who approved a visit is written down among those who went on it."""

    code = "approver_went"
    message = "{officer}批准了{visit}，不能同时作为检查人员；请改由其他人员参加，或者另行安排检查。"


class OfficerNotOnVisit(Refusal):
    """Who is to be exchanged does not go on this visit."""

    code = "officer_not_on_visit"
    message = "{officer}不在{visit}的检查人员中，不必更换；请刷新页面核对。"


class OwnWork(Refusal):
    """Somebody would approve or confirm a visit in which they took part."""

    code = "own_work"
    message = "您参加了或记录了{visit}，不能由您{action}；请由其他有权人员{action}。"


class RequestUsed(Refusal):
    """The request id of a recording already belongs to another visit."""

    code = "request_id_used"
    message = "这一提交编号已用于另一次检查，本次没有保存；请刷新页面后重新提交。"


class AnswerNotOnChecklist(Refusal):
    """An answer names an item that is not on the visit's checklist, or has no known value."""

    code = "answer_not_on_checklist"
    http_status = 422
    message = "检查项目{item}不在本次检查所用的{checklist}上，或结果无效；请刷新检查表后重填。"


class AnswerTwice(Refusal):
    """The same item is answered twice."""

    code = "answer_twice"
    http_status = 422
    message = "检查项目{item}填写了两次；请只保留一个结果。"


class NotOkUnexplained(Refusal):
    """A "not ok" has neither a note nor a finding."""

    code = "not_ok_unexplained"
    http_status = 422
    message = "检查项目{item}“{text}”为不符合，但没有说明；请填写说明或列入发现的问题。"


class FindingOwnOrRouted(Refusal):
    """A finding names both a violation and a routed matter, or neither, or says nothing."""

    code = "finding_own_or_routed"
    http_status = 422
    message = "第{no}个问题须写明内容，并且在违法行为与移交事项中只选一项；请改正。"


class NotInCatalogue(Refusal):
    """A finding names a code that the catalogue of violations and matters does not hold."""

    code = "not_in_catalogue"
    http_status = 422
    message = "第{no}个问题的编码{item}不在违法行为目录中；请从目录中选择。"


class ViolationNotInForce(Refusal):
    """The violation or matter of a finding is not in force on the day of the visit."""

    code = "violation_not_in_force"
    message = (
        "第{no}个问题引用的{item}“{title}”在检查当日（{day}）不在有效期内；请改选当日有效的条目。"
    )


class PhotoUnfit(Refusal):
    """A photo of the record names no stored file, is named twice or shows an unknown finding."""

    code = "photo_unfit"
    http_status = 422
    message = "第{no}张照片不能使用：{reason}；请重新上传或选择。"


class OwnFindingNotRouted(Refusal):
    """A finding that education handles itself cannot be handed to another department."""

    code = "own_finding_not_routed"
    message = "{finding}属于本部门处理的违法行为，不能移交；只有移交事项可以转给其他部门。"


class AlreadyRouted(Refusal):
    """The finding is with a department that has not declined it."""

    code = "already_routed"
    message = "{finding}已移交{department}（{state}）；该部门退回后才能再次移交。"


class RoutedToSelf(Refusal):
    """A finding is routed to the education department itself."""

    code = "routed_to_self"
    http_status = 422
    message = "{finding}不能移交给本部门{department}；请选择有管辖权的其他部门。"


class ReasonMissing(Refusal):
    """A visit is cancelled or voided without a reason."""

    code = "reason_missing"
    http_status = 422
    message = "{action}{visit}须写明原因；请填写原因后再提交。"


class VisitPlannedAlready(Refusal):
    """The same visit is planned twice: a second click, or two planners."""

    code = "visit_planned_already"
    message = "{institution}在{day}已安排了同类检查，尚未记录；请打开那次检查，或改日期、类型。"


class PlannedInPast(Refusal):
    """A visit is planned for a day that is over."""

    code = "planned_in_past"
    http_status = 422
    message = "计划日期{day}早于今天（{today}）；请改为今天或以后的日期。"


class VerdictUnfit(Refusal):
    """A word on a finding names another visit's, comes twice, or lacks its reason."""

    code = "verdict_unfit"
    http_status = 422
    message = "{visit}的复核意见有误：{why}；请改正后再确认。"


class DroppedNotRouted(Refusal):
    """A finding that the reviewer dropped is handed to nobody."""

    code = "dropped_not_routed"
    message = "{finding}经复核不予认定，不能移交。"


class ListedAlready(Refusal):
    """The same problem of the same institution stands on the list and is not struck off."""

    code = "listed_already"
    message = "同一机构的同一问题已在{listed}督办，无须重复列单。"


class WatchesOverSelf(Refusal):
    """Who puts a listed problem right would watch over it, or strike it off."""

    code = "watches_over_self"
    message = "{person}是责任人，不能督办自己的问题或者自行销号；请由督战领导办理。"


class DeadlinePast(Refusal):
    """The deadline of a listed problem lies before today."""

    code = "deadline_past"
    http_status = 422
    message = "完成期限{due_on}已过，请填写今天或以后的日期。"


class NothingToAdd(Refusal):
    """No institution was found that could be put on the campaign's list."""

    code = "nothing_to_add"
    http_status = 422
    message = "没有可以列入名单的机构：{why}。"
