"""Mints every IRI of the data, from stable parts of the source only; an IRI is a promise.

>>> measure_iri("cn-2009", "II.1.2").value
'https://w3id.org/iprgraph/plan/cn-2009/II-1-2'
>>> span_iri("cn-2009", Span(3, 9)).value
'https://w3id.org/iprgraph/plan/cn-2009/span/3-9'
"""

import hashlib
import re
import unicodedata

from pyoxigraph import Literal, NamedNode, Triple

from graph.base import BASE as BASE
from graph.model import Span

ENTITY_PATHS = {
    "law": "law",
    "campaign": "campaign",
    "agency": "agency",
    "international-body": "body",
    "jurisdiction": "jurisdiction",
    "event": "event",
    "publication": "publication",
    "programme": "programme",
    "system": "system",
    "target": "target",
}
"""Mention type to path of the entity's IRI below the base."""

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def plan_iri(plan_id: str) -> NamedNode:
    """The plan."""
    return NamedNode(f"{BASE}plan/{plan_id}")


def measure_iri(plan_id: str, number: str) -> NamedNode:
    """An area, section, measure or (number 0) the introduction; hyphens, since engines misread two dots in a name."""
    return NamedNode(f"{BASE}plan/{plan_id}/{number.replace('.', '-')}")


def text_iri(plan_id: str, number: str) -> NamedNode:
    """The words of a numbered part; number empty: the plan's title line."""
    return NamedNode((measure_iri(plan_id, number) if number else plan_iri(plan_id)).value + "/text")


def expression_iri(plan_id: str, language: str) -> NamedNode:
    """The plan in one language."""
    return NamedNode(f"{BASE}plan/{plan_id}/expression/{language}")


def manifestation_iri(plan_id: str, language: str) -> NamedNode:
    """The text file that the graph was made from."""
    return NamedNode(f"{BASE}plan/{plan_id}/manifestation/{language}-txt")


def span_iri(plan_id: str, span: Span) -> NamedNode:
    """A stretch of the source, code points, end exclusive."""
    return NamedNode(f"{BASE}plan/{plan_id}/span/{span.start}-{span.end}")


def mention_iri(plan_id: str, span: Span, mention_type: str) -> NamedNode:
    """What a stretch of the source names, once per type."""
    return NamedNode(f"{BASE}plan/{plan_id}/mention/{span.start}-{span.end}-{mention_type}")


def target_iri(plan_id: str, span: Span) -> NamedNode:
    """A target or declared count, which has no name but its words."""
    return NamedNode(f"{BASE}target/{plan_id}-{span.start}-{span.end}")


def entity_iri(mention_type: str, slug: str) -> NamedNode:
    """A register entity; refuses a slug that is not lower-case words with hyphens."""
    if not SLUG.fullmatch(slug):
        raise ValueError(f"{slug!r} is no slug: lower-case letters and digits with single hyphens")
    return NamedNode(f"{BASE}{ENTITY_PATHS[mention_type]}/{slug}")


def entity_type(iri: str) -> str:
    """What an entity is, by its path; a plan is a document like those of type law."""
    path = iri.removeprefix(BASE).partition("/")[0]
    return next((name for name, own in ENTITY_PATHS.items() if own == path), "law")


def graph_iri(layer: str, plan_id: str = "") -> NamedNode:
    """The named graph of a layer, of one plan where the layer has one per plan."""
    return NamedNode(f"{BASE}graph/{layer}{'/' + plan_id if plan_id else ''}")


def count_iri(plan_id: str, facet: str = "", value: NamedNode | None = None) -> NamedNode:
    """The counts of a plan, or that of one value of a facet, named by what distinguishes the value's IRI.

    >>> count_iri("cn-2009", "law", NamedNode(f"{BASE}law/patent-law")).value
    'https://w3id.org/iprgraph/count/cn-2009#law-patent-law'
    """
    counts = f"{BASE}count/{plan_id}"
    if value is None:
        return NamedNode(counts)
    path = re.sub(f"^({re.escape(BASE)}(scheme/)?[a-z-]+[#/])", "", value.value)
    return NamedNode(f"{counts}#{facet}-{re.sub('[^A-Za-z0-9]+', '-', path)}")


def statement_iri(triple: Triple) -> NamedNode:
    """The node that stands for a triple: SHA-256 of its canonical N-Triples without the dot, first 32 hex digits."""
    line = f"{triple.subject} {triple.predicate} {triple.object}"
    return NamedNode(f"{BASE}statement/{_digest(line)}")


def evidence_iri(content: str) -> NamedNode:
    """A ground of statements, named by what it says: the same ground is one node."""
    return NamedNode(f"{BASE}evidence/{_digest(content)}")


def mapping_iri(target: str, triple: Triple) -> NamedNode:
    """The node that describes a link to another data set, named by the target and the link's triple."""
    line = f"{triple.subject} {triple.predicate} {triple.object}"
    return NamedNode(f"{BASE}mapping/{target}/{_digest(line)}")


def linkset_iri(target: str) -> NamedNode:
    """All links to one target, as a VoID linkset."""
    return NamedNode(f"{BASE}linkset/{target}")


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:32]


def slugify(name: str, limit: int = 60) -> str:
    """A slug for a name the register lacks: ASCII words with hyphens, cut at a word; a digest where nothing is left."""
    bare = re.sub("['\u2018\u2019]", "", name)
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode("ascii").lower()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = ""
    for word in words:
        if len(slug) + 1 + len(word) > limit and slug:
            break
        slug = f"{slug}-{word}" if slug else word[:limit]
    return slug or _digest(name)[:12]


def distinct_slug(name: str) -> str:
    """A slug for a name whose plain slug is taken by another name."""
    return f"{slugify(name)}-{_digest(name)[:6]}"


def literal(value: str, language: str = "") -> Literal:
    """A literal with a lower-case language tag, or a plain one."""
    return Literal(value, language=language.lower()) if language else Literal(value)
