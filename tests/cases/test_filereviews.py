"""The yearly review of files, and the figures of cases."""

import pytest

from cases import figures, services
from cases.errors import OwnCase
from cases.models import Publication, ReviewedFile
from cases.rules import draw_files
from common.clock import localdate
from common.errors import BadInput
from tests.cases.guarding import change, refused_by
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory

LATER = scenes.days(45)


def full(review, **less):
    marks = {item: (most, "") for item, most in review.sheet}
    return marks | {item: (points, "缺少时间") for item, points in less.items()}


def test_a_file_is_drawn_by_seed_and_scored_by_a_stranger(people, check_now):
    case = endings.closed(people)
    stranger = UserFactory(bureau_head=True)
    review = services.draw_file_review(2021, 1, by=stranger, at=LATER)
    file = ReviewedFile.objects.get()
    marks = full(review, 归档=0)

    with pytest.raises(OwnCase):
        services.score_file(file.pk, marks, findings="好", by=people.head, at=LATER)
    with pytest.raises(BadInput):
        services.score_file(file.pk, full(review, 归档=6), findings="好", by=stranger, at=LATER)
    scored = services.score_file(file.pk, marks, findings="基本规范", by=stranger, at=LATER)
    check_now()

    assert draw_files(review.seed, review.pool, 1) == [case.number]
    assert (scored.total, scored.result) == (95, "good")
    with pytest.raises(BadInput):
        services.draw_file_review(2021, 1, by=stranger, at=LATER)
    with refused_by("file_scored_stays"):
        change(scored, total=100)


def test_figures_tell_stages_ages_and_what_is_overdue(people):
    case = endings.handed_over(people)
    endings.published(case)
    day = localdate(scenes.days(70))

    (stage,) = figures.by_stage(people.head)
    assert (stage.state, stage.count) == ("served", 1)
    assert sum(figures.by_age(people.head, day).values()) == 0
    (owner,) = figures.overdue_by_owner(day)
    assert (owner.name, owner.count) == (people.lead.full_name, 2)  # payment, publication
    assert figures.deviations(2021) == []
    assert list(figures.shown_publications()) == list(Publication.objects.all())


def test_a_sample_depends_on_seed_and_pool_alone():
    pool = [f"{n}号" for n in range(1, 30)]

    assert draw_files("a", pool, 5) == draw_files("a", reversed(pool), 5)
    assert draw_files("a", pool, 5) != draw_files("b", pool, 5)
