"""graph/shapes.py: what the shapes object to becomes findings."""

import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import SyntaxInFileError
from graph.shapes import validate
from graph.vocab import XSD
from tests.inventing import CHECKOUT

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


def test_the_workers_of_a_killed_check_end_too(shapes: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; import graph.shapes as s; s.WORTH_A_PROCESS = 0\n"
        "wait = s.validate_apart([[], []], Path(sys.argv[1]))\n"
        "print('begun', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(shapes)], cwd=CHECKOUT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    time.sleep(1)  # for the workers to be there, with the pipe in their hands
    process.kill()
    assert process.communicate(timeout=30)[0] == b""
