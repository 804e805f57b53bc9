"""The cards on the page of a case, each made by one function. A room that adds steps adds its own."""

from __future__ import annotations

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from cases.models import Case, CaseEvidence
from common.clock import chinese_date
from staff.buttons import Button
from staff.cases.entries import Entry, Offers, Section, SectionOf
from staff.cases.said import day as _day
from staff.cases.said import money as _money
from staff.cases.said import told as _told
from staff.cases.sections_after import money, remedies
from staff.cases.sections_ending import archive, closing, publication
from staff.cases.sections_late import answers, decision, discussion, fines, notice
from staff.cases.sections_reviewed import file_review
from staff.cases.service import service
from staff.tones import tone_of


def party(case: Case, user: User, offers: Offers) -> Section:
    """Who, when, what. Identity numbers and telephones are looked at by a verb of their own."""
    entries = []
    if case.party is not None:
        entries.append(_party(case, user))
    if case.acted_from:
        rows = list(case.violations.select_related("violation__law", "violation__also_law"))
        acts = [("违法情形", f"{one.violation}（{one.violation.citation}）") for one in rows]
        days = f"{chinese_date(case.acted_from)}至{chinese_date(case.acted_until)}"
        years = f"五年（{case.limitation_reason}）" if case.limitation_reason else "二年"
        chosen = [
            (f"{one.violation.code}适用的规定", f"{one.get_chosen_display()}：{one.chosen_reason}")
            for one in rows
            if one.chosen
        ]
        told = [("行为日期", days), *acts, *chosen, ("追责期限", years)]
        buttons = [button for one in rows for button in offers.on(one)]
        entries.append(Entry("违法行为", facts=told, buttons=buttons))
    empty = "还没有登记当事人和违法情形。"
    return Section("party", "当事人和违法情形", "user", entries, empty, offers.of("party"))


def _party(case: Case, user: User) -> Entry:
    who = case.party
    assert who is not None
    facts = [
        ("统一社会信用代码", who.credit_code),
        ("法定代表人（负责人）", who.representative),
        ("许可证", who.licence),
        ("性别", who.sex),
        ("出生日期", _day(who.born_on)),
        ("地址", who.address),
        ("身份证号", "******************（加密保存）" if who.id_sealed else ""),
        ("联系电话", "***********（加密保存）" if who.phone_sealed else ""),
    ]
    buttons = []
    if (who.id_sealed or who.phone_sealed) and _may_reveal(user):
        url = reverse("staff:case-reveal", args=[case.pk])
        buttons.append(Button(url, "查看号码", "eye"))
    opens = who.institution_id and user.has(P.INSTITUTION_VIEW)
    url = reverse("staff:institution", args=[who.institution_id]) if opens else ""
    return Entry(who.name, who.get_kind_display(), "info", _told(facts), None, buttons, url)


def _may_reveal(user: User) -> bool:
    return any(
        user.has(permission)
        for permission in (P.CASE_HANDLE, P.CASE_ENDORSE, P.CASE_REVIEW, P.CASE_DECIDE)
    )


def filing(case: Case, user: User, offers: Offers) -> Section:
    """The clue, the check, and the opinion blocks of every approval."""
    facts = [
        ("案件来源", case.get_source_display()),
        ("发现日期", _day(case.found_on)),
        ("线索内容", case.source_text),
        ("核查情况", case.check_result),
    ]
    if case.proposes_filing is not None:
        facts.append(("承办人意见", "建议立案" if case.proposes_filing else "建议不予立案"))
    entries = [Entry("线索", facts=_told(facts))]
    for one in case.opinions.select_related("given_by"):
        verdict, tone = ("同意", "good") if one.agrees else ("不同意", "bad")
        title = f"{one.get_matter_display()}：{one.get_level_display()}意见"
        said = [(one.given_by.full_name, one.text), ("日期", _day(one.given_at))]
        entries.append(Entry(title, verdict, tone, said))
    return Section("filing", "线索和审批意见", "send", entries, "", offers.of("filing"))


def officers(case: Case, user: User, offers: Offers) -> Section:
    entries = []
    for one in case.officers.select_related("user"):
        facts = [
            ("执法证", f"{one.certificate_no}（有效期至{_day(one.certificate_until)}）"),
            ("承办", f"{_day(one.joined_on)}起"),
            ("退出", f"{_day(one.left_on)}　{one.left_reason}" if one.left_on else ""),
        ]
        tag, tone = ("已退出", "quiet") if one.left_on else (one.get_role_display(), "info")
        entries.append(Entry(one.user.full_name, tag, tone, _told(facts), None, offers.on(one)))
    for asked in case.recusals.select_related("person"):
        facts = [("理由", asked.reason), ("决定理由", asked.decision_reason)]
        title, state = f"回避：{asked.person.full_name}", asked.get_state_display()
        tone = tone_of(asked.state)
        entries.append(Entry(title, state, tone, _told(facts), None, offers.on(asked)))
    empty = "还没有承办人。"
    return Section("officers", "承办人", "users", entries, empty, offers.of("officers"))


def evidence(case: Case, user: User, offers: Offers) -> Section:
    rows = case.evidence.select_related("original", "paper", "file")
    entries = [
        Entry(
            str(one),
            "已排除" if one.excluded_at else one.get_kind_display(),
            "bad" if one.excluded_at else "info",
            _told(_evidence_facts(one)),
            None,
            offers.on(one),
            _evidence_url(one, user),
        )
        for one in rows
    ]
    empty = "还没有证据。"
    return Section("evidence", "证据", "camera", entries, empty, offers.of("evidence"))


def _evidence_facts(one: CaseEvidence) -> list[tuple[str, str]]:
    return [
        ("取得", f"{_day(one.obtained_on)}　{one.obtained_from}"),
        ("形式", f"{'复制件' if one.is_copy else '原件'}，{one.page_count}页"),
        ("证明内容", one.proves),
        ("排除理由", one.excluded_reason),
    ]


def _evidence_url(one: CaseEvidence, user: User) -> str:
    """Where the piece itself is looked at; a described thing has nothing to look at."""
    if one.file_id:
        return reverse("staff:case-evidence-file", args=[one.case_id, one.pk])
    if not user.has(P.EVIDENCE_VIEW):
        return ""
    if one.original_id:
        return reverse("staff:original", args=[one.original_id])
    return reverse("staff:visit-paper", args=[one.paper_id]) if one.paper_id else ""


def keeping(case: Case, user: User, offers: Offers) -> Section | None:
    rows = list(case.preservations.prefetch_related("items"))
    buttons = offers.of("keeping")
    if not rows and not buttons:
        return None
    entries = []
    for one in rows:
        items = "；".join(f"{item.name}（{item.quantity}）" for item in one.items.all())
        facts = [
            ("物品", items),
            ("地点", one.place),
            ("理由", one.reason),
            ("保存日期", _day(one.kept_on)),
            ("处理期限", _day(one.handle_by)),
            (
                "处理",
                f"{one.get_handling_display()}：{one.handling_reason}" if one.handling else "",
            ),
        ]
        state, tone = one.get_state_display(), tone_of(one.state)
        entries.append(Entry("先行登记保存", state, tone, _told(facts), None, offers.on(one)))
    empty = "没有先行登记保存的物品。"
    return Section("keeping", "先行登记保存", "lock", entries, empty, buttons)


def correction(case: Case, user: User, offers: Offers) -> Section | None:
    rows = list(case.corrections.select_related("notice"))
    buttons = offers.of("correction")
    if not rows and not buttons:
        return None
    entries = [
        Entry(
            one.notice.get_form_display(),
            one.notice.get_state_display(),
            tone_of(one.notice.state),
            _told(
                [
                    ("文号", one.notice.number or ""),
                    ("日期", _day(one.ordered_on)),
                    ("送达", _day(one.served_on)),
                ]
            ),
            url=reverse("staff:notice", args=[one.notice_id]) if user.has(P.NOTICE_VIEW) else "",
        )
        for one in rows
    ]
    empty = "还没有关联责令改正文书。"
    return Section("correction", "责令改正", "file-text", entries, empty, buttons)


def report(case: Case, user: User, offers: Offers) -> Section:
    entries = []
    for one in case.reports.select_related("written_by"):
        facts = [
            ("违法事实", one.facts),
            ("证据", one.evidence_text),
            ("依据", one.basis),
            ("裁量", one.discretion),
            ("处理建议", one.proposal),
            ("收取款项", _money(one.collected_fen)),
            ("已退还", _money(one.refunded_fen)),
            ("违法所得", _money(one.gains_fen)),
        ]
        title = f"调查终结报告{one.no}（{_day(one.ended_on)}，{one.written_by.full_name}）"
        entries.append(Entry(title, one.get_proposed_kind_display(), "info", _told(facts)))
    empty = "调查还没有终结。"
    return Section("report", "调查终结", "clipboard-list", entries, empty, offers.of("report"))


def review(case: Case, user: User, offers: Offers) -> Section | None:
    rows, buttons = list(case.reviews.select_related("reviewed_by")), offers.of("review")
    if not rows and not buttons:
        return None
    entries = []
    for one in rows:
        facts = [
            ("审核情形", "；".join(one.grounds) or "主动送审"),
            ("审核意见", one.opinion),
            ("审核人员", f"{one.reviewed_by.full_name}（{one.qualification}）"),
        ]
        title = f"{_day(one.reviewed_on)}法制审核{'（听证后）' if one.after_hearing else ''}"
        tone = {"passed": "good", "returned": "warn"}.get(one.outcome, "bad")
        entries.append(Entry(title, one.get_outcome_display(), tone, facts))
    return Section("review", "法制审核", "scale", entries, "还没有法制审核。", buttons)


SECTIONS: list[SectionOf] = [
    party,
    filing,
    officers,
    evidence,
    keeping,
    correction,
    report,
    review,
    notice,
    answers,
    fines,
    discussion,
    decision,
    service,
    money,
    remedies,
    publication,
    closing,
    archive,
    file_review,
]
