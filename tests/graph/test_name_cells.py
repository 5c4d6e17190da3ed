"""graph/name_cells.py: the names that one cell holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.name_cells import aliases_of, issued_name, names_in_cell, titles_of
from graph.titles import read_title


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Patent Law", ["Patent Law"]),
        ("  ", []),
        ("Ministry of Commerce (MOFCOM)", ["MOFCOM", "Ministry of Commerce"]),
        ("SAIC (国家工商行政管理总局)", ["国家工商行政管理总局", "SAIC"]),
        (
            "International Criminal Police Organization - INTERPOL",
            ["International Criminal Police Organization", "INTERPOL"],
        ),
        ("Trademark Law; 商标法", ["Trademark Law", "商标法"]),
        ("专利代理条例 / Patent Agency Regulations", ["专利代理条例", "Patent Agency Regulations"]),
        ("CNIPA (formerly SIPO)", ["CNIPA"]),
        ("国家药品监督管理局（原国家食品药品监督管理总局）", ["国家药品监督管理局"]),
        ("Provisions (for Trial Implementation)", ["Provisions (for Trial Implementation)"]),
    ],
)
def test_a_cell_gives_each_of_its_names(cell: str, names: list[str]) -> None:
    assert list(names_in_cell(cell)) == names


def test_a_roman_number_in_brackets_is_no_acronym() -> None:
    assert list(names_in_cell("Interpretation (II) of the Court")) == ["Interpretation (II) of the Court"]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("国务院关于印发《国家知识产权战略纲要》的通知", "国家知识产权战略纲要"),
        ("Circular of the State Council on Issuing the Outline of the Strategy", "the Outline of the Strategy"),
        ("最高人民法院印发《关于办理案件的意见》的通知", "关于办理案件的意见"),
        ("国务院办公厅转发发展改革委等部门关于促进产业化若干政策的通知", "关于促进产业化若干政策"),
        ("Notice on Holidays", ""),
        ("关于放假的通知", ""),
    ],
)
def test_a_notice_names_what_it_issues(text: str, inner: str) -> None:
    assert issued_name(read_title(text)) == inner


def test_each_name_of_a_row_is_taken_apart_once() -> None:
    titles = titles_of(("Patent Law", "Patent Law", "专利法"))
    assert [t.text for t in titles] == ["Patent Law", "专利法"]


def test_what_stands_in_brackets_is_no_list() -> None:
    assert list(names_in_cell("Patent Law (adopted 1984; amended 2008)")) == ["Patent Law (adopted 1984; amended 2008)"]
    assert list(names_in_cell("Zhuanli fa = Patent Law")) == ["Zhuanli fa", "Patent Law"]


def test_lists_of_other_names_are_taken_apart_and_left_whole() -> None:
    found = [t.text for t in aliases_of(("CNIPA, SIPO", "Office, State"))]
    assert found == ["CNIPA, SIPO", "CNIPA", "SIPO", "Office, State", "Office", "State"]


@given(st.text(max_size=100))
def test_no_cell_stops_the_reading(cell: str) -> None:
    assert all(isinstance(t.core, str) for t in titles_of((cell,)))
