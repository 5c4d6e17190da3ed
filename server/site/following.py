"""What a fact that was inferred follows from, by which rule; the rules are those of graph/inference.py, in words."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from graph.base import BASE
from server.site.answers import Term
from server.site.catalogue import Catalogue
from server.site.grounds import Triple
from server.site.titles import short_name
from server.site.wording import ELI, ELI_DL, IPR, ORG, RDF, SCHEMA

_TYPE, _RIGHT = f"{RDF}type", f"{IPR}coversRight"
_IN_FORCE = tuple(f"{BASE}scheme/existence/{name}" for name in ("in-force", "repealed"))
_LEGAL = frozenset((f"{ELI}LegalResource", f"{SCHEMA}Legislation"))
_BODIES = (f"{IPR}Agency", f"{IPR}InternationalBody")


class Following(NamedTuple):
    """A rule in words, and the facts to which it was applied."""

    rule: str
    premises: tuple[Triple, ...]


_Known = Collection[Triple]
_Rule = Callable[[Catalogue, _Known, Triple], Following | None]


def follow(catalogue: Catalogue, known: _Known, triple: Triple) -> Following | None:
    """By what the triple follows from the facts known of its subject or object; None where no rule gives it."""
    found = (rule(catalogue, known, triple) for rule in _RULES)
    return next((following for following in found if following), None)


def _by_converse(catalogue: Catalogue, known: _Known, triple: Triple) -> Following | None:
    for inverse in catalogue.axioms.inverses.get(triple.property, ()):
        premise = _triple(triple.object.value, inverse, triple.subject)
        if premise in known:
            told = f"The same fact seen from its other end: {_term(catalogue, inverse)} read backwards."
            return Following(told, (premise,))
    return None


def _by_narrower_property(catalogue: Catalogue, known: _Known, triple: Triple) -> Following | None:
    for narrower in catalogue.axioms.properties.get(triple.property, ()):
        premise = triple._replace(property=narrower)
        if premise in known:
            properties = _term(catalogue, narrower), _term(catalogue, triple.property)
            told = "Where {} holds, the broader {} holds too.".format(*properties)
            return Following(told, (premise,))
    return None


def _by_narrower_class(catalogue: Catalogue, known: _Known, triple: Triple) -> Following | None:
    for narrower in catalogue.axioms.classes.get(triple.object.value, ()) if triple.property == _TYPE else ():
        premise = _triple(triple.subject, _TYPE, narrower)
        if premise in known:
            classes = _term(catalogue, narrower), _term(catalogue, triple.object.value)
            return Following("Whatever is of the class {} is also of the class {}.".format(*classes), (premise,))
    return None


def _by_narrower_right(catalogue: Catalogue, known: _Known, triple: Triple) -> Following | None:
    covered = catalogue.about.get(triple.subject, {}).get("coversRight", ()) if triple.property == _RIGHT else ()
    for narrower in catalogue.axioms.concepts.get(triple.object.value, ()):
        if narrower in covered or _triple(triple.subject, _RIGHT, narrower) in known:
            rights = _term(catalogue, narrower), _term(catalogue, triple.object.value)
            told = "A measure that covers the right {} covers the broader {} too.".format(*rights)
            return Following(told, (_triple(triple.subject, _RIGHT, narrower),))
    return None


def _by_outcome(catalogue: Catalogue, _: _Known, triple: Triple) -> Following | None:
    if triple.property != f"{ELI_DL}executed":
        return None
    for outcome in catalogue.outcomes_of.get(triple.object.value, ()):
        if triple.subject in outcome.results:
            measure = _triple(outcome.iri, f"{IPR}assesses", outcome.measure)
            result = _triple(outcome.iri, f"{IPR}resultedIn", triple.subject)
            told = "A campaign or event in which a measure resulted carried the measure out."
            return Following(told, (measure, result))
    return None


def _by_existence(_: Catalogue, known: _Known, triple: Triple) -> Following | None:
    if triple.property != _TYPE or triple.object.value not in _LEGAL:
        return None
    premises = (_triple(triple.subject, f"{IPR}existence", status) for status in _IN_FORCE)
    premise = next((premise for premise in premises if premise in known), None)
    told = "An instrument that is or was in force is a legal resource (ELI) and legislation (schema.org)."
    return Following(told, (premise,)) if premise else None


def _by_standing(_: Catalogue, known: _Known, triple: Triple) -> Following | None:
    if triple.property != _TYPE or triple.object.value not in {f"{ORG}FormalOrganization", f"{ORG}OrganizationalUnit"}:
        return None
    units = [t for t in known if t.subject == triple.subject and t.property == f"{ORG}unitOf"]
    classes = (_triple(triple.subject, _TYPE, name) for name in _BODIES)
    body = next((premise for premise in classes if premise in known), None)
    if body is None:
        return None
    if triple.object.value == f"{ORG}FormalOrganization":
        return Following("A body that is no unit of another is an organisation by itself (W3C ORG).", (body,))
    return Following("An international body within another is a unit of it (W3C ORG).", (body, *units))


_RULES: tuple[_Rule, ...] = (
    _by_narrower_property,
    _by_converse,
    _by_narrower_class,
    _by_narrower_right,
    _by_outcome,
    _by_existence,
    _by_standing,
)


def _triple(subject: str, prop: str, value: str) -> Triple:
    return Triple(subject, prop, Term(value, is_iri=True))


def _term(catalogue: Catalogue, iri: str) -> str:
    return f"“{catalogue.label(iri) if iri in catalogue.labels else short_name(iri)}”"
