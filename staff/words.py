"""How history speaks Chinese: the title, the sign and the colour of each kind of event."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.lifecycle import Lifecycle
from assignments.states import ASSIGNMENT
from audit.states import CheckState
from cases.states import (
    CASE,
    DECISION,
    HEARING,
    PRESERVATION,
    PRIOR_NOTICE,
    RECUSAL,
    SPOT_PENALTY,
)
from deadlines.states import DEADLINE
from enforcement.states import ARRIVAL, CLUE, NOTICE, RELEASED, TRANSFER_PROPOSAL
from field.states import FIELD_RECORD
from imports.states import LIST_IMPORT
from inspections.states import LISTED, VISIT
from institutions.states import ENTRY_EVENTS, INSTITUTION, EventKind
from papers.states import PAPER
from policies.models import Confidence
from staff.tones import tone_of

LIFECYCLES: dict[str, Lifecycle] = {
    cycle.name: cycle
    for cycle in (
        INSTITUTION,
        VISIT,
        FIELD_RECORD,
        NOTICE,
        ASSIGNMENT,
        LIST_IMPORT,
        LISTED,
        RELEASED,
        ARRIVAL,
        CLUE,
        TRANSFER_PROPOSAL,
        DEADLINE,
        CASE,
        PRIOR_NOTICE,
        HEARING,
        DECISION,
        PRESERVATION,
        RECUSAL,
        SPOT_PENALTY,
        PAPER,
    )
}
FAMILIES = {
    "institution": "机构",
    "visit": "现场检查",
    "finding": "问题",
    "device": "现场设备",
    "field_record": "现场记录",
    "notice": "文书",
    "official_paper": "执法文书",
    "form_wording": "文书表述",
    "clue": "线索",
    "transfer_proposal": "拟移送",
    "released_order": "当场文号",
    "order_arrival": "回传文书",
    "campaign": "专项行动",
    "campaign_target": "专项行动名单",
    "listed_problem": "督战单",
    "assignment": "协办事项",
    "deadline": "期限",
    "case": "案件",
    "prior_notice": "事先告知",
    "hearing": "听证",
    "decision": "处理决定",
    "preservation": "先行登记保存",
    "case_recusal": "回避",
    "spot_penalty": "当场处罚",
    "user": "人员",
    "law": "法律条文",
    "violation": "违法行为条目",
    "parameter": "参数",
    "calendar_day": "工作日历的日期",
    "calendar_year": "工作日历的年度",
    "checklist": "检查表",
    "figures": "填报数据",
    "county": "县区",
    "history": "历史核验",
    "list_import": "名单导入",
    "original": "证据原件",
    "signature": "签名",
    "manifest": "证据日清单",
    "paper": "检查文书",
}
_NAMED_IN_TITLE = ("visit", "field_record", "notice", "assignment", "listed_problem")
_ICONS = {
    "institution": "building-community",
    "visit": "clipboard-check",
    "finding": "alert-circle",
    "device": "device-mobile",
    "field_record": "device-mobile",
    "notice": "file-text",
    "official_paper": "file-certificate",
    "form_wording": "writing",
    "released_order": "hash",
    "order_arrival": "file-text",
    "campaign": "flag",
    "campaign_target": "flag",
    "listed_problem": "eye",
    "assignment": "arrows-exchange",
    "deadline": "calendar-due",
    "case": "gavel",
    "prior_notice": "message-report",
    "hearing": "users",
    "decision": "gavel",
    "preservation": "lock",
    "case_recusal": "user",
    "spot_penalty": "file-text",
    "user": "user",
    "law": "gavel",
    "violation": "gavel",
    "parameter": "adjustments",
    "calendar_day": "calendar-event",
    "calendar_year": "calendar",
    "history": "shield-check",
    "list_import": "upload",
    "original": "camera",
    "signature": "signature",
    "manifest": "list-check",
    "paper": "clipboard-list",
}
# States of things that have no lifecycle.
_STATES = {
    "violation": {**dict(Confidence.choices), "confirmed": "已确认"},
    "history": dict(CheckState.choices),
    "calendar_day": {"working": "上班", "rest": "休息"},
}
_TITLES = {
    "institution.register": "录入名册",
    "institution.change": "变更登记信息",
    "institution.move_site": "登记办学地点",
    "institution.name_person": "登记相关人员",
    "institution.release_person": "相关人员离开",
    **ENTRY_EVENTS,
    **{f"institution.{kind.value}": kind.label for kind in EventKind},
    "visit.plan": "安排检查",
    "visit.widen": "增加联合检查部门",
    "visit.cause": "登记任务来源和检查事项",
    "visit.exchange_officer": "更换检查人员",
    "visit.add_photo": "添加照片",
    "matter.publish": "登记检查事项",
    "matter.end": "停止检查事项",
    "other_visit.note": "登记其他部门的检查",
    "plan_paper.print": "印制检查安排文书",
    "draw.prepare": "拟定随机抽查",
    "draw.list": "生成抽查名单",
    "draw.commit": "交密封承诺",
    "draw.reveal": "揭示密文",
    "draw.redraw": "重新抽取检查人员",
    "recusal.declare": "申报回避",
    "recusal.end": "解除回避",
    "finding.route": "转交问题",
    "device.register": "登记现场设备",
    "device.renew": "重新登记现场设备",
    "device.revoke": "停用现场设备",
    "device.hand_in": "提交队列文件",
    "visit.field_loss": "说明未送达的现场记录",
    "field_record.hold": "收齐现场记录",
    "notice.draft": "起草文书",
    "notice.change": "修改文书草稿",
    "official_paper.draft": "起草执法文书",
    "official_paper.change_draft": "修改执法文书草稿",
    "official_paper.take_public": "导出公开文本",
    "official_paper.print_stopped": "执法文书印制受阻",
    "form_wording.set": "设定本县文书表述",
    "clue.record": "登记线索",
    "transfer_proposal.record": "登记拟移送",
    "released_order.release": "签发当场文书",
    "released_order.carry": "领取当场文号",
    "order_arrival.wait": "回传文书待核定",
    "notice.overdue": "逾期",
    "notice.open_link": "开通整改反馈链接",
    "notice.close_link": "停用整改反馈链接",
    "notice.link_ended_by_tries": "密码输错次数过多，链接停用",
    "notice.take_effect": "公告期满，视为送达",
    "notice.draw_up_reinspection": "期限届满，排定复查",
    "visit.draw_up": "期限届满，自动安排复查",
    "assignment.ask": "发起协办",
    "case.register": "登记线索",
    "case.party": "登记当事人",
    "case.violations": "认定违法情形",
    "case.correction": "关联责令改正文书",
    "case.reveal_party": "查看当事人号码",
    "case.evidence": "登记证据",
    "case.exclude_evidence": "排除证据",
    "case.join": "承办人加入",
    "case.leave": "承办人退出",
    "case.recuse": "申请回避",
    "case.recuse_decided": "回避决定",
    "case.correct": "责令改正",
    "case.ask_keep": "申请先行登记保存",
    "case.approve_keep": "批准先行登记保存",
    "case.refuse_keep": "不批准先行登记保存",
    "case.keep": "先行登记保存",
    "case.handle_kept": "处理保存物品",
    "case.review": "法制审核",
    "case.draft_notice": "起草事先告知",
    "case.notice_served": "告知书送达",
    "case.statement": "陈述申辩",
    "case.recheck": "复核陈述申辩",
    "case.waive": "放弃权利",
    "case.hearing_asked": "申请听证",
    "case.hearing_called": "通知听证",
    "case.hearing_held": "举行听证",
    "case.hearing_ended": "终止听证",
    "case.other_fine": "登记其他部门罚款",
    "case.other_fine_answered": "认定是否同一违法行为",
    "case.other_fines_checked": "核对其他部门罚款",
    "case.submit_decision": "提交决定",
    "case.endorse_decision": "审核决定",
    "case.return_decision": "退回决定",
    "case.approve_deviation": "批准超出裁量基准",
    "case.note": "办案记录",
    "spot_penalty.decide": "当场处罚",
    "spot_penalty.hand_in": "交回当场收缴的罚款",
    "spot_penalty.bank": "罚款缴付银行",
    "deadline.start": "期限起算",
    "deadline.give": "期限交办",
    "deadline.recompute": "按工作日历重新计算期限",
    "deadline.remind": "期限提醒",
    "campaign.open": "开展专项行动",
    "campaign.add_target": "列入名单",
    "campaign.add_targets": "成批列入名单",
    "listed_problem.list": "挂单督战",
    "listed_problem.note_progress": "登记督战进展",
    "listed_problem.move_deadline": "调整督战期限",
    "campaign.replayed": "重演专项行动",
    "campaign_target.note_outcome": "记录处理结果",
    "checklist.publish": "发布检查表",
    "figures.declare": "填报数据",
    "problem.leave_open": "问题遗留",
    "violation.add": "载入违法情形",
    "violation.end": "违法情形到期",
    "violation.confirm_article": "确认条文号",
    "parameter.set": "设定参数",
    "policies.seed_parameters": "设定初始参数",
    "policies.load_catalogue": "载入目录",
    "calendar_day.change": "修改工作日历",
    "calendar_year.load": "载入工作日历",
    "original.keep": "存入证据原件",
    "original.copy": "制作证据副本",
    "original.look": "查看证据原件",
    "signature.keep": "存入签名",
    "manifest.make": "生成证据日清单",
    "manifest.stamp": "证据日清单加盖时间戳",
    "paper.make": "制作检查文书",
    "paper.print": "印制检查文书",
    "paper.look": "查看询问笔录",
    "history.check": "发起历史核验",
    "history.checked": "历史核验完成",
    "list_import.start": "上传名单",
    "user.create": "添加人员",
    "user.change": "修改人员",
    "user.grant": "授予角色",
    "user.review": "复核账户",
    "user.close": "复核停用账户",
    "user.certificate": "登记执法证",
    "user.invite": "发放一次性链接",
    "user.accept_invitation": "设置首个密码",
    "user.change_password": "修改密码",
    "user.sign_in": "登录",
    "user.sign_out": "退出登录",
    "user.sign_in_failed": "登录失败",
    "user.sign_in_after_failures": "登录失败后密码输入正确",
    "user.sign_in_locked": "尝试过多，暂停登录",
    "user.unlock": "解除登录暂停",
    "user.enrol_factor": "启用动态码",
    "user.switch_off_factor": "关闭动态码",
    "user.reset_factor": "重置动态码",
    "user.use_recovery_code": "使用恢复码",
    "user.renew_recovery_codes": "换发恢复码",
    "user.end_session": "结束一个登录",
    "user.end_other_sessions": "结束其他登录",
    "user.end_sessions": "结束全部登录",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One kind of event as a page shows it."""

    title: str
    icon: str
    tone: str


def say(kind: str, after: str = "") -> Said:
    """The words of an event kind such as ``notice.approve``; an unknown one says itself."""
    family, _, action = kind.partition(".")
    cycle = LIFECYCLES.get(family)
    title = _TITLES.get(kind)
    if title is None and cycle and action in cycle.moves:
        # "批准" alone does not say what was approved.
        about = FAMILIES[family] if family in _NAMED_IN_TITLE else ""
        title = about + (cycle.moves[action].label or action)
    tone = tone_of(after) if after else "info"
    return Said(title or kind, _ICONS.get(family, "history"), tone)


def state_label(kind: str, state: str) -> str:
    """The Chinese word of a state in an event of this kind; the code itself if it has none."""
    cycle = LIFECYCLES.get(kind.partition(".")[0])
    if cycle and state in cycle.states.values:
        return cycle.label(state)
    return str(_STATES.get(kind.partition(".")[0], {}).get(state, state))
