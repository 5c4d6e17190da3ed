"""server/site/links.py: addresses relative to the page that they stand on."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.site.links import address, file_of, is_web_address, link_header, path_of

PATHS = st.lists(st.sampled_from(["law", "patent-law", "plan", "cn-2009", "I-1-1", "专利", "a b"]), max_size=4).map(
    "/".join
)


@given(PATHS, PATHS, st.sampled_from(["http://h/", "http://h/sub/folder/"]))
def test_an_address_leads_to_its_page_from_anywhere_and_below_any_folder(path: str, here: str, root: str) -> None:
    found = urljoin(root + here, address(path, f"/{here}"))
    assert found == root + address(path, "/").removeprefix("./")


@pytest.mark.parametrize(
    ("path", "file"),
    [("", "index.html"), ("law/x", "law/x.html"), ("export/", "export/index.html"), ("static/a.css", "static/a.css")],
)
def test_pages_kept_as_files_have_names_of_their_own(path: str, file: str) -> None:
    assert file_of(path) == file
    assert address(path, "/", files=True) == file


def test_parameters_and_fragments_are_escaped() -> None:
    assert address("measures", "/", right=("a&b", "c"), act="") == "measures?right=a%26b&right=c"
    assert address("ontology#Measure", "/law/x") == "../ontology#Measure"


def test_only_our_own_iris_have_a_path() -> None:
    assert path_of("https://w3id.org/iprgraph/law/x") == "law/x"
    assert path_of("https://w3id.org/iprgraphs/law/x") is None


@pytest.mark.parametrize(
    "iri", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "HTTP:/x", 'http://x/"']
)
def test_a_browser_is_led_to_web_addresses_only(iri: str) -> None:
    assert not is_web_address(iri)
    assert is_web_address("https://example.org/x")


def test_the_header_names_the_iri_and_all_forms() -> None:
    told = link_header("https://w3id.org/iprgraph/law/x", [("ttl", "text/turtle")])
    assert '<https://w3id.org/iprgraph/law/x>; rel="canonical"' in told
    assert '<x.ttl>; rel="alternate"; type="text/turtle"' in told
    assert 'rel="describedby"' in told
