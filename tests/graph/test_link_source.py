"""graph/link_source.py: what is linked is opened and described before anything is done with it."""

from pathlib import Path

import pytest

from graph.errors import NotFoundError, UsageError
from graph.foreign_graphs import Statement
from graph.link_source import Reading, Source, open_source

TABLE = "id,title,date,country\nL1,Patent Law,1984-03-12,China\nL1,Trademark Law,1982,China\nL3,,1990,China\n"


def opened(place: Path | str, **reading: object) -> Source:
    """The source, with nothing told but the reading."""
    return open_source(str(place), Reading(**reading), lambda _: None)  # type: ignore[arg-type]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A small table."""
    file = tmp_path / "My Laws.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def test_a_table_is_described_as_it_will_be_read(table: Path) -> None:
    source = opened(table)
    assert source.slug == "my-laws"
    assert source.described == [
        "read as    utf-8, separated by comma",
        "columns    --name 'title' --date 'date' --id 'id' --jurisdiction 'country'",
        "types      law 67%, unknown 33% (of the first 3; override with --type)",
        "first row  Patent Law | 1984-03-12 | China",
    ]


def test_rows_can_be_read_again_and_oddities_are_noted(table: Path) -> None:
    source = opened(table)
    assert [r.names for r in source.rows()] == [("Patent Law",), ("Trademark Law",), ()]
    assert list(source.notes) == ["1 identifiers that stand twice: 'L1' on line 3", "1 rows without a name: line 4"]
    assert len(list(source.rows())) == 3


def test_a_country_may_hold_for_all_rows(table: Path) -> None:
    row = next(opened(table, columns={"jurisdiction": ["Japan"]}).rows())
    assert row.place == "Japan"


def test_what_all_rows_are_goes_before_their_column(table: Path) -> None:
    assert {r.type for r in opened(table, type="agency").rows()} == {"agency"}


def test_a_graph_is_opened_by_its_suffix(tmp_path: Path) -> None:
    file = tmp_path / "laws.nt"
    file.write_text('<http://a/1> <http://www.w3.org/2000/01/rdf-schema#label> "Patent Law" .\n')
    source = opened(file, type="law")
    assert [(r.id, r.type) for r in source.rows()] == [("http://a/1", "law")]
    assert source.described[0] == "read as    RDF"


def test_a_query_of_the_user_is_read_as_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    query = tmp_path / "q.rq"
    query.write_text("SELECT …")
    monkeypatch.setattr(
        "graph.link_source.ask_table", lambda *_: (["item", "itemLabel"], [["http://a/1", "Patent Law"]])
    )
    source = opened("https://example.org/sparql", query=query)
    assert [(r.id, r.names) for r in source.rows()] == [("http://a/1", ("Patent Law",))]
    assert source.address == "https://example.org/sparql"


def test_an_endpoint_without_a_query_is_asked_for_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    monkeypatch.setattr("graph.link_source.ask_names", lambda *_: iter([Statement("http://a/1", label, "Patent Law")]))
    assert [r.id for r in opened("https://example.org/sparql").rows()] == ["http://a/1"]


@pytest.mark.parametrize(
    ("place", "error", "told"),
    [
        ("nowhere.csv", NotFoundError, "there is no file nowhere.csv; name a table"),
        ("ftp://example.org/x", UsageError, "its address begins with http"),
        (".", UsageError, "is a folder; name one file"),
    ],
)
def test_what_cannot_be_opened_is_told(place: str, error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        opened(place)


def test_options_of_an_endpoint_are_refused_for_a_file(table: Path) -> None:
    with pytest.raises(UsageError, match="--class and --query go with an endpoint"):
        opened(table, cls="http://a/Law")


def test_a_table_in_which_nothing_has_a_name_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("name,date\n,1984\n,1990\n")
    with pytest.raises(UsageError, match="nothing in it has a name; say which column holds names with --name"):
        opened(file)


def test_columns_that_are_not_used_are_told(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("title,shelf\nPatent Law,A 7\nSeed Law,B 3\n")
    assert "not used   shelf" in opened(file).described
