"""Mends of texts that are not SPARQL: what is offered is SPARQL, and what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryLimitError, QuerySyntaxError
from graph.mending import LONGEST, offer_mend, parse_only, with_hint
from graph.queries import read_queries
from graph.querytext import QueryText, read_query_text

IPR = "PREFIX ipr: <https://w3id.org/iprgraph/ontology#>"
SKOS = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
# What is sent, a word of the hint, and the whole text mended.
CASES = [
    # Prefixes.
    ("ASK { ?m a ipr:Measure }", IPR, f"{IPR}\nASK {{ ?m a ipr:Measure }}"),
    ("ASK { ?m a ipr:Measure ; skos:prefLabel ?l }", SKOS, f"{SKOS}\n{IPR}\nASK {{ ?m a ipr:Measure ; skos:prefLabel ?l }}"),
    ("ASK { ?m a IPR:Measure }", "perhaps ipr:", f"{IPR}\nASK {{ ?m a ipr:Measure }}"),
    (f"{SKOS}\nASK {{ ?m skso:prefLabel ?l }}", "perhaps skos:", f"{SKOS}\nASK {{ ?m skos:prefLabel ?l }}"),
    ("ASK { ?m ?p law:patent-law }", "law:", "PREFIX law: <https://w3id.org/iprgraph/law/>\nASK { ?m ?p law:patent-law }"),
    ("ASK { ?m ?p right:patent }", "right:", "PREFIX right: <https://w3id.org/iprgraph/scheme/right/>\nASK { ?m ?p right:patent }"),
    ("@prefix e: <http://e/> .\nASK { ?x a e:A }", "PREFIX e: <http://e/>", "PREFIX e: <http://e/>\nASK { ?x a e:A }"),
    ("PREFIX e: http://e/\nASK { ?x a e:A }", "PREFIX e: <http://e/>", "PREFIX e: <http://e/>\nASK { ?x a e:A }"),
    ("PREFIX e <http://e/> ASK { ?x a e:A }", "PREFIX e: <http://e/>", "PREFIX e: <http://e/> ASK { ?x a e:A }"),
    ("PREFIX e: <http://e/>;\nASK { ?x a e:A }", "PREFIX e: <http://e/>", "PREFIX e: <http://e/>\nASK { ?x a e:A }"),
    ("BASE http://e/\nASK { ?x a <A> }", "angle brackets", "BASE <http://e/>\nASK { ?x a <A> }"),
    # IRIs.
    ("ASK { ?x a http://e/A }", "angle brackets", "ASK { ?x a <http://e/A> }"),
    ("ASK { ?x a <http://e/A B> }", "%20", "ASK { ?x a <http://e/A%20B> }"),
    # Words.
    ("SELCT * { ?s ?p ?o }", "SELECT", "SELECT * { ?s ?p ?o }"),
    ("SELECT * WERE { ?s ?p ?o }", "WHERE", "SELECT * WHERE { ?s ?p ?o }"),
    ("SELECT DISTICT ?s { ?s ?p ?o }", "DISTINCT", "SELECT DISTINCT ?s { ?s ?p ?o }"),
    ("SELECT * { ?s ?p ?o OPTINAL { ?s a ?c } }", "OPTIONAL", "SELECT * { ?s ?p ?o OPTIONAL { ?s a ?c } }"),
    ("SELECT * { ?s ?p ?o FILTR(?o > 3) }", "FILTER", "SELECT * { ?s ?p ?o FILTER(?o > 3) }"),
    ("SELECT * { ?s ?p ?o FILTER(LENGTH(?o) > 3) }", "STRLEN", "SELECT * { ?s ?p ?o FILTER(STRLEN(?o) > 3) }"),
    ("SELECT * { ?s ?p ?o FILTER(CONTAIN(?o, 'a')) }", "CONTAINS", "SELECT * { ?s ?p ?o FILTER(CONTAINS(?o, 'a')) }"),
    ("SELECT * { ?s ?p ?o FILTER(?o > 3 and ?o < 5) }", "&&", "SELECT * { ?s ?p ?o FILTER(?o > 3 && ?o < 5) }"),
    ("SELECT * { ?s ?p ?o FILTER(?o = 3 OR ?o = 5) }", "||", "SELECT * { ?s ?p ?o FILTER(?o = 3 || ?o = 5) }"),
    ("SELECT * { ?s ?p ?o AND ?o ?q ?r }", "write .", "SELECT * { ?s ?p ?o . ?o ?q ?r }"),
    ("SELECT ?name { ?s ?p name }", "?name", "SELECT ?name { ?s ?p ?name }"),
    ("SELECT ?s { ?s ?p ?o } ORDER ?s", "ORDER BY", "SELECT ?s { ?s ?p ?o } ORDER BY ?s"),
    ("SELECT ?s { ?s ?p ?o } LIMT 5", "LIMIT", "SELECT ?s { ?s ?p ?o } LIMIT 5"),
    # Signs.
    ("ASK { ?s ?p ?o FILTER(?o == 3) }", "==", "ASK { ?s ?p ?o FILTER(?o = 3) }"),
    ("ASK { ?s ?p ?o FILTER(?o === 3) }", "===", "ASK { ?s ?p ?o FILTER(?o = 3) }"),
    ("ASK { ?s ?p ?o FILTER(?o <> 3) }", "!=", "ASK { ?s ?p ?o FILTER(?o != 3) }"),
    ("ASK { ?s ?p ?o FILTER(?o => 3) }", ">=", "ASK { ?s ?p ?o FILTER(?o >= 3) }"),
    ("ASK { ?s ?p ?o FILTER(?o > 3 & ?o < 5) }", "&&", "ASK { ?s ?p ?o FILTER(?o > 3 && ?o < 5) }"),
    ("ASK { ?s ?p ?o FILTER(?o > 3 | ?o < 1) }", "||", "ASK { ?s ?p ?o FILTER(?o > 3 || ?o < 1) }"),
    ("ASK { ?s ?p ?o && ?o ?q ?r }", "&&", "ASK { ?s ?p ?o . ?o ?q ?r }"),
    # Marks and quotes.
    ("ASK { ?s ?p “x” }", "plain marks", 'ASK { ?s ?p "x" }'),
    ("ASK { ?s ?p ‘x’ }", "plain marks", "ASK { ?s ?p 'x' }"),
    ("ASK ｛ ?s ?p ?o ｝", "plain marks", "ASK { ?s ?p ?o }"),
    ("ASK { ?s ?p ?o 。 ?o ?q ?r }", "plain marks", "ASK { ?s ?p ?o . ?o ?q ?r }"),
    ("ASK { ?s ?p ?o； ?q ?r }", "plain marks", "ASK { ?s ?p ?o; ?q ?r }"),
    ("ASK { ?s ?p 'x }", "lacks '", "ASK { ?s ?p 'x' }"),
    ("ASK { ?s ?p \"x' }", 'begins with: "', 'ASK { ?s ?p "x" }'),
    ("ASK { ?s ?p 'a\nb' }", "several lines", "ASK { ?s ?p '''a\nb''' }"),
    # Brackets.
    ("ASK { ?s ?p ?o", "} is missing", "ASK { ?s ?p ?o } "),
    ("SELECT * { ?s ?p ?o ORDER BY ?s", "} is missing", "SELECT * { ?s ?p ?o  } ORDER BY ?s"),
    ("ASK { ?s ?p ?o FILTER(?o > 3 }", ") is missing before }", "ASK { ?s ?p ?o FILTER(?o > 3 )}"),
    ("ASK { ?s ?p ?o }}", "closes nothing", "ASK { ?s ?p ?o }"),
    ("SELECT * WHERE ?s ?p ?o }", "{ is missing after WHERE", "SELECT * WHERE { ?s ?p ?o }"),
    ("SELECT * WHERE ?s ?p ?o", "stand in braces", "SELECT * WHERE { ?s ?p ?o\n} "),
    ("ASK { OPTIONAL ?s ?p ?o }", "OPTIONAL", "ASK { OPTIONAL { ?s ?p ?o } }"),
    ("ASK { ?s ?p ?o FILTER NOT EXISTS ?s a ?c }", "EXISTS", "ASK { ?s ?p ?o FILTER NOT EXISTS { ?s a ?c } }"),
    ("ASK { ?s ?p ?o FILTER ?o > 3 }", "FILTER", "ASK { ?s ?p ?o FILTER (?o > 3) }"),
    ("ASK { ?s ?p ?o BIND ?o + 1 AS ?x }", "BIND", "ASK { ?s ?p ?o BIND (?o + 1 AS ?x) }"),
    ("SELECT COUNT(?s) { ?s ?p ?o }", "AS ?count", "SELECT (COUNT(?s) AS ?count) { ?s ?p ?o }"),
    ("SELECT COUNT(*) AS ?n { ?s ?p ?o }", "parentheses", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
    ("SELECT (MAX(?o)) { ?s ?p ?o }", "AS ?max", "SELECT (MAX(?o) AS ?max) { ?s ?p ?o }"),
    ("ASK { ?s ?p ?o BIND(?o + 1 ?x) }", "BIND", "ASK { ?s ?p ?o BIND(?o + 1 AS ?x) }"),
    # Separators and order.
    ("ASK { ?s a ?c\n ?s ?p ?o }", ". is missing", "ASK { ?s a ?c .\n ?s ?p ?o }"),
    ("ASK { ?s a ?c\n ?p ?o }", "; is missing", "ASK { ?s a ?c ;\n ?p ?o }"),
    ("ASK { ?s a ?c ; ?t ?q ?r }", "write .", "ASK { ?s a ?c . ?t ?q ?r }"),
    ("ASK { ?s a ?c ,}", "take the , away", "ASK { ?s a ?c  }"),
    ("ASK { ?s a ?c . . ?s ?p ?o }", "take the . away", "ASK { ?s a ?c .   ?s ?p ?o }"),
    ("ASK { ?s a ?c };", "take the ; away", "ASK { ?s a ?c } "),
    ("SELECT ?a, ?b { ?a ?p ?b }", "without commas", "SELECT ?a  ?b { ?a ?p ?b }"),
    ("SELECT * { ?s ?p ?o } LIMIT 5 ORDER BY ?s", "the order is ORDER, LIMIT", "SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 5"),
    # What other languages allow.
    ("PREFIX b: <http://e/>\nASK { b:agency/sipo ?p ?o }", "b:agency\\/sipo", "PREFIX b: <http://e/>\nASK { <http://e/agency/sipo> ?p ?o }"),
    ("ASK { ?s a <http://e/x\n}", "an IRI ends with >", "ASK { ?s a <http://e/x>\n}"),
    ("ASK { ?s ?p ?l FILTER(?l LIKE '%a%') }", "no LIKE", "ASK { ?s ?p ?l FILTER(CONTAINS(STR(?l), 'a')) }"),
    ("ASK { ?s ?p ?l FILTER ?l NOT LIKE 'a%' }", "no LIKE", "ASK { ?s ?p ?l FILTER (!STRSTARTS(STR(?l), 'a')) }"),
    ("ASK { ?s ?p ?l FILTER(?l != null) }", "BOUND(?l)", "ASK { ?s ?p ?l FILTER(BOUND(?l)) }"),
    ("ASK { ?s ?p ?l FILTER(?l IS NULL) }", "!BOUND(?l)", "ASK { ?s ?p ?l FILTER(!BOUND(?l)) }"),
    ("SELECT ?a ?l (COUNT(?m) AS ?n) { ?m ?p ?a , ?l } GROUP BY ?a", "add ?l", "SELECT ?a ?l (COUNT(?m) AS ?n) { ?m ?p ?a , ?l } GROUP BY ?a ?l"),
    # Several at once.
    ("SELCT ?m WHERE { ?m a ipr:Measure FILTER(?m == 3)", "write SELECT", f"{IPR}\nSELECT ?m WHERE {{ ?m a ipr:Measure FILTER(?m = 3) }} "),
]  # fmt: skip


def refused(text: str) -> QuerySyntaxError | None:
    """The error of the text, if it is not SPARQL."""
    try:
        return parse_only(read_query_text(text))
    except QuerySyntaxError as error:
        return error


@pytest.mark.parametrize(("text", "hint", "mended"), CASES)
def test_a_likely_mend_is_offered(text: str, hint: str, mended: str) -> None:
    error = refused(text)
    assert error is not None
    told = with_hint(error, text)
    assert told.mended == mended
    assert told.hint is not None
    assert hint in told.hint


@pytest.mark.parametrize(
    "text",
    [
        "hello world",
        "",
        "what laws are there?",
        "ASK { ?x a nobody:Knows }",
        "SELECT ?x { ?x ?y ?z } LIMIT ten",
        "BIND",
    ],
)
def test_where_nothing_is_likely_nothing_is_offered(text: str) -> None:
    error = refused(text)
    assert error is not None
    assert offer_mend(text, error) == (None, None)


def test_sql_is_answered_with_a_query_to_begin_with() -> None:
    text = "SELECT name, COUNT(*) FROM measures GROUP BY name"
    error = refused(text)
    assert error is not None
    offered = offer_mend(text, error)
    assert "this looks like SQL" in str(offered.hint)
    assert refused(str(offered.mended)) is None


def test_what_is_certain_is_told_although_the_rest_stays_wrong() -> None:
    text = "SELCT * { ?s nobody:knows ?o }"
    error = refused(text)
    assert error is not None
    assert offer_mend(text, error) == ("write SELECT in place of SELCT", None)


def test_nothing_is_offered_for_a_long_text() -> None:
    text = "SELCT * { } #" + "x" * LONGEST
    error = refused(text)
    assert error is not None
    assert offer_mend(text, error) == (None, None)


def test_nothing_is_tried_where_a_limit_was_passed() -> None:
    def read(text: str) -> QueryText:
        pytest.fail(f"{text} was tried")

    assert offer_mend("SELCT * {}", QueryLimitError("more than the limit", 1, 1), read) == (None, None)


def test_nothing_is_offered_that_would_be_refused() -> None:
    def refuse(text: str) -> QueryText:
        raise QuerySyntaxError("not here", 1, 1)

    error = refused("SELCT * {}")
    assert error is not None
    assert offer_mend("SELCT * {}", error, refuse) == (None, None)


@given(
    st.sampled_from(read_queries("examples")),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 3), st.sampled_from("{}().;,\"'<>?:&|=“ ")), min_size=1, max_size=3
    ),
)
def test_whatever_is_offered_is_sparql(stored: object, spoils: list[tuple[float, int, str]]) -> None:
    text = str(getattr(stored, "text", ""))
    for share, gone, new in spoils:
        place = int(share * len(text))
        text = text[:place] + new + text[place + gone :]
    error = refused(text)
    if error is not None:
        offered = offer_mend(text, error)
        assert offered.mended is None or refused(offered.mended) is None
        assert offered.mended is None or offered.hint
