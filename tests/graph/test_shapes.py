"""graph/shapes.py: what the shapes object to becomes findings."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import SyntaxInFileError
from graph.shapes import validate
from graph.vocab import XSD

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
ex:ActShape a sh:NodeShape ; sh:targetClass ex:Act ; sh:property ex:ActLabel .
ex:ActLabel sh:path ex:label ; sh:minCount 1 ; sh:message "An act needs a label."@en ; sh:severity sh:Warning .
"""
ACT = ox.Triple(
    ox.NamedNode("https://example.org/a"),
    ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
    ox.NamedNode("https://example.org/Act"),
)
LABEL = ox.Triple(ACT.subject, ox.NamedNode("https://example.org/label"), ox.Literal("Act\n“x”"))


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    """A file with one shape."""
    file = tmp_path / "shapes.ttl"
    file.write_text(SHAPES, encoding="utf-8")
    return file


def test_an_objection_becomes_a_finding(shapes: Path) -> None:
    (finding,) = validate([ACT], shapes)
    assert (finding.check, finding.severity, finding.message) == ("shapes", "warning", "An act needs a label.")
    assert (finding.focus, finding.path) == ("https://example.org/a", "https://example.org/label")
    assert finding.shape == "https://example.org/ActLabel"
    assert finding.component.endswith("#MinCountConstraintComponent")


def test_data_that_conform_give_no_finding(shapes: Path) -> None:
    assert validate([ACT, LABEL], shapes) == []


def test_an_ill_formed_value_is_no_traceback(shapes: Path, caplog: pytest.LogCaptureFixture) -> None:
    validate([ACT, ox.Triple(ACT.subject, LABEL.predicate, ox.Literal("yesterday", datatype=XSD.date))], shapes)
    assert caplog.records == []


def test_shapes_that_are_no_turtle_are_told_with_their_file(shapes: Path) -> None:
    shapes.write_text("ex:a", encoding="utf-8")
    with pytest.raises(SyntaxInFileError, match=r"shapes\.ttl: not Turtle"):
        validate([ACT], shapes)
