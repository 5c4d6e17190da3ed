"""graph/places.py: places by the names that titles and tables give them."""

import pytest

from graph.places import chinese_places, is_place, latin_places, place_of_cell


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("China", "CN"), ("P.R. China", "CN"), ("People's Republic of China", "CN"), ("CN", "CN"), ("cn", "CN"), ("CHN", "CN"),
        ("中国", "CN"), ("Viet Nam", "VN"), ("the Netherlands", "NL"), ("Korea, Republic of", "KR"), ("Hong Kong SAR", "HK"),
        ("Guangdong Province", "CN-GD"), ("北京市", "CN-BJ"), ("XX", "XX"), ("Ruritania", "?ruritania"),
        ("Hong Kong, China", "HK"), ("Macao, China", "MO"), ("Taiwan, China", "TW"), ("China, Beijing", "CN-BJ"),
        ("", ""), ("International", ""), ("China; Japan", ""), ("Côte d'Ivoire", "CI"),
    ],
)  # fmt: skip
def test_a_cell_gives_the_code_of_its_place(cell: str, code: str) -> None:
    assert place_of_cell(cell) == code


@pytest.mark.parametrize(
    ("folded", "rest", "codes"),
    [
        ("patent law of japan", "patent law of", {"JP"}),
        ("japanese patent act", "patent act", {"JP"}),
        ("patent law of the peoples republic of china", "patent law of the", {"CN"}),
        ("cooperation between china and the eu", "cooperation between and the", {"CN", "EU"}),
        ("we can use this law", "we can use this law", set()),
    ],
)
def test_places_leave_an_english_title(folded: str, rest: str, codes: set[str]) -> None:
    assert latin_places(folded) == (rest, frozenset(codes))


@pytest.mark.parametrize(
    ("text", "rest", "codes"),
    [
        ("中华人民共和国专利法", "专利法", {"CN"}),
        ("北京市专利条例", "北京市专利条例", {"CN-BJ"}),
        ("泉州市专利条例", "泉州市专利条例", {"?泉州"}),
        ("国家市场监督管理总局", "国家市场监督管理总局", set()),
        ("日本专利法", "日本专利法", {"JP"}),
    ],
)
def test_only_china_leaves_a_chinese_title(text: str, rest: str, codes: set[str]) -> None:
    assert chinese_places(text) == (rest, frozenset(codes))


@pytest.mark.parametrize(
    ("cell", "holds"),
    [
        ("China", True), ("CN", True), ("EN", False), ("us", False), ("Korea, Republic of", True), ("Hong Kong, China", True),
        ("Beijing Municipality", True), ("日本", True), ("广东省", True), ("日本特许厅", False), ("China Customs", False),
        ("State Council", False), ("Japan; China", False), ("", False), (",", False),
    ],
)  # fmt: skip
def test_a_place_is_told_from_what_is_named_after_it(cell: str, holds: bool) -> None:
    assert is_place(cell) is holds
