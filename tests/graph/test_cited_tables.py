"""Tables of names and codes: what is the same however it is written stands under one key."""

import pytest

from graph.base import BASE
from graph.cited_tables import bare_name, code_keys, code_words, tables_of
from graph.names import Name
from graph.search import SearchIndex

IRI = f"{BASE}law/ponds"


def test_a_table_is_made_once_for_an_index() -> None:
    index = SearchIndex([Name(IRI, "law", "Pond Law of the People's Republic of China", "en", "preferred")])
    tables = tables_of(index)
    assert tables_of(index) is tables
    assert tables.forms == {"pond law of the people republic of china", "pond law"}
    assert [name.iri for name in tables.national["pond law"]] == [IRI]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Chinese Pond Law", "pond law"),
        ("Pond Law (P.R.C.)", "pond law"),
        ("Regulations of the People’s Republic of China on Ponds", "regulation on pond"),
        ("中国池塘法", "池 塘 法"),
        ("Pond Law of South China", "pond law of south"),
        ("Pond Law of the Republic of China", "pond law of the republic"),
        ("China", "china"),
        ("中国", "中 国"),
    ],
)
def test_the_country_is_set_aside_where_a_name_is_left(text: str, bare: str) -> None:
    assert bare_name(text) == bare


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("State Council Order No. 569", "State Council Decree 569"),
        ("Order of the State Council No. 569", "State Council Order No. 569"),
        ("WIPOLex 99", "WIPO Lex no. 99"),
    ],
)
def test_the_same_code_shares_a_key(one: str, other: str) -> None:
    assert code_keys(one) & code_keys(other)


def test_another_number_shares_none() -> None:
    assert not code_keys("State Council Order No. 56") & code_keys("State Council Order No. 569")
    assert code_keys("No.") == set()


def test_a_code_is_known_by_its_end_with_a_figure() -> None:
    tables = tables_of(SearchIndex([Name(IRI, "law", "Pond Office Order No. 8", "", "identifier")]))
    assert set(tables.code_ends) == {"office order 8", "order 8"}
    assert code_words("Pond Office Decree No. 8") == ["pond", "office", "order", "8"]
    assert set(tables.last_words) == {"8"}


def test_a_treaty_is_known_by_what_stands_before_the_word() -> None:
    tables = tables_of(SearchIndex([Name(IRI, "law", "TOAD Convention", "en", "alternative")]))
    assert set(tables.treaties) == {"toad"}
