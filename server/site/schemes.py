"""The concept schemes: a list of them, and for each its concepts as a tree with how often each is used."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from graph.base import BASE
from server.engine import QueryEngine
from server.site.answers import Term, ask
from server.site.catalogue import Catalogue
from server.site.frame import FORMS, Crumb, Frame
from server.site.grounds import Target, target_of
from server.site.sheet import Group, Sheet
from server.site.things import query_behind
from server.site.wording import ELI, IPR, OWL, SKOS, WORDINGS, has_triggers

SCHEMES = f"{BASE}scheme/"
CONCEPT_SCHEME = f"{SKOS}ConceptScheme"


@dataclass(frozen=True)
class SchemeRow:
    """A scheme in the list."""

    target: Target
    other: str
    """Its name in another language."""
    language: str
    definition: str
    concepts: int


@dataclass(frozen=True)
class ConceptShown:
    """A concept in the tree."""

    target: Target
    name: str
    """The last part of its IRI, which is its anchor."""
    labels: tuple[Term, ...]
    """Its names in other languages than English."""
    definitions: tuple[Term, ...]
    notes: tuple[Term, ...]
    words: tuple[Term, ...]
    """Further names, or the words by which plans are read."""
    uses: tuple[tuple[str, int], ...]
    """What has the concept, and how many."""
    below: tuple["ConceptShown", ...]


@dataclass(frozen=True)
class SchemePage:
    """What the page of a scheme shows."""

    sheet: Sheet
    other_labels: tuple[Target, ...]
    definitions: tuple[Target, ...]
    has_triggers: bool
    tree: tuple[ConceptShown, ...]
    count: int
    groups: tuple[Group, ...]


def list_schemes(catalogue: Catalogue) -> tuple[SchemeRow, ...]:
    """The schemes by their names; known by the paths of the concepts that have names."""
    found = [iri for iri in catalogue.labels if iri.startswith(SCHEMES)]
    schemes = [iri for iri in found if "/" not in iri.removeprefix(SCHEMES)]
    rows = []
    for iri in sorted(schemes, key=lambda iri: (catalogue.label(iri).casefold(), iri)):
        other, language = catalogue.other_label(iri)
        concepts = sum(1 for name in found if name.startswith(f"{iri}/"))
        definition = catalogue.definitions.get(iri, "")
        rows.append(SchemeRow(target_of(catalogue, iri), other, language, definition, concepts))
    return tuple(rows)


def schemes_frame(version: str) -> Frame:
    """What stands around the list."""
    told = "The concept schemes of iprgraph: rights, acts, paces, audiences and others, in English and Chinese."
    trail = (Crumb("iprgraph", ""), Crumb("Ontology", "ontology"))
    return Frame("Concept schemes", "scheme", version, trail, description=told, section="ontology")


def make_scheme_page(engine: QueryEngine, catalogue: Catalogue, sheet: Sheet) -> SchemePage:
    """The page of a scheme."""
    facts: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for row in ask(engine, "scheme", scheme=sheet.iri):
        facts[row["concept"].value][row["property"].value.removeprefix(SKOS)].append(row["value"])
    uses: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in ask(engine, "scheme-uses", scheme=sheet.iri):
        prop = row["property"].value
        known = prop.startswith((IPR, ELI))  # what else links and annotations say is no use either
        if prop == f"{OWL}annotatedSource":  # what a record of a link says of a concept is no use of it
            continue
        name = WORDINGS[prop].by if prop in WORDINGS else f"{catalogue.label(prop)} (of)" * known
        if name:
            uses[row["concept"].value].append((name, int(row["uses"].value)))
    tops = [iri for iri, told in facts.items() if not any(value.value in facts for value in told["broader"])]
    names = sheet.values(f"{SKOS}prefLabel")
    return SchemePage(
        sheet=sheet,
        other_labels=tuple(name for name in names if name.label != sheet.label),
        definitions=sheet.values(f"{SKOS}definition"),
        has_triggers=has_triggers(f"{sheet.iri}/"),
        tree=_concepts(catalogue, facts, uses, tops),
        count=len(facts),
        groups=tuple(group for group in sheet.groups if group.key in {"elsewhere", "record", "technical"}),
    )


def scheme_frame(catalogue: Catalogue, sheet: Sheet, version: str) -> Frame:
    """What stands around the page of a scheme."""
    home = (Crumb("iprgraph", ""), Crumb("Ontology", "ontology"), Crumb("Concept schemes", "scheme"))
    told = catalogue.definitions.get(sheet.iri, "")
    query = query_behind("scheme", sheet.iri, "scheme")
    return Frame(sheet.label, sheet.path, version, home, sheet.iri, told, query, tuple(FORMS), "ontology")


def _concepts(
    catalogue: Catalogue,
    facts: Mapping[str, Mapping[str, list[Term]]],
    uses: Mapping[str, list[tuple[str, int]]],
    iris: list[str],
    above: frozenset[str] = frozenset(),
) -> tuple[ConceptShown, ...]:
    shown = []
    for iri in sorted(iris, key=lambda iri: (catalogue.label(iri).casefold(), iri)):
        told, here = facts[iri], above | {iri}
        lower = [name for name in facts if name not in here and any(v.value == iri for v in facts[name]["broader"])]
        label = catalogue.label(iri)
        concept = ConceptShown(
            target=target_of(catalogue, iri),
            name=iri.rpartition("/")[2],
            labels=tuple(value for value in told["prefLabel"] if value.value != label),
            definitions=_english_first(told["definition"]),
            notes=_english_first(told["scopeNote"]),
            words=_english_first([*told["altLabel"], *told["hiddenLabel"]]),
            uses=tuple(uses.get(iri, ())),
            below=_concepts(catalogue, facts, uses, lower, here),
        )
        shown.append(concept)
    return tuple(shown)


def _english_first(values: list[Term]) -> tuple[Term, ...]:
    return tuple(sorted(values, key=lambda value: (value.language != "en", value.language, value.value.casefold())))
