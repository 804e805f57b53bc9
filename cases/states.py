"""The choices of a case's life and the tables of its moves.

Sources: Administrative Penalty Law (2021), arts. 42 to 72; the chain of papers D10 to D48.
A step that several roads lead to (defended, heard, waived) is one state; which road it was is
told by the rows below it.
"""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission
from cases.after import CLOSING as CLOSING
from cases.after import CREDIT_REPAIR as CREDIT_REPAIR  # the drawings look for tables here
from cases.after import DEFERRAL as DEFERRAL
from cases.after import PUBLICATION as PUBLICATION


class CaseState(TextChoices):
    CLUE = "clue", "线索待核查"
    CHECKED = "checked", "已核查待审批"
    NOT_FILED = "not_filed", "不予立案"
    INVESTIGATING = "investigating", "已立案调查中"
    ENDED = "ended", "调查终结"
    REVIEWED = "reviewed", "已通过法制审核"
    NOTICED = "noticed", "已事先告知"
    ANSWERED = "answered", "告知程序已完成"
    DISCUSSED = "discussed", "已集体讨论"
    DECIDED = "decided", "已作出决定"
    SERVED = "served", "决定已送达"
    PERFORMING = "performing", "履行中"
    CLOSED = "closed", "已结案"
    ARCHIVED = "archived", "已归档"
    WITHDRAWN = "withdrawn", "已撤案"
    TRANSFERRED = "transferred", "已移送"


class ClueSource(TextChoices):
    INSPECTION = "inspection", "检查发现"
    COMPLAINT = "complaint", "投诉举报"
    TRANSFER = "transfer", "其他机关移送"
    SUPERIOR = "superior", "上级交办"
    MEDIA = "media", "媒体报道"


class PartyKind(TextChoices):
    INSTITUTION = "institution", "登记机构"
    ORGANISATION = "organisation", "法人或者其他组织"
    PERSON = "person", "自然人"


class PenaltyKind(TextChoices):
    """The ten kinds of art. 5 of the Measures (Order 53)."""

    P1 = "P1", "警告"
    P2 = "P2", "通报批评"
    P3 = "P3", "罚款"
    P4 = "P4", "没收违法所得"
    P5 = "P5", "没收非法财物"
    P6 = "P6", "责令停止招收学员"
    P7 = "P7", "责令停止举办"
    P8 = "P8", "吊销许可证件"
    P9 = "P9", "限制从业"
    P10 = "P10", "法律、行政法规规定的其他行政处罚"


WITH_AMOUNT = (PenaltyKind.P3, PenaltyKind.P4)
# Offered a hearing always; the money kinds from the county's threshold on (art. 63).
HEARD_ALWAYS = (PenaltyKind.P6, PenaltyKind.P7, PenaltyKind.P8, PenaltyKind.P9)
HEARD_IF_LARGE = (PenaltyKind.P3, PenaltyKind.P4, PenaltyKind.P5)


class EvidenceKind(TextChoices):
    """The eight kinds of art. 46."""

    DOCUMENT = "document", "书证"
    OBJECT = "object", "物证"
    AUDIOVISUAL = "audiovisual", "视听资料"
    ELECTRONIC = "electronic", "电子数据"
    WITNESS = "witness", "证人证言"
    PARTY = "party", "当事人的陈述"
    EXPERT = "expert", "鉴定意见"
    RECORD = "record", "勘验笔录、现场笔录"


class OfficerRole(TextChoices):
    LEAD = "lead", "主办"
    ASSISTING = "assisting", "协办"


class RecusalState(TextChoices):
    ASKED = "asked", "待决定"
    GRANTED = "granted", "已回避"
    REFUSED = "refused", "驳回申请"


class PreservationState(TextChoices):
    ASKED = "asked", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "不予批准"
    KEPT = "kept", "保存中"
    HANDLED = "handled", "已处理"


class PreservationEnd(TextChoices):
    RETURNED = "returned", "退还当事人"
    COPIED = "copied", "取证后退还"
    APPRAISED = "appraised", "送交鉴定"
    TRANSFERRED = "transferred", "移交有关部门"
    LIFTED = "lifted", "解除保存"


class ReviewOutcome(TextChoices):
    PASSED = "passed", "通过"
    NOT_PASSED = "not_passed", "不予通过"
    RETURNED = "returned", "退回补正"


class NoticeState(TextChoices):
    DRAFT = "draft", "起草"
    APPROVED = "approved", "已批准待送达"
    SERVED = "served", "已送达"
    SUPERSEDED = "superseded", "已被新告知代替"
    DISCARDED = "discarded", "已弃用"


class Adoption(TextChoices):
    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    REFUSED = "refused", "不予采纳"


class WaivedRight(TextChoices):
    STATEMENT = "statement", "陈述、申辩"
    HEARING = "hearing", "听证"


class HearingState(TextChoices):
    REQUESTED = "requested", "已申请"
    CALLED = "called", "已通知"
    HELD = "held", "已举行"
    ENDED = "ended", "已终止"


class HearingEnd(TextChoices):
    ABSENT = "absent", "当事人无正当理由缺席"
    LEFT = "left", "当事人擅自中途退出"
    TAKEN_BACK = "taken_back", "当事人撤回申请"


class DecisionKind(TextChoices):
    PENALTY = "penalty", "给予行政处罚"
    MINOR = "minor", "违法行为轻微，不予行政处罚"
    UNPROVEN = "unproven", "违法事实不能成立，不予行政处罚"
    TRANSFER = "transfer", "涉嫌犯罪，移送司法机关"


class DecisionState(TextChoices):
    DRAFT = "draft", "起草"
    SUBMITTED = "submitted", "待审核"
    ENDORSED = "endorsed", "待批准"
    APPROVED = "approved", "已决定"
    DISCARDED = "discarded", "已弃用"


class LawOf(TextChoices):
    """Whose law applies (art. 37); ``SAME``: it did not change since the act."""

    THEN = "then", "行为发生时的规定"
    NOW = "now", "作出决定时的规定"
    SAME = "same", "现行规定，行为发生以后没有变化"


class Leniency(TextChoices):
    """Grounds of art. 33 for not punishing."""

    NONE = "", "无"
    MINOR = "minor", "轻微并及时改正，没有造成危害后果"
    FIRST = "first", "初次违法且危害后果轻微并及时改正"
    NO_FAULT = "no_fault", "有证据足以证明没有主观过错"
    UNDER_AGE = "under_age", "不满十四周岁"


class OpinionLevel(TextChoices):
    OFFICER = "officer", "承办人"
    SECTION = "section", "承办机构"
    LEGAL = "legal", "法制机构"
    HEAD = "head", "机关负责人"


class Matter(TextChoices):
    """What an approval form with opinion blocks is about."""

    FILING = "filing", "立案"
    DECISION = "decision", "处罚决定"
    DEVIATION = "deviation", "超出裁量基准"
    WITHDRAWAL = "withdrawal", "撤案"
    TRANSFER = "transfer", "移送"
    CLOSING = "closing", "结案"


class SpotState(TextChoices):
    ISSUED = "issued", "已当场处罚"
    REPORTED = "reported", "已备案"


class CashGround(TextChoices):
    """Why a fine was taken on the spot (arts. 68, 69)."""

    NONE = "", "未当场收缴"
    SMALL = "small", "一百元以下罚款"
    HARD_LATER = "hard_later", "不当场收缴事后难以执行"
    REMOTE = "remote", "偏远地区当事人提出当场缴纳"


S, P = CaseState, Permission
BEFORE_FILING = (S.CLUE, S.CHECKED, S.NOT_FILED)
IN_PROCEDURE = (
    S.INVESTIGATING,
    S.ENDED,
    S.REVIEWED,
    S.NOTICED,
    S.ANSWERED,
    S.DISCUSSED,
)
PROVEN = (S.ENDED, S.REVIEWED, S.ANSWERED, S.DISCUSSED)  # a decision can be made from here
AFTER_DECISION = (S.DECIDED, S.SERVED, S.PERFORMING, S.CLOSED, S.ARCHIVED)

CASE = Lifecycle(
    "case",
    CaseState,
    Move("check", (S.CLUE,), S.CHECKED, P.CASE_HANDLE, "提出立案意见"),
    Move("return_check", (S.CHECKED,), S.CLUE, P.CASE_DECIDE, "退回核查"),
    Move("file", (S.CHECKED,), S.INVESTIGATING, P.CASE_DECIDE, "批准立案"),
    Move("not_file", (S.CHECKED,), S.NOT_FILED, P.CASE_DECIDE, "批准不予立案"),
    Move("end", (S.INVESTIGATING,), S.ENDED, P.CASE_HANDLE, "终结调查"),
    # Whatever the reviewer or a new fact sends back is investigated again.
    Move("reopen", (S.ENDED, S.REVIEWED), S.INVESTIGATING, P.CASE_HANDLE, "补充调查"),
    Move("reopen_late", (S.NOTICED, S.ANSWERED), S.INVESTIGATING, P.CASE_HANDLE, "补充调查"),
    Move("send_back", (S.ENDED,), S.INVESTIGATING, P.CASE_REVIEW, "法制审核退回"),
    Move("pass", (S.ENDED,), S.REVIEWED, P.CASE_REVIEW, "通过法制审核"),
    # After a hearing the case is reviewed where it stands.
    Move("pass_heard", (S.ANSWERED,), S.ANSWERED, P.CASE_REVIEW, "通过法制审核"),
    Move("send_back_heard", (S.ANSWERED,), S.INVESTIGATING, P.CASE_REVIEW, "法制审核退回"),
    Move("notice", (S.ENDED, S.REVIEWED), S.NOTICED, P.CASE_ENDORSE, "批准事先告知"),
    Move(
        "notice_anew",
        (S.NOTICED, S.ANSWERED, S.DISCUSSED),
        S.NOTICED,
        P.CASE_ENDORSE,
        "重新事先告知",
    ),
    Move("answer", (S.NOTICED,), S.ANSWERED, P.CASE_HANDLE, "完成告知程序"),
    Move("discuss", (S.ANSWERED, S.ENDED, S.REVIEWED), S.DISCUSSED, P.CASE_DECIDE, "集体讨论"),
    Move("decide", PROVEN, S.DECIDED, P.CASE_DECIDE, "批准决定"),
    Move("serve", (S.DECIDED,), S.SERVED, P.CASE_HANDLE, "送达决定"),
    Move("perform", (S.SERVED,), S.PERFORMING, P.CASE_HANDLE, "开始履行"),
    Move(
        "close",
        (S.SERVED, S.PERFORMING, S.WITHDRAWN, S.TRANSFERRED),
        S.CLOSED,
        P.CASE_DECIDE,
        "批准结案",
    ),
    Move("archive", (S.CLOSED, S.NOT_FILED), S.ARCHIVED, P.CASE_ARCHIVE, "归档"),
    # Only for a paper that came later, with the head's reason; archived again afterwards.
    Move("reopen_archived", (S.ARCHIVED,), S.CLOSED, P.CASE_DECIDE, "案卷补充归档"),
    Move("withdraw", IN_PROCEDURE, S.WITHDRAWN, P.CASE_DECIDE, "批准撤案"),
    Move("transfer", (S.CHECKED, *IN_PROCEDURE), S.TRANSFERRED, P.CASE_DECIDE, "批准移送"),
    Move("transfer_decided", (S.DECIDED,), S.TRANSFERRED, P.CASE_HANDLE, "移送司法机关"),
)
CLOSABLE, ARCHIVABLE = CASE.moves["close"].sources, CASE.moves["archive"].sources
# What the officers of the case do themselves: each needs two of them, certified on the day.
OFFICER_ACTIONS = (
    "check",
    "file",
    "end",
    "reopen",
    "reopen_late",
    "evidence",
    "keep",
    "handle_kept",
    "draft_notice",
    "statement",
    "waive",
    "answer",
    "submit_decision",
)
# Recorded in the course of a case without moving it.
PLAIN_ACTIONS = (
    "register",
    "evidence",
    "exclude_evidence",
    "join",
    "leave",
    "recuse",
    "recuse_decided",
    "correct",
    "ask_keep",
    "approve_keep",
    "refuse_keep",
    "keep",
    "handle_kept",
    "review",
    "draft_notice",
    "notice_served",
    "statement",
    "recheck",
    "waive",
    "hearing_asked",
    "hearing_called",
    "hearing_held",
    "hearing_ended",
    "other_fine",
    "other_fine_answered",
    "other_fines_checked",
    "submit_decision",
    "endorse_decision",
    "return_decision",
    "approve_deviation",
    "paper_served",
    "paid",
    "payment_reversed",
    "deferral_asked",
    "deferral_decided",
    "remedy_filed",
    "remedy_ended",
    "court_applied",
    "court_answered",
    "published",
    "unpublished",
    "repair_asked",
    "repair_decided",
    "closing_asked",
    "closing_endorsed",
    "closing_returned",
    "note",
)

PR = PreservationState
PRESERVATION = Lifecycle(
    "preservation",
    PreservationState,
    Move("approve", (PR.ASKED,), PR.APPROVED, P.CASE_DECIDE, "批准先行登记保存"),
    Move("refuse", (PR.ASKED,), PR.REFUSED, P.CASE_DECIDE, "不批准先行登记保存"),
    Move("keep", (PR.APPROVED,), PR.KEPT, P.CASE_HANDLE, "登记保存"),
    Move("handle", (PR.KEPT,), PR.HANDLED, P.CASE_HANDLE, "处理保存物品"),
)

RECUSAL = Lifecycle(
    "case_recusal",
    RecusalState,
    Move("grant", (RecusalState.ASKED,), RecusalState.GRANTED, P.CASE_DECIDE, "决定回避"),
    Move("refuse", (RecusalState.ASKED,), RecusalState.REFUSED, P.CASE_DECIDE, "驳回回避申请"),
)

N = NoticeState
PRIOR_NOTICE = Lifecycle(
    "prior_notice",
    NoticeState,
    Move("approve", (N.DRAFT,), N.APPROVED, P.CASE_ENDORSE, "批准"),
    Move("discard", (N.DRAFT,), N.DISCARDED, P.CASE_HANDLE, "弃用"),
    Move("serve", (N.APPROVED,), N.SERVED, P.CASE_HANDLE, "登记送达"),
    # The system's own: happens when the new notice that names this one is approved.
    Move("supersede", (N.APPROVED, N.SERVED), N.SUPERSEDED, None, "代替"),
)

H = HearingState
HEARING = Lifecycle(
    "hearing",
    HearingState,
    Move("call", (H.REQUESTED,), H.CALLED, P.CASE_HEAR, "通知听证"),
    Move("hold", (H.CALLED,), H.HELD, P.CASE_HEAR, "记录听证"),
    Move("end", (H.REQUESTED, H.CALLED), H.ENDED, P.CASE_HEAR, "终止听证"),
)

D = DecisionState
DECISION = Lifecycle(
    "decision",
    DecisionState,
    Move("submit", (D.DRAFT,), D.SUBMITTED, P.CASE_HANDLE, "提交审批"),
    Move("return", (D.SUBMITTED,), D.DRAFT, P.CASE_ENDORSE, "退回修改"),
    Move("return_endorsed", (D.ENDORSED,), D.DRAFT, P.CASE_DECIDE, "退回修改"),
    Move("endorse", (D.SUBMITTED,), D.ENDORSED, P.CASE_ENDORSE, "审核同意"),
    Move("approve", (D.ENDORSED,), D.APPROVED, P.CASE_DECIDE, "批准"),
    Move("discard", (D.DRAFT,), D.DISCARDED, P.CASE_HANDLE, "弃用"),
)

SPOT_PENALTY = Lifecycle(
    "spot_penalty",
    SpotState,
    Move("report", (SpotState.ISSUED,), SpotState.REPORTED, P.CASE_ENDORSE, "备案"),
)


def case_moves() -> list[tuple[str, str, str]]:
    """Every (action, source, target) that a case may go; the database keeps the same list."""
    moves = CASE.moves.values()
    return [(move.action, str(source), move.target) for move in moves for source in move.sources]
