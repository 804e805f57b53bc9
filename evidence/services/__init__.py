"""The verbs of evidence, one module per part of the work."""

from evidence.records import Answered, Asked, ListedEvidence, Questioning, SiteFacts
from evidence.services.by_page import add_photo_by_page, record_visit_by_page
from evidence.services.copies import make_copy
from evidence.services.manifests import close_day, enter_photos, make_manifest, stamp_manifests
from evidence.services.originals import keep_original, look_at_original
from evidence.services.papers import (
    make_evidence_list,
    make_photo_sheet,
    make_questioning,
    make_site_record,
)
from evidence.services.printing import look_at_sealed, print_paper, print_waiting_papers
from evidence.services.signatures import keep_signature

__all__ = [
    "Answered",
    "Asked",
    "ListedEvidence",
    "Questioning",
    "SiteFacts",
    "add_photo_by_page",
    "close_day",
    "enter_photos",
    "keep_original",
    "keep_signature",
    "look_at_original",
    "look_at_sealed",
    "make_copy",
    "make_evidence_list",
    "make_manifest",
    "make_photo_sheet",
    "make_questioning",
    "make_site_record",
    "print_paper",
    "print_waiting_papers",
    "record_visit_by_page",
    "stamp_manifests",
]
