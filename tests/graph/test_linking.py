"""graph/linking.py: three groups, and what people decided goes before all scores."""

import pytest

from graph.errors import UsageError
from graph.foreign import ForeignRow
from graph.iris import BASE
from graph.linking import ACCEPT, REJECT, REVIEW, Decision, Decisions, Linker, Pair, Thresholds, foreign_iri, full_iri
from tests.linking import foreign, path, real_index

PATENT_LAW = f"{BASE}law/patent-law"


def link(*rows: ForeignRow, decisions: Decisions | None = None, thresholds: Thresholds | None = None) -> list[Pair]:
    """The pairs of the rows."""
    linker = Linker(real_index(), thresholds or Thresholds(), "urn:x:", decisions or {})
    return list(linker.link(rows))


def test_rows_fall_into_three_groups_and_none_is_lost() -> None:
    rows = [
        foreign(n, number=i)
        for i, n in enumerate(
            ["PRC Patent Law", "Patent Law (1992 Amendment)", "Patent Law of Japan", "Lighthouses", ""]
        )
    ]
    linker = Linker(real_index(), Thresholds(), "urn:x:")
    pairs = list(linker.link(rows))
    assert [p.group for p in pairs] == [ACCEPT, REVIEW, REJECT, REJECT, REJECT]
    assert linker.counts == {ACCEPT: 1, REVIEW: 1, REJECT: 3}
    assert linker.homeless == 1
    assert pairs[-1].match is None


def test_thresholds_move_the_groups() -> None:
    strict = Thresholds(accept=0.97, review=0.96)
    assert link(foreign("Patent Law"), thresholds=strict)[0].group == REJECT
    with pytest.raises(UsageError, match=r"the first may not be above the second"):
        Thresholds(accept=0.5, review=0.6)


def test_several_candidates_are_shown_only_where_none_is_sure() -> None:
    assert len(link(foreign("Ministry of Culture", place="CN"))) == 1
    assert len(link(foreign("European Union"))) == 2


def test_what_a_person_accepted_is_accepted_with_the_relation_they_chose() -> None:
    [pair] = link(foreign("Patent Law of Japan"), decisions={("urn:x:1", PATENT_LAW): Decision(True, "relatedMatch")})
    assert (pair.group, pair.by_person) == (ACCEPT, True)
    assert pair.match
    assert pair.match.predicate == "relatedMatch"


def test_a_person_may_name_a_thing_that_was_no_candidate() -> None:
    version = f"{PATENT_LAW}/2008-12-27"
    [pair] = link(foreign("Lighthouses"), decisions={("urn:x:1", version): Decision(True)})
    assert pair.match
    assert path(pair.match.iri) == "law/patent-law/2008-12-27"
    with pytest.raises(UsageError, match="names http://a/b, which is nothing of ours"):
        link(foreign("Lighthouses"), decisions={("urn:x:1", "http://a/b"): Decision(True)})


def test_what_a_person_rejected_stays_rejected() -> None:
    pairs = link(foreign("Patent Law"), decisions={("urn:x:1", PATENT_LAW): Decision(False)})
    assert ACCEPT not in {p.group for p in pairs}
    assert (PATENT_LAW, REJECT, True) in {(p.match.iri, p.group, p.by_person) for p in pairs if p.match}


def test_decisions_about_no_row_are_known() -> None:
    linker = Linker(
        real_index(),
        Thresholds(),
        "urn:x:",
        {("urn:x:1", PATENT_LAW): Decision(True), ("urn:x:9", PATENT_LAW): Decision(True)},
    )
    list(linker.link([foreign("Patent Law")]))
    assert linker.used == {("urn:x:1", PATENT_LAW)}


@pytest.mark.parametrize(
    ("row_id", "iri"),
    [
        ("http://a/b", "http://a/b"),
        ("L 1/法", "urn:x:L%201%2F法"),
        ("", "urn:x:1"),
        ("http://a b", "urn:x:http%3A%2F%2Fa%20b"),
    ],
)
def test_a_row_has_an_iri(row_id: str, iri: str) -> None:
    assert foreign_iri(foreign("x", row_id=row_id), "urn:x:") == iri


@pytest.mark.parametrize("text", [PATENT_LAW, "law/patent-law", "iprgraph:law/patent-law", "/law/patent-law"])
def test_a_thing_of_ours_may_be_named_by_its_path(text: str) -> None:
    assert full_iri(text) == PATENT_LAW
