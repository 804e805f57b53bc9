from dataclasses import replace
from datetime import date

import pytest

from enforcement import rules
from enforcement.composition import (
    Cited,
    Fact,
    Issuer,
    PaperFacts,
    Party,
    Scene,
    Withdrawn,
    compose,
    spoken,
)
from policies.models import Violation
from tests.times import DAY

ISSUER = Issuer(
    organ="白石县教育局",
    government="白石县人民政府",
    court="白石县人民法院",
    reconsideration_days=60,
    litigation_months=6,
    phone="0746-2320000",
)
FACT = Fact(
    code="V35",
    text="无办学许可证，现场有学生十二名",
    law="《中华人民共和国民办教育促进法》",
    article="第六十四条",
    requirement="应当依法取得办学许可",
    remedy="停止未经许可的培训活动，退还所收费用",
    version="V35@2021-04-30",
)
PAPER = PaperFacts(
    form="rectification",
    issuer=ISSUER,
    party=Party(name="启明星补习班", person="李建国"),
    scene=Scene(visited_on=DAY, place="文化路8号", officers=("王小明（执法证号：1）",), photos=2),
    issued_on=date(2021, 11, 12),
    number="白教责改字〔2021〕1号",
    verify_url="http://x.test/v/t/",
    is_demonstration=False,
    facts=(FACT,),
    bases=(Cited("《中华人民共和国行政处罚法》第二十八条", "PL28@2021-07-15"),),
    limit_count=15,
    limit_unit="working_day",
)
WITHDRAWAL = replace(
    PAPER,
    form="withdrawal",
    facts=(),
    bases=(),
    limit_count=0,
    limit_unit="",
    withdrawn=Withdrawn("责令限期整改通知书", "白教责改字〔2021〕1号", DAY, "地址有误。"),
)


def whole(payload) -> str:
    return "".join(text for _, text in spoken(payload))


def test_a_rectification_notice_says_all_that_an_order_must_say():
    payload = compose(PAPER)
    text = whole(payload)

    assert (payload["title"], payload["date"]) == ("责令限期整改通知书", "2021年11月12日")
    assert payload["paragraphs"] == [
        "2021年11月10日，本机关执法人员王小明（执法证号：1）对你单位进行现场检查"
        "（检查地点：文化路8号）。经查，你单位存在下列问题："
    ]
    for piece in (
        FACT.text,
        FACT.requirement,
        FACT.remedy,
        "现场照片2张",
        "依据《中华人民共和国行政处罚法》第二十八条的规定",
        "15个工作日内整改完毕",
        "书面整改报告",
        "依法立案调查",
        "60日内依法向白石县人民政府申请行政复议",
        "6个月内依法向白石县人民法院提起行政诉讼",
        "0746-2320000",
    ):
        assert piece in text, piece


def test_a_finding_is_told_with_its_law_day_and_place():
    assert compose(PAPER)["findings"] == [
        {
            "no": 1,
            "code": "V35",
            "text": FACT.text,
            "law": FACT.law,
            "article": FACT.article,
            "requirement": FACT.requirement,
            "remedy": FACT.remedy,
            "found_on": "2021年11月10日",
            "place": "文化路8号",
        }
    ]


def test_a_stop_notice_stops_at_once_and_asks_for_a_report():
    payload = compose(replace(PAPER, form="stop", limit_count=3))

    assert payload["title"] == "停办通知书"
    assert "立即改正" in payload["basis"][1]
    assert "立即停止未经许可的培训活动" in payload["basis"][1]
    assert payload["orders"][0].startswith("你单位应当自收到本通知书时起立即执行")
    assert "3个工作日内向本机关书面报告停办情况" in payload["deadline_text"]


def test_a_withdrawal_names_the_paper_it_takes_back_and_why():
    payload = compose(WITHDRAWAL)

    assert payload["paragraphs"][0] == (
        "本机关于2021年11月10日向你单位制发《责令限期整改通知书》（白教责改字〔2021〕1号）。"
        "经核查，地址有误，现决定撤回该通知书。"
    )
    assert (payload["findings"], payload["basis"], payload["orders"]) == ([], [], [])


@pytest.mark.parametrize(
    ("paper", "ending"),
    [
        (PAPER, "整改报告请径送白石县教育局。"),
        (replace(PAPER, form="stop"), "书面报告请径送白石县教育局。"),
        (WITHDRAWAL, "依法向白石县人民法院提起行政诉讼。"),
    ],
)
def test_without_a_contact_an_order_says_where_its_report_goes(paper, ending):
    payload = compose(replace(paper, issuer=replace(ISSUER, phone="")))

    assert payload["after"][-1].endswith(ending)
    assert all(payload["after"])


def test_several_orders_are_numbered():
    payload = compose(replace(PAPER, form="stop", limit_count=3, added_order="退清所收费用；"))

    assert [order[:2] for order in payload["orders"]] == ["1．", "2．"]
    assert payload["orders"][1] == "2．退清所收费用。"


def test_partner_departments_are_named():
    scene = replace(PAPER.scene, partners=("县公安局", "县消防大队"))
    payload = compose(replace(PAPER, scene=scene))

    assert "本机关会同县公安局、县消防大队，由执法人员王小明" in payload["paragraphs"][0]


def test_a_known_last_day_is_told_for_a_paper_served_at_once():
    payload = compose(replace(PAPER, due_if_served_today=date(2021, 12, 3)))

    assert payload["deadline_text"].endswith("；在签发当日送达的，至2021年12月3日届满）。")


def test_the_payload_keeps_which_version_of_the_law_was_cited():
    assert compose(PAPER)["policy_versions"] == {"V35": "2021-04-30", "PL28": "2021-07-15"}


def test_the_same_facts_give_the_same_words():
    assert compose(PAPER) == compose(PAPER)


@pytest.mark.parametrize("paper", [PAPER, replace(PAPER, form="stop"), WITHDRAWAL])
def test_our_own_sentences_hold_no_word_of_penalty(paper):
    assert rules.penalty_words_in(whole(compose(paper))) == []


@pytest.mark.parametrize("form", ["stop", "rectification"])
def test_no_row_of_the_catalogue_brings_a_word_of_penalty_onto_an_order(law, form):
    guilty = {}
    for row in Violation.objects.select_related("law", "also_law"):
        fact = replace(FACT, code=row.code, requirement=row.requirement, remedy=row.remedy)
        text = whole(compose(replace(PAPER, form=form, facts=(fact,))))
        if words := rules.penalty_words_in(text):
            guilty[row.code] = words

    assert guilty == {}
