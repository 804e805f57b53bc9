"""The choices of a paper's life and the one table of its moves."""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission as P


class PaperState(TextChoices):
    DRAFT = "draft", "起草"
    APPROVED = "approved", "已批准待印制"
    PRINTED = "printed", "已印制"
    SUPERSEDED = "superseded", "已被替代"
    VOIDED = "voided", "已作废"
    DISCARDED = "discarded", "已弃用"


class Approver(TextChoices):
    """Who approves a form: the lowest level that may."""

    OFFICER = "officer", "承办人"
    SECTION = "section", "承办机构负责人"
    LEGAL = "legal", "法制审核人员"
    HEAD = "head", "机关负责人"


class WordingState(TextChoices):
    """What became of words that somebody proposed for a form."""

    WAITING = "waiting", "待采用"
    TAKEN = "taken", "已采用"
    DISCARDED = "discarded", "已放弃"


APPROVER_PERMISSION: dict[str, P] = {
    Approver.OFFICER: P.CASE_HANDLE,
    Approver.SECTION: P.CASE_ENDORSE,
    Approver.LEGAL: P.CASE_REVIEW,
    Approver.HEAD: P.CASE_DECIDE,
}

S = PaperState
BEFORE_APPROVAL = (S.DRAFT, S.DISCARDED)
STANDING = (S.APPROVED, S.PRINTED)

_APPROVE = (
    Move(f"approve_{level}", (S.DRAFT,), S.APPROVED, permission, "批准")
    for level, permission in APPROVER_PERMISSION.items()
)
_VOID = (
    Move(f"void_{level}", STANDING, S.VOIDED, permission, "作废")
    for level, permission in APPROVER_PERMISSION.items()
)

PAPER = Lifecycle(
    "official_paper",
    PaperState,
    # The right is that of whoever may draft the form: the verb asks (services.drafting).
    Move("discard", (S.DRAFT,), S.DISCARDED, None, "弃用"),
    *_APPROVE,
    Move("print", (S.APPROVED,), S.PRINTED, None, "印制"),
    # The system's own: happens when the paper that names this one is approved.
    Move("supersede", STANDING, S.SUPERSEDED, None, "替代"),
    *_VOID,
)

W = WordingState

WORDING = Lifecycle(
    "wording_proposal",
    WordingState,
    Move("take", (W.WAITING,), W.TAKEN, P.POLICY_CONFIRM, "采用"),
    # Whoever may propose and whoever may take gives it up: the verb asks (services.wording).
    Move("discard", (W.WAITING,), W.DISCARDED, None, "放弃"),
)
