"""server/site/shapes.py: the shapes as their file tells them."""

import re

import pyoxigraph as ox
import pytest

from graph.formats import find_format
from server.engine import InProcessEngine
from server.site.shapes import Shape, read_shapes, read_shapes_file, write_shapes


@pytest.fixture(scope="module")
def shapes(real_engine: InProcessEngine) -> dict[str, Shape]:
    """The shapes by name."""
    return {shape.name: shape for shape in read_shapes(real_engine)}


def test_every_shape_and_every_rule_of_the_file_is_there(shapes: dict[str, Shape]) -> None:
    text = read_shapes_file().decode("utf-8")
    assert set(shapes) == set(re.findall(r"^ips:(\w+) a sh:NodeShape", text, re.MULTILINE))
    messages = {rule.message for shape in shapes.values() for rule in shape.rules}
    assert messages == {word.replace('\\"', '"') for word in re.findall(r'sh:message "((?:[^"\\]|\\.)*)"', text)}


def test_a_rule_is_told_in_words_and_in_short(shapes: dict[str, Shape]) -> None:
    rule = next(rule for rule in shapes["ActionPlan"].rules if rule.path == "skos:prefLabel")
    assert rule.message == "An action plan has a title, at most one in each language."
    assert dict(rule.limits) == {"datatype": "rdf:langString", "minCount": "1", "uniqueLang": "true"}
    assert rule.severity == "Violation"


@pytest.mark.parametrize(
    ("shape", "path"),
    [
        ("ActionPlan", "^ipr:partOf"),
        ("CampaignMeasure", "ipr:partOf* / ipr:areaKind"),
        ("Evidence", "ipr:span | dct:source"),
    ],
)
def test_paths_are_written_as_sparql_writes_them(shapes: dict[str, Shape], shape: str, path: str) -> None:
    assert path in {rule.path for rule in shapes[shape].rules}


def test_nested_constraints_are_written_in_a_line(shapes: dict[str, Shape]) -> None:
    rule = next(rule for rule in shapes["StatedInWords"].rules if rule.limits)
    assert dict(rule.limits)["or"].startswith("[not [hasValue ")


@pytest.mark.parametrize("name", ["ttl", "nt", "jsonld", "rdfxml"])
def test_the_file_comes_whole_in_every_format(real_engine: InProcessEngine, name: str) -> None:
    form = find_format(name, "graph")
    assert isinstance(form.engine, ox.RdfFormat)
    told = list(ox.parse(write_shapes(real_engine, name), format=form.engine))
    assert len(told) == len(list(ox.parse(read_shapes_file(), format=ox.RdfFormat.TURTLE)))
