"""graph/foreign_columns.py: what the columns of a table are, guessed and told."""

import pytest

from graph.errors import UsageError
from graph.foreign import UNTOLD
from graph.foreign_columns import Columns, RowMaker, guess_columns, headings, types_in
from tests.linking import foreign

LAWS = [["L1", "Patent Law", "1984-03-12", "China", "long text"], ["L2", "Copyright Law", "1990", "Japan", ""]]


def test_columns_are_known_by_their_headings() -> None:
    found = guess_columns(["id", "title", "date", "country", "notes"], LAWS, {})
    assert found == Columns(("title",), "id", ("date",), "country")


def test_chinese_headings_are_known() -> None:
    rows = [["1", "中华人民共和国专利法", "2020-10-17", "法律"]]
    found = guess_columns(["序号", "标题", "公布日期", "效力级别"], rows, {})
    assert found == Columns(("标题",), "序号", ("公布日期",), type="效力级别")


def test_names_are_known_by_what_they_are_where_no_heading_tells() -> None:
    assert guess_columns(["a", "b", "c", "d", "e"], LAWS, {}).names == ("b",)


def test_a_heading_that_its_cells_belie_is_not_believed() -> None:
    rows = [["Patent Law", "not yet"], ["Copyright Law", "unknown"]]
    assert guess_columns(["name", "date"], rows, {}).dates == ()


def test_a_column_of_countries_is_known_by_its_cells() -> None:
    rows = [["1", "Patent Law", "Vietnam"], ["2", "Copyright Law", "Kenya"], ["3", "Seed Law", "Viet Nam"]]
    for heading in ("Pays", "countryLabel", "Country name", "origin", "Member State", "country_code_label"):
        assert guess_columns(["no", "Title", heading], rows, {}) == Columns(("Title",), "no", jurisdiction=heading)


def test_of_columns_of_countries_that_with_names_is_taken_for_names() -> None:
    rows = [["CHN", "Asia", "China"], ["HKG", "Asia", "Hong Kong SAR, China"], ["JPN", "Asia", "Japan"]]
    assert guess_columns(["Country Code", "Region", "Economy"], rows, {}).names == ("Economy",)


def test_a_title_of_a_text_is_a_name_and_its_subject_is_none() -> None:
    rows = [["Main IP Laws", "Patent Law"], ["Implementing Rules", "Rules of the Patent Law"]]
    assert guess_columns(["Subject", "Title of text"], rows, {}).names == ("Title of text",)


def test_codes_of_languages_are_no_countries() -> None:
    rows = [["Patent Law", "EN"], ["专利法", "ZH"]]
    assert guess_columns(["title", "tongue"], rows, {}).jurisdiction == ""


def test_countries_are_the_names_where_there_are_no_others() -> None:
    rows = [
        ["M1", "CN", "China"],
        ["M2", "TW", "Chinese Taipei"],
        ["M3", "JP", "Japan"],
        ["M4", "KR", "Korea, Republic of"],
    ]
    assert guess_columns(["#", "Code", "Member"], rows, {}) == Columns(("Member",), "#")
    assert guess_columns(["a", "b"], [[row[0], row[2]] for row in rows], {}).names == ("b",)


def test_numbers_of_rows_are_no_names() -> None:
    assert guess_columns(["#", "x"], [["M1", "Lighthouse"], ["M2", "Harbour"]], {}) == Columns(("x",), "#")


def test_other_names_are_not_names_unless_there_are_none() -> None:
    rows = [["Q1", "Office of Patents", "SIPO, Patent Office"], ["Q2", "Trade Ministry", "MOFCOM"]]
    found = guess_columns(["item", "itemLabel", "itemAltLabel"], rows, {})
    assert (found.id, found.names, found.aliases) == ("item", ("itemLabel",), ("itemAltLabel",))
    assert guess_columns(["id", "Acronym"], [["1", "SIPO"], ["2", "MOFCOM"]], {}).names == ("Acronym",)


def test_who_issued_a_law_is_no_name_of_it() -> None:
    rows = [["Patent Law", "全国人大常委会", "法律"]]
    assert guess_columns(["law", "发布机关", "效力级别"], rows, {}).names == ("law",)


def test_columns_that_play_no_part_are_told() -> None:
    assert Columns(("a",), "b", ("c",), aliases=("d",)).unused(["a", "b", "c", "d", "e", "f"]) == ["e", "f"]


def test_a_country_that_is_not_told_is_another_thing_than_none_to_tell() -> None:
    maker = RowMaker(Columns(("a",), jurisdiction="b", aliases=("c",)), {"a": 0, "b": 1, "c": 2})
    row = maker.make(1, ["Patent Law", " ", "PL"])
    assert (row.place, row.aliases) == (UNTOLD, ("PL",))
    assert RowMaker(Columns(("a",)), {"a": 0}).make(1, ["Patent Law"]).place == ""
    only = maker.make(1, ["", "CN", "SIPO"])
    assert (only.names, only.aliases) == (("SIPO",), ())


def test_what_is_told_goes_before_what_is_guessed() -> None:
    told = {"name": ["notes"], "date": ["3"], "jurisdiction": ["COUNTRY"]}
    found = guess_columns(["id", "title", "date", "country", "notes"], LAWS, told)
    assert (found.names, found.dates, found.jurisdiction) == (("notes",), ("date",), "country")


def test_a_column_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="--name titel: there is no such column; nearest: title"):
        guess_columns(["id", "title"], LAWS, {"name": ["titel"]})


def test_a_table_without_names_is_refused() -> None:
    with pytest.raises(UsageError, match=r"no column looks like names; say which with --name\. There are: a, b"):
        guess_columns(["a", "b"], [["1", "2"], ["3", "4"]], {})


def test_the_choice_is_shown_as_the_options_that_change_it() -> None:
    assert str(Columns(("title",), "id", ("date",))) == "--name 'title' --date 'date' --id 'id'"


def test_a_row_is_made_of_its_columns_and_of_what_holds_for_all() -> None:
    maker = RowMaker(
        Columns(("title",), "id", ("date",)), {"id": 0, "title": 1, "date": 2}, jurisdiction="CN", type="law"
    )
    row = maker.make(7, ["L1", " Patent\n Law ", "1984"])
    assert (row.number, row.id, row.names, row.dates, row.place, row.type) == (
        7,
        "L1",
        ("Patent Law",),
        ("1984",),
        "CN",
        "law",
    )


def test_types_are_counted_by_column_or_by_sound() -> None:
    rows = [foreign("Patent Law"), foreign("Lighthouse"), foreign("X", kind="ministry"), foreign("Seed Law")]
    assert types_in(rows) == {"law": 2, "agency": 1, "unknown": 1}


def test_each_part_has_headings() -> None:
    assert {"name", "alias", "id", "date", "jurisdiction", "type"} == headings().keys()
