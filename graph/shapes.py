"""Runs the SHACL shapes with pyshacl; the only module that touches rdflib, and it takes N-Triples.

rdflib's Graph reads N-Quads as nothing, without an error, so triples go in as N-Triples.
"""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from graph.errors import SyntaxInFileError
from graph.report import Finding

_SH = "http://www.w3.org/ns/shacl#"


def validate(triples: Iterable[ox.Triple], shapes_file: Path) -> list[Finding]:
    """What the shapes object to; an empty list means that the data conform."""
    import pyshacl
    import rdflib

    data = rdflib.Graph()
    data.parse(data="".join(f"{t} .\n" for t in triples), format="nt")
    shapes = rdflib.Graph()
    try:
        shapes.parse(shapes_file, format="turtle")
    except Exception as error:  # rdflib raises what it likes on a syntax error
        raise SyntaxInFileError(f"not Turtle: {error}", file=shapes_file, cure="Mend the file") from None
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False)
    assert isinstance(results, rdflib.Graph)
    return [_finding(results, node) for node in results.objects(None, rdflib.URIRef(f"{_SH}result"))]


def _finding(results: "object", node: "object") -> Finding:
    import rdflib

    assert isinstance(results, rdflib.Graph) and isinstance(node, rdflib.term.Node)

    def one(name: str) -> str:
        value = results.value(node, rdflib.URIRef(_SH + name))
        return "" if value is None else str(value)

    shape = results.value(node, rdflib.URIRef(f"{_SH}sourceShape"))
    return Finding(
        check="shapes",
        severity=one("resultSeverity").removeprefix(_SH).lower(),
        message=one("resultMessage"),
        focus=one("focusNode"),
        path=one("resultPath"),
        value=one("value"),
        shape=str(shape) if isinstance(shape, rdflib.URIRef) else "",
        component=one("sourceConstraintComponent"),
    )
