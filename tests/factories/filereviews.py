"""Yearly reviews of files, drawn and scored by the verbs."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from cases import services
from cases.models import Case, FileReview, ReviewedFile
from common.clock import at_noon
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory

NEW_YEAR = at_noon(date(2022, 1, 10))  # the year in which the scenes close their cases is over


def stranger() -> User:
    """Somebody who may review and had no part in any case."""
    return UserFactory(bureau_head=True)


def drawn(people: scenes.People, count: int = 1, by: User | None = None) -> FileReview:
    """So many cases closed in 2021, all of them drawn."""
    for _ in range(count):
        endings.closed(people)
    return services.draw_file_review(2021, count, by=by or stranger(), at=NEW_YEAR)


def marks(review: FileReview, **less: int) -> dict[str, tuple[int, str]]:
    """Full points, less for the items named."""
    full = {item: (most, "") for item, most in review.sheet}
    return full | {item: (points, "缺少时间") for item, points in less.items()}


def scored(file: ReviewedFile, by: User | None = None, **less: Any) -> ReviewedFile:
    told = marks(file.review, **less)
    who = by or stranger()
    return services.score_file(file.pk, told, findings="基本规范", by=who, at=NEW_YEAR)


def typed(review: FileReview, **less: int) -> dict[str, Any]:
    """A filled-in score sheet as a browser sends it."""
    sent: dict[str, Any] = {"findings": "基本规范"}
    told = marks(review, **less)
    for no, (item, _) in enumerate(review.sheet):
        sent[f"points_{no}"], sent[f"finding_{no}"] = told[item]
    return sent


def case_of(review: FileReview) -> Case:
    return review.files.first().case
