"""All checks of a data set: shapes, violation queries, declared counts, spans, losslessness, what the engine keeps."""

from collections.abc import Callable, Iterator

import pyoxigraph as ox

from graph.coverage import measure_coverage, never_looked_for
from graph.iris import graph_iri, measure_iri, text_iri
from graph.parse import check_contents
from graph.quads import DataSet
from graph.queries import read_queries, violations
from graph.report import Finding, Report, make_report
from graph.resources import ontology_dir
from graph.shapes import validate_apart
from graph.text_layer import rebuild_text
from graph.unclaimed import find_unclaimed
from graph.vocab import OA, VOID

Progress = Callable[[str], None]


def run_checks(dataset: DataSet, progress: Progress = lambda _: None) -> Report:
    """Every check over the data set in memory."""
    shapes = validate_apart(_pieces(dataset), ontology_dir() / "shapes.ttl")
    store = load_store(dataset)
    checks: dict[str, Callable[[], Iterator[Finding]]] = {
        "kept-by-engine": lambda: _kept(dataset, store),
        "lossless": lambda: _lossless(dataset, store),
        "spans": lambda: _spans(dataset, store),
        "contents": lambda: _contents(dataset),
        "unregistered-names": lambda: _unregistered(dataset),
        "unclaimed-names": lambda: _unclaimed(dataset),
        "links-looked-for": lambda: _never_looked_for(dataset),
        "violation-queries": lambda: _violations(store),
        "shapes": lambda: iter(shapes()),
    }
    findings: list[Finding] = []
    for name, check in checks.items():
        progress(f"check {name}")
        findings += check()
    return make_report(findings, checks, measure_coverage(dataset.links))


def load_store(dataset: DataSet) -> ox.Store:
    """The data set as it is served: every quad in its graph, and once in the default graph."""
    store = ox.Store()
    quads = list(dataset.quads())
    store.bulk_extend(quads)
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    return store


def _pieces(dataset: DataSet) -> list[list[ox.Triple]]:
    """Provenance and all the rest: statement and evidence nodes are described by the provenance graph alone.

    The figures of VoID are left out, but those of linksets: they are many, and no shape speaks of the others.
    """
    apart, figures = graph_iri("provenance"), frozenset(VOID[name] for name in VOID)
    rest = [t for graph, triples in dataset.graphs.items() if graph != apart for t in triples]
    linksets = {t.subject for t in rest if t.object == VOID.Linkset}
    rest = [t for t in rest if t.predicate not in figures or t.subject in linksets]
    return [list(dataset.graphs.get(apart, ())), rest]


def _kept(dataset: DataSet, store: ox.Store) -> Iterator[Finding]:
    """What went into the engine must come out unchanged."""
    given = set(dataset.quads())
    kept = {q for q in store if q.graph_name != ox.DefaultGraph()}
    for quad in sorted(given - kept, key=str):
        message = "the engine gives this statement back in another form"
        yield Finding(
            "kept-by-engine",
            "violation",
            message,
            str(quad.subject)[1:-1],
            value=str(quad.object),
            cure="Write the literal in canonical form",
        )


def _lossless(dataset: DataSet, store: ox.Store) -> Iterator[Finding]:
    for reading in dataset.readings:
        plan = reading.plan
        rebuilt = rebuild_text(store, plan.plan_id)
        if rebuilt != plan.text.encode("utf-8"):
            yield Finding(
                "lossless",
                "violation",
                f"the graph gives back {len(rebuilt)} bytes, not the source's {plan.size}",
                graph_iri("text", plan.plan_id).value,
            )


def _spans(dataset: DataSet, store: ox.Store) -> Iterator[Finding]:
    """source[start:end] must be the quote, for every span of every graph."""
    texts = {r.plan.plan_id: r.plan.text for r in dataset.readings}
    for quad in store.quads_for_pattern(None, OA.exact, None, ox.DefaultGraph()):
        assert isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
        span = quad.subject.value.removesuffix("#quote")
        plan_id, _, ends = span.rpartition("/plan/")[2].partition("/span/")
        start, _, end = ends.partition("-")
        if texts[plan_id][int(start) : int(end)] != quad.object.value:
            yield Finding(
                "spans",
                "violation",
                "the quote is not what the source has there",
                span,
                value=quad.object.value,
            )


def _contents(dataset: DataSet) -> Iterator[Finding]:
    for reading in dataset.readings:
        for message in check_contents(reading.plan):
            yield Finding("contents", "warning", message, text_iri(reading.plan.plan_id, "").value)


def _unregistered(dataset: DataSet) -> Iterator[Finding]:
    """Names that only a pattern found: the plan works, and curation is due."""
    for reading in dataset.readings:
        for mention in reading.mentions:
            if mention.rule.startswith("pattern-"):
                words = mention.span.of(reading.plan.text)
                message = f"{mention.part.number} names {words!r}, which the register lacks ({mention.rule})"
                cure = f"Add it to data/entities/{mention.mention_type}.ttl, or refuse it in decisions.toml"
                yield Finding("unregistered-names", "warning", message, mention.entity, value=words, cure=cure)


def _unclaimed(dataset: DataSet) -> Iterator[Finding]:
    """Every capitalised name is claimed by a mention or explained by a ruling."""
    for reading in dataset.readings:
        for unclaimed in find_unclaimed(reading.plan, reading.mentions, reading.rulings):
            words = unclaimed.span.of(reading.plan.text)
            number = unclaimed.part.number
            message = f"{number} has the name {words!r}, which nothing claims"
            cure = "Add it to data/entities, or explain it in decisions.toml: [[no_name]] in, text, reason"
            focus = measure_iri(reading.plan.plan_id, number).value
            yield Finding("unclaimed-names", "violation", message, focus, value=words, cure=cure)


def _never_looked_for(dataset: DataSet) -> Iterator[Finding]:
    """Every instrument, agency, body and jurisdiction is linked to another data set, or was looked for in one."""
    for iri in never_looked_for(dataset.links):
        message = "it is linked to no other data set, and nobody says where it was looked for"
        cure = "Add a row to a linkset of data/links, or to verdicts.tsv there"
        yield Finding("links-looked-for", "warning", message, iri, cure=cure)


def _violations(store: ox.Store) -> Iterator[Finding]:
    for query in read_queries("checks"):
        for message, focus, value in violations(query, store):
            yield Finding(query.name, "violation", message, focus, value=value, cure=query.question)
