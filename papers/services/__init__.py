"""The verbs of papers: draft, approve, print, end, word anew, show publicly."""

from papers.facts import cited, missing_facts
from papers.services.approval import (
    approve_paper,
    draft_faults,
    draft_pdf,
    issue_paper,
    preview,
)
from papers.services.drafting import (
    change_draft,
    discard_draft,
    draft_paper,
    draft_replacement,
)
from papers.services.ending import void_paper
from papers.services.printing import print_paper, print_waiting
from papers.services.publishing import public_pdf
from papers.services.wording import (
    Words,
    discard_wording,
    propose_wording,
    specimen_pdf,
    take_wording,
    wording_refusal,
    words_on,
)

__all__ = [
    "Words",
    "approve_paper",
    "change_draft",
    "cited",
    "discard_draft",
    "discard_wording",
    "draft_faults",
    "draft_paper",
    "draft_pdf",
    "draft_replacement",
    "issue_paper",
    "missing_facts",
    "preview",
    "print_paper",
    "print_waiting",
    "propose_wording",
    "public_pdf",
    "specimen_pdf",
    "take_wording",
    "void_paper",
    "wording_refusal",
    "words_on",
]
