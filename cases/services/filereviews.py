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
from cases.errors import FileReviewDrawn, FileScored, OwnCase
from cases.models import FileReview, ReviewedFile, ReviewMark
from cases.queries import closed_in, part_of
from cases.rules import draw_files
from common.clock import localdate
from common.errors import BadInput, NotFound
from policies.queries import values_on

_SHEET, _LEVELS = "filereview.sheet", "filereview.levels"


@transaction.atomic
def draw_file_review(year: int, wanted: int, *, by: User, at: datetime) -> FileReview:
    """Draw the sample of a year out of the cases closed in it; once, when the year is over.

    Earlier, a case could be kept from the list by closing it later. The seed is taken here, in
    the transaction that freezes the list, and kept: nobody knew it before or can draw a second
    time, and anybody can draw the same sample again from both.
    Raises NotAllowed, BadInput, FileReviewDrawn, ParameterMissing.
    """
    require(by, Permission.CASE_SUPERVISE)
    if year >= localdate(at).year:
        raise BadInput(sentence=f"{year}年还没有结束，年终后才能抽取，以免漏掉以后结案的案卷。")
    cases = {str(case.number): case for case in closed_in(year)}
    if not 1 <= wanted <= len(cases):
        raise BadInput(sentence=f"{year}年结案{len(cases)}件，抽取数量须在1和{len(cases)}之间。")
    held = values_on(localdate(at), (_SHEET, _LEVELS))
    review, is_new = FileReview.objects.get_or_create(
        year=year,
        defaults={
            "seed": token_hex(32),
            "pool": list(cases),
            "sheet": _heaviest_first(held[_SHEET]),
            "levels": held[_LEVELS],
            "drawn_at": at,
            "drawn_by": by,
        },
    )
    if not is_new:
        raise FileReviewDrawn(year=year)
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

    Raises NotFound, NotAllowed, OwnCase, FileScored, BadInput.
    """
    require(by, Permission.CASE_SUPERVISE)
    rows = ReviewedFile.objects.select_for_update(of=("self",)).filter(pk=file_id)
    file = rows.select_related("review", "case").first()
    if file is None:
        raise NotFound(what="这份评查案卷")
    if part_of(by).filter(pk=file.case_id).exists():
        raise OwnCase(case=file.case, action="评查")
    if file.scored_at is not None:
        raise FileScored(file=file, person=file.scored_by, total=file.total)
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


def _heaviest_first(sheet: Mapping[str, int]) -> list[list[str | int]]:
    """The items in an order of their own: the stored parameter keeps none."""
    return [[item, int(most)] for item, most in sorted(sheet.items(), key=_weight)]


def _weight(line: tuple[str, int]) -> tuple[int, str]:
    item, most = line
    return -int(most), item


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
