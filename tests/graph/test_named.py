"""What a query names, and in which part."""

import pytest

from graph.named import collect_names, is_of_the_language
from graph.outline import read_outline


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("?s a :A ; :p :b", ["class :A", "property :p", "thing :b"]),
        (":s rdf:type :A", ["thing :s", "class :A"]),
        ("?s :p/^(:q|<r>)* ?o", ["property :p", "property :q", "property <r>"]),
        ("?s :p 'x'@en , 3 , -4", ["property :p", "value 'x'@en", "value 3", "value -4"]),
        ("?s :p ?o FILTER(?o = :x && ?o != 'y' && ?o = 'z' && :f(?o))", ["property :p", "thing :x", "value 'z'"]),
        ("?s :p ?o FILTER(?o IN ('x', :y)) FILTER(?o NOT IN ('z'))", ["property :p", "value 'x'", "thing :y"]),
        ("?s :p ?o FILTER(LANG(?o) = 'en' && LANGMATCHES(LANG(?o), 'zh'))", ["property :p", "language en", "language zh"]),
        ("FILTER(DATATYPE(?x) = '1'^^:d || STRSTARTS(STR(?x), STR(:base)))", []),
        ("FILTER(?y = :b && EXISTS { ?s a :A })", ["thing :b", "class :A"]),
        ("VALUES (?x ?y) { (:a 'b') (UNDEF 3) }", ["thing :a", "value 'b'"]),
        ("BIND(:a AS ?x)", ["thing :a"]),
        ("GRAPH :g { ?s a :A } GRAPH ?g { ?s a :A }", ["graph :g", "class :A", "class :A"]),
        ("OPTIONAL { ?s :p ?o } MINUS { ?s :q ?o } { ?s :r ?o } UNION {}", ["property :p", "property :q", "property :r"]),
        ("?s :p 1 . ?t :p 1", ["property :p", "value 1"]),
    ],
)  # fmt: skip
def test_each_name_is_found_with_its_part(group: str, names: list[str]) -> None:
    outline = read_outline(f"PREFIX : <http://e/> SELECT * {{ {group} }}")
    assert [f"{name.role} {name.text}" for name in collect_names(outline)] == names


def test_names_of_templates_are_new_and_left_out() -> None:
    outline = read_outline("PREFIX : <http://e/> CONSTRUCT { ?s :new ?o } FROM :g WHERE { ?s :p ?o } VALUES ?o { :b }")
    assert [name.text for name in collect_names(outline)] == [":g", ":p", ":b"]


def test_what_is_to_be_described_is_named() -> None:
    assert [name.text for name in collect_names(read_outline("DESCRIBE <a:b> ?x FROM <c:d> {}"))] == ["<a:b>", "<c:d>"]


def test_a_name_knows_the_graph_that_it_is_asked_in_and_a_value_its_property() -> None:
    names = collect_names(
        read_outline("PREFIX : <http://e/> ASK { ?s :p 1 GRAPH :g { ?s a :A } GRAPH ?g { ?s :q 2 } }")
    )
    assert [name.graph for name in names] == [None, None, None, ":g", "?g", "?g"]
    assert [name.used_with for name in names if name.role == "value"] == [(":p",), (":q",)]


@pytest.mark.parametrize(
    ("group", "properties"),
    [
        ("?s :p/:q|:r 'x'", (":p", ":q", ":r")),
        ("?s ^:p 'x'", ()),
        ("?s !:p 'x'", ()),
        ("?s ?p 'x'", ()),
        ("?s :p ?o FILTER(?o = 'x')", (":p",)),
        ("?s :p ?o . ?t :q ?o FILTER(?o IN ('x'))", (":p", ":q")),
        ("?s :p ?o OPTIONAL { ?t ?q ?o } FILTER(?o = 'x')", ()),
        ("BIND(1 AS ?o) ?s :p ?o FILTER(?o = 'x')", ()),
        ("VALUES ?o { 'x' } ?s :p ?o", (":p",)),
        ("VALUES (?s ?o) { (:a 'x') } ?s :p ?o", ()),
    ],
)
def test_a_value_is_told_with_the_properties_that_may_have_it(group: str, properties: tuple[str, ...]) -> None:
    names = collect_names(read_outline(f"PREFIX : <http://e/> ASK {{ {group} }}"))
    assert [name.used_with for name in names if name.role == "value"] == [properties]


def test_a_name_stands_where_the_query_first_has_it() -> None:
    text = "ASK { ?s <a:p> 1 ; <a:p> 2 }"
    assert collect_names(read_outline(text))[0].start == text.index("<a:p>")


@pytest.mark.parametrize(
    ("iri", "belongs"),
    [("http://www.w3.org/2001/XMLSchema#date", True), ("http://www.w3.org/2004/02/skos/core#Concept", False)],
)
def test_datatypes_belong_to_the_language(iri: str, belongs: bool) -> None:
    assert is_of_the_language(iri) is belongs
