"""Papers of archived cases reach their long-term form: looked for by night, in small lots."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from cases.models import CasePaper
from cases.states import CaseState
from common import timestamps
from signing.models import SignedFile
from signing.services import want_level
from signing.states import Level

AT_ONCE = 500


def want_long_terms(*, at: datetime) -> int:
    """From now on every signed paper of an archived case shall be verifiable for good; how many.

    The room of signing does the rest, paper by paper. Twice is safe. Without an authority of time
    stamps there is no long-term form, so nothing is wanted.
    """
    if not timestamps.is_configured():
        return 0
    files = CasePaper.objects.filter(
        case__state=CaseState.ARCHIVED, paper__document__isnull=False
    ).values("paper__document")
    signed = SignedFile.objects.filter(Q(original__in=files) | Q(versions__file__in=files))
    lacking = signed.exclude(wanted_level=Level.B_LTA).order_by("pk").distinct()[:AT_ONCE]
    wanted = [want_level(one.original_id, Level.B_LTA, at=at) for one in lacking]
    return len(wanted)
