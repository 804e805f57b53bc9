"""The head of a list is found wherever it stands and whatever its columns are called."""

from __future__ import annotations

import pytest

from imports.headings import head_of, mapping, mappings
from imports.kinds import kind_of
from imports.reading import Row
from imports.states import ListKind


def head(*rows):
    return head_of([Row(n, list(cells)) for n, cells in enumerate(rows, start=1)], "institutions")


def test_titles_with_stars_brackets_and_line_ends_are_known():
    found = head(("*机构名称\n（全称）", "联系电话：", "统一社会信用代码(18位)", "星级"))

    assert found.fields == ["name", "phone", "credit_code", ""]


def test_a_head_in_two_rows_is_read_as_one():
    found = head(
        ("桤木县名单",),
        ("机构名称", "许可证有效期", None, "联系电话"),
        (None, "起", "止", None),
        ("青禾", "2024-1-1", "2025-1-1", "120"),
    )

    assert found.row == 3
    assert found.fields == ["name", "licence_from", "licence_until", "phone"]


def test_the_second_column_of_one_field_is_not_taken():
    assert head(("机构名称", "联系电话", "手机")).fields == ["name", "phone", ""]


def test_a_list_without_names_has_no_head():
    assert head(("序号", "地址", "电话"), (1, "甲路", "120")) is None


def test_the_national_platforms_list_is_known_by_its_own_columns():
    found = head(("机构编码", "机构名称", "法人类型", "培训场所地址", "白名单状态"))

    assert found.mapping.code == "national_platform"
    assert found.fields == ["", "name", "nature", "address", ""]


@pytest.mark.parametrize("kind", ListKind.values)
def test_every_column_that_has_a_name_can_be_read(kind):
    readers = kind_of(kind).readers

    for known in mappings(kind):
        unread = set(known.fields) - set(readers) - {"licence_term"}
        assert unread == set()
        for field in known.fields.values():
            labels = set(readers[field.name].labels or ()) if field.words else set()
            assert set(field.words.values()) <= labels
    assert set(readers) <= set(mapping(kind).fields)


@pytest.mark.parametrize("kind", ListKind.values)
def test_no_two_columns_of_a_mapping_share_a_name(kind):
    for known in mappings(kind):
        names = [one.heading for one in known.fields.values()]
        assert len(names) == len(set(names))
