"""server/site/discovery.py and dataset.py: texts for programs, safe and within their limits."""

import json
from xml.etree import ElementTree

import pytest

from graph.made import MadeFile
from server.site.dataset import DataSetTold, PlanText, dataset_json, within_html
from server.site.discovery import robots, sitemap
from server.site.exports import told_size

ROOT = "https://e.org/"
PATHS = ("", "a", "b/c", "d")
TEXTS = (PlanText("p", "Plan", "https://e.org/p", "Theirs."),)
TOLD = DataSetTold("T", "D", "https://e.org/l", "R", TEXTS)


def addresses(text: str | None) -> list[str]:
    """The addresses in the order of the file."""
    assert text is not None
    return [e.text or "" for e in ElementTree.fromstring(text).iter() if e.tag.endswith("}loc")]


def test_a_short_sitemap_is_one_file() -> None:
    assert addresses(sitemap(ROOT, PATHS)) == [ROOT + path for path in PATHS]
    assert sitemap(ROOT, PATHS, 1) is None


def test_a_long_sitemap_is_an_index_of_parts_that_hold_everything_once() -> None:
    assert addresses(sitemap(ROOT, PATHS, most=3)) == [f"{ROOT}sitemap-1.xml", f"{ROOT}sitemap-2.xml"]
    parts = addresses(sitemap(ROOT, PATHS, 1, most=3)) + addresses(sitemap(ROOT, PATHS, 2, most=3))
    assert parts == [ROOT + path for path in PATHS]


@pytest.mark.parametrize("page", [-1, 0, 3])
def test_there_are_no_other_parts(page: int) -> None:
    assert sitemap(ROOT, PATHS, page, most=3) is None


def test_an_address_with_odd_signs_is_still_one() -> None:
    (found,) = addresses(sitemap(ROOT, ('law/a&b<c> 中"',)))
    assert found == f"{ROOT}law/a&b%3Cc%3E%20%E4%B8%AD%22"


def test_crawlers_are_kept_from_asking_questions() -> None:
    assert "Disallow: /sparql?" in robots(ROOT)
    assert "Allow: /\n" in robots(ROOT)


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "a & b", "\u2028\u2029", '"', "]]>"])
def test_no_text_ends_the_element_that_it_stands_in(text: str) -> None:
    written = within_html({"name": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"name": text}


def test_the_data_set_names_its_sources_and_files() -> None:
    made = [
        MadeFile("iprgraph.ttl", "whole", "All", "text/turtle", 12, "0" * 64),
        MadeFile("iprgraph.rdf", "whole", "All", "application/rdf+xml", reason="it cannot"),
        MadeFile("graph-x.ttl", "graph", "X", "text/turtle", 12, "0" * 64),
    ]
    found = json.loads(dataset_json(TOLD, "v", made))
    assert [file["contentUrl"] for file in found["distribution"]] == ["https://w3id.org/iprgraph/export/iprgraph.ttl"]
    assert found["isBasedOn"][0]["usageInfo"] == "Theirs."
    assert "datePublished" not in found


def test_of_data_that_are_not_ours_nothing_is_claimed() -> None:
    assert dataset_json(None, "v") == ""


@pytest.mark.parametrize(("size", "told"), [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (2_500_000, "2.5 MB")])
def test_sizes_are_told_as_people_read_them(size: int, told: str) -> None:
    assert told_size(size) == told
