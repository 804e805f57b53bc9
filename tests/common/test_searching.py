"""What a search makes of words; that the database folds alike stands in tests/tenants."""

import pytest

from common.initials import MOST_STRINGS, initials_of
from common.searching import MOST_WORDS, fold, grams, keys_of, stands_in, words_of


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("青禾 培训", "青禾培训"),
        ("ＡＢｃ１２", "abc12"),
        ("青禾（城东）校区", "青禾城东校区"),
        ("桤教改〔2026〕12号", "桤教改202612号"),
        ("1431-1297 0001", "143112970001"),
        ("二〇二六·甲", "二〇二六甲"),
        ("两行\n各算", "两行\n各算"),
        ("%_\\'", ""),
    ],
)
def test_width_case_spaces_and_punctuation_make_no_difference(typed, folded):
    assert fold(typed) == folded


def test_words_are_parted_by_any_space_and_asked_once():
    assert words_of("青禾　WH 青禾 （）") == ["青禾", "wh"]
    assert words_of(" ") == []
    assert len(words_of(" ".join("甲乙丙丁戊己庚辛壬癸"))) == MOST_WORDS


def test_pairs_are_asked_and_a_single_character_alone():
    assert keys_of("青") == [ord("青")]
    assert keys_of("青禾") == [ord("青") << 21 | ord("禾")]
    assert set(keys_of("青禾培")) < grams("小青禾培训")
    assert keys_of("甲乙")[0] not in grams("甲\n乙")


@pytest.mark.parametrize(
    ("word", "initials"),
    [
        ("青禾培训学校", "qhpxxx"),
        ("重庆路", "cql"),
        ("东莞", "dg"),
        ("ＡＢ班（青禾）", "abbqh"),
        ("长乐", "cl\ncy\nzl\nzy"),
        ("甲\n乙", "j\ny"),
        ("ABC12", ""),
        ("", ""),
    ],
)
def test_initials(word, initials):
    assert initials_of(word) == initials


@pytest.mark.parametrize(
    ("name", "initials"), [("曾国", "zg"), ("单明", "sm"), ("解芳", "xf"), ("尉迟明", "ycm")]
)
def test_a_surname_is_read_as_a_surname(name, initials):
    assert initials_of(name, person=True) == initials


def test_readings_do_not_multiply_without_end():
    assert len(initials_of("长行重乐" * 20).splitlines()) == MOST_STRINGS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("青禾", True),
        ("qh", True),
        ("青禾 zs", True),
        ("禾青", False),
        ("", False),
        ("ZHANG3", True),
    ],
)
def test_short_lists_are_searched_by_the_same_rule(text, found):
    assert stands_in(text, ["青禾学校", "张三", "zhang3"]) is found
