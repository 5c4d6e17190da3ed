"""server/exports.py: files to take away, and what programs look for first."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from graph.formats import Format, formats_of
from graph.made import LARGEST, SERVED
from graph.vocab import BASE, DCAT, RDF, VOID
from server.app import create_app
from server.data import DataSet, open_data
from server.downloads import Downloads
from server.facts import DataFacts

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def dist(mini_built: Path) -> bytes:
    """The published file."""
    return (mini_built / "dist" / "iprgraph.nq").read_bytes()


@pytest.fixture(scope="module")
def mini(mini_built: Path) -> DataSet:
    """The invented data set, served."""
    return open_data(mini_built / "dist" / "iprgraph.nq", union=True)


@pytest.fixture(scope="module")
def ours(mini_built: Path, mini: DataSet) -> Iterator[FlaskClient]:
    """A client of it."""
    downloads = Downloads(mini_built / "dist" / "iprgraph.nq", mini)
    downloads.wait_for_all()
    yield create_app(mini, downloads=downloads).test_client()
    downloads.close()


@pytest.fixture(scope="module")
def foreign(tiny: Path) -> Iterator[FlaskClient]:
    """A client of data that are not ours."""
    data = open_data(tiny, union=True)
    downloads = Downloads(tiny, data)
    downloads.wait_for_all()
    yield create_app(data, downloads=downloads).test_client()
    downloads.close()


def embedded(page: str) -> list[dict[str, object]]:
    """The JSON-LD within the page."""
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]


def test_the_listing_has_a_link_a_size_and_a_hash_for_every_file(ours: FlaskClient) -> None:
    page = ours.get("/export/", headers={"Accept": BROWSER}).text
    sums = ours.get("/export/SHA256SUMS.txt", buffered=True).text.splitlines()
    for line in sums:
        digest, name = line.split("  ")
        assert digest in page
        assert f'"../export/{name}"' in page
    of_texts = [line for line in sums if "  graph-text-" in line]
    assert page.count('<td class="short">none of ours</td>') == len(of_texts)


def test_the_address_without_its_slash_leads_there(ours: FlaskClient) -> None:
    answer = ours.get("/export")
    assert (answer.status_code, answer.location) == (308, "http://localhost/export/")


def test_a_file_is_sent_whole_with_its_hash_as_tag(ours: FlaskClient, dist: bytes, mini: DataSet) -> None:
    answer = ours.get("/export/iprgraph.nq", buffered=True)
    assert answer.data == dist
    assert answer.headers["ETag"] == f'"{mini.sha256}"'
    assert answer.headers["Content-Length"] == str(len(dist))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="iprgraph.nq"'
    assert "Last-Modified" not in answer.headers
    assert "Date" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "start", "end"), [("bytes=0-9", 0, 10), ("bytes=100-199", 100, 200), ("bytes=-5", -5, None)]
)
def test_a_part_is_sent_where_a_part_is_asked_for(
    ours: FlaskClient, dist: bytes, asked: str, start: int, end: int | None
) -> None:
    answer = ours.get("/export/iprgraph.nq", buffered=True, headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.data == dist[start:end]
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Content-Range"].endswith(f"/{len(dist)}")


def test_a_range_beyond_the_end_is_refused_with_the_size(ours: FlaskClient, dist: bytes) -> None:
    answer = ours.get("/export/iprgraph.nq", buffered=True, headers={"Range": f"bytes={len(dist)}-"})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(dist)}"


def test_a_part_of_another_version_is_not_sent(ours: FlaskClient, dist: bytes) -> None:
    answer = ours.get("/export/iprgraph.nq", buffered=True, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert (answer.status_code, answer.data) == (200, dist)


def test_who_has_the_file_is_told_so(ours: FlaskClient, mini: DataSet) -> None:
    answer = ours.get("/export/iprgraph.nq", buffered=True, headers={"If-None-Match": f'"{mini.sha256}"'})
    assert (answer.status_code, answer.data) == (304, b"")


def test_head_tells_the_size(ours: FlaskClient, dist: bytes) -> None:
    answer = ours.head("/export/iprgraph.nq")
    assert (answer.headers["Content-Length"], answer.data) == (str(len(dist)), b"")


def test_files_are_not_compressed_on_the_way(ours: FlaskClient, dist: bytes) -> None:
    answer = ours.get("/export/iprgraph.nq", buffered=True, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == dist


def test_an_unknown_file_is_refused_with_the_nearest(ours: FlaskClient) -> None:
    answer = ours.get("/export/iprgraph.nquads")
    assert answer.status_code == 404
    assert "The nearest: iprgraph.nq" in answer.json["detail"]  # type: ignore[index]
    assert ours.get("/export/..%2f..%2fetc/passwd").status_code == 404


@pytest.mark.parametrize("form", formats_of("graph"), ids=lambda form: form.name)
@pytest.mark.parametrize("path", ["/.well-known/void", "/export/"])
def test_the_description_comes_in_every_format(ours: FlaskClient, form: Format, path: str) -> None:
    answer = ours.get(path, headers={"Accept": form.media_types[0]})
    assert answer.mimetype == form.media_types[0]
    assert isinstance(form.engine, ox.RdfFormat)
    triples = {quad.triple for quad in ox.parse(answer.data, format=form.engine)}
    assert ox.Triple(ox.NamedNode(BASE), RDF.type, DCAT.Dataset) in triples
    assert len([t for t in triples if t.predicate == DCAT.byteSize]) > 100


def test_the_description_is_not_sent_twice(ours: FlaskClient) -> None:
    tag = ours.get("/.well-known/void").headers["ETag"]
    assert ours.get("/.well-known/void", headers={"If-None-Match": tag}).status_code == 304


def test_foreign_data_are_described_below_the_address_of_the_server(foreign: FlaskClient) -> None:
    text = foreign.get("/.well-known/void", headers={"Accept": "application/n-triples"}, base_url="https://e.org").text
    triples = {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)}
    assert SERVED not in text
    served = ox.NamedNode("https://e.org/export/data.nq")
    assert served in {t.object for t in triples if t.predicate == DCAT.downloadURL}
    assert ox.Triple(ox.NamedNode("https://e.org/"), RDF.type, VOID.Dataset) in triples


def test_foreign_data_are_listed_without_a_licence(foreign: FlaskClient) -> None:
    page = foreign.get("/export/", headers={"Accept": BROWSER}).text
    assert "creativecommons.org" not in page.partition("<footer")[0]
    assert "data.trig" in page
    assert embedded(page) == []


def test_very_large_data_have_a_page_that_says_why_there_are_no_files(tiny: Path) -> None:
    data = open_data(tiny, union=True)
    downloads = Downloads(tiny, DataFacts(data.sha256, LARGEST + 1, (), (), True))
    client = create_app(data, downloads=downloads).test_client()
    assert "are not offered as files" in client.get("/export/", headers={"Accept": BROWSER}).text
    assert client.get("/export/data.nq").status_code == 404


def test_while_the_files_are_made_a_reader_is_told_so(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.exports._READERS_PATIENCE", 0.0)
    data = open_data(tiny, union=True)
    downloads = Downloads(tiny, data)
    client = create_app(data, downloads=downloads).test_client()
    page = client.get("/export/", headers={"Accept": BROWSER})
    assert (page.status_code, page.mimetype, page.headers["Retry-After"]) == (503, "text/html", "5")
    assert "are being made" in page.text
    downloads.wait_for_all()
    assert client.get("/export/", headers={"Accept": BROWSER}).status_code == 200
    downloads.close()


def test_search_engines_find_the_data_set_in_the_pages(ours: FlaskClient, mini: DataSet) -> None:
    for path in ("/", "/export/"):
        (found,) = embedded(ours.get(path, headers={"Accept": BROWSER}).text)
        assert found["@type"] == "Dataset"
        assert found["version"] == mini.version
    assert len(found["distribution"]) == 22  # type: ignore[arg-type]


def test_the_sitemap_has_what_people_read_at_the_address_they_use(ours: FlaskClient) -> None:
    answer = ours.get("/sitemap.xml", base_url="https://data.example.org:8443")
    found = [e.text or "" for e in ElementTree.fromstring(answer.data).iter() if e.tag.endswith("}loc")]
    paths = {url.removeprefix("https://data.example.org:8443/") for url in found}
    assert {"", "plan/mini-2031", "plan/mini-2031/A-1-1", "law/trade-marks-act", "scheme/right/patent"} <= paths
    assert {"export/", "outcome/mini-2031/A-1-1-1"} <= paths
    assert not [path for path in paths if re.match("statement|evidence|http|plan/[^/]+/(span|mention)", path)]
    assert len(found) == len(paths)


def test_robots_are_told_where_the_sitemap_is(ours: FlaskClient) -> None:
    assert "Sitemap: https://e.org/sitemap.xml" in ours.get("/robots.txt", base_url="https://e.org").text


def test_language_models_are_told_what_there_is(ours: FlaskClient, mini: DataSet) -> None:
    answer = ours.get("/llms.txt")
    assert answer.mimetype == "text/plain"
    assert answer.text.startswith("# iprgraph\n\n> Government action plans")
    for told in ("plan/mini-2031.md", "sparql", "export/datapackage.json", ".well-known/void", mini.version):
        assert told in answer.text


def test_of_foreign_data_nothing_is_told_that_is_not_so(foreign: FlaskClient) -> None:
    text = foreign.get("/llms.txt").text
    assert "Licence" not in text
    assert "plan" not in text.partition("## Take away")[0].lower().replace("explan", "")
    found = re.findall("<loc>(.*?)</loc>", foreign.get("/sitemap.xml").text)
    assert found == [f"http://localhost/{path}" for path in ("", "sparql", "export/")]


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt", "/llms.txt", "/.well-known/void"])
def test_a_host_that_is_no_host_is_refused(ours: FlaskClient, path: str) -> None:
    assert ours.get(path, headers={"Host": "a<script>"}).status_code == 400


def test_a_part_of_the_sitemap_that_is_not_there_is_refused(ours: FlaskClient) -> None:
    assert ours.get("/sitemap-1.xml").status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt", "/llms.txt"])
def test_a_strangers_host_is_not_repeated(ours: FlaskClient, path: str) -> None:
    text = ours.get(path, headers={"Host": "evil.example"}).text
    assert "evil.example" not in text
    assert BASE in text


def test_nor_by_a_server_of_data_that_are_not_ours(foreign: FlaskClient) -> None:
    text = foreign.get("/robots.txt", headers={"Host": "evil.example"}).text
    assert "Sitemap: http://localhost:80/sitemap.xml" in text
