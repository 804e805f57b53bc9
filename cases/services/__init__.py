"""The verbs of penalty cases. Each takes the lock, asks permission, writes history."""

from cases.rules import Proposed
from cases.services._law import choices_of, law_of, said_of
from cases.services._ranging import Benchmark, lines_of
from cases.services.answering import (
    finish_answers,
    recheck_statement,
    record_statement,
    record_waiver,
)
from cases.services.archiving import (
    archive_case,
    papers_in_file,
    reopen_archived,
    what_the_file_lacks,
)
from cases.services.attempting import record_case_attempt
from cases.services.choosing import choose_law
from cases.services.closing import (
    approve_closing,
    ask_closing,
    endorse_closing,
    return_closing,
    what_holds_back,
)
from cases.services.clues import (
    ClueFacts,
    PartyFacts,
    apply_long_limitation,
    name_party,
    name_violations,
    register_clue,
)
from cases.services.deciding import (
    PAPERS_OF,
    DecisionFacts,
    Spared,
    approve_decision,
    approve_deviation,
    discard_decision,
    draft_decision,
    draft_decision_paper,
    endorse_decision,
    hand_to_police,
    return_decision,
    submit_decision,
)
from cases.services.desk import (
    FromCase,
    approve_any_paper,
    change_any_paper,
    facts_from_case,
    replace_any_paper,
)
from cases.services.discussing import record_discussion
from cases.services.evidence import (
    EvidenceFacts,
    add_evidence,
    exclude_evidence,
    link_correction,
)
from cases.services.filereviews import draw_file_review, score_file
from cases.services.filing import (
    approve_filing,
    check_case,
    endorse_filing,
    refuse_filing,
    return_check,
    transfer_case,
    withdraw_case,
)
from cases.services.fines import answer_other_fine, note_fines_checked, record_other_fine
from cases.services.fund_clues import clue_from_finding
from cases.services.hearings import call_hearing, end_hearing, hold_hearing, request_hearing
from cases.services.investigating import (
    Gains,
    ReportFacts,
    end_investigation,
    reopen_investigation,
)
from cases.services.longterm import want_long_terms
from cases.services.noticing import (
    NoticeFacts,
    approve_prior_notice,
    discard_prior_notice,
    draft_notice_paper,
    draft_prior_notice,
    note_notice_served,
)
from cases.services.officers import (
    ask_recusal,
    assign_officer,
    decide_recusal,
    exchange_officer,
)
from cases.services.papers import WITH_THEIR_ROW, draft_case_paper
from cases.services.paying import (
    ask_deferral,
    decide_deferral,
    record_payment,
    reverse_payment,
)
from cases.services.preserving import (
    ask_preservation,
    decide_preservation,
    handle_kept,
    keep_things,
)
from cases.services.publishing import (
    ask_repair,
    decide_repair,
    list_removals,
    note_removed,
    publish_decision,
    why_not_public,
    withdraw_publication,
)
from cases.services.remedies import (
    apply_to_court,
    court_window,
    end_remedy,
    note_court_answer,
    open_court_windows,
    record_remedy,
)
from cases.services.revealing import Revealed, reveal_party, take_paper
from cases.services.reviewing import review_case
from cases.services.serving import serve_case_papers, stands, start_served
from cases.services.spot import (
    SpotFacts,
    bank_cash,
    hand_in_cash,
    punish_on_the_spot,
    report_spot_penalty,
)
from cases.services.spot_serving import serve_spot_paper
from cases.services.transferring import propose_case_transfer

__all__ = [
    "PAPERS_OF",
    "WITH_THEIR_ROW",
    "Benchmark",
    "ClueFacts",
    "DecisionFacts",
    "EvidenceFacts",
    "FromCase",
    "Gains",
    "NoticeFacts",
    "PartyFacts",
    "Proposed",
    "ReportFacts",
    "Revealed",
    "Spared",
    "SpotFacts",
    "add_evidence",
    "answer_other_fine",
    "approve_any_paper",
    "approve_decision",
    "approve_deviation",
    "approve_filing",
    "approve_prior_notice",
    "ask_preservation",
    "ask_recusal",
    "assign_officer",
    "bank_cash",
    "call_hearing",
    "change_any_paper",
    "check_case",
    "clue_from_finding",
    "decide_preservation",
    "decide_recusal",
    "discard_decision",
    "discard_prior_notice",
    "draft_case_paper",
    "draft_decision",
    "draft_decision_paper",
    "draft_notice_paper",
    "draft_prior_notice",
    "end_hearing",
    "end_investigation",
    "endorse_decision",
    "endorse_filing",
    "exchange_officer",
    "exclude_evidence",
    "facts_from_case",
    "finish_answers",
    "hand_in_cash",
    "hand_to_police",
    "handle_kept",
    "hold_hearing",
    "keep_things",
    "link_correction",
    "name_party",
    "name_violations",
    "note_fines_checked",
    "note_notice_served",
    "punish_on_the_spot",
    "recheck_statement",
    "record_case_attempt",
    "record_discussion",
    "record_other_fine",
    "record_statement",
    "record_waiver",
    "refuse_filing",
    "register_clue",
    "reopen_investigation",
    "replace_any_paper",
    "report_spot_penalty",
    "request_hearing",
    "return_check",
    "return_decision",
    "reveal_party",
    "choose_law",
    "choices_of",
    "law_of",
    "lines_of",
    "said_of",
    "stands",
    "take_paper",
    "review_case",
    "serve_case_papers",
    "serve_spot_paper",
    "start_served",
    "submit_decision",
    "propose_case_transfer",
    "transfer_case",
    "want_long_terms",
    "withdraw_case",
    "ask_deferral",
    "decide_deferral",
    "record_payment",
    "reverse_payment",
    "apply_long_limitation",
    "apply_to_court",
    "court_window",
    "end_remedy",
    "note_court_answer",
    "open_court_windows",
    "record_remedy",
    "ask_repair",
    "decide_repair",
    "list_removals",
    "note_removed",
    "publish_decision",
    "withdraw_publication",
    "archive_case",
    "reopen_archived",
    "papers_in_file",
    "what_the_file_lacks",
    "what_holds_back",
    "why_not_public",
    "approve_closing",
    "ask_closing",
    "endorse_closing",
    "return_closing",
    "draw_file_review",
    "score_file",
]
