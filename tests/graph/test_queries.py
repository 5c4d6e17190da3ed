"""graph/queries.py: stored questions carry their title and question, and violation queries say what is wrong."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import DataError, NotFoundError
from graph.queries import Parameter, StoredQuery, find_query, read_queries, read_query, violations

HEAD = "# title: A title\n# question: What is it?\n"


def stored(folder: Path, text: str) -> StoredQuery:
    """A query file of this text, read."""
    file = folder / "a-name.rq"
    file.write_text(text, encoding="utf-8")
    return read_query(file)


def test_a_query_has_name_title_and_question(tmp_path: Path) -> None:
    query = stored(tmp_path, HEAD + "# more\nASK {}\n")
    assert (query.name, query.title, query.question) == ("a-name", "A title", "What is it?")
    assert query.text.endswith("ASK {}\n")


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("ASK {}", "title"),
        ("# title: A title\nASK {}", "question"),
        ("# title: A title\nASK {}\n# question: No.", "question"),
    ],
)
def test_a_query_without_its_header_is_refused(tmp_path: Path, text: str, lacking: str) -> None:
    with pytest.raises(DataError, match=rf"a-name\.rq:1: the header lacks '# {lacking}: …'"):
        stored(tmp_path, text)


@pytest.mark.parametrize("kind", ["examples", "checks"])
def test_the_shipped_queries_are_read_sorted(kind: str) -> None:
    names = [q.name for q in read_queries(kind)]
    assert names == sorted(names)
    assert names


def test_an_unknown_question_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFoundError, match=r"no stored query 'nonsense'\. There are: .*measures-that-revise-a-law"):
        find_query("nonsense")


def test_a_stored_question_is_found_by_name() -> None:
    assert find_query("measures-that-revise-a-law").file.name == "measures-that-revise-a-law.rq"


def test_a_violation_query_gives_message_focus_and_value(tmp_path: Path) -> None:
    query = stored(
        tmp_path, HEAD + 'SELECT ?focus ?message ?value {VALUES (?focus ?message ?value) {(<urn:a> "bad" 3)}}'
    )
    assert list(violations(query, ox.Store())) == [("bad", "urn:a", "3")]


def test_a_violation_query_may_leave_out_the_value(tmp_path: Path) -> None:
    query = stored(tmp_path, HEAD + 'SELECT ?focus ?message {VALUES (?focus ?message) {(<urn:a> "bad")}}')
    assert list(violations(query, ox.Store())) == [("bad", "urn:a", "")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELEC ?focus", "not SPARQL"),
        ("ASK {}", "a violation query must be a SELECT"),
        ("SELECT ?focus {}", r"must select \?focus and \?message"),
    ],
)
def test_a_violation_query_that_is_none_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DataError, match=rf"a-name\.rq: .*{told}"):
        list(violations(stored(tmp_path, HEAD + text), ox.Store()))


CHOOSING = HEAD + "# parameter: law: Law\nSELECT ?law ?b {\n  VALUES ?law { <urn:a> }\n  ?law ?b 1\n}\n"


def test_a_query_tells_its_group_view_and_what_may_be_chosen(tmp_path: Path) -> None:
    query = stored(tmp_path, CHOOSING.replace("# parameter", "# group: What became of it\n# view: chart\n# parameter"))
    assert (query.group, query.view) == ("What became of it", "chart")
    assert query.parameters == (Parameter("law", "Law", "urn:a"),)


def test_the_open_text_waits_for_a_choice(tmp_path: Path) -> None:
    assert "VALUES" not in stored(tmp_path, CHOOSING).open_text


def test_the_text_for_a_choice_asks_it(tmp_path: Path) -> None:
    query = stored(tmp_path, CHOOSING)
    assert query.text_for({"law": "urn:b"}) == CHOOSING.replace("urn:a", "urn:b")
    assert query.text_for({"law": "urn:a"}) == CHOOSING


@pytest.mark.parametrize("iri", ["x", "urn:a> } #", "urn:a b", 'urn:"', "urn:a\\u003e"])
def test_a_choice_that_is_no_iri_is_refused(tmp_path: Path, iri: str) -> None:
    with pytest.raises(DataError, match="is not an IRI"):
        stored(tmp_path, CHOOSING).text_for({"law": iri})


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("# view: picture", "the view 'picture' is none of: table"),
        ("# group: Nonsense", "the group 'Nonsense' is none of: Measures"),
        ("# parameter: law", "the parameter 'law' cannot be read"),
        ("# parameter: other: Other", r"does not say what \?other is without a choice"),
    ],
)
def test_a_header_that_cannot_be_understood_is_refused(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        stored(tmp_path, f"{HEAD}{line}\nASK {{}}\n")


@pytest.mark.parametrize("query", [q for q in read_queries("examples") if q.parameters], ids=lambda q: q.name)
def test_a_question_selects_what_may_be_chosen(query: StoredQuery) -> None:
    for parameter in query.parameters:
        assert re.search(rf"SELECT[^{{]*\?{parameter.variable}\b", query.text)
