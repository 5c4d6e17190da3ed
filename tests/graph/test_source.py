"""graph/source.py: a plan's folder is read as it is, or refused with file and cure."""

import shutil
from pathlib import Path

import pytest

from graph.errors import DataError, SourceError, SyntaxInFileError
from graph.model import PartKind
from graph.source import read_plan_config, read_source, read_toml
from tests.conftest import MINI


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented plan that a test may spoil."""
    return Path(shutil.copytree(MINI / "plans" / "mini-2031", tmp_path / "mini-2031"))


def edit(folder: Path, old: str, new: str) -> None:
    """Replace words of plan.toml."""
    file = folder / "plan.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_all_settings_are_read(folder: Path) -> None:
    config = read_plan_config(folder)
    assert (config.plan_id, config.year, config.language) == ("mini-2031", 2031, "en")
    assert [level.kind for level in config.levels] == [
        PartKind.AREA,
        PartKind.SECTION,
        PartKind.MEASURE,
        PartKind.SUBMEASURE,
    ]
    assert config.area_kinds["B.1"] == "campaigns"
    assert config.declared[2].within == ("A",)
    assert config.ignored[0].reason == "A page number of the printed plan."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title = "Arcadia', 'titel = "Arcadia', "[plan] lacks the key 'title'"),
        ("year = 2031", "year = 2031\nyaer = 1", "[plan] has the unknown key 'yaer'"),
        ("[layout]", "[layout]\nclosed = true", "[layout] has the unknown key 'closed'"),
        ("[plan]", "spare = 1\n[plan]", "plan.toml has the unknown key 'spare'"),
        ("[plan]", "[other]\n[plan]", "plan.toml has the unknown key 'other'"),
        ("year = 2031", 'year = "2031"', "year in [plan] is '2031', expected a whole number"),
        ("year = 2031", "year = true", "year in [plan] is True, expected a whole number"),
        ("contents = true", 'contents = "yes"', "contents in [layout] is 'yes', expected true or false"),
        ('rights = "Invented', 'rights = 3 # "Invented', "rights in [source] is 3, expected a text in quotes"),
        ("year = 2031", "year = 31", "year in [plan] is 31, expected a year of four digits"),
        ('["C"]', '[""]', "measures_under in [layout] is [''], expected a list of texts"),
        ('["C"]', "[3]", "measures_under in [layout] is [3], expected a list of texts"),
        ('id = "mini-2031"', 'id = "Mini 2031"', "expected lower-case words with hyphens"),
        ('id = "mini-2031"', 'id = "mini-2032"', "expected the folder's name, 'mini-2031'"),
        ('language = "en"', 'language = "English language"', "expected a lower-case language tag"),
        ('language = "en"', 'language = "zh-Hans"', "expected a lower-case language tag"),
        ('origin = "https://', 'origin = "a book of ', "expected the address it was published at"),
        ('title = "Arcadia’s Plan for Marks and Inventions 2031"', 'title = " "', "expected the title as printed"),
        ('kind = "area"', 'kind = "chapter"', "kind in [[level]] 1 is 'chapter', expected one of area"),
        ('numerals = "latin"', 'numerals = "greek"', "numerals in [[level]] 1 is 'greek', expected one of roman"),
        ("(?P<n>[A-Z])", "[A-Z]", "expected a pattern with the group (?P<n>…)"),
        ("(?P<n>[A-Z])", "(?P<n>[A-Z)", "mark in [[level]] 1 is 'Part (?P<n>[A-Z):\\\\s+', expected a regular"),
        ('A = "legislation"', 'A = "cooking"', "A in [area_kinds] is 'cooking', expected one of legislation"),
        ("count = 14", "count = 15", "expected the number that stands in the words"),
        ('of = "Area"', 'of = "Chapter"', "of in [[declared]] 2 is 'Chapter', expected Measure or Area"),
        ("line = '— ", "line = '(— ", "line in [[ignored]] 1"),
        ("[area_kinds]", "[area_kind]", "plan.toml lacks the key 'area_kinds'"),
    ],
)
def test_a_wrong_setting_is_told_with_its_place(folder: Path, old: str, new: str, told: str) -> None:
    edit(folder, old, new)
    with pytest.raises(SourceError) as caught:
        read_plan_config(folder)
    assert str(folder / "plan.toml") in str(caught.value)
    assert told in str(caught.value)
    assert caught.value.cure


def test_a_plan_without_levels_is_refused(folder: Path) -> None:
    file = folder / "plan.toml"
    kept = [block for block in file.read_text(encoding="utf-8").split("\n\n") if "[[level]]" not in block]
    file.write_text("level = []\n" + "\n\n".join(kept), encoding="utf-8")
    with pytest.raises(SourceError, match="at least one"):
        read_plan_config(folder)


def test_a_table_written_as_a_value_is_refused(folder: Path) -> None:
    file = folder / "plan.toml"
    file.write_text('level = ["area"]\n' + file.read_text(encoding="utf-8").split("[[level]]")[0], encoding="utf-8")
    with pytest.raises(SourceError, match=r"\[\[level\]\] 1 is not a table"):
        read_plan_config(folder)


def test_a_missing_plan_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"plan\.toml: the file is missing.*README"):
        read_plan_config(tmp_path)


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read: Is a directory"):
        read_toml(tmp_path)


def test_a_slip_in_toml_is_told_with_its_line(folder: Path) -> None:
    edit(folder, "year = 2031", "year = = 2031")
    with pytest.raises(SyntaxInFileError, match=r"plan\.toml: not TOML: .*line 6"):
        read_plan_config(folder)


def test_settings_that_are_not_utf8_are_refused(folder: Path) -> None:
    (folder / "plan.toml").write_bytes(b'[plan]\nid = "\xff"')
    with pytest.raises(SyntaxInFileError, match=r"plan\.toml: not UTF-8 at byte 13.*Save it as UTF-8"):
        read_plan_config(folder)


def test_the_text_is_read_without_translating_line_ends() -> None:
    config = read_plan_config(MINI / "plans" / "mini-zh")
    text, size = read_source(MINI / "plans" / "mini-zh", config)
    assert text.count("\r\n") == text.count("\n") > 0
    assert size == len(text.encode("utf-8"))


def test_another_text_than_the_pinned_one_is_refused(folder: Path) -> None:
    config = read_plan_config(folder)
    (folder / "source.txt").write_text("another text", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_source(folder, config)
    assert config.sha256 in str(caught.value)
    assert "A corrected source text" in str(caught.value)


def test_a_missing_text_is_told(folder: Path) -> None:
    config = read_plan_config(folder)
    (folder / "source.txt").unlink()
    with pytest.raises(SourceError, match=r"source\.txt: the source text is missing"):
        read_source(folder, config)


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"Part A \xff", "not UTF-8 at byte 7"), (b" \r\n\t\n", "the source text is empty"), (b"", "is empty")],
)
def test_a_text_that_cannot_be_one_is_refused(folder: Path, data: bytes, told: str) -> None:
    import hashlib

    edit(folder, read_plan_config(folder).sha256, hashlib.sha256(data).hexdigest())
    (folder / "source.txt").write_bytes(data)
    with pytest.raises(DataError, match=told):
        read_source(folder, read_plan_config(folder))
