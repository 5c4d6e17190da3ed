"""graph/titles.py: a title taken apart into its words and what sets it apart from its namesakes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.titles import LONGEST, read_title


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Patent Law of the People's Republic of China", "Law of the PRC on Patents"),
        ("Trade Mark Act", "Trademark Law"),
        ("Labor Contract Law", "Labour Contract Law"),
        ("Regulations on the Protection of New Varieties of Plants", "New Plant Variety Protection Regulations"),
        ("Regulations for the Implementation of the Trademark Law", "Trademark Law Implementing Regulations"),
        ("IPR Protection", "Protection of Intellectual Property"),
        ("中华人民共和国专利法", "中華人民共和國專利法"),
        ("《中华人民共和国商标法》", "商标法"),
        ("公务员培训规定（试行）", "公务员培训规定"),
        ("最高人民法院关于专利的解释（法释〔2009〕21号）", "最高人民法院关于专利的解释"),
        (
            "Implementing Regulations of the Patent Law, State Council Order No. 306",
            "Implementing Regulations of the Patent Law",
        ),
    ],
)
def test_spellings_of_one_title_have_the_same_words(one: str, other: str) -> None:
    assert set(read_title(one).words) == set(read_title(other).words)


@pytest.mark.parametrize(
    ("text", "dates", "amended"),
    [
        ("Patent Law (2000 Amendment)", {"2000"}, True),
        ("Patent Law (amended 27 December 2008)", {"2008-12-27"}, True),
        ("Copyright Law (as amended up to the Decision of February 26, 2010)", {"2010-02-26"}, True),
        ("中华人民共和国专利法（2008年修正）", {"2008"}, True),
        ("专利法(2020-10-17)", {"2020-10-17"}, False),
        ("中华人民共和国专利法（2008年12月27日修正）", {"2008-12-27"}, True),
        ("UPOV Convention, 1978 Act", {"1978"}, True),
        ("Fifth Five-Year Plan (2006-2010)", {"2006", "2010"}, False),
        ("Patent Law", set(), False),
    ],
)
def test_dates_and_amendments_are_told_from_the_name(text: str, dates: set[str], amended: bool) -> None:
    title = read_title(text)
    assert (set(title.dates), title.amended) == (dates, amended)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Implementing Regulations of the Patent Law", ("implements",)),
        ("专利法实施细则", ("implements",)),
        ("Trademark Law (Draft for Comments)", ("draft",)),
        ("中华人民共和国商标法修订草案（征求意见稿）", ("draft",)),
        ("Decision of the NPC on Amending the Patent Law", ("amends",)),
        ("全国人大常委会关于修改《中华人民共和国商标法》的决定", ("amends",)),
        ("国务院关于印发国家知识产权战略纲要的通知", ("issues",)),
        ("专利实施强制许可办法", ()),
        ("Provisions on Training (for Trial Implementation)", ()),
    ],
)
def test_what_makes_it_another_thing_is_marked(text: str, marks: tuple[str, ...]) -> None:
    assert read_title(text).marks == marks


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Patent Law", "law"),
        ("Law on Patents of Invention", "law"),
        ("Implementing Regulations of the Patent Law", "regulation"),
        ("Administrative Measures for Drug Standards", "measure"),
        ("Patent Law Treaty", "treaty"),
        ("Patent Law Handbook", "book"),
        ("中华人民共和国专利法释义", "book"),
        ("国家知识产权局", "administration"),
    ],
)
def test_the_kind_is_that_of_the_whole_not_of_a_law_inside(text: str, kind: str) -> None:
    assert read_title(text).kind == kind


def test_numbers_that_count_are_kept_apart() -> None:
    assert read_title("Second Trade Forum").ordinals == {"2"}
    assert read_title("最高人民法院关于专利的解释（二）").ordinals == {"2"}
    assert read_title("Interpretation (II) of the Court").ordinals == {"2"}
    assert read_title("中华人民共和国专利法（2008年第三次修正）").ordinals == set()


@pytest.mark.parametrize(
    ("text", "letters"), [("WIPO", "wipo"), ("W.I.P.O.", "wipo"), ("ICPO-INTERPOL", "icpo-interpol")]
)
def test_an_acronym_is_one_word(text: str, letters: str) -> None:
    assert (read_title(text).script, read_title(text).words) == ("acronym", (letters,))


def test_a_name_of_a_place_alone_keeps_its_words() -> None:
    assert read_title("European Union").words
    assert read_title("中国").words == ("中国",)


def test_a_long_text_is_cut() -> None:
    assert len(read_title("law " * 5000).text) == LONGEST


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    title = read_title(text)
    assert len(title.words) == len(title.spelled)
