"""The shapes that published data must meet, as their file tells them, and the page about them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.base import BASE
from graph.formats import find_format
from graph.resources import ontology_dir
from server.engine import QueryEngine
from server.site.catalogue import Catalogue
from server.site.frame import FORMS, Crumb, Frame
from server.site.grounds import Target, target_of
from server.site.titles import short_name
from server.site.wording import RDF

SHAPES = f"{BASE}shapes"
SH = "http://www.w3.org/ns/shacl#"
_PATHS = {"inversePath": "^{}", "zeroOrMorePath": "{}*", "oneOrMorePath": "{}+", "zeroOrOnePath": "{}?"}
_NOT_LIMITS = frozenset((f"{SH}path", f"{SH}message", f"{SH}severity", f"{SH}property", f"{SH}targetClass", "@id"))
Node = Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """What is asked of the values at a path, or of the thing itself, where the path is empty."""

    path: str
    limits: tuple[tuple[str, str], ...]
    """Constraint and its value, as people write them."""
    message: str
    severity: str


@dataclass(frozen=True)
class Shape:
    """What things of a class must be like."""

    name: str
    targets: tuple[str, ...]
    """The IRIs of the classes."""
    rules: tuple[Rule, ...]

    @property
    def path(self) -> str:
        """Where it is explained."""
        return f"shapes#{self.name}"


@dataclass(frozen=True)
class ShapesPage:
    """What the page of the shapes shows."""

    shapes: tuple[tuple[Shape, tuple[Target, ...]], ...]
    """Each with the classes that it is for."""
    rules: int


def read_shapes_file() -> bytes:
    """The file as it is shipped."""
    return (ontology_dir() / "shapes.ttl").read_bytes()


def write_shapes(engine: QueryEngine, form_name: str) -> bytes:
    """The file in an RDF format; as Turtle, with its comments."""
    told = read_shapes_file()
    return told if form_name == "ttl" else engine.convert(told.decode("utf-8"), find_format(form_name, "graph"))


def read_shapes(engine: QueryEngine) -> tuple[Shape, ...]:
    """The shapes by name."""
    nodes = {node["@id"]: node for node in json.loads(write_shapes(engine, "jsonld"))}
    shapes = [node for node in nodes.values() if f"{SH}NodeShape" in _values(node, f"{RDF}type")]
    return tuple(sorted((_shape(nodes, node) for node in shapes), key=lambda shape: shape.name))


def make_shapes_page(catalogue: Catalogue, shapes: tuple[Shape, ...]) -> ShapesPage:
    """The page."""
    shown = tuple((shape, tuple(target_of(catalogue, iri) for iri in shape.targets)) for shape in shapes)
    return ShapesPage(shown, sum(len(shape.rules) for shape in shapes))


def shapes_frame(version: str) -> Frame:
    """What stands around the page."""
    return Frame(
        title="Shapes",
        path="shapes",
        version=version,
        trail=(Crumb("iprgraph", ""), Crumb("Ontology", "ontology")),
        about=SHAPES,
        description="What published data must be like: the SHACL shapes, one for each class, with what each refuses.",
        forms=tuple(FORMS),
        section="ontology",
    )


def tell_shapes(shapes: tuple[Shape, ...], frame: Frame) -> bytes:
    """The page as JSON."""
    told = {
        "iri": SHAPES,
        "title": frame.title,
        "dataVersion": frame.version,
        "citation": frame.citation,
        "shapes": [
            {"iri": f"{BASE}{shape.path}", "targets": list(shape.targets), "rules": [_tell(r) for r in shape.rules]}
            for shape in shapes
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _tell(rule: Rule) -> dict[str, Any]:
    return {"path": rule.path, "message": rule.message, "severity": rule.severity, "limits": dict(rule.limits)}


def _shape(nodes: Mapping[str, Node], node: Node) -> Shape:
    below = sorted(_values(node, f"{SH}property"), key=_place)
    own = _rule(nodes, node)
    rules = [own] if own.limits else []
    rules += [_rule(nodes, nodes[name]) for name in below]
    return Shape(node["@id"].removeprefix(f"{SHAPES}#"), tuple(_values(node, f"{SH}targetClass")), tuple(rules))


def _place(label: str) -> int:
    """Blank nodes are numbered in the order of the file."""
    return int(label.removeprefix("_:b"))


def _rule(nodes: Mapping[str, Node], node: Node) -> Rule:
    path = next(iter(_values(node, f"{SH}path")), "")
    limits = []
    for key in sorted(set(node) - _NOT_LIMITS):
        if key.startswith(SH):
            limits += [(key.removeprefix(SH), write_node(nodes, value)) for value in _values(node, key)]
    message = " ".join(_values(node, f"{SH}message"))
    severity = next(iter(_values(node, f"{SH}severity")), f"{SH}Violation").removeprefix(SH)
    return Rule(write_node(nodes, path) if path else "", tuple(limits), message, severity)


def _values(node: Node, key: str) -> list[str]:
    """IRIs, labels of blank nodes and the text of literals."""
    found = node.get(key, [])
    return [str(value.get("@id", value.get("@value"))) for value in found]


def write_node(nodes: Mapping[str, Node], name: str) -> str:
    """A value, a path, a list or a nested constraint in a line."""
    if not name.startswith("_:"):
        return short_name(name)
    node = nodes[name]
    for key, form in _PATHS.items():
        if f"{SH}{key}" in node:
            return form.format(write_node(nodes, _values(node, f"{SH}{key}")[0]))
    if f"{SH}alternativePath" in node:
        return " | ".join(_items(nodes, _values(node, f"{SH}alternativePath")[0]))
    if f"{RDF}first" in node:
        parts = list(_items(nodes, name))
        return " / ".join(parts) if any(part.endswith("*") for part in parts) else ", ".join(parts)
    told = []
    for key in sorted(set(node) - {"@id", f"{SH}message", f"{SH}severity"}):
        told += [f"{key.removeprefix(SH)} {write_node(nodes, value)}" for value in _values(node, key)]
    return f"[{'; '.join(told)}]"


def _items(nodes: Mapping[str, Node], name: str) -> Iterator[str]:
    while name != f"{RDF}nil":
        node = nodes[name]
        yield write_node(nodes, _values(node, f"{RDF}first")[0])
        name = _values(node, f"{RDF}rest")[0]
