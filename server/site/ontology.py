"""The page of the ontology: every class and property with what it means, what it stands on and how often it is used."""

import json
from dataclasses import dataclass
from typing import Any

from graph.base import BASE
from server.site.answers import Term as Value
from server.site.answers import page_query
from server.site.catalogue import Catalogue
from server.site.diagram import Diagram, draw_classes
from server.site.frame import FORMS, Crumb, Frame
from server.site.grounds import Target, target_of
from server.site.schemes import SchemeRow, list_schemes
from server.site.shapes import Shape
from server.site.vocabulary import OWL, RDFS, Term, Vocabulary
from server.site.wording import DCT, SKOS

ONTOLOGY = f"{BASE}ontology"
_POINTING = "Properties that lead to things"
_PLAIN = "Properties with plain values"


@dataclass(frozen=True)
class TermShown:
    """A term as the page shows it."""

    iri: str
    name: str
    kind: str
    label: str
    other_labels: tuple[Value, ...]
    definitions: tuple[Value, ...]
    notes: tuple[Value, ...]
    links: tuple[tuple[str, tuple[Target, ...]], ...]
    """Heading to terms and examples."""
    shapes: tuple[Shape, ...]
    """What things of the class must be like."""
    uses: int
    depth: int
    is_deprecated: bool


@dataclass(frozen=True)
class OntologyPage:
    """What the page shows."""

    description: tuple[Value, ...]
    policy: tuple[Value, ...]
    version: str
    groups: tuple[tuple[str, str, tuple[TermShown, ...]], ...]
    """Anchor, title and terms."""
    diagram: Diagram
    schemes: tuple[SchemeRow, ...]
    shapes: tuple[Shape, ...]


def make_ontology_page(
    catalogue: Catalogue, vocabulary: Vocabulary, shapes: tuple[Shape, ...], header: dict[str, list[Value]]
) -> OntologyPage:
    """The page; the header is what is said of the ontology itself."""
    shown = [_term(catalogue, vocabulary, shapes, term) for term in (*vocabulary.classes, *vocabulary.properties)]
    groups = (
        ("classes", "Classes", tuple(term for term in shown if term.kind == "Class")),
        ("leading", _POINTING, tuple(term for term in shown if term.kind == "Object property")),
        ("plain", _PLAIN, tuple(term for term in shown if term.kind == "Datatype property")),
    )
    return OntologyPage(
        description=_english_first(header.get(f"{DCT}description", [])),
        policy=_english_first(header.get(f"{RDFS}comment", [])),
        version=next((value.value for value in header.get(f"{OWL}versionInfo", [])), ""),
        groups=groups,
        diagram=draw_classes(catalogue, vocabulary),
        schemes=list_schemes(catalogue),
        shapes=shapes,
    )


def ontology_frame(version: str) -> Frame:
    """What stands around the page."""
    return Frame(
        title="Ontology",
        path="ontology",
        version=version,
        trail=(Crumb("iprgraph", ""),),
        about=ONTOLOGY,
        description="Every class and property of iprgraph with its definition in English and Chinese, and its use.",
        query=page_query("vocabulary"),
        forms=tuple(FORMS),
        section="ontology",
    )


def tell_ontology(page: OntologyPage, frame: Frame) -> bytes:
    """The page as JSON."""
    terms = [_tell(term) for _, _, found in page.groups for term in found]
    told = {
        "iri": ONTOLOGY,
        "title": frame.title,
        "version": page.version,
        "dataVersion": frame.version,
        "citation": frame.citation,
        "terms": terms,
        "schemes": [row.target.iri for row in page.schemes],
        "shapes": [f"{BASE}{shape.path}" for shape in page.shapes],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _tell(term: TermShown) -> dict[str, Any]:
    words = {
        "labels": [Value(term.label, language="en"), *term.other_labels],
        "definitions": term.definitions,
        "notes": term.notes,
    }
    told: dict[str, Any] = {"iri": term.iri, "kind": term.kind}
    told |= {name: {value.language: value.value for value in values} for name, values in words.items()}
    told |= {heading: [target.iri for target in targets] for heading, targets in term.links}
    return told | {"shapes": [f"{BASE}{shape.path}" for shape in term.shapes], "uses": term.uses}


def _english_first(values: list[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values, key=lambda value: (value.language != "en", value.language)))


def _term(catalogue: Catalogue, vocabulary: Vocabulary, shapes: tuple[Shape, ...], term: Term) -> TermShown:
    kind = "Class" if term.is_class else "Object property" if term.is_object_property else "Datatype property"
    label = catalogue.label(term.iri)
    found = {
        "Narrower than": term.above,
        "Broader than": tuple(lower.iri for lower in vocabulary.below.get(term.iri, ())),
        "Close to": term.near,
        "Leads from": term.iris(f"{RDFS}domain"),
        "Leads to": term.iris(f"{RDFS}range"),
        "Inverse": term.iris(f"{OWL}inverseOf"),
        "Replaced by": term.iris(f"{DCT}isReplacedBy"),
        "Examples": term.examples,
    }
    links = [(name, tuple(target_of(catalogue, iri) for iri in iris)) for name, iris in found.items() if iris]
    return TermShown(
        iri=term.iri,
        name=term.name,
        kind=kind,
        label=label,
        other_labels=tuple(value for value in term.words(f"{RDFS}label") if value.value != label),
        definitions=term.words(f"{SKOS}definition"),
        notes=term.words(f"{SKOS}scopeNote"),
        links=tuple(links),
        shapes=tuple(shape for shape in shapes if term.iri in shape.targets),
        uses=term.uses,
        depth=vocabulary.depth(term),
        is_deprecated=any(value.value == "true" for value in term.facts.get(f"{OWL}deprecated", ())),
    )
