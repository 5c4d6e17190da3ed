"""graph/link_output.py: links as SSSOM, Turtle, VoID and a table."""

import csv
import io

import pyoxigraph as ox
import pytest

from graph.iris import BASE
from graph.link_output import FEATURES, REVIEW_COLUMNS, SSSOM_COLUMNS, TABLE_COLUMNS, LinksetFacts, write_links
from graph.linking import ACCEPT, GROUPS, REVIEW, Linker, Pair, Thresholds
from graph.vocab import RDF, SKOS, VOID
from tests.linking import foreign, real_index

FACTS = LinksetFacts("urn:set", "Links to laws", "https://example.org/laws", "2026-11-25")
ROWS = [
    foreign("Patent Law", date="1984-03-12", number=1), foreign("Trademark Law", date="2013-08-30", number=2),
    foreign("European\tUnion", number=3), foreign("=cmd()", number=4),
]  # fmt: skip


def pairs() -> list[Pair]:
    """Pairs of all groups."""
    return list(Linker(real_index(), Thresholds(), "https://example.org/laws/").link(ROWS))


def written(form: str, *groups: str, facts: LinksetFacts = FACTS) -> str:
    """The whole output."""
    return b"".join(write_links(pairs(), form, groups or (ACCEPT,), facts)).decode("utf-8")


def rows(text: str, delimiter: str = "\t") -> list[dict[str, str]]:
    """The rows below the header."""
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    return list(
        csv.DictReader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL)
    )


def test_sssom_has_its_header_and_columns() -> None:
    text = written("sssom")
    assert text.startswith("#curie_map:\n#  skos: http://www.w3.org/2004/02/skos/core#\n")
    assert "#object_source: https://example.org/laws\n" in text
    below = [line for line in text.splitlines() if not line.startswith("#")]
    assert below[0] == "\t".join(SSSOM_COLUMNS)


def test_a_row_of_sssom_says_why() -> None:
    first, second = rows(written("sssom"))
    assert first == {
        "subject_id": f"{BASE}law/patent-law", "subject_label": "Patent Law of the People's Republic of China",
        "predicate_id": "skos:exactMatch", "object_id": "https://example.org/laws/1", "object_label": "Patent Law",
        "mapping_justification": "semapv:CompositeMatching", "confidence": "0.99", "mapping_provider": "https://example.org/laws",
        "see_also": "", "mapping_date": "2026-11-25", "object_date": "1984-03-12",
        "comment": "name +0.95 (“Patent Law” ~ “Patent Law of the People's Republic of China”, same words); date +0.04 (its own: 1984-03-12)",
    }  # fmt: skip
    assert (second["predicate_id"], second["object_date"]) == ("skos:closeMatch", "2013-08-30")


def test_pairs_for_review_have_two_more_columns() -> None:
    found = rows(written("sssom", ACCEPT, REVIEW))
    assert tuple(found[0]) == REVIEW_COLUMNS
    assert {r["other"] for r in found} == {"group=accept", "group=review"}
    assert {r["object_label"] for r in found if r["other"] == "group=review"} == {"European Union"}


def test_turtle_holds_the_links_alone() -> None:
    triples = [q.triple for q in ox.parse(written("ttl"), format=ox.RdfFormat.TURTLE)]
    law = ox.NamedNode(f"{BASE}law/patent-law")
    assert ox.Triple(law, SKOS.exactMatch, ox.NamedNode("https://example.org/laws/1")) in triples
    assert len(triples) == 2


def test_void_describes_the_set_and_its_part_for_each_relation() -> None:
    store = ox.Store()
    store.load(written("void"), format=ox.RdfFormat.TURTLE)
    counts = {q.subject.value: q.object.value for q in store.quads_for_pattern(None, VOID.triples, None)}  # type: ignore[union-attr]
    assert counts == {"urn:set": "2", "urn:set/exactMatch": "1", "urn:set/closeMatch": "1"}
    predicates = {q.object for q in store.quads_for_pattern(None, VOID.linkPredicate, None)}
    assert predicates == {SKOS.exactMatch, SKOS.closeMatch}
    assert len(list(store.quads_for_pattern(None, RDF.type, VOID.Linkset))) == 3


def test_the_table_holds_every_row_with_the_share_of_each_feature() -> None:
    found = rows(written("csv", *GROUPS), ",")
    assert tuple(found[0]) == TABLE_COLUMNS
    assert {r["row"] for r in found} == {"1", "2", "3", "4"}
    shares = sum(float(found[0][f.replace(" ", "_")] or 0) for f in FEATURES)
    assert shares == pytest.approx(float(found[0]["confidence"]), abs=0.002)
    assert all(r["decision"] == "" for r in found)


def test_no_cell_of_the_table_is_a_formula() -> None:
    assert rows(written("csv", *GROUPS), ",")[-1]["object_label"] == "'=cmd()"


def test_without_a_date_none_is_written_and_the_bytes_are_the_same() -> None:
    bare = LinksetFacts("urn:set", "Links", "", "")
    assert rows(written("sssom", facts=bare))[0]["mapping_date"] == ""
    assert "created" not in written("void", facts=bare)
    for form in ("sssom", "ttl", "void", "csv"):
        assert written(form, *GROUPS, facts=bare) == written(form, *GROUPS, facts=bare)


def test_nothing_accepted_is_an_empty_set() -> None:
    assert b"".join(write_links([], "ttl", (ACCEPT,), FACTS)) == b""
    assert next(csv.reader(io.StringIO(b"".join(write_links([], "csv", GROUPS, FACTS)).decode()))) == list(
        TABLE_COLUMNS
    )
