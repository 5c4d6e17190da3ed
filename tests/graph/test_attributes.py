"""Values of things by property: names, what is known, and what a dated text has of its law."""

import pytest

from graph.attributes import ATTRIBUTES, find_id, is_treaty, law_of, values_of
from graph.base import BASE
from graph.hits import KINDS
from graph.names import read_names
from graph.particulars import read_particulars
from graph.resources import dist_file
from graph.search import SearchIndex
from graph.store import read_dist

STORE = read_dist(dist_file())
INDEX, PARTICULARS = SearchIndex(read_names(STORE)), read_particulars(STORE)


def texts(path: str, pid: str) -> list[str]:
    return [value.text.removeprefix(BASE) for value in values_of(INDEX, PARTICULARS, BASE + path, pid)]


def test_names_are_values_like_others() -> None:
    assert values_of(INDEX, PARTICULARS, f"{BASE}agency/sipo", "iri")[0].text == f"{BASE}agency/sipo"
    assert texts("agency/sipo", "nameEnglish") == ["State Intellectual Property Office"]
    assert texts("agency/sipo", "nameChinese") == ["国家知识产权局"]
    assert texts("agency/sipo", "acronym") == ["SIPO"]
    assert "Patent Law" in texts("law/patent-law", "otherNames")
    assert "State Intellectual Property Office" in texts("agency/cnipa", "formerNames")
    assert texts("agency/sipo", "successor") == ["agency/cnipa"]


def test_nothing_has_a_property_that_there_is_not() -> None:
    assert texts("agency/sipo", "nonsense") == texts("agency/sipo", "number") == []


def test_a_dated_text_is_of_the_state_of_its_law_but_has_its_own_date() -> None:
    assert texts("law/patent-law/2008-12-27", "jurisdiction") == ["jurisdiction/china"]
    assert texts("law/patent-law/2008-12-27", "kind") == texts("law/patent-law", "kind") != []
    assert texts("law/patent-law/2008-12-27", "date") == ["2008-12-27"]
    assert texts("law/patent-law/2008-12-27", "existence") == []


def test_treaties_are_told_from_laws() -> None:
    for path in ("law/trips-agreement", "law/trips-agreement/1994-04-15", "law/cbd"):
        assert is_treaty(INDEX, PARTICULARS, BASE + path)
    for path in ("law/patent-law", "law/patent-law/2008-12-27", "agency/sipo"):
        assert not is_treaty(INDEX, PARTICULARS, BASE + path)


def test_identifiers_are_paths_and_iris_of_ours() -> None:
    iri = f"{BASE}law/patent-law"
    assert find_id(INDEX, "law/patent-law") == find_id(INDEX, "/law/patent-law") == find_id(INDEX, iri) == iri
    assert find_id(INDEX, "law/nothing") is None
    assert law_of(f"{iri}/2008-12-27") == iri


@pytest.mark.parametrize("pid", ATTRIBUTES)
def test_every_property_is_of_kinds_that_there_are_and_some_thing_has_it(pid: str) -> None:
    assert ATTRIBUTES[pid].kinds
    assert ATTRIBUTES[pid].kinds <= {*KINDS}
    having = {INDEX.labels[iri].kind for iri in INDEX.labels if values_of(INDEX, PARTICULARS, iri, pid)}
    assert having & ATTRIBUTES[pid].kinds
