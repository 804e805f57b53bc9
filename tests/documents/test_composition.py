import pytest

from documents.composition import Page, compose
from documents.wording import chinese_numeral
from tests.factories.documents import notice_payload, paper_finding


def square(character: str, role: str) -> float:
    return 0.5 if character.isascii() else 1.0


def pages_of(**changes) -> list[Page]:
    return compose(notice_payload(**changes), width=square)


def texts(page: Page) -> list[str]:
    return [row.line.text for row in page.rows if row.line]


def _with_lines(count: int) -> dict:
    """A notice whose text is ``count`` lines long below the number: the addressee and the rest."""
    party = {"name": "甲", "credit_code": "", "licence_no": "", "person": "", "address": ""}
    after = [f"第{n}行。" for n in range(count - 1)]
    return {
        "party": party,
        "findings": [],
        "paragraphs": [],
        "basis": [],
        "deadline_text": "",
        "after": after,
    }


def test_the_head_stands_in_the_prescribed_order():
    page = pages_of()[0]

    assert texts(page)[:5] == [
        "白石瑶族自治县教育局",
        "责令限期整改通知书",
        "白教责改字〔2021〕12号",
        "白石县晨曦教育培训中心：",
        "统一社会信用代码：91999901MA1TEK102F",
    ]


def test_the_title_takes_whole_lines_of_the_grid():
    title = [row for row in pages_of()[0].rows if row.kind in ("title", "blank")][:3]

    assert sum(row.height for row in title) == 3


@pytest.mark.parametrize("findings", [1, 3, 8])
def test_no_page_holds_more_lines_than_fit(findings):
    for page in pages_of(findings=[paper_finding(n + 1) for n in range(findings)]):
        assert sum(row.height for row in page.rows) * page.pitch_pt <= 225 / 25.4 * 72 + 0.01


def test_one_finding_alone_carries_no_number():
    (alone, *_), (first, *_) = (
        pages_of(findings=[paper_finding(n + 1) for n in range(count)]) for count in (1, 2)
    )

    assert not any(text.startswith("（一）") for text in texts(alone))
    assert any(text.startswith("（一）") for text in texts(first))


def test_a_paper_that_just_fits_stays_on_one_page_with_22_lines():
    (page,) = pages_of(**_with_lines(13))

    assert sum(row.height for row in page.rows) == 22
    assert page.pitch_pt == pytest.approx(28.99, abs=0.005)


@pytest.mark.parametrize(("count", "lines", "pitch_pt"), [(14, 23, 27.73), (15, 24, 26.57)])
def test_spacing_shrinks_a_little_when_only_the_signature_has_no_room(count, lines, pitch_pt):
    (page,) = pages_of(**_with_lines(count))

    assert sum(row.height for row in page.rows) == lines
    assert page.pitch_pt == pytest.approx(pitch_pt, abs=0.005)


def test_spacing_never_shrinks_because_there_is_much_text():
    pages = pages_of(findings=[paper_finding(n) for n in range(1, 9)])

    assert [page.pitch_pt for page in pages] == pytest.approx([28.99] * 4, abs=0.005)


def test_lines_move_along_when_the_signature_needs_a_new_page():
    first, last = pages_of(**_with_lines(16))

    assert first.pitch_pt == pytest.approx(28.99, abs=0.005)
    assert texts(last) == ["第13行。", "第14行。", "白石瑶族自治县教育局", "2021年11月12日"]


@pytest.mark.parametrize("count", range(12, 60))
def test_the_signature_never_stands_alone(count):
    *_, last = pages_of(**_with_lines(count))

    assert [row.kind for row in last.rows][-4:] == ["blank", "blank", "organ", "date"]
    assert len([row for row in last.rows if row.kind == "text"]) >= 2


def test_day_and_place_are_not_said_again_after_the_introduction():
    said = "".join(texts(pages_of()[0]))

    assert "发现时间、地点" not in said


def test_day_and_place_stand_once_when_all_findings_share_them():
    pages = pages_of(paragraphs=["经查："], findings=[paper_finding(1), paper_finding(2)])

    assert "".join(t for page in pages for t in texts(page)).count("发现时间、地点：") == 1


def test_day_and_place_stand_with_each_finding_when_they_differ():
    findings = [paper_finding(1), paper_finding(2, place="别处")]

    pages = pages_of(paragraphs=["经查："], findings=findings)

    assert "".join(t for page in pages for t in texts(page)).count("发现时间、地点：") == 2


def test_bare_citations_become_one_sentence():
    pages = pages_of(basis=["《甲法》第一条", "《乙法》第二条"])

    assert "法律依据：《甲法》第一条；《乙法》第二条。" in "".join(
        t for p in pages for t in texts(p)
    )


def test_a_heading_never_ends_a_page():
    after = [*[f"第{n}行。" for n in range(16)], "一、后面的事", "最后一行。", "真的最后。"]

    first, last = pages_of(**{**_with_lines(1), "after": after})

    assert texts(last)[0] == "一、后面的事"


def test_headings_are_set_in_their_own_fonts():
    rows = pages_of(paragraphs=["一、检查情况", "（一）现场。其余。"])[0].rows

    runs = [run for row in rows if row.line for run in row.line.runs]
    assert ("一、检查情况", "hei") in [(run.text, run.role) for run in runs]
    assert ("（一）现场。", "kai") in [(run.text, run.role) for run in runs]
    assert ("其余。", "fangsong") in [(run.text, run.role) for run in runs]


def test_empty_texts_leave_no_lines():
    (page,) = pages_of(**_with_lines(1))

    assert [row.kind for row in page.rows].count("text") == 0


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (43, "四十三")],
)
def test_chinese_numeral(number, words):
    assert chinese_numeral(number) == words
