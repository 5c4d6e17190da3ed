"""graph/concepts.py: rights, pace and audience by the words of a measure and its headings."""

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.concepts import Reading, read_audience, read_pace, read_rights
from graph.iris import BASE
from graph.lexicon import Lexicon, read_lexicon
from graph.model import Plan
from graph.resources import dist_file, ontology_dir
from graph.store import read_dist
from graph.tables import table_csv

REFERENCE = Path(__file__).resolve().parent.parent / "reference" / "cn-2009-rights.tsv"


def lexicon(scheme: str) -> Lexicon:
    return read_lexicon(ontology_dir() / "schemes" / f"{scheme}.ttl", "en")


def concepts(reading: Reading) -> set[str]:
    return {t.concept for t in reading.triggers}


@pytest.mark.parametrize(
    ("number", "rights"),
    [
        ("I.2.1", {"trademark"}),
        ("I.3.9", {"plant-variety"}),
        ("II.1.1", {"general"}),
        ("III.3", {"general", "patent", "copyright", "trademark", "unfair-competition"}),
    ],
)
def test_rights_are_those_that_the_words_name(real_plan: Plan, number: str, rights: set[str]) -> None:
    part = next(p for p in real_plan.measures() if p.number == number)
    assert concepts(read_rights(real_plan, part, (), lexicon("right"))) == rights


def test_a_measure_without_a_right_takes_that_of_the_heading_above(real_plan: Plan) -> None:
    part = next(p for p in real_plan.measures() if p.number == "I.3.11")
    reading = read_rights(real_plan, part, (), lexicon("right"))
    assert reading.above
    assert concepts(reading) == {"general"}
    assert all(not part.span.overlaps(t.span) for t in reading.triggers)


def test_words_of_a_purpose_set_no_pace(real_plan: Plan) -> None:
    part = next(p for p in real_plan.measures() if p.number == "II.2.10")
    found = read_pace(real_plan, part, (), lexicon("pace")).triggers
    purpose = real_plan.text.index("with a view to", part.span.start)
    assert all(t.span.start < purpose for t in found)


def test_an_audience_is_read_inside_names_too(real_plan: Plan) -> None:
    part = next(p for p in real_plan.measures() if p.number == "V.3.2")
    assert concepts(read_audience(real_plan, part, (), lexicon("audience")))


def f1(found: dict[str, set[str]], column: str) -> float:
    """Micro F1 against the reference."""
    hits = extra = missed = 0
    with REFERENCE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            wanted, got = set(filter(None, row[column].split(";"))), found[row["measure"]]
            hits, extra, missed = hits + len(wanted & got), extra + len(got - wanted), missed + len(wanted - got)
    return 2 * hits / (2 * hits + extra + missed)


@pytest.mark.parametrize(("column", "bar"), [("rights", 0.95), ("pace", 0.95), ("audience", 0.9)])
def test_the_published_graph_agrees_with_the_reference(column: str, bar: float) -> None:
    store = read_dist(dist_file())
    rows = list(csv.DictReader(table_csv(store, "measures").splitlines()))
    if column in rows[0]:
        found = {row["number"]: set(filter(None, row[column].split(";"))) for row in rows}
    else:
        found = {row["number"]: values(store, row["iri"], column) for row in rows}
    assert f1(found, column) >= bar


def values(store: ox.Store, measure: str, name: str) -> set[str]:
    predicate = ox.NamedNode(f"{BASE}ontology#{name}")
    quads = store.quads_for_pattern(ox.NamedNode(measure), predicate, None, ox.DefaultGraph())
    return {str(q.object)[1:-1].rpartition("/")[2] for q in quads}
