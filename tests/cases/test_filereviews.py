"""The yearly review of files: whose sample nobody chose, scored once, by a stranger."""

from dataclasses import replace

import pytest

from audit.models import AuditEvent
from cases import services
from cases.errors import FileReviewDrawn, FileScored, OwnCase
from cases.models import FileReview, ReviewedFile, ReviewMark
from cases.queries import (
    closed_in,
    file_reviews_for,
    follows_from_its_seed,
    item_losses,
    part_of,
    years_to_review,
)
from cases.rules import draw_files
from common.errors import BadInput, NotAllowed
from tests.cases.guarding import change, refused_by
from tests.factories import cases as scenes
from tests.factories import endings, filereviews
from tests.factories.accounts import UserFactory
from tests.factories.filereviews import NEW_YEAR, drawn, marks, scored, stranger


def test_a_file_is_drawn_by_seed_and_scored_by_a_stranger(people, check_now):
    review, who = drawn(people), stranger()
    file = ReviewedFile.objects.get()

    done = scored(file, who, 归档=0)
    check_now()

    assert draw_files(review.seed, review.pool, 1) == [file.case.number]
    assert (done.total, done.result, done.scored_by) == (95, "good", who)
    assert ReviewMark.objects.get(item="归档").finding == "缺少时间"
    kinds = AuditEvent.objects.filter(kind__startswith="file_review.").order_by("pk")
    assert [event.kind for event in kinds] == ["file_review.draw", "file_review.score"]
    with refused_by("file_scored_stays"):
        change(done, total=100)


def test_a_year_is_drawn_once_and_only_when_it_is_over(people):
    endings.closed(people)
    who = stranger()
    with pytest.raises(BadInput, match="还没有结束"):
        services.draw_file_review(2021, 1, by=who, at=scenes.days(45))
    with pytest.raises(BadInput, match="结案1件"):
        services.draw_file_review(2021, 2, by=who, at=NEW_YEAR)
    assert years_to_review(NEW_YEAR.date()) == {2021: 1}
    first = services.draw_file_review(2021, 1, by=who, at=NEW_YEAR)

    with pytest.raises(FileReviewDrawn):
        services.draw_file_review(2021, 1, by=who, at=NEW_YEAR)

    assert FileReview.objects.get().seed == first.seed
    assert years_to_review(NEW_YEAR.date()) == {}


def test_what_is_not_closed_is_not_in_the_pool(people):
    endings.handed_over(people)
    case = endings.closed(people)

    assert list(closed_in(2021)) == [case]
    assert not closed_in(2020).exists()


@pytest.mark.parametrize("who", ["section_head", "inspector", "registry_clerk"])
def test_who_may_not_review_neither_draws_nor_scores(people, who):
    file = drawn(people).files.get()
    person = UserFactory(**{who: True})

    with pytest.raises(NotAllowed):
        services.draw_file_review(2020, 1, by=person, at=NEW_YEAR)
    with pytest.raises(NotAllowed):
        scored(file, person)

    assert not ReviewMark.objects.exists()
    assert file_reviews_for(person).exists() is (who == "section_head")


def test_whoever_had_a_part_scores_nothing(people):
    """The head decided; the second officer reviewed nothing and gave no opinion of his own."""
    file = drawn(people).files.get()
    with pytest.raises(OwnCase):
        scored(file, people.head)

    parts = {name: file.case in part_of(getattr(people, name)) for name in vars(people)}

    others = ("lead", "second", "section", "head")
    assert parts == dict.fromkeys(others, True) | {"reviewer": False, "deputy": False}
    assert not ReviewMark.objects.exists()


def test_who_discussed_or_recorded_a_step_had_a_part(people):
    case = scenes.answered(people)
    said = {people.head.pk: "同意", people.deputy.pk: "同意"}
    told = {"held_on": scenes.days(30).date(), "place": "会议室", "conclusion": "同意处罚"}
    services.record_discussion(case.pk, said, **told, by=people.head, at=scenes.days(30))
    clerk = UserFactory(section_head=True)
    notice = scenes.drafted(scenes.ended(people), people)
    services.approve_prior_notice(notice.pk, by=clerk, at=scenes.days(0))

    assert list(part_of(people.deputy)) == [case]
    assert list(part_of(clerk)) == [notice.case]


def test_by_the_shell_nobody_with_a_part_scores_either(people):
    """Approved one of its papers, and nothing else."""
    case, review = endings.handed_over(people), drawn(people)
    others = replace(people, reviewer=UserFactory(legal_reviewer=True))
    told = {"role": "publication", "at": scenes.days(45)}
    approver = endings.approved_paper(case, others, "D51", **told).approved_by
    file = ReviewedFile.objects.create(review=review, case=case, place=2)
    facts = {"total": 0, "result": "fail", "findings": "差", "scored_at": NEW_YEAR}

    assert approver == others.reviewer
    assert list(part_of(approver)) == [case]
    for person in (approver, people.second):
        with refused_by("file_is_scored_by_a_stranger"):
            change(file, **facts, scored_by=person)


def test_a_sheet_is_filled_in_whole_and_once(people):
    review, who = drawn(people), stranger()
    file = review.files.get()
    told = {"by": who, "at": NEW_YEAR}
    for wrong, findings in (
        (marks(review, 归档=6), "好"),
        (marks(review) | {"归档": (0, "")}, "好"),
        (dict(list(marks(review).items())[1:]), "好"),
        (marks(review), " "),
    ):
        with pytest.raises(BadInput):
            services.score_file(file.pk, wrong, findings=findings, **told)
    scored(file, who, 归档=0)

    with pytest.raises(FileScored, match=f"已由{who.full_name}评为95分"):
        scored(file)

    assert ReviewMark.objects.filter(file=file).count() == len(review.sheet)


def test_a_review_tells_its_results_and_where_points_were_lost(people):
    review = drawn(people, 3)
    good, failed, _ = review.files.all()
    scored(good, 归档=0)
    scored(failed, 事实和证据=0, 程序和期限=0, 归档=0)

    told = file_reviews_for(people.section).get()

    counts = (told.drawn, told.scored, told.good, getattr(told, "pass"), told.fail)
    assert counts == (3, 2, 1, 0, 1)
    assert told.average == (95 + 45) / 2
    lost = {one.item: (one.files, one.points) for one in item_losses(review)}
    assert (lost["归档"], lost["程序和期限"], lost["主体和权限"]) == ((2, 10), (1, 25), (0, 0))
    assert [most for _, most in review.sheet] == [25, 25, 25, 10, 10, 5]


def test_a_changed_sample_is_noticed(people):
    review = drawn(people, 2)
    numbers = [file.case.number for file in review.files.all()]

    assert follows_from_its_seed(review, numbers)
    assert not follows_from_its_seed(review, numbers[::-1])


def test_a_sample_depends_on_seed_and_pool_alone():
    pool = [f"{n}号" for n in range(1, 30)]

    assert draw_files("a", pool, 5) == draw_files("a", reversed(pool), 5)
    assert draw_files("a", pool, 5) != draw_files("b", pool, 5)


def test_the_card_of_a_case_is_asked_from_its_reviews(people):
    review = drawn(people)

    assert [one.review for one in filereviews.case_of(review).file_reviews.all()] == [review]
