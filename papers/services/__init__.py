"""The verbs of papers: draft, approve, print, end, word anew, show publicly."""

from papers.facts import cited, missing_facts
from papers.services.approval import approve_paper, issue_paper, preview
from papers.services.drafting import change_draft, discard_draft, draft_paper
from papers.services.ending import void_paper
from papers.services.printing import print_paper, print_waiting
from papers.services.publishing import public_pdf
from papers.services.wording import set_wording

__all__ = [
    "approve_paper",
    "change_draft",
    "cited",
    "discard_draft",
    "draft_paper",
    "issue_paper",
    "missing_facts",
    "preview",
    "print_paper",
    "print_waiting",
    "public_pdf",
    "set_wording",
    "void_paper",
]
