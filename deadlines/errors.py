from common.errors import Refusal


class NoPeriod(Refusal):
    """The rule of this key names no length, or one that must be given is missing."""

    code = "no_period"
    http_status = 422
    message = "“{label}”（{key}）没有规定可以计算的期限长短，请在文书中写明期限后再开始计算。"


class LengthNotOurs(Refusal):
    """A length was given that the rule does not name."""

    code = "length_not_ours"
    http_status = 422
    message = "“{label}”的期限由{basis}规定，不能改为{given}；请按规定的长短计算。"


class PeriodTooLong(Refusal):
    """A length beyond anything the rules know: a typing mistake."""

    code = "period_too_long"
    http_status = 422
    message = "期限{given}不在1至{most}之间，请检查是否录错。"


class MomentMissing(Refusal):
    """A period of hours counts from a moment, not from a day."""

    code = "moment_missing"
    http_status = 422
    message = "“{label}”以小时计算，请写明从哪一天几时几分起算。"


class ClockSetBack(Refusal):
    """What is to be written down lies before what the same deadline already knows."""

    code = "clock_set_back"
    message = "{thing}在{last}已有变动，不能再记录更早（{given}）的变动；请检查系统时间是否被调慢。"


class DayInTheFuture(Refusal):
    """Something is said to have happened on a day that has not come."""

    code = "day_in_the_future"
    http_status = 422
    message = "{thing}的{what}日期{given}晚于今天（{today}），请改为今天或者以前的日期。"


class PauseOutOfPlace(Refusal):
    """The pause would begin before the period, after its end or inside the pause before."""

    code = "pause_out_of_place"
    http_status = 422
    message = "{thing}不能从{given}起中止：{why}。"


class CannotPause(Refusal):
    """Hours, and periods counted back from a day, do not stand still or grow."""

    code = "cannot_pause"
    message = "{thing}{why}，不能{action}；日期有变的，请取消后重新起算。"


class ResumedBeforePause(Refusal):
    """The day on which counting goes on lies before the day on which it stopped."""

    code = "resumed_before_pause"
    http_status = 422
    message = "{thing}自{paused}起中止，恢复日期{given}不能更早；请改正恢复日期。"


class DeadlineOver(Refusal):
    """A period that has run out cannot be made longer."""

    code = "deadline_over"
    message = "{thing}已于{due}届满，不能再延长；请按逾期处理。"


class ExtensionBeyondRule(Refusal):
    """The rule lets a period be extended only so far."""

    code = "extension_beyond_rule"
    http_status = 422
    message = "{thing}最多可以延长{most}，已延长{used}，不能再延长{given}。"
