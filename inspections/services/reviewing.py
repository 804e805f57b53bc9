"""The second person's word on each finding: it stands, was put right on the spot, or is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from inspections.errors import VerdictUnfit
from inspections.models import FindingReview, Visit
from inspections.records import VerdictIn
from inspections.states import FindingVerdict

_SIGNS_MOST = 500


def write_reviews(
    visit: Visit, verdicts: Sequence[VerdictIn], *, by: User, at: datetime
) -> dict[str, list[int]]:
    """One verdict for every finding of the visit; what nobody spoke of stands.

    Returns the numbers of those dropped and of those corrected on site, for history.
    Raises VerdictUnfit; then nothing was written. The caller holds the visit.
    """
    told = {verdict.finding_id: verdict for verdict in verdicts}
    findings = {finding.pk: finding for finding in visit.findings.all()}
    if len(told) != len(verdicts) or not told.keys() <= findings.keys():
        raise VerdictUnfit(visit=visit, why="所列问题重复，或者不属于这次检查")
    reviews = [
        _review(told.get(pk, VerdictIn(pk)), findings[pk].no, visit, by=by, at=at)
        for pk in findings
    ]
    FindingReview.objects.bulk_create(reviews)
    dropped = [findings[r.finding_id].no for r in reviews if r.verdict == FindingVerdict.DROPPED]
    corrected = [findings[r.finding_id].no for r in reviews if r.is_corrected_on_site]
    return {"dropped": dropped, "corrected_on_site": corrected}


def _review(verdict: VerdictIn, no: int, visit: Visit, *, by: User, at: datetime) -> FindingReview:
    reason, correction = verdict.reason.strip(), verdict.correction.strip()
    faults = (
        (verdict.is_dropped and not reason, "不予认定须写明理由"),
        (verdict.is_dropped and bool(correction), "不予认定的问题不能同时记为当场改正"),
        (max(len(reason), len(correction)) > _SIGNS_MOST, f"文字不能超过{_SIGNS_MOST}字"),
    )
    for is_wrong, why in faults:
        if is_wrong:
            raise VerdictUnfit(visit=visit, why=f"问题{no}：{why}")
    return FindingReview(
        finding_id=verdict.finding_id,
        verdict=FindingVerdict.DROPPED if verdict.is_dropped else FindingVerdict.CONFIRMED,
        reason=reason if verdict.is_dropped else "",
        is_corrected_on_site=bool(correction),
        correction=correction,
        reviewed_at=at,
        reviewed_by=by,
    )
