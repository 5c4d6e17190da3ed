"""graph/link_targets.py: what others' data may be linked to."""

import pyoxigraph as ox

from graph.iris import BASE
from graph.link_targets import LINKED_KINDS, read_targets
from tests.linking import path, real_index


def target(slug: str):  # type: ignore[no-untyped-def]
    """The thing of ours."""
    return next(t for t in real_index().targets if path(t.iri) == slug)


def test_a_law_has_its_names_dates_and_texts() -> None:
    law = target("law/patent-law")
    assert {n.text for n in law.names} >= {
        "Patent Law of the People's Republic of China",
        "Patent Law",
        "中华人民共和国专利法",
    }
    assert "1984-03-12" in law.dates
    assert {path(v.iri) for v in law.versions} >= {"law/patent-law/2008-12-27", "law/patent-law/2020-10-17"}
    assert (law.home, law.type) == ("CN", "law")


def test_treaties_and_international_bodies_have_no_home() -> None:
    assert target("law/trips-agreement").home == ""
    assert target("body/wipo").home == ""
    assert target("agency/sipo").home == "CN"


def test_a_body_is_not_called_by_the_name_of_who_followed_it() -> None:
    cnipa = target("agency/cnipa")
    assert "SIPO" not in {n.text for n in cnipa.names}


def test_texts_of_a_day_and_changes_are_no_targets_of_their_own() -> None:
    slugs = {path(t.iri) for t in real_index().targets}
    assert "law/patent-law/2008-12-27" not in slugs
    assert not any("/change/" in slug for slug in slugs)


def test_only_the_wanted_types_are_read(mini_store: ox.Store) -> None:
    assert {t.type for t in read_targets(mini_store, ["agency"])} == {"agency"}
    assert {t.type for t in read_targets(mini_store)} <= set(LINKED_KINDS.values())


def test_targets_are_sorted_by_their_iris(mini_store: ox.Store) -> None:
    iris = [t.iri for t in read_targets(mini_store)]
    assert iris == sorted(iris)
    assert all(iri.startswith(BASE) for iri in iris)
