"""Runs the SHACL shapes with pyshacl; the only module that touches rdflib, and it takes N-Triples.

rdflib's Graph reads N-Quads as nothing, without an error, so triples go in as N-Triples.
"""

import logging
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

import pyoxigraph as ox

from graph.errors import SyntaxInFileError
from graph.report import Finding

WORTH_A_PROCESS = 10_000
"""Triples from which on processes of their own pay."""

_SH = "http://www.w3.org/ns/shacl#"


def validate(triples: Iterable[ox.Triple], shapes_file: Path) -> list[Finding]:
    """What the shapes object to; an empty list means that the data conform."""
    return _validate("".join(f"{t} .\n" for t in triples), shapes_file)


def validate_apart(pieces: Iterable[Iterable[ox.Triple]], shapes_file: Path) -> Callable[[], list[Finding]]:
    """Start validating pieces that no shape looks beyond, each in a process of its own; calling the result waits."""
    texts = ["".join(f"{t} .\n" for t in piece) for piece in pieces]
    if sum(text.count("\n") for text in texts) < WORTH_A_PROCESS:
        return lambda: [finding for text in texts for finding in _validate(text, shapes_file)]
    # Not forked: the engine's threads of this process would not be there in a child.
    pool = ProcessPoolExecutor(len(texts), get_context("spawn"), initializer=_end_with_parent)
    futures = [pool.submit(_validate, text, shapes_file) for text in texts]

    def wait() -> list[Finding]:
        with pool:
            return [finding for future in futures for finding in future.result()]

    return wait


def _end_with_parent() -> None:
    """End this process when the one that asked is gone: a killed build would leave it waiting for ever."""

    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _validate(ntriples: str, shapes_file: Path) -> list[Finding]:
    import pyshacl
    import rdflib

    # rdflib shows a traceback of every ill-formed literal; the shapes tell them with their place.
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    data = rdflib.Graph()
    data.parse(data=ntriples, format="nt")
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
