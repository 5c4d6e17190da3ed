"""Matching what others have: scores, features, and when a match is certain."""

import pytest

from graph.base import BASE
from graph.hits import KINDS
from graph.names import Name, read_names
from graph.particulars import Particulars, read_particulars
from graph.reconcile import FEATURES, Constraint, Match, Wanted, find_id, is_distinctive, reconcile
from graph.resources import dist_file
from graph.search import SearchIndex
from graph.store import read_dist

STORE = read_dist(dist_file())
INDEX = SearchIndex(read_names(STORE))
PARTICULARS: Particulars = read_particulars(STORE)


def find(text: str, *kinds: str, limit: int = 10, **properties: str) -> list[Match]:
    constraints = tuple(Constraint(name, (value,)) for name, value in properties.items())
    return reconcile(INDEX, PARTICULARS, Wanted(text, kinds, constraints, limit))


def paths(matches: list[Match]) -> list[str]:
    return [match.iri.removeprefix(BASE) for match in matches]


def test_the_right_spelling_is_better_than_any_other() -> None:
    exact, near = find("Trademark Law", "law")[0], find("Trademrk Law", "law")[0]
    assert exact.iri == near.iri
    assert exact.score > near.score


def test_a_full_name_a_short_one_and_that_of_a_predecessor_differ() -> None:
    full = find("State Intellectual Property Office", "agency")
    assert paths(full)[:2] == ["agency/sipo", "agency/cnipa"]
    assert full[0].score > find("SIPO", "agency")[0].score > full[1].score
    assert {f.id: f.value for f in full[1].features}["name_former"] is True


def test_a_version_is_found_by_its_date_and_stands_below_its_law_without() -> None:
    assert paths(find("Patent Law"))[0] == "law/patent-law"
    assert paths(find("Patent Law", date="2008-12-27"))[0] == "law/patent-law/2008-12-27"
    assert paths(find("Patent Law", "version", date="2000"))[0] == "law/patent-law/2000-08-25"


def test_values_that_agree_raise_the_score_and_others_lower_it() -> None:
    plain = find("Patent Law", "law")[0]
    right = find("Patent Law", "law", jurisdiction="China")[0]
    wrong = find("Patent Law", "law", jurisdiction="Japan")[0]
    assert right.score > plain.score > wrong.score
    assert (plain.is_certain, right.is_certain, wrong.is_certain) == (False, True, False)


def test_a_value_that_is_not_known_changes_nothing() -> None:
    assert find("Patent Law", "law", website="https://example.org")[0].score == find("Patent Law", "law")[0].score


def test_an_identifier_finds_without_a_name() -> None:
    assert paths(find("", identifier="State Council Order No. 569")) == [
        "law/patent-law-implementing-regulations/2010-01-09"
    ]
    assert find("", identifier="State Council Order No. 5690") == []


def test_to_be_a_law_tells_no_law_from_its_namesakes() -> None:
    assert not find("Patent Law", "law", kind="law")[0].is_certain


@pytest.mark.parametrize(
    ("text", "role", "distinctive"),
    [
        ("Ministry of Health", "preferred", False),
        ("Supreme People's Court", "preferred", False),
        ("国家知识产权局", "preferred", True),
        ("专利法", "preferred", False),
        ("Patent Law of the People's Republic of China", "preferred", True),
        ("General Administration of Quality Supervision, Inspection and Quarantine", "preferred", True),
        ("MOH", "acronym", False),
        ("AQSIQ", "acronym", True),
        ("US", "identifier", False),
        ("State Council Order No. 569", "identifier", True),
    ],
)
def test_a_name_that_others_may_have_is_not_distinctive(text: str, role: str, distinctive: bool) -> None:
    assert is_distinctive(Name(f"{BASE}agency/x", "agency", text, "en", role), text) is distinctive


def test_nobody_is_certain_of_two() -> None:
    for text in ("Patent Law", "SIPO", "Order", "patent", "中华人民共和国专利法"):
        matches = find(text, limit=50)
        assert sum(match.is_certain for match in matches) <= 1
        assert [m.score for m in matches] == sorted((m.score for m in matches), reverse=True)
        assert all(0 < m.score <= 100 for m in matches)


def test_types_and_the_limit_are_kept() -> None:
    assert {match.labels.kind for match in find("patent", "law", limit=50)} == {"law"}
    assert len(find("patent", limit=3)) == 3
    assert not {match.labels.kind for match in find("patent", limit=50)} & {"term", "outcome"}


def test_every_feature_is_explained() -> None:
    given = find("Patent Law", date="2008", jurisdiction="China", kind="law", issuer="State Council")
    assert {feature.id for match in given for feature in match.features} <= FEATURES.keys()


def test_identifiers_are_paths_and_iris_of_ours() -> None:
    iri = f"{BASE}law/patent-law"
    assert find_id(INDEX, "law/patent-law") == find_id(INDEX, "/law/patent-law") == find_id(INDEX, iri) == iri
    assert find_id(INDEX, "law/nothing") is None


def test_every_thing_is_found_by_its_own_name() -> None:
    """Of each kind of things: the preferred name in English gives the thing itself as the best or an equal."""
    kinds = [
        kind for kind in KINDS if kind not in {"term", "outcome", "change", "scheme", "target", "measure", "version"}
    ]
    wrong = []
    for iri, labels in INDEX.labels.items():
        if labels.kind in kinds and labels.english:
            found = find(labels.english, labels.kind)
            if iri not in {match.iri for match in found if match.score == found[0].score}:
                wrong.append(iri)
    assert wrong == []
