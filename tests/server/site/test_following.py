"""server/site/following.py: every inferred fact follows by a rule that can be said in words."""

from collections import defaultdict

import pyoxigraph as ox

from graph.base import BASE
from server.data import DataSet
from server.site.answers import Term
from server.site.catalogue import Catalogue
from server.site.following import follow
from server.site.grounds import Triple
from server.site.wording import ELI_DL, IPR, RDF

INFERRED = ox.NamedNode(f"{BASE}graph/inferred")


def triple(subject: str, prop: str, value: str) -> Triple:
    return Triple(BASE + subject, prop, Term(value if value.startswith("http") else BASE + value, is_iri=True))


def as_triple(quad: ox.Quad) -> Triple:
    assert isinstance(quad.subject, ox.NamedNode)
    assert isinstance(quad.object, ox.NamedNode)
    return Triple(quad.subject.value, quad.predicate.value, Term(quad.object.value, is_iri=True))


def test_every_inferred_fact_follows_from_facts_that_are_there(real_data: DataSet, real_catalogue: Catalogue) -> None:
    quads = list(real_data.store.quads_for_pattern(None, None, None, None))
    links = [quad for quad in quads if isinstance(quad.object, ox.NamedNode) and isinstance(quad.subject, ox.NamedNode)]
    known = {as_triple(quad) for quad in links}
    around: dict[str, list[Triple]] = defaultdict(list)
    for found in known:
        around[found.subject].append(found)
        around[found.object.value].append(found)
    inferred = [as_triple(quad) for quad in links if quad.graph_name == INFERRED]
    assert len(inferred) > 2000
    heading = {
        f"{IPR}act",
        f"{IPR}coversRight",
        f"{IPR}audience",
        f"{IPR}pace",
    }  # these may have a statement of their own
    for fact in inferred:
        following = follow(
            real_catalogue, frozenset({*around[fact.subject], *around[fact.object.value]} - {fact}), fact
        )
        assert following or fact.property in heading, fact
        assert not following or set(following.premises) <= known - {fact}, fact


def test_the_rule_says_what_it_was_applied_to(real_catalogue: Catalogue) -> None:
    child = triple("law/trademark-law", f"{IPR}hasChildInstrument", "law/spc-well-known-trademarks")
    parent = triple("law/spc-well-known-trademarks", f"{IPR}parentInstrument", "law/trademark-law")
    following = follow(real_catalogue, {parent}, child)
    assert following == ("The same fact seen from its other end: “parent instrument” read backwards.", (parent,))
    narrow = triple("law/x", f"{RDF}type", f"{IPR}Jurisdiction")
    following = follow(
        real_catalogue, {narrow}, narrow._replace(object=Term("http://purl.org/dc/terms/Location", True))
    )
    assert following == ("Whatever is of the class “Jurisdiction” is also of the class “dct:Location”.", (narrow,))


def test_what_carried_a_measure_out_follows_from_an_outcome(real_catalogue: Catalogue) -> None:
    outcome = next(o for o in real_catalogue.outcomes if any("/campaign/" in iri for iri in o.results))
    campaign = next(iri for iri in outcome.results if "/campaign/" in iri)
    following = follow(
        real_catalogue, (), triple(campaign, f"{ELI_DL}executed", outcome.measure)._replace(subject=campaign)
    )
    assert following is not None
    assert {premise.property for premise in following.premises} == {f"{IPR}assesses", f"{IPR}resultedIn"}


def test_without_a_premise_nothing_follows(real_catalogue: Catalogue) -> None:
    fact = triple("law/trademark-law", f"{IPR}hasChildInstrument", "law/spc-well-known-trademarks")
    other = triple("law/patent-law", f"{IPR}parentInstrument", "law/trademark-law")
    assert follow(real_catalogue, {other, fact}, fact) is None
