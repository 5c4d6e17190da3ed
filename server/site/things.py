"""The page of a thing: entity, concept, statement or whatever else the graph speaks of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from server.engine import QueryEngine
from server.site.answers import ask, page_query
from server.site.catalogue import Catalogue, Part, kind_of, place_of
from server.site.frame import FORMS, Crumb, Frame
from server.site.grounds import Ground, Target, read_ground, target_of
from server.site.picture import Picture, draw_neighbourhood
from server.site.sheet import Fact, Group, Line, Sheet
from server.site.titles import kind_title, plural_of, title_of
from server.site.within import Inner, read_within
from server.site.wording import IPR, OA, RDF, SKOS, has_triggers
from server.site.words import Piece, cut

_MOST_PLACES = 100


@dataclass(frozen=True)
class Place:
    """Where a plan names the thing: the part, and its words with the name marked."""

    part: Part
    title: str
    words: tuple[Piece, ...]
    status: str
    """What became of the measure, in the scheme's word; empty for headings."""


@dataclass(frozen=True)
class ThingPage:
    """What the page of a thing shows."""

    sheet: Sheet
    kind: str
    other_names: tuple[Target, ...]
    definition: tuple[Fact, ...]
    statement: tuple[Target, ...]
    """Subject, property and object, where the thing is a statement."""
    grounds: tuple[Ground, ...]
    """What it rests on, where it is a statement; itself, where it is evidence."""
    sentence: tuple[Piece, ...]
    """The words with what is spoken of marked, where it is a place in a plan."""
    groups: tuple[Group, ...]
    places: tuple[Place, ...]
    more_places: int
    picture: Picture | None
    within: tuple[Inner, ...]
    """What the document holds besides."""


def make_thing_page(engine: QueryEngine, catalogue: Catalogue, sheet: Sheet) -> ThingPage:
    """The page from what is said of the thing."""
    places = _places(catalogue, sheet.iri)
    is_entity = bool(kind_of(sheet.iri))
    definition = sheet.line(f"{SKOS}definition")
    return ThingPage(
        sheet=sheet,
        kind=kind_title(catalogue, sheet.iri, sheet.classes),
        other_names=other_names(sheet),
        definition=definition.facts if definition else (),
        statement=_statement(sheet),
        grounds=_grounds(engine, catalogue, sheet),
        sentence=_sentence(catalogue, sheet),
        groups=tuple(_without(sheet.groups, definition)),
        places=places[:_MOST_PLACES],
        more_places=max(0, len(places) - _MOST_PLACES),
        picture=draw_neighbourhood(sheet) if is_entity else None,
        within=read_within(engine, catalogue, sheet.iri),
    )


def _without(groups: Iterable[Group], line: Line | None) -> Iterator[Group]:
    """The groups without a line that is shown elsewhere."""
    for group in groups:
        lines = tuple(other for other in group.lines if other is not line)
        if lines:
            yield replace(group, lines=lines)


def thing_frame(catalogue: Catalogue, sheet: Sheet, version: str) -> Frame:
    """What stands around the page."""
    title = title_of(catalogue, sheet.iri)
    definition = next((value.label for value in sheet.values(f"{SKOS}definition") if value.language in {"", "en"}), "")
    return Frame(
        title=title,
        path=sheet.path,
        version=version,
        trail=_trail(catalogue, sheet.iri),
        about=sheet.iri,
        description=definition or f"{title}: what the graph says of it, and in which words.",
        query=query_behind("facts", sheet.iri),
        forms=tuple(FORMS),
        section="entities" if kind_of(sheet.iri) else "",
    )


def query_behind(name: str, iri: str, variable: str = "thing") -> str:
    """A query of a page as a reader can run it: the thing stands in it as a value."""
    return f"{page_query(name).rstrip()}\nVALUES ?{variable} {{ <{iri}> }}\n"


def other_names(sheet: Sheet) -> tuple[Target, ...]:
    """All names but the one that heads the page."""
    further = () if has_triggers(sheet.iri) else sheet.values(f"{SKOS}altLabel")
    names = (*sheet.values(f"{SKOS}prefLabel"), *further)
    return tuple(name for name in names if name.label != sheet.label)


def _trail(catalogue: Catalogue, iri: str) -> tuple[Crumb, ...]:
    home = Crumb("iprgraph", "")
    path = iri.partition("/iprgraph/")[2]
    if plural_of(iri):
        kind = Crumb(plural_of(iri), kind_of(iri))
        above = iri.rpartition("/")[0]
        whole = [Crumb(catalogue.label(above), path.rpartition("/")[0])] if above in catalogue.labels else []
        return (home, kind, *whole)
    pieces = path.split("/")
    if pieces[0] == "plan" and len(pieces) > 2:
        plan = iri.removesuffix(path) + "/".join(pieces[:2])
        crumbs = [home, Crumb(catalogue.label(plan), "/".join(pieces[:2]))]
        part = iri.removesuffix("/text")
        if part in catalogue.parts and part != iri:
            crumbs.append(Crumb(title_of(catalogue, part), path.removesuffix("/text")))
        return tuple(crumbs)
    if pieces[0] == "scheme" and len(pieces) > 2:
        scheme = iri.rpartition("/")[0]
        return (home, Crumb("Ontology", "ontology"), Crumb(catalogue.label(scheme), "/".join(pieces[:2])))
    return (home,)


def _statement(sheet: Sheet) -> tuple[Target, ...]:
    found = [sheet.values(f"{RDF}{name}") for name in ("subject", "predicate", "object")]
    return tuple(values[0] for values in found) if all(found) else ()


def _grounds(engine: QueryEngine, catalogue: Catalogue, sheet: Sheet) -> tuple[Ground, ...]:
    evidence = [value.iri for value in sheet.values(f"{IPR}hasEvidence")]
    if f"{IPR}Evidence" in sheet.classes:
        evidence = [sheet.iri]
    grounds = []
    for iri in evidence:
        rows = [row for row in ask(engine, "facts", thing=iri) if row["way"].value == "of"]
        grounds.append(read_ground(catalogue, iri, [(row["property"].value, row["value"]) for row in rows]))
    return tuple(grounds)


def _sentence(catalogue: Catalogue, sheet: Sheet) -> tuple[Piece, ...]:
    spans = [sheet.iri] if "/span/" in sheet.iri else []
    spans += [value.iri for value in sheet.values(f"{OA}hasTarget") if "/span/" in value.iri]
    for span in spans:
        plan, start, end = place_of(span.partition("#")[0])
        part = catalogue.part_at(plan, start, end)
        if part:
            return tuple(cut(part.words, part.start, (), [(start, end)]))
    if sheet.iri.endswith("/text") and sheet.iri.removesuffix("/text") in catalogue.parts:
        part = catalogue.parts[sheet.iri.removesuffix("/text")]
        return tuple(cut(part.words, part.start, catalogue.mentions_in.get(part.iri, ())))
    return ()


def _places(catalogue: Catalogue, iri: str) -> tuple[Place, ...]:
    by_part: dict[str, list[tuple[int, int]]] = {}
    for mention in catalogue.mentions_of.get(iri, ()):
        by_part.setdefault(mention.part, []).append((mention.start, mention.end))
    parts = sorted((catalogue.parts[name] for name in by_part if name in catalogue.parts), key=lambda p: p.order)
    return tuple(make_place(catalogue, part, by_part[part.iri]) for part in parts)


def make_place(catalogue: Catalogue, part: Part, marked: list[tuple[int, int]]) -> Place:
    """A part as it is listed: its words with some marked, and what became of it."""
    words = cut(part.words, part.start, catalogue.mentions_in.get(part.iri, ()), marked)
    return Place(part, title_of(catalogue, part.iri), tuple(words), status_of(catalogue, part))


def status_of(catalogue: Catalogue, part: Part) -> str:
    """What became of a measure, by the scheme's words; unknown where nothing was found out."""
    if not part.is_measure:
        return ""
    outcomes = catalogue.outcomes_of.get(part.iri, ())
    return " ".join(dict.fromkeys(outcome.status.rpartition("/")[2] for outcome in outcomes)) or "unknown"


def related(catalogue: Catalogue, iris: tuple[str, ...]) -> tuple[Target, ...]:
    """Things as links."""
    return tuple(target_of(catalogue, iri) for iri in iris)
