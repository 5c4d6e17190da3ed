"""graph/chinese_names.py: how alike two Chinese names are."""

import pytest

from graph.chinese_names import LEFT_OVER, compare_chinese


def test_the_same_characters_are_the_same_name() -> None:
    assert compare_chinese("专利法", "专利法", 0.1, is_body=False) == (1.0, "same characters", (), ())


@pytest.mark.parametrize(
    ("theirs", "ours", "is_body"),
    [("关于专利的规定", "专利规定", False), ("海关和税务局", "海关税务局", True)],
)
def test_pieces_that_say_nothing_make_no_difference(theirs: str, ours: str, is_body: bool) -> None:
    likeness, way, only_theirs, only_ours = compare_chinese(theirs, ours, 0.8, is_body=is_body)
    assert (likeness >= 0.93, way, only_theirs, only_ours) == (True, "characters", (), ())


def test_a_telling_piece_keeps_two_names_apart() -> None:
    likeness, _, only_theirs, only_ours = compare_chinese("商标代理办法", "商标代理条例", 0.9, is_body=False)
    assert likeness < LEFT_OVER
    assert (only_theirs, only_ours) == (("办法",), ("条例",))


def test_that_a_body_is_of_the_state_tells() -> None:
    assert compare_chinese("版权局", "国家版权局", 0.9, is_body=True)[3] == ("国家",)
    assert compare_chinese("版权局", "国家版权局", 0.9, is_body=False)[3] == ()


def test_one_wrong_character_in_a_long_name_is_a_slip() -> None:
    assert compare_chinese("国家知识产权战略纲耍", "国家知识产权战略纲要", 0.95, is_body=False)[0] > LEFT_OVER
