"""The yearly review of files on its pages: drawn, scored, told on the page of the case."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from cases.models import FileReview, ReviewedFile, ReviewMark
from tests.factories import endings, filereviews
from tests.factories.accounts import UserFactory

ROOM = "/file-reviews/"
DRAW = f"{ROOM}draw/"


def sheet(file: ReviewedFile) -> str:
    return f"{ROOM}files/{file.pk}/"


@pytest.fixture
def reviewer(county):
    return UserFactory(legal_reviewer=True, full_name="秦岚")


@pytest.fixture
def review(people) -> FileReview:
    return filereviews.drawn(people)


def test_without_a_review_the_pages_say_how_one_begins(county, browser_of, reviewer):
    browser = browser_of(reviewer)

    page = browser.get(ROOM).text
    assert "还没有案卷评查" in page
    assert DRAW in page
    assert "没有可以抽取的年度" in browser.get(DRAW).text


def test_a_year_is_drawn_on_the_page_and_only_once(people, browser_of, reviewer):
    endings.closed(people)
    browser, sent = browser_of(reviewer), {"year": "2021", "wanted": "1"}
    assert "2021年（结案1件）" in browser.get(DRAW).text
    refused = browser.post(DRAW, sent | {"wanted": "2"})
    assert (refused.status_code, "结案1件" in refused.text) == (422, True)

    page = browser.post(DRAW, sent, follow=True).text

    made = FileReview.objects.get()
    assert "按存档的名单和种子重算，抽取结果完全一致" in page
    assert made.seed in page
    assert "无人选择" in page
    assert browser.post(DRAW, sent).status_code == 422
    assert FileReview.objects.count() == 1


def test_a_file_is_scored_on_its_sheet(review, browser_of, reviewer):
    file, browser = review.files.get(), browser_of(reviewer)
    assert "满分25分" in browser.get(sheet(file)).text

    page = browser.post(sheet(file), filereviews.typed(review, 归档=0), follow=True).text

    file.refresh_from_db()
    assert (file.total, file.result, file.scored_by) == (95, "good", reviewer)
    assert f"已评分：{file.case.number}，95分，优秀。" in page
    assert "件共扣 5 分" in page
    told = browser.get(sheet(file)).text
    assert "缺少时间" in told
    assert "提交评分" not in told


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"points_0": ""}, "该字段是必填项"),
        ({"points_0": "26"}, "25"),
        ({"points_0": "20", "finding_0": ""}, "扣了分"),
        ({"findings": ""}, "该字段是必填项"),
    ],
)
def test_a_sheet_that_is_not_whole_comes_back_as_it_was_typed(
    review, browser_of, reviewer, wrong, words
):
    file = review.files.get()
    sent = filereviews.typed(review, 归档=1) | wrong

    answer = browser_of(reviewer).post(sheet(file), sent)

    assert (answer.status_code, words in answer.text, "缺少时间" in answer.text) == (
        422,
        True,
        True,
    )
    assert not ReviewMark.objects.exists()


def test_the_second_of_two_reviewers_is_told_and_loses_no_words(review, browser_of, reviewer):
    file, other = review.files.get(), UserFactory(bureau_head=True, full_name="何局长")
    second = browser_of(reviewer)
    assert "提交评分" in second.get(sheet(file)).text
    browser_of(other).post(sheet(file), filereviews.typed(review))

    answer = second.post(sheet(file), filereviews.typed(review, 归档=0))

    assert answer.status_code == 422
    for words in ("已由何局长评为100分", "file_scored", "缺少时间"):
        assert words in answer.text
    file.refresh_from_db()
    assert (file.total, file.scored_by) == (100, other)


def test_who_decided_the_case_is_told_so_and_scores_nothing(review, people, browser_of):
    file, browser = review.files.get(), browser_of(people.head)
    assert "您参与过本案" in browser.get(f"{ROOM}{review.pk}/").text
    page = browser.get(sheet(file)).text
    assert "您参与过本案的办理或者审批，不能评查" in page
    assert "提交评分" not in page

    answer = browser.post(sheet(file), filereviews.typed(review))

    assert answer.status_code == 403
    assert not ReviewMark.objects.exists()


def test_a_section_head_reads_and_neither_draws_nor_scores(review, browser_of):
    browser, file = browser_of(UserFactory(section_head=True)), review.files.get()

    assert browser.get(ROOM).context["page"].object_list[0] == review
    assert "由法制审核人员或者局领导评分" in browser.get(sheet(file)).text
    assert browser.get(DRAW).status_code == 403
    assert browser.post(sheet(file), filereviews.typed(review)).status_code == 403
    assert not ReviewMark.objects.exists()


@pytest.mark.parametrize("who", ["inspector", "registry_clerk", "partner_officer"])
def test_others_have_no_right_to_reviews(review, browser_of, who):
    browser, file = browser_of(UserFactory(**{who: True})), review.files.get()
    paths = [ROOM, DRAW, f"{ROOM}{review.pk}/", f"{ROOM}{review.pk}/scores.xlsx", sheet(file)]

    assert [browser.get(path).status_code for path in paths] == [403] * 5


def test_the_neighbour_county_finds_no_review(review, browser_of, next_door):
    file = review.files.get()
    with next_door() as neighbour:
        browser = browser_of(UserFactory(bureau_head=True), at=neighbour)
        paths = [f"{ROOM}{review.pk}/", f"{ROOM}{review.pk}/scores.xlsx", sheet(file)]

        assert [browser.get(path).status_code for path in paths] == [404] * 3
        assert browser.post(sheet(file), filereviews.typed(review)).status_code == 404
        assert not browser.get(ROOM).context["page"].object_list
    assert not ReviewMark.objects.exists()


def test_what_was_found_stands_on_the_page_of_the_case(review, people, browser_of):
    file, browser = review.files.get(), browser_of(people.lead)
    address = f"/cases/{file.case_id}/"
    assert "已抽中，待评查" in browser.get(address).text
    filereviews.scored(file, 归档=0)

    page = browser.get(address).text

    for words in ("95分，优秀", "基本规范", "缺少时间", "0 / 5"):
        assert words in page
    assert sheet(file) not in page  # the officer reads it here
    assert sheet(file) in browser_of(people.section).get(address).text


def test_a_case_that_was_not_drawn_has_no_card(people, browser_of):
    case = endings.handed_over(people)

    assert "案卷评查" not in browser_of(people.lead).get(f"/cases/{case.pk}/").text


def test_who_may_score_finds_the_open_files_in_the_inbox(review, people, browser_of, reviewer):
    line = "2021年案卷评查：1份待评分"

    assert line in browser_of(reviewer).get("/").text
    assert line not in browser_of(people.head).get("/").text  # decided the case
    assert line not in browser_of(people.section).get("/").text
    filereviews.scored(review.files.get())
    assert line not in browser_of(reviewer).get("/").text


def test_pages_cost_the_same_for_more_files(people, browser_of, queries_of):
    one = filereviews.drawn(people)
    filereviews.scored(one.files.get())
    browser = browser_of(people.section)
    listed, shown = queries_of(browser, ROOM), queries_of(browser, f"{ROOM}{one.pk}/")
    many = FileReview.objects.create(
        **{name: getattr(one, name) for name in ("seed", "pool", "sheet", "levels", "drawn_by")},
        year=2020,
        drawn_at=one.drawn_at,
    )
    for place in (1, 2, 3):
        case = endings.closed(people)
        filereviews.scored(ReviewedFile.objects.create(review=many, case=case, place=place))

    assert queries_of(browser, ROOM) == listed
    assert queries_of(browser, f"{ROOM}{many.pk}/") == shown


def test_the_workbook_holds_every_sheet_and_its_findings(review, people, browser_of):
    filereviews.scored(review.files.get(), 归档=0)

    answer = browser_of(people.section).get(f"{ROOM}{review.pk}/scores.xlsx")

    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["评分", "发现的问题"]
    row = [cell.value for cell in book["评分"][3]]
    assert row[3:11] == [25, 25, 25, 10, 10, 0, 95, "优秀"]
    found = [cell.value for cell in book["发现的问题"][2]]
    assert found[1:] == ["归档", 5, 0, "缺少时间"]
