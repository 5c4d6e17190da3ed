"""Suggestions: what was read first, then what ever fewer words find, then none."""

import pytest

from graph.base import BASE
from graph.names import Name
from graph.nearby import MOST, named_hit, suggest
from graph.search import SearchIndex


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    things = [("law/ponds", "law", "Pond Law"), ("law/frogs", "law", "Frog Law"), ("body/ducks", "body", "Duck Office")]
    many = [(f"law/many-{n}", "law", f"Toad Law {n}") for n in range(9)]
    names = [Name(BASE + path, kind, text, "en", "preferred") for path, kind, text in [*things, *many]]
    return SearchIndex([*names, Name(f"{BASE}law/ponds", "law", "中华人民共和国池塘法", "zh-hans", "preferred")])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Pond Law of Ruritania art. 3", "law/ponds"),
        ("Ruritanian Frog Act 1999", "law/frogs"),
        ("美国池塘法第三条", "law/ponds"),
        ("修改后的池塘法草案", "law/ponds"),
        ("https://example.org/law/pond-law", "law/ponds"),
    ],
)
def test_fewer_words_find_what_the_whole_does_not(index: SearchIndex, text: str, first: str) -> None:
    assert suggest(index, text, [])[0].iri == BASE + first


@pytest.mark.parametrize("text", ["xyzzy plugh", "1234", "the Ruritanian"])
def test_nothing_is_suggested_where_no_telling_word_is_known(index: SearchIndex, text: str) -> None:
    assert suggest(index, text, []) == ()


def test_what_was_read_comes_first_and_is_filled_up(index: SearchIndex) -> None:
    near = [named_hit(index, f"{BASE}body/ducks")]
    hits = suggest(index, "Pond Law", near)
    assert [hit.iri for hit in hits][:2] == [f"{BASE}body/ducks", f"{BASE}law/ponds"]
    assert hits[0].why == "its name is “Duck Office”"


def test_suggestions_are_few(index: SearchIndex) -> None:
    assert len(suggest(index, "Toad Law", [])) == MOST
