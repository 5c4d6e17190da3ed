"""Addresses and orders among what is typed."""

import pytest

from graph.addresses import paths_in, read_order


@pytest.mark.parametrize(
    "text",
    [
        "https://w3id.org/iprgraph/plan/cn-2009/II-1-2",
        "http://127.0.0.1:8771/plan/cn-2009/II-1-2.html",
        "<https://w3id.org/iprgraph/plan/cn-2009/II-1-2>",
        "/plan/cn-2009/II-1-2",
        "plan/cn-2009/II-1-2/",
        "plan/cn-2009/II-1-2?format=json",
        "plan/cn-2009/II-1-2#mentions",
        "plan/cn-2009/II.1.2",
    ],
)
def test_an_address_is_read_however_it_is_pasted(text: str) -> None:
    assert "plan/cn-2009/II-1-2" in paths_in(text)


def test_a_term_has_its_prefix() -> None:
    assert paths_in("ipr:leadAgency") == ("ontology#leadAgency",)
    assert "ontology#leadAgency" in paths_in("https://w3id.org/iprgraph/ontology#leadAgency")


@pytest.mark.parametrize("text", ["", "patent", "II.1.2", "patent law / trademark law", "专利法"])
def test_words_are_no_address(text: str) -> None:
    assert paths_in(text) == ()


@pytest.mark.parametrize(
    ("text", "issuer", "number"),
    [
        ("国务院令第569号", "国务院", "569"),
        ("国务院令（第569号）", "国务院", "569"),
        ("國務院令第569號", "國務院", "569"),
        ("令第46号", "", "46"),
        ("第 55 号", None, None),
        ("法释〔2009〕3号", None, None),
        ("Order No. 569", None, None),
    ],
)
def test_an_order_is_read_with_its_issuer(text: str, issuer: str | None, number: str | None) -> None:
    assert read_order(text) == (None if number is None else (issuer, number))
