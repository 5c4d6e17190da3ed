"""Why a query has no answer: what is found, and that nothing wrong is claimed."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.datasets import Dataset
from graph.emptiness import explain_emptiness
from graph.named import collect_names
from graph.nearness import NameIndex
from graph.outline import Outline, read_outline
from graph.probes import Prober
from graph.queries import StoredQuery, read_queries
from graph.querytext import DatasetChoice, Edit, apply_edits
from graph.reasons import Explanation
from graph.resources import dist_file
from graph.store import read_dist

PROLOGUE = """PREFIX e: <http://e/>
PREFIX g: <http://g/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
WORLD = """@prefix e: <http://e/> . @prefix g: <http://g/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
g:laws {
  e:patent-law a e:Law ; rdfs:label "Patent Law"@en , "专利法"@zh-hans ; e:year 2008 ; e:by e:congress .
  e:trademark-law a e:Law ; rdfs:label "Trademark Law"@en ; e:year 2001 ; e:by e:congress .
}
g:people { e:congress a e:Agency ; rdfs:label "Congress"@en ; e:seat "Beijing" . }
"""
# What stands in braces after SELECT *, what is told (kind and reason of the culprit), and the names at fault.
CASES = [
    # Names that the data do not have.
    ("?x a e:Lav", "triple", "unknown name", {"e:Lav": "missing"}),
    ("?x a e:Law ; e:yaer ?y", "triple", "unknown name", {"e:yaer": "missing"}),
    ("?x a e:Law . ?x e:by e:congres", "triple", "unknown name", {"e:congres": "missing"}),
    ("e:patent-lw ?p ?o", "triple", "unknown name", {"e:patent-lw": "missing"}),
    ("?x a e:year", "triple", "unknown name", {"e:year": "used as property"}),
    ("?x e:Law ?y", "triple", "unknown name", {"e:Law": "used as class"}),
    ("?x a e:congress", "triple", "unknown name", {"e:congress": "not used so"}),
    ("?x e:congress ?y", "triple", "unknown name", {"e:congress": "not used so"}),
    ("?x e:yeer/e:z ?y", "path", "alone", {"e:yeer": "missing", "e:z": "missing"}),
    ("?x ^e:yeer ?y", "path", "alone", {"e:yeer": "missing"}),
    ("?x e:by [ a e:Agncy ; e:seat ?s ]", "triple", "unknown name", {"e:Agncy": "missing"}),
    ("[] e:by [ e:seat 'Peking' ]", "triple", "unknown name", {"'Peking'": "missing"}),
    ("?x e:year 1999", "triple", "unknown name", {"1999": "missing"}),
    ("?x e:year -1", "triple", "unknown name", {"-1": "missing"}),
    ("?x e:year '2008'", "triple", "unknown name", {"'2008'": "datatype"}),
    ("?x e:year '2008'^^<http://www.w3.org/2001/XMLSchema#string>", "triple", "unknown name", {"'2008'^^<http://www.w3.org/2001/XMLSchema#string>": "datatype"}),
    ("?x rdfs:label 'Patent Law'", "triple", "unknown name", {"'Patent Law'": "language"}),
    ("?x rdfs:label '专利法'@zh", "triple", "unknown name", {"'专利法'@zh": "language"}),
    ("?x e:seat 'Beijing'@en", "triple", "unknown name", {"'Beijing'@en": "language"}),
    ("?x rdfs:label 'Beijing'", "triple", "unknown name", {"'Beijing'": "not used so"}),
    ("?x rdfs:label|e:year 'Congress'", "path", "alone", {"'Congress'": "language"}),
    ("?x rdfs:label ?l FILTER(?l = 'Beijing')", "filter", "removes all", {"'Beijing'": "not used so"}),
    ("?x rdfs:label ?l FILTER(?l IN ('Congress'))", "filter", "removes all", {"'Congress'": "language"}),
    ("VALUES ?l { 'Congress' } ?x rdfs:label ?l", "triple", "together", {"'Congress'": "language"}),
    ("{ ?x a e:Lav } UNION { ?x a e:Agensy }", "triple", "unknown name", {"e:Lav": "missing", "e:Agensy": "missing"}),
    ("{ { ?x a e:Lav } }", "triple", "unknown name", {"e:Lav": "missing"}),
    ("{ SELECT ?x { ?x a e:Lav } LIMIT 3 } ?x e:year ?y", "triple", "unknown name", {"e:Lav": "missing"}),
    ("GRAPH g:lawz { ?x a e:Law }", "triple", "elsewhere", {"g:lawz": "missing", "e:Law": "other graph"}),
    ("GRAPH g:people { ?x a e:Law }", "triple", "elsewhere", {"e:Law": "other graph"}),
    ("GRAPH ?g { ?x a e:Law ; e:yaer ?y }", "triple", "unknown name", {"e:yaer": "missing"}),
    ("?x a e:Law FILTER EXISTS { ?x e:yaer ?y }", "filter", "removes all", {"e:yaer": "missing"}),
    ("?x rdfs:label ?l FILTER(LANG(?l) = 'zh')", "filter", "removes all", {"zh": "language"}),
    ("?x rdfs:label ?l FILTER(LANGMATCHES(LANG(?l), 'fr'))", "filter", "removes all", {"fr": "language"}),
    ("?x rdfs:label ?l FILTER(?l = 'Patent Law')", "filter", "removes all", {"'Patent Law'": "language"}),
    ("?x a ?c FILTER(?c IN (e:Lav))", "filter", "removes all", {"e:Lav": "missing"}),
    ("?x a ?c VALUES ?c { e:Lav }", "values", "together", {"e:Lav": "missing"}),
    ("?x a e:Law OPTIONAL { ?x e:seet ?s } ?x e:yaer ?y", "triple", "unknown name", {"e:seet": "missing", "e:yaer": "missing"}),
    # All names are known.
    ("?x a e:Law ; a e:Agency", "triple", "together", {}),
    ("?x a e:Law . ?x e:seat ?s", "triple", "together", {}),
    ("?x e:by/e:year ?y", "path", "alone", {}),
    ("e:patent-law e:year 2001", "triple", "alone", {}),
    ("?x a e:Law FILTER(?x = e:congress)", "filter", "removes all", {}),
    ("?x e:year ?y FILTER(?y > 3000) FILTER(?y > 1)", "filter", "removes all", {}),
    ("FILTER(?y > 3000) ?x e:year ?y", "filter", "removes all", {}),
    ("?x a e:Law FILTER NOT EXISTS { ?x e:year ?y }", "filter", "removes all", {}),
    ("?x a e:Law MINUS { ?x e:year ?y }", "minus", "removes all", {}),
    ("?x a e:Law VALUES ?x { e:congress }", "values", "together", {}),
    ("VALUES ?x {} ?x a e:Law", "values", "alone", {}),
    ("{ ?x a e:Law FILTER(?x = e:congress) } UNION { ?x a e:Agency ; e:year ?y }", "filter", "removes all", {}),
    ("?x a e:Agency { ?x e:year ?y }", "triple", "together", {}),
    ("?x a e:Agency { SELECT ?x { ?x a e:Law } }", "subquery", "together", {}),
    ("{ SELECT ?x { ?x a e:Law } OFFSET 9 }", "subquery", "cuts all", {}),
    ("{ SELECT ?x { ?x a ?c } ORDER BY ?c LIMIT 1 } ?x e:year ?y", "limit", "cuts what fits", {}),
    ("{ SELECT ?x { ?x a ?c } ORDER BY ?c LIMIT 1 OFFSET 1 } ?x a e:Agency", "offset", "cuts what fits", {}),
    ("{ SELECT ?x { ?x a e:Law } LIMIT 9 } ?x e:seat ?y", "triple", "together", {}),
    ("GRAPH ?g { ?x a e:Law . ?y a e:Agency }", "triple", "together", {}),
    ("VALUES ?g { g:people } GRAPH ?g { ?x a e:Law }", "triple", "elsewhere", {}),
    ("BIND(g:people AS ?g) GRAPH ?g { ?x e:year ?y }", "triple", "elsewhere", {}),
    ("VALUES ?g { g:people } GRAPH ?g { ?x e:year ?y ; e:seat ?z }", "triple", "together", {}),
    ("BIND(e:congress AS ?x) ?x a e:Law", "triple", "together", {}),
    ("?x a e:Law } LIMIT 0 #", "limit", "cuts all", {}),
    ("?x a e:Law } LIMIT 5 OFFSET 7 #", "offset", "cuts all", {}),
    ("?x a e:Law } VALUES ?x { e:congress } #", "values", "together", {}),
]  # fmt: skip


def world(text: str = WORLD, *, union: bool = True) -> ox.Store:
    """A store with the world, as it is served: each triple in its graph and in the default graph."""
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.TRIG)
    if union:
        store.extend([ox.Quad(*quad.triple) for quad in store])
    return store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """The world; never change it."""
    return world()


def explained(store: ox.Store, group: str) -> Explanation:
    return explain_emptiness(store, f"{PROLOGUE}SELECT * {{\n  {group} }}")


def faults(explanation: Explanation) -> dict[str, str]:
    return {fault.name.text: fault.problem for fault in explanation.faults}


@pytest.mark.parametrize(("group", "kind", "reason", "names"), CASES)
def test_what_leaves_nothing_is_found(
    store: ox.Store, group: str, kind: str, reason: str, names: dict[str, str]
) -> None:
    found = explained(store, group)
    assert found.empty is True
    assert found.undetermined == ()
    assert {(culprit.kind, culprit.reason) for culprit in found.culprits} >= {(kind, reason)}
    assert faults(found) == names


@pytest.mark.parametrize(
    "group",
    [
        "?x a e:Law",
        "?x a e:Law OPTIONAL { ?x e:seat ?s }",
        "{ ?x a e:Law } UNION { ?x e:seat ?s }",
        "?x a e:Law MINUS { ?x e:year 2001 }",
        "?x e:by/e:seat ?s",
        "GRAPH ?g { ?x a e:Law }",
        "VALUES ?x { e:patent-law UNDEF } ?x a e:Law",
        "?x rdfs:label ?l FILTER(LANGMATCHES(LANG(?l), 'zh') && LANG(?l) != 'fr')",
        "",
    ],
)
def test_a_query_with_an_answer_is_said_to_have_one(store: ox.Store, group: str) -> None:
    found = explained(store, group)
    assert (found.verdict, found.empty, found.culprits, faults(found)) == ("answered", False, (), {})


@pytest.mark.parametrize(
    ("query", "kind", "verdict"),
    [
        ("ASK { e:congress a e:Law }", "triple", "nothing matches"),
        ("DESCRIBE e:nobody", "describe", "unknown names"),
        ("DESCRIBE ?x { ?x a e:Nothing }", "triple", "unknown names"),
        ("CONSTRUCT { ?x e:new ?y } { ?x a e:Agency ; e:year ?y }", "triple", "nothing matches"),
        ("CONSTRUCT { ?x e:new ?z } { ?x a e:Agency }", "template", "cut off"),
        ("CONSTRUCT WHERE { ?x a e:Agency ; e:year ?y }", "triple", "nothing matches"),
        ("SELECT ?c (COUNT(*) AS ?n) { ?x a ?c } GROUP BY ?c HAVING (?n > 5)", "having", "cut off"),
        ("SELECT * FROM g:people { ?x a e:Law }", "triple", "elsewhere"),
        ("SELECT * FROM g:people FROM g:laws { ?x a e:Law ; e:seat ?s }", "triple", "nothing matches"),
        ("SELECT * FROM NAMED g:people { GRAPH ?g { ?x a e:Agency ; e:year ?y } }", "triple", "elsewhere"),
    ],
)
def test_every_form_of_query_is_explained(store: ox.Store, query: str, kind: str, verdict: str) -> None:
    found = explain_emptiness(store, PROLOGUE + query)
    assert ([culprit.kind for culprit in found.culprits], found.verdict) == ([kind], verdict)


def test_the_place_is_that_in_the_text_as_sent(store: ox.Store) -> None:
    found = explain_emptiness(store, f"{PROLOGUE}# why?\nSELECT ?y {{\n  ?x a e:Law ;\n     e:yaer ?y }}")
    assert found.source[found.culprits[0].start :].startswith("e:yaer ?y }")
    assert found.culprits[0].text == "?x e:yaer ?y"


def test_a_pattern_is_told_with_which_other_it_has_no_solution(store: ox.Store) -> None:
    (culprit,) = explained(store, "?x rdfs:label ?l . ?x a e:Law . ?x a e:Agency").culprits
    assert culprit.against == "?x a e:Law"


def test_each_branch_of_a_union_has_its_reason(store: ox.Store) -> None:
    found = explained(store, "{ ?x a e:Lav } UNION { ?x a e:Law ; e:seat ?s }")
    assert [culprit.reason for culprit in found.culprits] == ["unknown name", "together"]


def test_what_the_default_graph_lacks_is_found_in_named_graphs() -> None:
    found = explained(world(union=False), "?x a e:Law")
    assert found.culprits[0].graphs == ("http://g/laws",)
    assert found.faults[0].graphs == ("http://g/laws",)


def test_a_graph_chosen_beside_the_query_is_judged_too(store: ox.Store) -> None:
    asked = DatasetChoice(("http://g/law",), ())
    found = explain_emptiness(store, f"{PROLOGUE}ASK {{ ?x a e:Law }}", asked)
    assert [(fault.name.start, fault.iri) for fault in found.faults][:1] == [(-1, "http://g/law")]


@pytest.mark.parametrize(
    ("group", "told"),
    [
        ("SERVICE <http://h/> { ?x a e:Law }", "SERVICE"),
        ("<< ?s ?p ?o >> a e:Law", "is not understood here"),
        ("?s e:by ?o {| e:year 3 |}", "is not understood here"),
        ("?s e:by ?o ~ ?r", "is not understood here"),
    ],
)
def test_what_is_beyond_is_not_determined(store: ox.Store, group: str, told: str) -> None:
    found = explained(store, group)
    assert (found.verdict, found.empty, found.culprits) == ("not determined", None, ())
    assert told in found.undetermined[0]


def test_when_the_time_is_over_nothing_is_claimed(store: ox.Store) -> None:
    found = explain_emptiness(store, f"{PROLOGUE}ASK {{ ?x a e:Lav }}", seconds=0.0)
    assert (found.verdict, found.empty, found.culprits) == ("not determined", None, ())
    assert faults(found) == {"e:Lav": "missing"}
    assert "the time for it is used up" in found.undetermined[0]


def test_a_query_that_takes_too_long_is_given_up() -> None:
    many = ox.Store()
    many.extend([ox.Quad(ox.NamedNode(f"x:{i}"), ox.NamedNode("x:p"), ox.Literal(i)) for i in range(3000)])
    slow = "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c + ?f + ?i < 0) }"
    found = explain_emptiness(many, slow, seconds=0.2)
    assert (found.verdict, found.empty, found.is_stuck) == ("not determined", None, True)


def test_what_is_nested_too_deeply_is_not_determined(store: ox.Store) -> None:
    found = explained(store, "{" * 3000 + "}" * 3000)
    assert found.undetermined == ("the query is nested too deeply",)


PUBLISHED = read_dist(dist_file(Path(__file__).resolve().parents[2] / "data"))
INDEX = NameIndex(PUBLISHED)
EXAMPLES = read_queries("examples")


@st.composite
def subsets(draw: st.DrawFn) -> tuple[Outline, str]:
    """A stored question with some of its patterns only."""
    stored: StoredQuery = draw(st.sampled_from(EXAMPLES))
    outline = read_outline(stored.text)
    assert outline.where is not None
    elements = outline.where.elements
    kept = draw(st.sets(st.integers(0, len(elements) - 1), min_size=1, max_size=len(elements)))
    pieces = "\n".join(elements[place].text for place in sorted(kept))
    return outline, f"{outline.declarations}\nASK {{\n{pieces}\n}}"


@given(subsets(), st.randoms(use_true_random=False))
def test_a_broken_name_is_always_named(subset: tuple[Outline, str], random: "st.randoms") -> None:  # type: ignore[valid-type]
    text = subset[1]
    names = [name for name in collect_names(read_outline(text)) if ":" in name.text and name.role in {"property", "class", "thing"}]  # fmt: skip
    if not names:
        return
    broken = random.choice(names)  # type: ignore[attr-defined]
    end = broken.start + len(broken.text) - broken.text.endswith(">")
    found = explain_emptiness(PUBLISHED, apply_edits(text, (Edit(end, end, "-qx"),)), index=INDEX, seconds=20.0)
    assert broken.text.removesuffix(">") + "-qx" in {name.removesuffix(">") for name in faults(found)}


@given(subsets())
def test_nothing_is_claimed_of_a_query_that_has_an_answer(subset: tuple[Outline, str]) -> None:
    outline, text = subset
    found = explain_emptiness(PUBLISHED, text, index=INDEX, seconds=20.0)
    prober = Prober(Dataset(PUBLISHED, None, None), outline.declarations, 20.0)
    has_answer = prober.answers_text(text)
    prober.close()
    assert found.empty is not has_answer
    assert (found.culprits == ()) is has_answer
    assert all(fault.problem != "missing" or fault.name.role == "value" for fault in found.faults)


@pytest.mark.parametrize("stored", EXAMPLES, ids=lambda stored: stored.name)
def test_every_stored_question_is_understood_and_has_an_answer(stored: StoredQuery) -> None:
    found = explain_emptiness(PUBLISHED, stored.text, index=INDEX, seconds=20.0)
    assert (found.verdict, found.undetermined) == ("answered", ())
