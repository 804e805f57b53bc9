"""The yearly review of files: drawn by a seed on record, scored by who had no part in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from cases.after import ReviewResult
from cases.errors import OwnCase
from cases.models import Case, CaseOfficer, FileReview, ReviewedFile, ReviewMark
from cases.rules import draw_files
from cases.services._once import save_once
from common.clock import localdate
from common.errors import BadInput, NotFound
from policies.queries import values_on

_SHEET, _LEVELS = "filereview.sheet", "filereview.levels"


@transaction.atomic
def draw_file_review(year: int, wanted: int, *, by: User, at: datetime) -> FileReview:
    """Draw the sample of a year out of the cases closed in it; once per year.

    The seed is taken here and kept, so nobody chose the sample and anybody can check it.
    Raises NotAllowed, BadInput, ParameterMissing.
    """
    require(by, Permission.CASE_SUPERVISE)
    closed = Case.objects.filter(
        closings__state="approved", closings__closed_on__year=year, number__isnull=False
    )
    cases = {str(case.number): case for case in closed.order_by("number")}
    if not 1 <= wanted <= len(cases):
        raise BadInput(sentence=f"{year}年结案{len(cases)}件，抽取数量须在1和{len(cases)}之间。")
    held = values_on(localdate(at), (_SHEET, _LEVELS))
    review = FileReview(
        year=year,
        seed=token_hex(32),
        pool=list(cases),
        sheet=[[item, int(most)] for item, most in held[_SHEET].items()],
        levels=held[_LEVELS],
        drawn_at=at,
        drawn_by=by,
    )
    sentence = f"{year}年的案卷评查已经抽取，不能重抽。"
    save_once(review, BadInput(sentence=sentence), year=year)
    drawn = draw_files(review.seed, list(cases), wanted)
    ReviewedFile.objects.bulk_create(
        ReviewedFile(review=review, case=cases[number], place=place)
        for place, number in enumerate(drawn, start=1)
    )
    record("file_review.draw", review, by=by, at=at, seed=review.seed, drawn=drawn)
    return review


@transaction.atomic
def score_file(
    file_id: int,
    marks: Mapping[str, tuple[int, str]],
    *,
    findings: str,
    by: User,
    at: datetime,
) -> ReviewedFile:
    """Score one file on every item of its sheet: (points, finding). Said once.

    Raises NotFound, NotAllowed, OwnCase, BadInput.
    """
    require(by, Permission.CASE_SUPERVISE)
    rows = ReviewedFile.objects.select_for_update(of=("self",)).filter(pk=file_id)
    file = rows.select_related("review", "case").first()
    if file is None:
        raise NotFound(what="这份评查案卷")
    if had_part(file.case, by):
        raise OwnCase(case=file.case, action="评查")
    if file.scored_at is not None:
        raise BadInput(sentence=f"{file}已经评分，不能更改。")
    _require_whole(file.review, marks, findings)
    file.total = sum(points for points, _ in marks.values())
    file.result = _result(file.total, file.review.levels)
    file.findings, file.scored_at, file.scored_by = findings.strip(), at, by
    ReviewMark.objects.bulk_create(
        ReviewMark(
            file=file, item=item, most=most, points=marks[item][0], finding=marks[item][1].strip()
        )
        for item, most in file.review.sheet
    )
    file.save()
    record("file_review.score", file, by=by, at=at, total=file.total, result=file.result)
    return file


def had_part(case: Case, user: User) -> bool:
    """Whether a person handled, reviewed, heard, endorsed or decided the case."""
    if CaseOfficer.objects.filter(case=case, user=user).exists():
        return True
    return (
        case.reviews.filter(reviewed_by=user).exists()
        or case.opinions.filter(given_by=user).exists()
        or case.prior_notices.filter(hearing__chair=user).exists()
    )


def _require_whole(review: FileReview, marks: Mapping[str, tuple[int, str]], findings: str) -> None:
    sheet = dict(review.sheet)
    if set(marks) != set(sheet):
        raise BadInput(sentence="请对评分表的每一项评分。")
    for item, (points, finding) in marks.items():
        if type(points) is not int or not 0 <= points <= sheet[item]:
            raise BadInput(sentence=f"“{item}”的得分须在0和{sheet[item]}之间。")
        if points < sheet[item] and not finding.strip():
            raise BadInput(sentence=f"“{item}”扣了分，请写明发现的问题。")
    if not findings.strip():
        raise BadInput(sentence="请写明评查意见。")


def _result(total: int, levels: Mapping[str, int]) -> ReviewResult:
    if total >= levels["good"]:
        return ReviewResult.GOOD
    return ReviewResult.PASSED if total >= levels["pass"] else ReviewResult.FAILED
