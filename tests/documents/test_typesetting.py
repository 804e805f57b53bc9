import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.typesetting import (
    NEVER_ENDS_A_LINE,
    NEVER_STARTS_A_LINE,
    Line,
    Run,
    centred,
    set_paragraph,
    width_em,
)


def half_for_latin(character: str, role: str) -> float:
    return 0.5 if character.isascii() else 1.0


def set_text(text: str, **where) -> list[Line]:
    return set_paragraph([Run(text, "fangsong")], width=half_for_latin, **where)


def test_a_full_line_holds_28_characters():
    lines = set_text("字" * 60, indent_em=0)

    assert [line.text for line in lines] == ["字" * 28, "字" * 28, "字" * 4]


def test_the_first_line_begins_two_characters_in():
    first, second = set_text("字" * 30)

    assert (first.text, first.start_em, second.start_em) == ("字" * 26, 2, 0)


@pytest.mark.parametrize("mark", "，。；：、）》”？！")
def test_no_line_begins_with_a_closing_mark(mark):
    first, second = set_text("字" * 28 + mark + "字字字", indent_em=0)

    assert (first.text, second.text) == ("字" * 27, f"字{mark}字字字")


@pytest.mark.parametrize("mark", "（《“〔")
def test_no_line_ends_with_an_opening_mark(mark):
    first, second = set_text("字" * 27 + mark + "字字字", indent_em=0)

    assert (first.text, second.text) == ("字" * 27, f"{mark}字字字")


def test_a_shorter_line_is_spaced_out_to_the_full_measure():
    line = set_text("字" * 28 + "，字字", indent_em=0)[0]

    assert 27 + 26 * line.spacing_em == pytest.approx(28)


def test_the_last_line_is_not_spaced_out():
    assert set_text("字" * 35, indent_em=0)[-1].spacing_em == 0


def test_a_number_keeps_its_unit():
    first, second = set_text("字" * 26 + "2021年报告", indent_em=0)

    assert (first.text, second.text) == ("字" * 26, "2021年报告")


def test_a_last_line_is_never_one_character_and_its_stop():
    first, second = set_text("字" * 29 + "。", indent_em=0)

    assert (first.text, second.text) == ("字" * 27, "字字。")


def test_a_long_address_breaks_between_its_letters_rather_than_leave_a_hole():
    first, second = set_text("字" * 20 + "a" * 40 + "。", indent_em=0)

    assert first.text == "字" * 20 + "a" * 16
    assert second.text == "a" * 24 + "。"


def test_a_line_of_two_fonts_keeps_both():
    (line,) = set_paragraph([Run("（一）甲。", "kai"), Run("乙", "fangsong")], width=half_for_latin)

    assert line.runs == (Run("（一）甲。", "kai"), Run("乙", "fangsong"))


def test_centred_puts_the_middle_on_the_axis():
    assert centred([Run("四个字宽", "song")], width=half_for_latin, axis_em=14).start_em == 12


@given(st.text(alphabet="字词，。《》（）“”、12aB—… ", min_size=1, max_size=300))
def test_every_text_keeps_its_words_and_stays_in_the_measure(text):
    lines = set_text(text)

    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    if not any(text[i : i + 25].strip("字词12aB ") == text[i : i + 25] for i in range(len(text))):
        assert all(_right_edge(line) <= 28.001 for line in lines)


@given(st.text(alphabet="字词句，。《（12", min_size=60, max_size=300))
def test_no_line_breaks_the_rules_of_punctuation(text):
    lines = set_text(text)

    for line, following in zip(lines, lines[1:], strict=False):
        if len(line.text) > 20 and len(following.text) > 20:
            assert following.text[0] not in NEVER_STARTS_A_LINE
            assert line.text[-1] not in NEVER_ENDS_A_LINE


def _right_edge(line: Line) -> float:
    drawn = width_em(line.runs, width=half_for_latin)
    return line.start_em + drawn + line.spacing_em * (len(line.text) - 1)
