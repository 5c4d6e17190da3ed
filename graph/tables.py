"""The tables: the graph as CSV, one table a kind of thing, several values in a cell separated by semicolons."""

import csv
import io
from collections.abc import Callable, Iterable

import pyoxigraph as ox

from graph.columns import TABLES
from graph.errors import NotFoundError
from graph.iris import BASE, ENTITY_PATHS, graph_iri
from graph.rdf_files import short
from graph.store import View
from graph.vocab import DCT, IPR, OA, OWL, RDF, RDFS, SKOS, SSSOM

Row = dict[str, str]
COLUMNS = {table.name: tuple(column.name for column in table.columns) for table in TABLES.values()}
"""Table to its columns."""


def table_csv(store: ox.Store, name: str) -> str:
    """The table as CSV with a header row (RFC 4180, but lines end with a line feed); refuses an unknown name."""
    if name not in COLUMNS:
        raise NotFoundError(f"no table {name!r}. There are: {', '.join(COLUMNS)}")
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS[name], lineterminator="\n")
    writer.writeheader()
    writer.writerows(_ROWS[name](View(store)))
    return out.getvalue()


def _mentions(view: View) -> Iterable[Row]:
    seen: set[tuple[str, str, str, str]] = set()
    for plan in view.instances(IPR.ActionPlan):
        plan_id = short(plan.value)
        prefix = f"{plan.value}/"
        found = [m for m in view.instances(IPR.Mention) if m.value.startswith(prefix)]
        for mention in sorted(found, key=_place):
            span = next(t for t in view.objects(mention, OA.hasTarget) if isinstance(t, ox.NamedNode))
            start, end = short(span.value).split("-")
            text = view.value(ox.NamedNode(f"{span.value}#quote"), OA.exact)
            part = view.value(mention, IPR.foundIn).removesuffix("/text").removeprefix(prefix)
            row = {
                "plan": plan_id,
                "measure": part.replace("-", "."),
                "type": view.value(mention, IPR.mentionType),
                "text": text,
                "start": start,
                "end": end,
                "entity": view.value(mention, OA.hasBody),
                "rule": view.value(mention, IPR.rule),
                "confidence": view.value(mention, IPR.confidence),
            }
            key = (plan_id, row["measure"], row["type"], text)
            if key not in seen:
                seen.add(key)
                yield row


def _place(mention: ox.NamedNode) -> tuple[int, int, str]:
    start, end, mention_type = short(mention.value).split("-", 2)
    return int(start), -int(end), mention_type


def _measures(view: View) -> Iterable[Row]:
    for plan in view.instances(IPR.ActionPlan):
        found = [m for m in view.instances(IPR.Measure) if m.value.startswith(f"{plan.value}/")]
        for measure in sorted(found, key=lambda m: _first_place(view, m)):
            yield _measure(view, short(plan.value), measure)


def _first_place(view: View, measure: ox.NamedNode) -> int:
    """Where its words begin: submeasures stand behind their measure."""
    words = ox.NamedNode(view.value(measure, IPR.statedIn))
    return int(short(view.value(words, IPR.span)).split("-")[0])


def _measure(view: View, plan_id: str, measure: ox.NamedNode) -> Row:
    number = view.value(measure, IPR.number)
    above = ox.NamedNode(view.value(measure, IPR.partOf))
    if IPR.Measure in view.objects(above, RDF.type):  # a submeasure stands in the section of its measure
        above = ox.NamedNode(view.value(above, IPR.partOf))
    section = view.value(above, IPR.number)
    stated, proposed = view.values(measure, IPR.leadAgency), view.values(measure, IPR.proposedLeadAgency)
    named = view.values(measure, IPR.mentions)
    outcomes = sorted(view.subjects(IPR.assesses, measure), key=lambda o: int(o.value.rpartition("-")[2]))
    statuses = dict.fromkeys(short(view.value(o, IPR.outcomeStatus)) for o in outcomes)
    return {
        "plan": plan_id,
        "number": number,
        "iri": measure.value,
        "area": number.split(".")[0],
        "section": section if "." in section else "",
        "text": view.value(measure, IPR.text),
        "rights": _concepts(_top(view, view.values(measure, IPR.coversRight))),
        "acts": _concepts(view.values(measure, IPR.act)),
        "pace": _concepts(view.values(measure, IPR.pace)),
        "instruments": _below(named, "law"),
        "campaigns": _below(named, "campaign"),
        "agencies": _below(named, "agency"),
        "bodies": _below(named, "international-body"),
        "lead": ";".join(stated or proposed),
        "lead_basis": "stated" if stated else "proposed" if proposed else "unknown",
        "outcome": ";".join(statuses) or "unknown",
    }


def _top(view: View, iris: Iterable[str]) -> list[str]:
    """The concepts at the top of their scheme; narrower ones imply them."""
    return [i for i in iris if view.values(ox.NamedNode(i), SKOS.topConceptOf)]


def _concepts(iris: Iterable[str]) -> str:
    return ";".join(short(i) for i in iris)


def _below(iris: Iterable[str], mention_type: str) -> str:
    base = f"{BASE}{ENTITY_PATHS[mention_type]}/"
    return ";".join(i for i in iris if i.startswith(base))


def _entities(view: View) -> Iterable[Row]:
    types = {f"{BASE}{path}/": name for name, path in ENTITY_PATHS.items() if name != "target"}
    register = graph_iri("register")
    found = {q.subject for q in view.store.quads_for_pattern(None, SKOS.prefLabel, None, register)}
    for node in sorted((s for s in found if isinstance(s, ox.NamedNode)), key=lambda s: s.value):
        name = next((n for base, n in types.items() if node.value.startswith(base)), "")
        if not name:
            continue
        yield {
            "iri": node.value,
            "type": name,
            "label_en": view.text(node, SKOS.prefLabel, "en"),
            "label_zh": view.text(node, SKOS.prefLabel, "zh"),
            "alt": ";".join(view.values(node, SKOS.altLabel)),
            "mentions": str(len(view.subjects(OA.hasBody, node))),
            "links": ";".join(_links_of(view, node)),
        }


_MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)


def _links_of(view: View, node: ox.NamedNode) -> list[str]:
    return sorted({v for predicate in _MATCHES for v in view.values(node, predicate)})


def _outcomes(view: View) -> Iterable[Row]:
    for outcome in view.instances(IPR.Outcome):
        measure = ox.NamedNode(view.value(outcome, IPR.assesses))
        plan_id, number = measure.value.removeprefix(f"{BASE}plan/").split("/")
        evidence = _evidence(view, outcome)
        yield {
            "plan": plan_id,
            "measure": number.replace("-", "."),
            "status": short(view.value(outcome, IPR.outcomeStatus)),
            "date": view.value(outcome, DCT.date),
            "resulted_in": ";".join(view.values(outcome, IPR.resultedIn)),
            "what": view.text(outcome, SKOS.definition, "en"),
            "source": ";".join(sorted({s for e in evidence for s in view.values(e, DCT.source)})),
            "checked": ";".join(sorted({c for e in evidence for c in view.values(e, IPR.dateChecked)})),
            "confidence": min((view.value(e, IPR.confidence) for e in evidence), default=""),
        }


def _evidence(view: View, subject: ox.NamedNode) -> list[ox.NamedNode]:
    nodes = view.subjects(RDF.subject, subject)
    return sorted({e for n in nodes for e in view.objects(n, IPR.hasEvidence) if isinstance(e, ox.NamedNode)}, key=str)


def _links(view: View) -> Iterable[Row]:
    """The mappings by subject, target and object; predicate and justification as SSSOM writes them."""
    base = f"{BASE}mapping/"
    rows = []
    for mapping in view.instances(SSSOM.Mapping):
        rows.append(
            {
                "subject": view.value(mapping, OWL.annotatedSource),
                "predicate": f"skos:{short(view.value(mapping, OWL.annotatedProperty))}",
                "object": view.value(mapping, OWL.annotatedTarget),
                "target": mapping.value.removeprefix(base).partition("/")[0],
                "justification": f"semapv:{short(view.value(mapping, SSSOM.mapping_justification))}",
                "confidence": view.value(mapping, SSSOM.confidence),
                "source": ";".join([view.value(mapping, SSSOM.mapping_provider), *view.values(mapping, RDFS.seeAlso)]),
                "checked": view.value(mapping, DCT.created),
            }
        )
    return sorted(rows, key=lambda row: (row["subject"], row["target"], row["object"]))


_ROWS: dict[str, Callable[[View], Iterable[Row]]] = {
    "mentions": _mentions,
    "measures": _measures,
    "entities": _entities,
    "outcomes": _outcomes,
    "links": _links,
}
