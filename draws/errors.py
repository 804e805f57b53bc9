"""The refusals of planning and drawing."""

from common.errors import Refusal


class DrawPeriodWrong(Refusal):
    """A draw's visits end before they begin, or begin in the past."""

    code = "draw_period_wrong"
    http_status = 422
    message = "检查期间{starts}至{ends}不能使用：{reason}；请改正日期。"


class DrawTooFewOfficers(Refusal):
    """A draw would send fewer than two officers to an institution."""

    code = "draw_too_few_officers"
    http_status = 422
    message = (
        "每家只派{count}名执法人员，须至少两名（《行政处罚法》第四十二条）；"
        "请增加本部门人数或者参加部门。"
    )


class DrawWithoutKind(Refusal):
    """A draw names no kind of institution."""

    code = "draw_without_kind"
    http_status = 422
    message = "没有选择机构类别，名单会是空的；请至少选择一类。"


class SeedTooEarly(Refusal):
    """The source of the seed would exist before the frozen list is known to the public."""

    code = "seed_too_early"
    http_status = 422
    message = "种子来源须在名单锁定{minutes}分钟以后才产生，现定为{after}；请改为更晚的时间。"


class SeedSourceMissing(Refusal):
    """A draw by lottery does not say which lottery and issue."""

    code = "seed_source_missing"
    http_status = 422
    message = "没有写明用哪一种彩票的哪一期，或者开奖时间；请在锁定名单前写明。"


class CommitmentsMissing(Refusal):
    """The list is frozen before two departments have committed themselves."""

    code = "commitments_missing"
    message = "只有{count}个部门交了密封承诺，锁定名单须先有至少两个部门；请等待承诺。"


class CommitmentNotWanted(Refusal):
    """Somebody commits to, or reveals for, a draw whose seed comes from elsewhere."""

    code = "commitment_not_wanted"
    message = "{draw}的种子来自{kind}，不需要密封承诺。"


class CommitmentByOrganiser(Refusal):
    """Who made the draw would give a part of its seed."""

    code = "commitment_by_organiser"
    message = "您组织了{draw}，不能由您承诺或者录入种子；请由其他部门或者监督人员办理。"


class CommitmentTwice(Refusal):
    """A department commits itself twice."""

    code = "commitment_twice"
    message = "{department}已由{person}交过承诺，每个部门只能有一份。"


class CommitmentUnreadable(Refusal):
    """What was sent is no SHA-256 digest."""

    code = "commitment_unreadable"
    http_status = 422
    message = "承诺须是64位十六进制的SHA-256摘要；请用本页生成，不要手写。"


class CommitmentUnknown(Refusal):
    """Somebody reveals who has not committed, or has revealed already."""

    code = "commitment_unknown"
    message = "您没有待揭示的承诺；只有交过承诺的人可以揭示，且只能一次。"


class SecretDoesNotMatch(Refusal):
    """A revealed secret has another digest than the one committed to."""

    code = "secret_does_not_match"
    http_status = 422
    message = "这段密文的摘要与{day}交的承诺不符；请粘贴当时保存的原文，不要增减字符。"


class SeedByFreezer(Refusal):
    """Who froze the list would also enter the seed."""

    code = "seed_by_freezer"
    message = "名单由您锁定，种子须由另一人录入；请由监督人员录入。"


class SeedNotThereYet(Refusal):
    """The value is entered before the moment at which it comes into being."""

    code = "seed_not_there_yet"
    message = "{source}要到{after}才产生，现在录入的不可能是它；请到时再录入。"


class SeedUnreadable(Refusal):
    """The entered value is not what the source publishes."""

    code = "seed_unreadable"
    http_status = 422
    message = "录入的内容不能作为种子：{reason}；请按来源公布的原文录入。"


class SeedFromElsewhere(Refusal):
    """A value is typed in for a draw whose seed is made of commitments."""

    code = "seed_from_elsewhere"
    message = "{draw}的种子由各部门揭示承诺产生，不能录入号码。"


class PoolTooSmall(Refusal):
    """More institutions are to be drawn than the list holds."""

    code = "pool_too_small"
    message = "要抽{wanted}家，名单上只有{count}家；请减少抽取数量或者增加机构类别。"


class SeatWithoutOfficer(Refusal):
    """For an institution too few officers remain after recusals."""

    code = "seat_without_officer"
    message = (
        "{institution}的第{seat}名检查人员无人可抽：该部门在检查期间持有效执法证、"
        "不需回避的人员不够；请补充人员或者调整部门。"
    )


class WeightsBroken(Refusal):
    """The county's weights name no whole number of one or more."""

    code = "weights_broken"
    message = "参数“{key}”中“{name}”的权重不是正整数；请管理员改正后再锁定名单。"


class ListChanged(Refusal):
    """The frozen list no longer has the checksum that was published."""

    code = "frozen_list_changed"
    http_status = 500
    message = "{draw}的名单文件与公布的校验值不符，不能据此抽取；请管理员从备份恢复并查明原因。"


class DrawReasonMissing(Refusal):
    """A draw is cancelled, or an officer drawn anew, without a reason."""

    code = "draw_reason_missing"
    http_status = 422
    message = "{action}须写明原因；请填写后再提交。"


class NotOnDrawnVisit(Refusal):
    """The officer to be replaced does not go to this institution."""

    code = "not_on_drawn_visit"
    message = "{officer}不在{institution}的检查人员中，不必重新抽取；请刷新页面核对。"


class OwnRedraw(Refusal):
    """Somebody would draw a colleague anew in their own visit."""

    code = "own_redraw"
    message = "您是{institution}的检查人员之一，不能由您组织重新抽取；请由他人办理。"


class RecusalExists(Refusal):
    """The same interest is declared twice."""

    code = "recusal_exists"
    message = "{officer}对{institution}的回避已经申报，不必重复。"


class OfficerRecused(Refusal):
    """Somebody is to go who declared an interest in the institution."""

    code = "officer_recused"
    message = "{officer}已申报对{institution}回避，不能参加检查；请另选人员。"


class DrawnVisitOver(Refusal):
    """An officer is to be drawn anew for a visit that took place."""

    code = "drawn_visit_over"
    message = "{visit}{state}，检查人员不能再重新抽取；记录有误的，由有权人员作废后另行安排。"


class MatterMissing(Refusal):
    """A visit is planned without any published matter that may be inspected there."""

    code = "matter_missing"
    message = "没有选择检查事项；只能检查已公布的事项（国办发〔2024〕54号），请至少选择一项。"


class MatterNotPublished(Refusal):
    """A chosen matter is not published on the day, or not for this kind or class."""

    code = "matter_not_published"
    message = "事项“{matter}”在{day}不是对该类机构公布的{visit_class}事项，不能检查；请改选。"


class MatterExists(Refusal):
    """A matter of that code is already published."""

    code = "matter_exists"
    message = "编号{item}的检查事项已经公布；请换一个编号，或者先停止原事项。"


class MatterPeriodWrong(Refusal):
    """A matter ends before it was published."""

    code = "matter_period_wrong"
    http_status = 422
    message = "停止日期{ends}早于公布日期{starts}，请改正。"


class CapReached(Refusal):
    """The visit would pass the enterprise's yearly cap and nobody says why it must."""

    code = "visit_cap_reached"
    message = (
        "{institution}{year}年已有{count}次检查（含其他部门），年度上限{cap}次，再安排即超过；"
        "确需检查的，请写明理由。"
    )


class DueTwice(Refusal):
    """The institution has a visit planned in the same period, into which this one belongs."""

    code = "due_twice"
    message = (
        "{institution}已安排{day}的{purpose}，{days}日内不宜重复上门；请并入该次检查，一并完成。"
    )


class NothingToMergeInto(Refusal):
    """The visit is over or called off, so nothing can be merged into it."""

    code = "nothing_to_merge_into"
    message = "{visit}是“{state}”，不能再并入；请另行安排检查。"


class MustBeAnnounced(Refusal):
    """A class of visits that goes unannounced only where the county allows it."""

    code = "must_be_announced"
    message = "本县规定{visit_class}须事先通知，不能不通知直接检查；请选择事先通知。"


class UnannouncedWithoutReason(Refusal):
    """An unannounced visit says no reason."""

    code = "unannounced_without_reason"
    http_status = 422
    message = "不事先通知须写明理由；请填写，或者选择事先通知。"


class OtherVisitExists(Refusal):
    """Another department's visit of that day is already noted."""

    code = "other_visit_exists"
    message = "{department}{day}对{institution}的检查已经登记，不必重复。"


class OtherVisitInFuture(Refusal):
    """A visit of another department is noted before it took place."""

    code = "other_visit_in_future"
    http_status = 422
    message = "{day}还没有到，只能登记已经进行的检查；请改正日期。"
