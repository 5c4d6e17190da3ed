"""server/site/lists.py: every value of every facet can be chosen, and the entities of a kind are all there."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from server.site.catalogue import Catalogue
from server.site.lists import FACETS, FEW_CHOICES, make_measures_page, values_of

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize("name", FACETS)
def test_a_facet_has_every_value_that_a_measure_has(real_catalogue: Catalogue, name: str) -> None:
    found = {label for part in real_catalogue.measures for label in values_of(real_catalogue, part)[name].values()}
    page = make_measures_page(real_catalogue, {})
    facet = next(facet for facet in page.facets if facet.title == FACETS[name])
    assert {choice.label for choice in facet.choices} == found
    assert sorted(facet.first + facet.others, key=str) == sorted(facet.choices, key=str)
    assert len(facet.first) == min(FEW_CHOICES, len(facet.choices))


def test_a_long_facet_is_folded_and_has_a_link_for_all(site: FlaskClient) -> None:
    text = site.get("/measures", headers=HTML).text
    links = {unescape(link) for link in re.findall(r'href="(measures\?instrument=[^"]+)"', text)}
    assert {"measures?instrument=trademark-law", "measures?instrument=plant-variety-regulations"} <= links
    assert len(links) == 51
    assert "measures?agency=spc-trial-committee" in text
    assert re.search(r"<summary>41 more", text)


def test_what_is_chosen_stays_in_sight(real_catalogue: Catalogue) -> None:
    page = make_measures_page(real_catalogue, {"instrument": ("plant-variety-regulations",)})
    facet = next(facet for facet in page.facets if facet.title == FACETS["instrument"])
    assert any(choice.is_chosen for choice in facet.first)
    assert page.chosen[0][0] == FACETS["instrument"]
