"""Invents plan-like data of any size as N-Quads: the shapes of our own graphs, the same bytes on every machine.

Statements and evidence stand in a graph of their own, everything else in the default graph, so that a server
asked without any option of its own sees the same as any other.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count, islice
from pathlib import Path

import click

BASE = "https://example.org/bench/"
IPR = "https://w3id.org/iprgraph/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OA = "http://www.w3.org/ns/oa#"
ELI = "http://data.europa.eu/eli/ontology#"
DCT = "http://purl.org/dc/terms/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PROVENANCE = f"<{BASE}graph/provenance> "

AREAS, SECTIONS, MEASURES = ("I", "II", "III", "IV", "V"), 3, 4
KINDS = ("agency", "law", "campaign", "body")
CLASSES = {
    "agency": "Agency",
    "law": "LegalInstrument",
    "campaign": "Campaign",
    "body": "InternationalBody",
}
TITLES = {"agency": "Office of", "law": "Law of", "campaign": "Campaign", "body": "Union of"}
SHARED, OWN = 25, 2
SYLLABLES = ("Ar", "Bel", "Cor", "Du", "El", "Far", "Gon", "Ha", "Il", "Jor", "Ka", "Lun")
ENDINGS = ("cadia", "dor", "mere", "nia", "ruta", "stan", "thia", "via", "wold", "zia")
ACTS = ("revise", "draft", "enforce", "train", "publish", "cooperate", "study", "inspect")
RIGHTS = ("patent", "trademark", "copyright", "plant-variety", "trade-secret", "design")
OBJECTS = ("rules on examination", "courts", "customs checks", "fairs", "schools", "registers", "border measures")
WRONGS = ("counterfeiting", "piracy", "infringement", "squatting", "smuggling", "false claims")
STATUSES = ("done", "done-later", "in-part", "not-found")
RULES = ("register-name", "pace-word", "verb-of-the-sentence", "right-word", "head-of-the-list")
CODES = ("0.7", "0.8", "0.9", "0.95", "0.99")


@dataclass(frozen=True)
class Thing:
    """An agency, law, campaign or body of the register."""

    kind: str
    iri: str
    label: str


class Dice:
    """Choices that are the same everywhere: `random()` is the one method whose sequence Python promises to keep."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def below(self, limit: int) -> int:
        """A number from 0 to below the limit."""
        return int(self._random.random() * limit)

    def one(self, choices: tuple[str, ...]) -> str:
        """One of the words."""
        return choices[self.below(len(choices))]

    def things(self, choices: list[Thing], number: int) -> list[Thing]:
        """So many different things."""
        left = list(choices)
        return [left.pop(self.below(len(left))) for _ in range(number)]


def generate(triples: int) -> Iterator[str]:
    """That many lines of N-Quads, each different from all others."""
    shared = [invent_thing(kind, number) for kind in KINDS for number in range(1, SHARED + 1)]
    plans = chain.from_iterable(_plan(number, shared) for number in count(1))
    return islice(chain(chain.from_iterable(map(_describe_thing, shared)), plans), triples)


def write_data(triples: int, file: Path) -> None:
    """Write the data; the same number gives the same bytes."""
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(generate(triples))


def invent_thing(kind: str, number: int) -> Thing:
    """The thing of that number, counted from 1 in each kind."""
    rest, ending = divmod(number, len(ENDINGS))
    place = SYLLABLES[rest % len(SYLLABLES)] + ENDINGS[ending]
    series = rest // len(SYLLABLES)
    return Thing(kind, f"{BASE}{kind}/{number}", f"{TITLES[kind]} {place}" + (f" {series + 1}" if series else ""))


def _iri(subject: str, predicate: str, value: str, graph: str = "") -> str:
    return f"<{subject}> <{predicate}> <{value}> {graph}.\n"


def _text(subject: str, predicate: str, value: str, tail: str = "") -> str:
    return f'<{subject}> <{predicate}> "{value}"{tail} .\n'


def _number(subject: str, predicate: str, value: int) -> str:
    return _text(subject, predicate, str(value), f"^^<{XSD}integer>")


def _describe_thing(thing: Thing) -> Iterator[str]:
    yield _iri(thing.iri, f"{RDF}type", IPR + CLASSES[thing.kind])
    yield _iri(thing.iri, f"{RDF}type", f"{IPR}Entity")
    yield _text(thing.iri, f"{SKOS}prefLabel", thing.label, "@en")
    yield _text(thing.iri, f"{SKOS}altLabel", f"The {thing.label}", "@en")
    yield _text(thing.iri, f"{SKOS}definition", f"What is called {thing.label} was invented to measure with.", "@en")
    yield _iri(thing.iri, f"{DCT}source", f"{BASE}source/{thing.kind}")


def _plan(number: int, shared: list[Thing]) -> Iterator[str]:
    """One plan: its areas, sections and measures in order, each with all that is said of it."""
    dice = Dice(f"plan {number}")
    first = SHARED + 1 + (number - 1) * OWN
    own = [invent_thing(kind, first + i) for kind in KINDS for i in range(OWN)]
    plan = f"{BASE}plan/p{number}"
    yield _iri(plan, f"{RDF}type", f"{IPR}ActionPlan")
    yield _text(plan, f"{SKOS}prefLabel", f"Action Plan {number}", "@en")
    for thing in own:
        yield from _describe_thing(thing)
    order, offset = 0, 0
    for part, parent in _parts():
        words = _words(dice, shared + own)
        spoken = words if part.count(".") == 2 else words[:1]
        text = " ".join(spoken)
        place = Part(plan, part, f"{plan}/{part.replace('.', '-')}", text, offset, order)
        yield from _describe_part(place, f"{plan}/{parent.replace('.', '-')}".rstrip("/"))
        if part.count(".") == 2:
            yield from _describe_measure(place, dice, shared + own)
        order, offset = order + 1, offset + len(text) + 1


def _parts() -> Iterator[tuple[str, str]]:
    """The number of each part of a plan, and that of the part it stands in."""
    for area in AREAS:
        yield area, ""
        for section in range(1, SECTIONS + 1):
            yield f"{area}.{section}", area
            for measure in range(1, MEASURES + 1):
                yield f"{area}.{section}.{measure}", f"{area}.{section}"


def _words(dice: Dice, things: list[Thing]) -> list[str]:
    named = dice.things(things, 1)[0].label
    return [
        f"To {dice.one(ACTS)} {dice.one(OBJECTS)} with the {named}",
        f"against {dice.one(WRONGS)} of {dice.one(RIGHTS)}s, and to {dice.one(ACTS)} {dice.one(OBJECTS)}.",
    ]


@dataclass(frozen=True)
class Part:
    """An area, section or measure with its words and where they begin."""

    plan: str
    number: str
    iri: str
    text: str
    offset: int
    order: int

    def span(self, start: int, end: int) -> str:
        """The address of some of its words."""
        return f"{self.plan}/span/{self.offset + start}-{self.offset + end}"


def _describe_part(part: Part, parent: str) -> Iterator[str]:
    iri, text = part.iri, f"{part.iri}/text"
    kind = ("area", "section", "measure")[part.number.count(".")]
    yield _iri(iri, f"{RDF}type", f"{IPR}{kind.capitalize()}")
    yield _iri(iri, f"{RDF}type", f"{ELI}ForeseenActivity")
    yield _text(iri, f"{IPR}number", part.number)
    yield _text(iri, f"{SKOS}notation", part.number)
    yield _text(iri, f"{SKOS}prefLabel", f"{kind.capitalize()} {part.number}", "@en")
    yield _number(iri, f"{IPR}order", part.order)
    yield _iri(iri, f"{IPR}partOf", parent)
    yield _iri(iri, f"{DCT}isPartOf", parent)
    yield _iri(parent, f"{IPR}hasPart", iri)
    yield _iri(iri, f"{IPR}statedIn", text)
    yield _text(iri, f"{IPR}text", part.text, "@en")
    yield _iri(text, f"{RDF}type", f"{IPR}TextPart")
    yield _iri(text, f"{RDF}type", f"{ELI}WorkSubdivision")
    yield _text(text, f"{ELI}number", part.number.rpartition(".")[2])
    yield _iri(text, f"{ELI}type_subdivision", f"{BASE}scheme/part-kind/{kind}")
    yield _iri(text, f"{ELI}is_part_of", parent)
    yield _text(text, f"{IPR}text", part.text, "@en")
    yield _iri(text, f"{IPR}span", part.span(0, len(part.text)))
    yield from _describe_span(part, 0, len(part.text))


def _describe_span(part: Part, start: int, end: int) -> Iterator[str]:
    span = part.span(start, end)
    position, quote = f"{span}#position", f"{span}#quote"
    yield _iri(span, f"{RDF}type", f"{OA}SpecificResource")
    yield _iri(span, f"{OA}hasSource", f"{part.plan}/manifestation/en-txt")
    yield _iri(span, f"{OA}hasSelector", position)
    yield _iri(span, f"{OA}hasSelector", quote)
    yield _iri(position, f"{RDF}type", f"{OA}TextPositionSelector")
    yield _number(position, f"{OA}start", part.offset + start)
    yield _number(position, f"{OA}end", part.offset + end)
    yield _iri(quote, f"{RDF}type", f"{OA}TextQuoteSelector")
    yield _text(quote, f"{OA}exact", part.text[start:end])
    yield _text(quote, f"{OA}prefix", part.text[max(0, start - 32) : start])
    yield _text(quote, f"{OA}suffix", part.text[end : end + 32])


def _describe_measure(part: Part, dice: Dice, things: list[Thing]) -> Iterator[str]:
    """What is said of a measure: mentions, statements with their evidence, for half of them an outcome."""
    named = dice.things(things, 1 + dice.below(2))
    for place, thing in enumerate(named):
        yield from _describe_mention(part, 3 + place, 12 + place, thing, dice)
        yield from _state(part, "mentions", thing.iri, dice)
        yield _iri(thing.iri, f"{IPR}mentionedBy", part.iri)
    yield from _state(part, "act", f"{BASE}scheme/act/{dice.one(ACTS)}", dice)
    yield from _state(part, "coversRight", f"{BASE}scheme/right/{dice.one(RIGHTS)}", dice)
    agencies = [thing for thing in things if thing.kind == "agency"]
    yield from _state(part, "proposedLeadAgency", dice.things(agencies, 1)[0].iri, dice)
    if dice.below(2):
        outcome = f"{BASE}outcome/{part.iri.removeprefix(BASE + 'plan/')}-1"
        day = f"20{10 + dice.below(10)}-0{1 + dice.below(9)}-{10 + dice.below(18)}"
        yield _iri(outcome, f"{RDF}type", f"{IPR}Outcome")
        yield _iri(outcome, f"{IPR}assesses", part.iri)
        yield _iri(part.iri, f"{IPR}hasOutcome", outcome)
        yield _iri(outcome, f"{IPR}outcomeStatus", f"{BASE}scheme/outcome-status/{dice.one(STATUSES)}")
        yield _text(outcome, f"{DCT}date", day, f"^^<{XSD}date>")
        yield _text(outcome, f"{SKOS}definition", f"What became of {part.number} was invented.", "@en")


def _describe_mention(part: Part, start: int, end: int, thing: Thing, dice: Dice) -> Iterator[str]:
    span = part.span(start, end)
    mention = f"{span.replace('/span/', '/mention/')}-{thing.kind}"
    yield _iri(mention, f"{RDF}type", f"{IPR}Mention")
    yield _iri(mention, f"{RDF}type", f"{OA}Annotation")
    yield _iri(mention, f"{OA}hasBody", thing.iri)
    yield _iri(mention, f"{OA}hasTarget", span)
    yield _iri(mention, f"{OA}motivatedBy", f"{OA}identifying")
    yield _text(mention, f"{IPR}confidence", dice.one(CODES), f"^^<{XSD}decimal>")
    yield _iri(mention, f"{IPR}foundIn", f"{part.iri}/text")
    yield _text(mention, f"{IPR}mentionType", thing.kind)
    yield _text(mention, f"{IPR}rule", "register-name")
    yield from _describe_span(part, start, end)


def _state(part: Part, predicate: str, value: str, dice: Dice) -> Iterator[str]:
    """A triple, the statement that it is, and the evidence for it."""
    triple = f"<{part.iri}> <{IPR}{predicate}> <{value}>"
    name = hashlib.sha256(triple.encode()).hexdigest()[:32]
    statement, evidence = f"{BASE}statement/{name}", f"{BASE}evidence/{name}"
    yield f"{triple} .\n"
    yield _iri(statement, f"{RDF}type", f"{RDF}Statement", PROVENANCE)
    yield _iri(statement, f"{RDF}subject", part.iri, PROVENANCE)
    yield _iri(statement, f"{RDF}predicate", f"{IPR}{predicate}", PROVENANCE)
    yield _iri(statement, f"{RDF}object", value, PROVENANCE)
    yield _iri(statement, f"{IPR}hasEvidence", evidence, PROVENANCE)
    yield _iri(evidence, f"{RDF}type", f"{IPR}Evidence", PROVENANCE)
    yield _iri(evidence, f"{IPR}basis", f"{BASE}scheme/basis/stated", PROVENANCE)
    yield _iri(evidence, f"{IPR}span", part.span(0, len(part.text)), PROVENANCE)
    yield f'<{evidence}> <{IPR}confidence> "{dice.one(CODES)}"^^<{XSD}decimal> {PROVENANCE}.\n'
    yield f'<{evidence}> <{IPR}rule> "{dice.one(RULES)}" {PROVENANCE}.\n'


@click.command()
@click.argument("triples", type=click.IntRange(1))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def main(triples: int, file: Path) -> None:
    """Write so many triples to a file."""
    write_data(triples, file)


if __name__ == "__main__":
    main()
