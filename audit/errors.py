"""The refusals of this app."""

from common.errors import Refusal


class ReasonMissing(Refusal):
    """A return to an earlier point must be explained."""

    code = "restore_reason_missing"
    http_status = 422
    message = "请写明恢复到较早时点的原因。"


class HeadNotWritten(Refusal):
    """The folder of the heads is away or full."""

    code = "head_not_written"
    http_status = 503
    message = "库外链头无法写入，请检查 YUJIAN_HEADS_DIR 所指的目录后再试；未作任何改动。"


class CheckUnderWay(Refusal):
    """One check of history at a time."""

    code = "history_check_under_way"
    message = "历史核验正在进行，请等它结束后再发起。"
