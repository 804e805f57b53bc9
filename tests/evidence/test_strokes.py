"""Strokes keep their proportions on paper, whatever the screen was."""

from evidence.strokes import path_of


def test_strokes_fill_the_box_in_their_proportions():
    assert path_of([[[0, 0], [1, 0]], [[0, 1], [1, 1]]]) == "M212 12L388 12M212 188L388 188"


def test_dot_is_a_line_without_length():
    assert path_of([[[5, 5, 0]]]) == "M300 100L300 100"


def test_flat_and_upright_lines_stay_inside():
    assert path_of([[[0, 7], [40, 7]]]) == "M12 100L588 100"
    assert path_of([[[7, 0], [7, 40]]]) == "M300 12L300 188"


def test_no_strokes_no_path():
    assert path_of([]) == ""
