"""Papers made out on forms, their counters, and the words of a county's forms."""

from papers.models.papers import OfficialPaper, PaperCounter, PaperQuerySet
from papers.models.wordings import FormWording, WordingProposal

__all__ = ["FormWording", "OfficialPaper", "PaperCounter", "PaperQuerySet", "WordingProposal"]
