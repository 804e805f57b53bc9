"""How history speaks Chinese: the title, the sign and the colour of each kind of event."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.lifecycle import Lifecycle
from assignments.states import ASSIGNMENT
from audit.states import CheckState
from cases.after import CLOSING, CREDIT_REPAIR, DEFERRAL, PUBLICATION
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
from exchange.states import REGISTRY_EVENT
from field.states import FIELD_RECORD
from funds.states import ACCOUNT, ALERT, FINDING, LESSON, ORDER
from imports.states import LIST_IMPORT
from inspections.states import LISTED, VISIT
from institutions.states import INSTITUTION
from messaging.states import ENDPOINT
from papers.states import PAPER, WORDING
from policies.models import Confidence
from policies.states import LAW_PACKAGE
from staff.titles import TITLES
from staff.tones import tone_of
from supervision.states import CIRCULAR, FUND_VISIT, INTERVIEW, LISTING, MERIT
from transfers.states import TRANSFER

LIFECYCLES: dict[str, Lifecycle] = {
    cycle.name: cycle
    for cycle in (
        INSTITUTION,
        REGISTRY_EVENT,
        VISIT,
        FIELD_RECORD,
        NOTICE,
        ASSIGNMENT,
        ENDPOINT,
        LAW_PACKAGE,
        LIST_IMPORT,
        LISTED,
        RELEASED,
        ARRIVAL,
        CLUE,
        TRANSFER_PROPOSAL,
        DEADLINE,
        PAPER,
        WORDING,
        INTERVIEW,
        CIRCULAR,
        LISTING,
        MERIT,
        CASE,
        PRIOR_NOTICE,
        HEARING,
        DECISION,
        PRESERVATION,
        RECUSAL,
        SPOT_PENALTY,
        DEFERRAL,
        PUBLICATION,
        CREDIT_REPAIR,
        CLOSING,
        ACCOUNT,
        ALERT,
        LESSON,
        ORDER,
        FINDING,
        FUND_VISIT,
        TRANSFER,
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
    "wording_proposal": "文书表述的修改",
    "clue": "线索",
    "transfer_proposal": "拟移送",
    "transfer": "移送",
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
    "case_deferral": "延期（分期）缴纳",
    "case_closing": "结案",
    "case_publication": "处罚公示",
    "credit_repair": "信用修复",
    "removal": "停止公示",
    "case_recusal": "回避",
    "file_review": "案卷评查",
    "spot_penalty": "当场处罚",
    "user": "人员",
    "law": "法律条文",
    "violation": "违法行为条目",
    "law_package": "规则包",
    "basis": "文书依据",
    "penaltykind": "处罚种类",
    "benchmark": "裁量基准",
    "power_holder": "处罚权主体",
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
    "address": "送达地址确认书",
    "interview": "约谈",
    "circular": "通报",
    "listing": "挂牌督办",
    "merit": "奖惩记录",
    "seal_certificate": "印章证书",
    "seal_picture": "印章图样",
    "signed_file": "电子签名",
    "bank": "银行",
    "bank_statement": "银行对账单",
    "bank_line": "银行流水",
    "fund_account": "监管账户",
    "fund_alert": "资金预警",
    "fund_finding": "收费问题",
    "fund_visit": "检查建议",
    "fund_contract": "培训合同",
    "fund_entry": "账目",
    "fund_journal": "账目核验",
    "fund_lesson": "课时",
    "fund_order": "支付指令",
    "payment_file": "支付文件",
    "school": "学校",
    "attendance": "考勤汇总",
}
_NAMED_IN_TITLE = (
    *("visit", "field_record", "notice", "assignment", "listed_problem", "listing"),
    *("fund_account", "fund_alert", "fund_finding", "fund_visit", "fund_lesson", "fund_order"),
)
_ICONS = {
    "institution": "building-community",
    "visit": "clipboard-check",
    "finding": "alert-circle",
    "device": "device-mobile",
    "field_record": "device-mobile",
    "notice": "file-text",
    "official_paper": "file-certificate",
    "form_wording": "writing",
    "wording_proposal": "writing",
    "released_order": "hash",
    "order_arrival": "file-text",
    "campaign": "flag",
    "campaign_target": "flag",
    "listed_problem": "eye",
    "assignment": "arrows-exchange",
    "transfer": "transfer",
    "deadline": "calendar-due",
    "case": "gavel",
    "prior_notice": "message-report",
    "hearing": "users",
    "decision": "gavel",
    "preservation": "lock",
    "case_recusal": "user",
    "file_review": "clipboard-list",
    "spot_penalty": "file-text",
    "user": "user",
    "law": "gavel",
    "violation": "gavel",
    "law_package": "upload",
    "benchmark": "scale",
    "power_holder": "building-bank",
    "parameter": "adjustments",
    "calendar_day": "calendar-event",
    "calendar_year": "calendar",
    "history": "shield-check",
    "list_import": "upload",
    "original": "camera",
    "signature": "signature",
    "manifest": "list-check",
    "paper": "clipboard-list",
    "address": "map-pin",
    "interview": "message",
    "circular": "message-report",
    "listing": "eye",
    "merit": "certificate",
    "bank": "building-bank",
    "bank_statement": "file-spreadsheet",
    "bank_line": "transfer",
    "fund_account": "building-bank",
    "fund_alert": "alert-triangle",
    "fund_finding": "alert-triangle",
    "fund_visit": "clipboard-check",
    "fund_entry": "book",
    "fund_journal": "shield-check",
    "school": "school",
    "attendance": "calendar-event",
}
# States of things that have no lifecycle.
_STATES = {
    "violation": {**dict(Confidence.choices), "confirmed": "已确认"},
    "basis": {**dict(Confidence.choices), "confirmed": "已确认"},
    "penaltykind": {**dict(Confidence.choices), "confirmed": "已确认"},
    "history": dict(CheckState.choices),
    "calendar_day": {"working": "上班", "rest": "休息"},
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
    title = TITLES.get(kind)
    if title is None and cycle and action in cycle.moves:
        # "批准" alone does not say what was approved.
        about = FAMILIES[family] if family in _NAMED_IN_TITLE else ""
        title = about + (cycle.moves[action].label or action)
    return Said(title or kind, _ICONS.get(family, "history"), tone_of(after) if after else "info")


def state_label(kind: str, state: str) -> str:
    """The Chinese word of a state in an event of this kind; the code itself if it has none."""
    cycle = LIFECYCLES.get(kind.partition(".")[0])
    if cycle and state in cycle.states.values:
        return cycle.label(state)
    return str(_STATES.get(kind.partition(".")[0], {}).get(state, state))
