"""A campaign file is understood whole, or refused with its line and reason."""

from datetime import date
from decimal import Decimal

import pytest

from operations.errors import CampaignFileOdd
from operations.replay.document import Outcomes, load
from reports.services import FigureIn
from tests.operations.conftest import CAMPAIGN


def test_the_real_file_is_understood():
    file = load(CAMPAIGN)

    assert (file.starts_on, file.ends_on) == (date(2021, 11, 1), date(2021, 11, 20))
    assert file.found == {"A": 5, "B": 50, "C": 6}
    assert file.outcomes == Outcomes(1, 4, 10, 34, 6)
    assert [line.code for line in file.departments] == [
        "edu", "samr", "police", "housing", "culture", "health", "fire", "urban",
    ]  # fmt: skip
    assert file.lead.name == "县教育局"
    assert len(file.open_problems) == 2
    assert FigureIn("publicity.schools_printed_as", None, "全县25所学校") in file.declared
    assert FigureIn("schools.homework_time_controlled", Decimal(53), "都已达标") in file.declared


ODD = {
    "more outcomes than found": (
        lambda c: c["campaign"]["outcomes"][0].update(count=9),
        "处理结果合计超过发现的5家",
    ),
    "a negative count": (
        lambda c: c["campaign"]["findings"][1].update(found=-1),
        "应当在0到5000之间",
    ),
    "a count in words": (
        lambda c: c["campaign"]["findings"][1].update(found="fifty"),
        "应当是整数",
    ),
    "an unknown group": (
        lambda c: c["campaign"]["findings"][0].update(id="Z"),
        "不认识类别“Z”",
    ),
    "a missing group": (lambda c: c["campaign"]["findings"].pop(), "缺少类别“C”"),
    "no campaign": (lambda c: c.pop("campaign"), "缺少“campaign”"),
    "month 13": (lambda c: c["campaign"].update(month=13), "应当在0到12之间"),
    "a day that is not": (
        lambda c: c["campaign"].update(as_of="11-31"),
        "应当在当月5日至月末之间",
    ),
    "another month's day": (
        lambda c: c["campaign"].update(as_of="12-20"),
        "应当写成11-日",
    ),
    "a department twice": (
        lambda c: c["departments"]["partners"].append({"id": "fire", "name": "消防"}),
        "部门“fire”出现了两次",
    ),
    "a department's name too long": (
        lambda c: c["departments"]["partners"][0].update(name="局" * 61),
        "有61个字，最多60个字",
    ),
    "a problem too long": (
        lambda c: c["open_problems"][0].update(cn="难" * 301),
        "有301个字，最多300个字",
    ),
    "a share that is no number": (
        lambda c: c["after_school_service"].update(printed_share_of_required_pct=float("nan")),
        "最多两位小数",
    ),
    "a share without end": (
        lambda c: c["after_school_service"].update(printed_share_of_required_pct=float("inf")),
        "最多两位小数",
    ),
    "a share too fine to keep": (
        lambda c: c["after_school_service"].update(printed_share_of_required_pct=94.125),
        "最多两位小数",
    ),
    "a paper that the group never gets": (
        lambda c: c["campaign"]["outcomes"][2].update(document="停办通知书"),
        "不会下达“停办通知书”",
    ),
}


@pytest.mark.parametrize(("edit", "reason"), ODD.values(), ids=ODD)
def test_an_odd_file_is_refused_with_its_reason(campaign_file, edit, reason):
    with pytest.raises(CampaignFileOdd, match=reason) as refused:
        load(campaign_file(edit))

    assert refused.value.facts["line"] > 0
    assert refused.value.code == "campaign_file_odd"


TEXTS = {
    "an anchor": ("meta: &m {a: 1}\ncampaign: *m\n", 1, "锚点"),
    "a key twice": ("meta: 1\nmeta: 2\n", 2, "出现了两次"),
    "no YAML": ("meta: [1\n", 2, "不是有效的YAML"),
    "nothing": ("", 1, "文件是空的"),
    "a list": ("- 1\n", 1, "应当是键值对"),
    "a well": ("[" * 5000, 1, "嵌套太深"),
}


@pytest.mark.parametrize(("text", "line", "reason"), TEXTS.values(), ids=TEXTS)
def test_broken_text_is_refused_with_its_line(tmp_path, text, line, reason):
    path = tmp_path / "odd.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CampaignFileOdd, match=reason) as refused:
        load(path)

    assert refused.value.facts["line"] == line


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "odd.yaml"
    path.write_bytes(b"meta: 1\n\xff\xfe")

    with pytest.raises(CampaignFileOdd, match="第2行.*不是UTF-8文字"):
        load(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CampaignFileOdd, match="打不开"):
        load(tmp_path / "nowhere.yaml")
