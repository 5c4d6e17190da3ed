"""Matching what others have: scores, features, and when a match is certain."""

from graph.base import BASE
from graph.constraining import Constraint
from graph.hits import KINDS
from graph.names import read_names
from graph.particulars import Particulars, read_particulars
from graph.reconcile import FEATURES, Match, Wanted, reconcile
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


def test_without_a_name_what_has_all_of_the_values_goes_before_what_has_some() -> None:
    found = find("", acronym="SIPO", jurisdiction="China")
    assert paths(found)[0] == "agency/sipo"
    assert found[0].score - found[1].score > 20.0


def test_the_number_of_a_measure_is_no_other_ones() -> None:
    for text in ("", "II.1.2"):
        found = find(text, "measure", number="II.1.2")
        assert (paths(found)[0], found[0].is_certain) == ("plan/cn-2009/II-1-2", True)
        assert "plan/cn-2009/II-2-1" not in paths(found)


def test_a_contradiction_reaches_the_versions_of_a_law() -> None:
    for name, value in (("jurisdiction", "Japan"), ("kind", "Treaty"), ("issuer", "Diet of Japan")):
        found = reconcile(INDEX, PARTICULARS, Wanted("Patent Law", (), (Constraint(name, (value,)),)))
        assert paths(found)[0] == "law/patent-law"
        assert found[0].score < 70.0


def test_of_two_values_for_one_property_the_worse_counts() -> None:
    twice = (Constraint("jurisdiction", ("China",)), Constraint("jurisdiction", ("Japan",)))
    (best, *_) = reconcile(INDEX, PARTICULARS, Wanted("Patent Law", ("law",), twice))
    assert best.score == find("Patent Law", "law", jurisdiction="Japan")[0].score


def test_constraints_without_values_and_queries_for_nothing_are_well() -> None:
    empty = (Constraint("date", ()), Constraint("nonsense", ("x",)))
    assert reconcile(INDEX, PARTICULARS, Wanted("Patent Law", (), empty)) == find("Patent Law")
    assert reconcile(INDEX, PARTICULARS, Wanted("", (), empty)) == []
    assert find("Patent Law", limit=0) == []


def test_a_date_alone_makes_nothing_certain() -> None:
    assert not any(match.is_certain for match in find("", date="2008-12-27"))


def test_an_identifier_finds_without_a_name() -> None:
    assert paths(find("", identifier="State Council Order No. 569")) == [
        "law/patent-law-implementing-regulations/2010-01-09"
    ]
    assert find("", identifier="State Council Order No. 5690") == []


def test_to_be_a_law_tells_no_law_from_its_namesakes() -> None:
    assert not find("Patent Law", "law", kind="law")[0].is_certain


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


def test_no_name_of_one_thing_makes_another_certain() -> None:
    roles = {"preferred", "alternative", "acronym", "identifier", "number"}
    names = [
        name for name in INDEX.names if name.role in roles and name.kind in {*KINDS} - {"term", "outcome", "target"}
    ]
    certain = [(name, match) for name in names[::3] for match in find(name.text, limit=1) if match.is_certain]
    assert len(certain) > 200
    assert [(name.text, match.iri) for name, match in certain if match.iri != name.iri] == []


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
