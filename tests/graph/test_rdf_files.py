"""graph/rdf_files.py: hand-written Turtle is read, or refused with file and line."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import DataError, SyntaxInFileError
from graph.rdf_files import line_of, read_turtle, short, stored, subject_line

HEAD = "@prefix ex: <https://example.org/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n"


def written(folder: Path, body: str) -> Path:
    """A Turtle file with this body behind three lines of head."""
    file = folder / "things.ttl"
    file.write_text(HEAD + body, encoding="utf-8")
    return file


def test_relative_iris_are_read_below_the_base(tmp_path: Path) -> None:
    triples = read_turtle(written(tmp_path, "<act> ex:p <other> .\n"), "https://example.org/law/")
    assert [str(t) for t in triples] == [
        "<https://example.org/law/act> <https://example.org/p> <https://example.org/law/other>"
    ]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("ex:a ex:p ex:b\nex:c ex:p ex:d .\n", 5),
        ("ex:a ex:p nope:b .\n", 4),
        ("ex:a ex:p <no iri> .\n", 4),
        ("\nex:a ex:p 'x'@en-muchtoolongtag .\n", 5),
    ],
)
def test_a_slip_in_turtle_is_told_with_its_line(tmp_path: Path, body: str, line: int) -> None:
    with pytest.raises(SyntaxInFileError) as caught:
        read_turtle(written(tmp_path, body))
    assert str(caught.value).startswith(f"{tmp_path / 'things.ttl'}:{line}: not Turtle: ")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, "")
    file.write_bytes(HEAD.encode() + b"ex:a ex:p '\xff' .\n")
    with pytest.raises(SyntaxInFileError, match=r"things\.ttl:4: not Turtle: .*UTF-8"):
        read_turtle(file)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.ttl: the file is missing"):
        read_turtle(tmp_path / "none.ttl")


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read: Is a directory"):
        read_turtle(tmp_path)


@pytest.mark.parametrize("body", ["\nex:a ex:p [ ex:q ex:b ] .\n", "\n_:a ex:p ex:b .\n", "\nex:a ex:p ( ex:b ) .\n"])
def test_a_blank_node_is_refused_with_its_line(tmp_path: Path, body: str) -> None:
    with pytest.raises(DataError, match=r"things\.ttl:5: a blank node below"):
        read_turtle(written(tmp_path, body))


@pytest.mark.parametrize("value", ["1.50", '"01"^^xsd:integer', '"2031-02-03Z"^^xsd:date', '"TRUE"^^xsd:boolean'])
def test_a_value_the_engine_would_rewrite_is_refused_or_kept(tmp_path: Path, value: str) -> None:
    file = written(tmp_path, f"ex:a ex:p {value} .\n")
    quad = next(iter(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)))
    assert isinstance(quad.object, ox.Literal)
    if stored(quad.object) == quad.object:
        assert read_turtle(file)[0].object == quad.object
    else:
        with pytest.raises(DataError, match=r"things\.ttl:4: .* would be stored as"):
            read_turtle(file)


def test_a_decimal_with_a_useless_zero_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Write it in the second form"):
        read_turtle(written(tmp_path, "ex:a ex:p 1.50 .\n"))


def test_the_line_of_a_value_is_found(tmp_path: Path) -> None:
    file = written(tmp_path, "ex:a ex:p ex:b .\nex:c ex:p ex:d .\n")
    assert line_of(file, "ex:d") == 5
    assert line_of(file, "ex:z") is None


@pytest.mark.parametrize(
    ("iri", "line"),
    [
        ("https://example.org/law/act", 6),
        ("https://example.org/law/trade-act", 4),
        ("https://example.org/law/act#text", 5),
        ("https://example.org/law/act/2031-01-01", 8),
        ("https://example.org/law/trade-act/2031-01-01", 7),
        ("https://example.org/agency/office", 9),
        ("https://example.org/prefixed", 10),
        ("https://example.org/law/none", None),
    ],
)
def test_the_line_where_a_block_begins_is_found(tmp_path: Path, iri: str, line: int | None) -> None:
    body = (
        "<trade-act> ex:p ex:a ; ex:q <act> .\n<act#text> ex:p ex:b .\n<act> ex:p ex:c .\n"
        "<trade-act/2031-01-01> ex:p ex:d .\n<act/2031-01-01> ex:p ex:e .\n</agency/office> ex:p ex:f .\n"
        "ex:prefixed ex:p ex:g .\n"
    )
    assert subject_line(written(tmp_path, body), iri) == line


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://example.org/law/act", "act"),
        ("https://example.org/o#Act", "Act"),
        ("https://e.org/", "https://e.org/"),
    ],
)
def test_a_short_name_is_the_last_part(iri: str, name: str) -> None:
    assert short(iri) == name
