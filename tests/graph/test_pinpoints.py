"""Places within laws, as English and Chinese texts cite them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.pinpoints import chinese_value, find_pinpoint


@pytest.mark.parametrize(
    ("text", "told", "law"),
    [
        ("Patent Law art. 3", "article 3", "Patent Law"),
        ("Patent Law, article 22(3)", "article 22(3)", "Patent Law"),
        ("Patent Law art. 3(1)", "article 3(1)", "Patent Law"),
        ("Article 3 of the Patent Law", "article 3", "of the Patent Law"),
        ("Trademark Law, art. 10 (2001)", "article 10", "Trademark Law(2001)"),
        ("Patent Law arts. 3 and 5", "articles 3 and 5", "Patent Law"),
        ("Patent Law articles 3, 5 and 7", "articles 3, 5 and 7", "Patent Law"),
        ("Patent Law Articles 3 to 5", "articles 3 to 5", "Patent Law"),
        ("§ 3 Patent Law", "article 3", "Patent Law"),
        ("Article 3, paragraph 2, of the Patent Law", "article 3, paragraph 2", ", of the Patent Law"),
        ("paragraph 2 of article 3 of the Patent Law", "article 3, paragraph 2", "of the Patent Law"),
        ("Trademark Law, article 57, item (2)", "article 57, item 2", "Trademark Law"),
        ("TRIPS Agreement Article 31bis", "article 31bis", "TRIPS Agreement"),
        ("Regulations, Rule 6", "rule 6", "Regulations"),
        ("Patent Law chapter II", "chapter II", "Patent Law"),
        ("Patent Law art. 3, 2008", "article 3", "Patent Law, 2008"),
        ("专利法第二十二条", "article 22", "专利法"),
        ("专利法第22条", "article 22", "专利法"),
        ("专利法3条", "article 3", "专利法"),
        ("专利法第三条第二款", "article 3, paragraph 2", "专利法"),
        ("专利法第六条第一款第(二)项", "article 6, paragraph 1, item 2", "专利法"),
        ("专利法第二十条之一", "article 20-1", "专利法"),
        ("专利法第3条、第5条", "articles 3 and 5", "专利法"),
        ("专利法第三条、第五条和第七条", "articles 3, 5 and 7", "专利法"),
        ("专利法第三条至第五条", "articles 3 to 5", "专利法"),
        ("专利法第2至5条", "articles 2 to 5", "专利法"),
        ("专利法第2-5条", "articles 2 to 5", "专利法"),
        ("专利法第二、三条", "articles 2 and 3", "专利法"),
        ("第三条第一款和第五条", "article 3, paragraph 1, article 5", ""),
    ],
)
def test_a_place_in_a_law_is_a_pinpoint(text: str, told: str, law: str) -> None:
    read = find_pinpoint(text)
    assert read is not None
    assert read.text == told
    assert (text[: read.start] + text[read.end :]).strip() == law


@pytest.mark.parametrize(
    "text",
    ["Patent Law", "art", "part 3", "article", "state of the arts", "专利代理条例", "第三条例", "国办发〔2008〕128号"],
)
def test_no_place_is_read_where_there_is_none(text: str) -> None:
    assert find_pinpoint(text) is None


def test_places_of_two_laws_are_not_one() -> None:
    read = find_pinpoint("Patent Law art. 3 and Trademark Law art. 5")
    assert read is not None
    assert read.text == "article 3"


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("二十二", 22), ("一百零三", 103), ("一百二十三", 123), ("一千二百六十", 1260), ("57", 57)],
)
def test_chinese_numerals_have_values(text: str, value: int) -> None:
    assert chinese_value(text) == value


@given(st.text(alphabet="articles §3, and()12-第条款项之百十二 bis", max_size=300))
def test_any_text_is_read_in_time(text: str) -> None:
    begun = time.monotonic()
    find_pinpoint(text)
    assert time.monotonic() - begun < 0.5
