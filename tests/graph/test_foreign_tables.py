"""graph/foreign_tables.py: tables as they come, in any encoding and with any separator."""

from pathlib import Path

import pytest

from graph.errors import DataError, SyntaxInFileError, UsageError
from graph.foreign import Notes
from graph.foreign_tables import read_form, read_table, sample_of

TEXT = "id,name,date\n1,Patent Law,1984\n2,中华人民共和国商标法,1982\n3,中华人民共和国著作权法,1990\n"


def written(folder: Path, data: bytes | str, name: str = "laws.csv") -> Path:
    """A file with the data."""
    file = folder / name
    file.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return file


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"),
        ("utf-32", "utf-32"),
    ],
)
def test_the_encoding_is_found_and_nothing_is_lost(tmp_path: Path, encoding: str, told: str) -> None:
    file = written(tmp_path, TEXT.encode(encoding))
    form = read_form(file)
    assert (form.encoding, form.columns) == (told, ("id", "name", "date"))
    assert [row[1] for row in sample_of(file, form)] == ["Patent Law", "中华人民共和国商标法", "中华人民共和国著作权法"]


def test_western_letters_are_found(tmp_path: Path) -> None:
    file = written(
        tmp_path, "name,year\nLoi sur les brevets d’invention,1968\nGesetz über Marken,1994\n".encode("cp1252")
    )
    form = read_form(file)
    assert [row[0] for row in sample_of(file, form)][1] == "Gesetz über Marken"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    file = written(tmp_path, f'id{separator}name\n1{separator}Patent Law\n2{separator}"Law{separator} second"\n')
    assert read_form(file).separator == separator


def test_one_column_is_a_table_too_and_needs_no_header(tmp_path: Path) -> None:
    form = read_form(written(tmp_path, "Patent Law of the People's Republic of China\nTrademark Law\n"))
    assert (form.has_header, form.columns) == (False, ("1",))
    assert read_form(written(tmp_path, "law\nPatent Law\n")).has_header


@pytest.mark.parametrize(
    ("first", "is_header"),
    [
        ("国家知识产权局", False), ("法规名称", True), ("名称", True), ("专利代理机构", False),
        ("Copyright Agency of Denmark", False), ("Name of the law", True), ("title", True), ("Patent Office", False),
    ],
)  # fmt: skip
def test_a_lone_name_is_no_header(tmp_path: Path, first: str, is_header: bool) -> None:
    assert read_form(written(tmp_path, f"{first}\nPatent Law\n")).has_header is is_header


@pytest.mark.parametrize(("name", "text"), [("a.json", ' [{"name": "Patent Law"}]'), ("a.html", "<table><tr><td>")])
def test_what_is_marked_up_is_no_table(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(
        DataError, match=r"this is (JSON|XML or HTML), not a table\. Save it as CSV; RDF needs the suffix"
    ):
        read_form(written(tmp_path, text, name))


def test_what_is_told_is_not_guessed(tmp_path: Path) -> None:
    form = read_form(written(tmp_path, "a;b\n1;2\n"), encoding="latin-1", separator=",", header=False)
    assert (form.encoding, form.separator, form.columns) == ("latin-1", ",", ("1",))
    assert str(form) == "latin-1, separated by comma, without a header"


def test_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    assert read_form(written(tmp_path, "name,name,\nx,y,z\n")).columns == ("name", "name (2)", "3")


def test_rows_that_are_ragged_are_read_and_told(tmp_path: Path) -> None:
    file = written(tmp_path, "id,name\n1,Patent Law,extra\n2\n\n3,Seed Law\n")
    notes = Notes()
    rows = list(read_table(file, read_form(file), notes))
    assert rows == [(2, ["1", "Patent Law"]), (3, ["2", ""]), (5, ["3", "Seed Law"])]
    assert list(notes) == [
        "1 rows with fewer cells than the 2 columns: line 3 with 1",
        "1 rows with more cells than the 2 columns: line 2 with 3",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "the file is empty"),
        (b" \n \n", "the file is empty"),
        (b"PK\x03\x04rest", r"a spreadsheet or an archive.*Save it as CSV"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"a\x00b\x00\x00\x00c,\x00", "zero bytes"),
        (bytes(range(1, 32)) * 20, "not text"),
        (b"\n\nname\nx\n", "the first line is empty"),
    ],
)
def test_what_is_no_table_is_refused_with_its_cure(tmp_path: Path, data: bytes, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read_form(written(tmp_path, data))


def test_a_wrong_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, TEXT.encode("gb18030"))
    with pytest.raises(SyntaxInFileError, match=r"laws.csv:3: not utf-8.*--encoding"):
        read_form(file, encoding="utf-8")
    with pytest.raises(UsageError, match="--encoding klingon is not known"):
        read_form(file, encoding="klingon")


def test_a_fault_behind_the_sample_is_told_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, b"id,name\n" + b"1,Patent Law of the country\n" * 20_000 + b"2,\xff\xfe\n")
    with pytest.raises(SyntaxInFileError, match=r"not utf-8"):
        list(read_table(file, read_form(file), Notes()))


def test_a_cell_that_does_not_end_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, 'id,name\n1,"never closed\n' + "2,Patent Law\n" * 200_000)
    with pytest.raises(
        SyntaxInFileError, match=r"a cell of more than 1024 KB begins here\. A quotation mark is probably not closed"
    ):
        list(read_table(file, read_form(file), Notes()))


def test_a_long_cell_is_read(tmp_path: Path) -> None:
    file = written(tmp_path, f"id,name\n1,{'x' * 200_000}\n")
    [(_, row)] = read_table(file, read_form(file), Notes())
    assert len(row[1]) == 200_000


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read: no such file"):
        read_form(tmp_path / "none.csv")
