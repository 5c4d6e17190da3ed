"""server/site/within.py: things whose IRIs have a fragment are shown, and found, in their document."""

import re

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from graph.base import BASE
from server.data import DataSet
from server.engine import InProcessEngine
from server.site.catalogue import Catalogue
from server.site.within import read_within

HTML = {"Accept": "text/html"}
SPAN = "plan/cn-2009/span/6969-7074"


def test_the_selectors_of_a_span_stand_in_its_document(real_engine: InProcessEngine, real_catalogue: Catalogue) -> None:
    inner = {part.name: dict(part.facts) for part in read_within(real_engine, real_catalogue, BASE + SPAN)}
    assert set(inner) == {"position", "quote"}
    starts = [values[0].label for label, values in inner["position"].items() if "start" in label.lower()]
    assert starts == ["6969"]


def test_a_document_that_holds_nothing_besides_says_nothing(
    real_engine: InProcessEngine, real_catalogue: Catalogue, site: FlaskClient
) -> None:
    assert read_within(real_engine, real_catalogue, f"{BASE}law/patent-law") == ()
    assert "In this document" not in site.get("/law/patent-law", headers=HTML).text


@pytest.mark.parametrize("path", ["", SPAN, "count/cn-2009", "graph/register"])
def test_every_link_into_a_document_of_its_own_lands(site: FlaskClient, path: str) -> None:
    page = site.get(f"/{path}", headers=HTML).text
    ids = re.findall(r' id="([^"]+)"', page)
    last = path.rpartition("/")[2]
    leads = re.findall(rf'href="(?:[^"#]*/)?{last}#([^"]+)"', page)
    assert leads
    assert set(leads) <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", ["", "export/", "count", "count/cn-2009", "graph/register", "graph/text/cn-2009"])
def test_every_thing_with_a_fragment_has_its_place_on_the_page(
    site: FlaskClient, real_data: DataSet, path: str
) -> None:
    while (page := site.get(f"/{path}", headers=HTML)).status_code == 503:  # the files are still being made
        pass
    begin = f"{BASE}{path}#"
    things = {quad.subject.value for quad in real_data.store if isinstance(quad.subject, ox.NamedNode)}
    wanted = {iri.removeprefix(begin) for iri in things if iri.startswith(begin)}
    assert wanted
    assert wanted <= set(re.findall(r' id="([^"]+)"', page.text))
