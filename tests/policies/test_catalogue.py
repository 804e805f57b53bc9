"""Reading catalogue files: an odd file is refused with the file, the row and the reason."""

import pytest

from policies.catalogue import read_edition
from policies.errors import CatalogueFileBroken

GOOD = """
edition: 2026-11-21
rows:
  - code: PL28
    law: penalty_law_2021
    article: 第二十八条
    summary: 责令改正
    valid_from: 2021-07-15
    confidence: source
    mark: "[source: S1]"
    source: S1
"""


@pytest.fixture
def bases(tmp_path):
    def write(text):
        (tmp_path / "bases.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_read_edition_gives_rows_and_the_day_of_the_edition(bases):
    edition = read_edition("bases", bases(GOOD))

    assert edition.on.isoformat() == "2026-11-21"
    assert [row["code"] for row in edition.rows] == ["PL28"]


@pytest.mark.parametrize(
    ("was", "becomes", "sentence"),
    [
        ("edition: 2026-11-21", "", "开头有误：没有写明版本日期edition"),
        ("rows:", "lines:", "开头有误：没有条目列表rows"),
        ("    article: 第二十八条\n", "", r"第1个条目（PL28）有误：缺少字段article"),
        ("    summary", "    more: 1\n    summary", r"第1个条目（PL28）有误：多出字段more"),
        ("2021-07-15", "from July", r"第1个条目（PL28）有误：字段valid_from的类型不对"),
        ("confidence: source", "confidence: sure", "可信度sure不在source、known"),
        ("  - code: PL28\n    law", "  - PL28\n  - law", "第1个条目有误：不是字段和取值的对照"),
        ("    law: penalty", "\tlaw: penalty", "第5行附近有误：不是有效的YAML"),
    ],
)
def test_read_edition_of_an_odd_file_names_the_place(bases, was, becomes, sentence):
    folder = bases(GOOD.replace(was, becomes, 1))

    with pytest.raises(CatalogueFileBroken, match=sentence):
        read_edition("bases", folder)


def test_read_edition_without_a_file_is_refused(tmp_path):
    with pytest.raises(CatalogueFileBroken, match="bases.yaml的开头有误：没有找到该文件"):
        read_edition("bases", tmp_path)


def test_read_edition_of_files_of_different_days_is_refused(tmp_path):
    for part, day in (("a", "2026-11-21"), ("b", "2027-03-01")):
        text = GOOD.replace("2026-11-21", day)
        (tmp_path / f"bases_{part}.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(CatalogueFileBroken, match="bases_a.yaml、bases_b.yaml的开头有误"):
        read_edition("bases", tmp_path)
