"""graph/checks.py and queries/checks: each check refuses a data set that is wrong, and passes one that is right."""

from dataclasses import replace

import pyoxigraph as ox
import pytest

from graph.checks import load_store, run_checks
from graph.grounding import Reading
from graph.quads import DataSet
from graph.queries import read_queries, violations
from graph.report import Report
from graph.rulings import Rulings
from graph.vocab import BASE, IPR, OA, PREFIXES, SKOS, XSD
from tests.inventing import SMALL, invent_plan

G = f"{BASE}graph/"
PLAN = "<plan/mini-2031/A-1-1>"
FAR = "<span/1> oa:hasSelector <span/2> . <span/2> oa:start 1 ; oa:end 2 ."
EXACT = "; a sssom:Mapping ; owl:annotatedProperty skos:exactMatch ; owl:annotatedTarget <https://example.org/9>"

# Violation query to the statements that break its rule, as TriG below the base.
BREAKS = {
    "count-of-another-number-violation": "g:x { <plan/mini-2031/new> a ipr:Measure ; ipr:partOf <plan/mini-2031/A-1> }",
    "declared-count-violation": "g:x { <plan/mini-2031/D-1-9> a ipr:Measure ; ipr:partOf <plan/mini-2031/D-1> }",
    "ends-before-it-begins-violation": (
        'g:x { <event/e> schema:startDate "2031-05"^^xsd:gYearMonth ; schema:endDate "2031-04-30"^^xsd:date }'
    ),
    "exact-match-of-a-successor-violation": (
        "g:x { <mapping/x/1> a sssom:Mapping ; owl:annotatedSource <agency/patent-office> ; "
        "owl:annotatedProperty skos:exactMatch ; owl:annotatedTarget <https://example.org/9> ; "
        'sssom:object_label "agency for inventions" }'
    ),
    "exact-match-of-another-day-violation": (
        "g:links { <law/trade-marks-act> skos:exactMatch <https://example.org/9> . "
        '<https://example.org/9> eli:date_document "2040-01-01"^^xsd:date }'
    ),
    "exact-match-shared-violation": (
        f"g:x {{ <mapping/x/1> owl:annotatedSource <law/border-rules> {EXACT} . "
        f"<mapping/y/2> owl:annotatedSource <law/seeds-act> {EXACT} }}"
    ),
    "exact-match-twice-violation": (
        f"g:x {{ <mapping/x/1> owl:annotatedSource <law/border-rules> {EXACT} . "
        f"<mapping/x/2> owl:annotatedSource <law/border-rules> {EXACT.replace('/9', '/10')} }}"
    ),
    "evidence-of-nothing-violation": "g:provenance { <evidence/e> a ipr:Evidence }",
    "hierarchy-in-a-circle-violation": "g:x { <agency/a> org:unitOf <agency/b> . <agency/b> org:unitOf <agency/a> }",
    "label-used-twice-violation": (
        'g:register { <law/a> a ipr:LegalInstrument ; skos:prefLabel "A"@en . '
        '<law/b> a ipr:LegalInstrument ; skos:prefLabel "A"@en }'
    ),
    "link-without-mapping-violation": "g:links { <law/border-rules> skos:closeMatch <https://example.org/9> }",
    "mapping-of-nothing-violation": f"g:x {{ <mapping/x/1> owl:annotatedSource <law/border-rules> {EXACT} }}",
    "mention-of-unknown-violation": "g:x { <m> a ipr:Mention ; oa:hasBody <law/none> }",
    "mention-outside-part-violation": (
        f"g:x {{ <m> a ipr:Mention ; oa:hasTarget <span/1> ; ipr:foundIn <plan/mini-2031/A-1-1/text> . {FAR} }}"
    ),
    "number-used-twice-violation": (
        'g:x { <plan/mini-2031/new> ipr:number "A.1.1" ; ipr:partOf <plan/mini-2031/A-1> }'
    ),
    "part-outside-plan-violation": 'g:x { <plan/none/I> ipr:number "I" }',
    "proposal-among-facts-violation": f"g:register {{ {PLAN} ipr:proposedLeadAgency <agency/assembly> }}",
    "resource-that-never-was-violation": (
        "g:x { <law/a> a ipr:LegalInstrument , eli:LegalResource ; ipr:existence <scheme/existence/draft> }"
    ),
    "stated-words-elsewhere-violation": (
        f"<graph/statements/mini-2031> {{ {PLAN} ipr:revises <law/border-rules> }} g:provenance {{ "
        f"<s> rdf:subject {PLAN} ; rdf:predicate ipr:revises ; rdf:object <law/border-rules> ; ipr:hasEvidence <e> . "
        f"<e> ipr:basis <scheme/basis/stated> ; ipr:span <span/1> . {FAR} }}"
    ),
    "statement-of-nothing-violation": (
        "g:provenance { <s> a rdf:Statement ; rdf:subject <a> ; rdf:predicate ipr:revises ; rdf:object <b> }"
    ),
    "statement-without-evidence-violation": 'g:register { <law/a> skos:note "No."@en }',
    "succession-to-itself-violation": (
        "g:x { <c> org:originalOrganization <agency/a> ; org:resultingOrganization <agency/a> }"
    ),
    "triple-in-two-graphs-violation": "g:x { <a> ipr:partOf <b> } g:y { <a> ipr:partOf <b> }",
}


def quads_of(trig: str) -> list[ox.Quad]:
    """The statements, in their graphs and in the default graph, as they are served."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    text = f"@base <{BASE}> .\n@prefix g: <{G}> .\n{head}{trig}"
    quads = list(ox.parse(text.encode(), format=ox.RdfFormat.TRIG))
    return [*quads, *(ox.Quad(q.subject, q.predicate, q.object) for q in quads)]


def changed(dataset: DataSet, graph: str, old: ox.Triple | None, new: ox.Triple | None) -> DataSet:
    """The data set with one triple of a graph taken out and another put in."""
    node = ox.NamedNode(G + graph)
    triples = {*dataset.graphs[node]} - {old} | ({new} if new else set())
    return replace(dataset, graphs={**dataset.graphs, node: {t for t in triples if t is not None}})


def found_by(report: Report, check: str) -> list[str]:
    """The severities of what the check found."""
    return [f.severity for f in report.findings if f.check == check]


def test_the_invented_data_set_conforms(mini_dataset: DataSet) -> None:
    report = run_checks(mini_dataset)
    assert report.conforms, report.findings
    assert report.checks == (
        "kept-by-engine", "lossless", "spans", "contents", "unregistered-names", "unclaimed-names",
        "links-looked-for", "violation-queries", "shapes",
    )  # fmt: skip


def test_progress_names_each_check(mini_dataset: DataSet, without_shapes: None) -> None:
    steps: list[str] = []
    run_checks(mini_dataset, steps.append)
    assert steps[0] == "check kept-by-engine"
    assert len(steps) == 9


def test_every_violation_query_is_shown_to_refuse_something() -> None:
    assert {q.name for q in read_queries("checks")} == set(BREAKS)


@pytest.mark.parametrize("name", BREAKS)
def test_a_violation_query_refuses_what_breaks_its_rule(mini_dataset: DataSet, name: str) -> None:
    store = load_store(mini_dataset)
    query = next(q for q in read_queries("checks") if q.name == name)
    assert list(violations(query, store)) == []
    store.extend(quads_of(BREAKS[name]))
    found = list(violations(query, store))
    assert found
    assert all(message and focus.startswith(BASE) for message, focus, _ in found)


def test_a_violation_reaches_the_report_with_its_question_as_cure(mini_dataset: DataSet, without_shapes: None) -> None:
    note = ox.Triple(ox.NamedNode(f"{BASE}law/signs-decree"), SKOS.note, ox.Literal("No ground.", language="en"))
    report = run_checks(changed(mini_dataset, "register", None, note))
    (finding,) = [f for f in report.findings if f.severity == "violation"]
    assert finding.check == "statement-without-evidence-violation"
    assert finding.cure.startswith("Every triple of statements")


def test_a_literal_that_the_engine_rewrites_is_refused(mini_dataset: DataSet, without_shapes: None) -> None:
    odd = ox.Triple(ox.NamedNode(f"{BASE}x"), IPR.order, ox.Literal("01", datatype=XSD.integer))
    report = run_checks(changed(mini_dataset, "meta", None, odd))
    assert found_by(report, "kept-by-engine") == ["violation"]


def test_a_text_that_does_not_come_back_is_refused(mini_dataset: DataSet, without_shapes: None) -> None:
    text = mini_dataset.graphs[ox.NamedNode(f"{G}text/mini-zh")]
    segment = min((t for t in text if t.predicate == IPR.segmentOf), key=str)
    report = run_checks(changed(mini_dataset, "text/mini-zh", segment, None))
    assert found_by(report, "lossless") == ["violation"]


def test_a_quote_that_the_source_does_not_have_is_refused(mini_dataset: DataSet, without_shapes: None) -> None:
    mentions = mini_dataset.graphs[ox.NamedNode(f"{G}mentions/mini-2031")]
    quote = min((t for t in mentions if t.predicate == OA.exact), key=str)
    wrong = ox.Triple(quote.subject, OA.exact, ox.Literal("other words"))
    report = run_checks(changed(mini_dataset, "mentions/mini-2031", quote, wrong))
    assert found_by(report, "spans") == ["violation"]


def test_a_heading_that_differs_from_the_contents_is_a_warning(mini_dataset: DataSet, without_shapes: None) -> None:
    plan = invent_plan("I. Law\nII. Courts\n" + SMALL, contents=True, plan_id="mini-2031")
    dataset = replace(mini_dataset, readings=(Reading(plan, ()), *mini_dataset.readings[1:]))
    report = run_checks(replace(dataset, graphs={ox.NamedNode(f"{G}x"): set()}))
    assert found_by(report, "contents") == ["warning"]


def test_a_name_that_the_register_lacks_is_a_warning_with_its_cure(mini_dataset: DataSet, without_shapes: None) -> None:
    report = run_checks(mini_dataset)
    found = [f for f in report.findings if f.check == "unregistered-names"]
    assert [f.value for f in found] == ["Campaign Harbour Watch", "Regulations on Quick Hearings"]
    assert {f.severity for f in found} == {"warning"}
    assert found[0].cure == "Add it to data/entities/campaign.ttl, or refuse it in decisions.toml"


def test_a_capitalised_name_that_nobody_explains_is_told(mini_dataset: DataSet, without_shapes: None) -> None:
    silent = replace(mini_dataset.readings[0], rulings=Rulings())
    report = run_checks(replace(mini_dataset, readings=(silent, *mini_dataset.readings[1:])))
    (finding,) = [f for f in report.findings if f.check == "unclaimed-names"]
    assert (finding.value, finding.focus) == ("Old Quay", f"{BASE}plan/mini-2031/D-1-4")
    assert "[[no_name]]" in finding.cure


def test_a_shape_that_is_broken_is_refused(mini_dataset: DataSet) -> None:
    mentions = mini_dataset.graphs[ox.NamedNode(f"{G}mentions/mini-2031")]
    sure = min((t for t in mentions if t.predicate == IPR.confidence), key=str)
    surest = ox.Triple(sure.subject, IPR.confidence, ox.Literal("7", datatype=XSD.decimal))
    report = run_checks(changed(mini_dataset, "mentions/mini-2031", sure, surest))
    assert "violation" in found_by(report, "shapes")
    assert not report.conforms
