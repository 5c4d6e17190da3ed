"""server/site/pages.py: the addresses of the site, and that every link on a page leads somewhere."""

import re
from html import unescape
from urllib.parse import urldefrag, urljoin

import pytest
from flask.testing import FlaskClient

from server.site.links import is_web_address

HTML = {"Accept": "text/html"}
LINK = re.compile(r'<(?:a|link|script|form|img)\b[^>]*?\s(?:href|src|action)="([^"]*)"')
PAGES = ("/", "/plan", "/measures", "/outcomes", "/entities", "/law", "/agency", "/body", "/jurisdiction", "/target")


def links_of(client: FlaskClient, path: str) -> set[str]:
    """The addresses of ours that the page leads to, whole."""
    page = client.get(path, headers=HTML)
    assert page.status_code == 200, path
    found = {urldefrag(urljoin(f"http://site{path}", unescape(link)))[0] for link in LINK.findall(page.text)}
    return {link.removeprefix("http://site") for link in found if link.startswith("http://site/")}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_site_answers(site: FlaskClient, path: str) -> None:
    answer = site.get(path, headers=HTML)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.text.count("<h1>") == 1


def test_no_link_is_broken(site: FlaskClient) -> None:
    while site.get("/export/", headers=HTML).status_code == 503:  # the files are still being made
        pass
    waiting, seen, broken = list(PAGES), set(PAGES), []
    limit = 1500
    while waiting and len(seen) < limit:
        path = waiting.pop()
        for link in sorted(links_of(site, path) - seen):
            seen.add(link)
            with site.get(link, headers=HTML) as answer:
                if answer.status_code not in {200, 301, 302, 303}:
                    broken.append((path, link, answer.status_code))
                elif answer.mimetype == "text/html" and not re.match(r"/(statement|evidence|measures\?)", link):
                    waiting.append(link)
    assert len(seen) >= limit
    assert broken == []


def test_fragments_of_links_are_there(site: FlaskClient) -> None:
    for path in ("/plan/cn-2009", "/plan/cn-2009/II-1-2", "/law/trademark-law"):
        text = site.get(path, headers=HTML).text
        ids = set(re.findall(r'\sid="([^"]+)"', text))
        assert set(re.findall(r'href="#([^"]+)"', text)) <= ids


def test_nothing_comes_from_another_host(site: FlaskClient) -> None:
    for path in (*PAGES, "/plan/cn-2009", "/law/trademark-law", "/plan/cn-2009/II-1-2"):
        text = site.get(path, headers=HTML).text
        loaded = re.findall(r'<(?:script|img|iframe|source|object|embed)\b[^>]*\s(?:src|data)="([^"]*)"', text)
        loaded += re.findall(r'<link rel="(?:stylesheet|icon|preload|search)"[^>]*href="([^"]*)"', text)
        assert loaded
        assert not [address for address in loaded if is_web_address(address) or address.startswith("//")]
        assert not re.findall(r"<[^>]+\s(?:style|on[a-z]+)=", text)
        assert not re.search(r"<style|<script>", text)


def test_the_plan_is_shown_whole_with_every_measure_and_its_outcome(site: FlaskClient) -> None:
    text = site.get("/plan/cn-2009", headers=HTML).text
    assert len(re.findall(r'<div class="part" id="[IVX]+\.', text)) == 170
    assert "the Chinese version shall prevail" in text
    assert len(re.findall(r'<span class="badge', text)) == 170


def test_facets_narrow_the_list_and_their_counts_hold(site: FlaskClient) -> None:
    everything = site.get("/measures", headers=HTML).text
    assert "170 of 170 measures" in everything
    choices = re.findall(r'<a href="(measures\?[^"]+)">[^<]*</a> <span class="faint">(\d+)</span>', everything)
    assert len(choices) > 60
    for link, count in choices[::7]:
        assert f"{count} of 170 measures" in site.get("/" + unescape(link), headers=HTML).text
    both = site.get("/measures?right=patent&outcome=done&outcome=none&x=y", headers=HTML)
    assert "0 of 170 measures" in both.text


@pytest.mark.parametrize(
    "query", ["right=" + "x" * 5000, "right=%3Cscript%3E", "area=&area=&area=", "right=%FF", "=&&=;"]
)
def test_odd_choices_do_no_harm(site: FlaskClient, query: str) -> None:
    answer = site.get(f"/measures?{query}", headers=HTML)
    assert answer.status_code in {200, 400}
    assert "<script>" not in answer.text


def test_the_invented_world_has_pages_too(mini_site: FlaskClient) -> None:
    while mini_site.get("/export/", headers=HTML).status_code == 503:  # the files are still being made
        pass
    home = mini_site.get("/", headers=HTML).text
    assert "mini-2031" in home
    assert "mini-zh" in home
    for path in ("/plan/mini-2031", "/plan/mini-zh", "/measures", "/outcomes", "/entities", "/law"):
        assert mini_site.get(path, headers=HTML).status_code == 200
    for link in links_of(mini_site, "/plan/mini-2031") | links_of(mini_site, "/plan/mini-zh"):
        with mini_site.get(link, headers=HTML) as answer:
            assert answer.status_code == 200, link
