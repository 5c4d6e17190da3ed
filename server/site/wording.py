"""How pages speak of properties: under which heading a fact stands, and what it is called seen from either end."""

from typing import NamedTuple

from graph.base import BASE

IPR = f"{BASE}ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ELI = "http://data.europa.eu/eli/ontology#"
ELI_DL = "http://data.europa.eu/eli/eli-draft-legislation-ontology#"
DCT = "http://purl.org/dc/terms/"
ORG = "http://www.w3.org/ns/org#"
OA = "http://www.w3.org/ns/oa#"
SCHEMA = "https://schema.org/"
OWL = "http://www.w3.org/2002/07/owl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
QB = "http://purl.org/linked-data/cube#"

GROUPS = {
    "names": "Names",
    "nature": "What it is",
    "plan": "In the plans",
    "became": "What came of it",
    "order": "Structure and succession",
    "elsewhere": "In other data sets",
    "record": "For the record",
    "technical": "Technical data",
}
"""The headings, in the order of a page; the last is folded away."""


class Wording(NamedTuple):
    """A property's heading and its names; an empty name is one that pages pass over, as another says the same."""

    group: str
    of: str
    by: str = ""


def _table(base: str, group: str, **names: str | tuple[str, str]) -> dict[str, Wording]:
    pairs = {name: (told, "") if isinstance(told, str) else told for name, told in names.items()}
    return {f"{base}{name}": Wording(group, of, by) for name, (of, by) in pairs.items()}


WORDINGS: dict[str, Wording] = {
    **_table(SKOS, "names", prefLabel="Name"),
    **_table(DCT, "names", identifier="Identifier", title="Title"),
    **_table(SKOS, "names", altLabel="Also called", hiddenLabel="Written in plans as", notation="Notation"),
    **_table(SKOS, "nature", definition="Definition", note="Note", scopeNote="Use", example="Example"),
    **_table(IPR, "nature", instrumentKind=("Kind", "Instruments of this kind"), isoCode="ISO code"),
    **_table(
        IPR, "nature", existence=("Existence", "Instruments of which this holds"), unit="Unit", deadline="Deadline"
    ),
    **_table(IPR, "nature", combats=("Fights", "Campaigns against it"), organiser=("Organised by", "Organises")),
    **_table(IPR, "nature", quantityFrom="From", quantityTo="To", quantityMinimum="At least", declaredCount="Count"),
    **_table(IPR, "nature", countOf=("Counts parts of", "Counted by"), countedClass=("Counts", "Counts of such")),
    **_table(ELI, "nature", passed_by=("Passed by", "Passed"), date_document="Date of the document"),
    **_table(ELI, "nature", first_date_entry_in_force="In force from"),
    **_table(DCT, "nature", date="Date", issued="Issued", temporal="Time", spatial=("Place", "Plans for it")),
    **_table(SCHEMA, "nature", foundingDate="Founded", dissolutionDate="Dissolved", startDate="Began", endDate="Ended"),
    **_table(SCHEMA, "nature", location="Place", url=("Web site", "")),
    **_table(IPR, "plan", act=("Act", "Measures with this act"), coversRight=("Right", "Measures that cover it")),
    **_table(IPR, "plan", pace=("Pace", "Measures of this pace"), audience=("Audience", "Measures that address it")),
    **_table(IPR, "plan", drafts=("Drafts", "Drafted under"), formulates=("Formulates", "Formulated under")),
    **_table(IPR, "plan", revises=("Revises", "Revised under"), promulgates=("Promulgates", "Promulgated under")),
    **_table(
        IPR, "plan", researches=("Researches", "Researched under"), implements=("Implements", "Implemented under")
    ),
    **_table(IPR, "plan", refersTo=("Refers to", "Referred to by"), launches=("Launches", "Launched by")),
    **_table(IPR, "plan", involves=("Involves", "Involved in"), hosts=("Hosts", "Hosted under")),
    **_table(IPR, "plan", concernsJurisdiction=("Concerns", "Concerned by"), issues=("Issues", "Issued under")),
    **_table(IPR, "plan", runs=("Runs", "Run under"), builds=("Builds", "Built under")),
    **_table(IPR, "plan", hasTarget=("Target", "Target of"), mentions="Names", mentionedBy=""),
    **_table(IPR, "plan", leadAgency=("Led by (stated)", "Leads (stated)")),
    **_table(IPR, "plan", proposedLeadAgency=("Led by (proposed by us)", "Leads (proposed by us)")),
    **_table(IPR, "plan", areaKind=("Kind of area", "Parts of this kind"), number="Number"),
    **_table(IPR, "became", hasOutcome="Outcome", assesses=("Outcome of", ""), delay="Delay"),
    **_table(IPR, "became", outcomeStatus=("Status", "Outcomes with this status"), resultedIn=("Led to", "Came of")),
    **_table(ELI_DL, "became", executed=("Carried out", "Carried out by")),
    **_table(ELI, "order", is_member_of=("Version of", "Versions")),
    **_table(IPR, "order", parentInstrument=("Serves", ""), hasChildInstrument=("Served by", "")),
    **_table(ORG, "order", subOrganizationOf=("Part of", "Holds"), unitOf=("Unit of", "Units")),
    **_table(ORG, "order", changedBy=("Changed in", ""), resultedFrom=("Came from", "")),
    **_table(ORG, "order", originalOrganization=("From", "Changed in"), resultingOrganization=("To", "Came from")),
    **_table(DCT, "order", isPartOf=("Part of", "Parts"), hasPart=""),
    **_table(SKOS, "order", broader=("Broader", "Narrower"), narrower="", topConceptOf=("Top of", "")),
    **_table(SKOS, "order", inScheme=("Scheme", "Concepts"), hasTopConcept="", related=("Related", "")),
    **_table(SKOS, "elsewhere", exactMatch=("Same as", ""), closeMatch=("Close to", ""), broadMatch=("Broader", "")),
    **_table(SKOS, "elsewhere", relatedMatch=("Related", ""), narrowMatch=("Narrower", "")),
    **_table(DCT, "elsewhere", source=("Source", "")),
    **_table(
        IPR, "record", partOf="", hasPart="", statedIn=("Text part", ""), text="Words", order="", span=("Place", "")
    ),
    **_table(OA, "record", hasBody=("Names", ""), hasTarget=("Place in the source", "Named by")),
    **_table(RDF, "record", type=("Class", "Instances"), subject=("Subject", ""), object=("Object", "")),
    **_table(RDF, "record", predicate=("Property", "Statements")),
    **_table(IPR, "record", basis=("Basis", "Grounds"), hasEvidence=("Evidence", "Statements that rest on it")),
    **_table(DCT, "record", description="Description", license="Licence", subject=("Subject", "Data sets about it")),
    **_table(RDFS, "record", comment="Comment", isDefinedBy=("Defined in", "Terms defined in it")),
    **_table(OWL, "record", versionIRI="IRI of this version", versionInfo="Version"),
    **_table(ELI, "record", is_realized_by=("Published as", "Publishes")),
    **_table(ELI, "technical", type_subdivision=("Kind of its text", "Text parts of this kind")),
    **_table(OWL, "technical", annotatedSource=("Record about", "Records of its links (SSSOM mappings)")),
    **_table(IPR, "technical", countedValue=("Counted value", "Counts in this data set")),
    **_table(IPR, "technical", countedIn=("Counted in", "Counts made in it"), countedBy=("Counted by", "Counts by it")),
    **_table(QB, "technical", codeList=("Values from", "Dimensions with these values")),
}
"""Every property that pages know how to speak of; others are shown by their own label, for the record."""

TRIGGER_WORDS = "Words by which plans are read"
_TRIGGERS = frozenset((f"{SKOS}altLabel", f"{SKOS}hiddenLabel"))
_TRIGGER_SCHEMES = frozenset(("act", "pace", "audience", "right", "offence"))


def has_triggers(iri: str) -> bool:
    """Whether the further labels of a concept are words by which plans are read, and no names for readers."""
    scheme, slash, _ = iri.removeprefix(f"{BASE}scheme/").partition("/")
    return bool(slash) and iri.startswith(f"{BASE}scheme/") and scheme in _TRIGGER_SCHEMES


def is_trigger(iri: str, prop: str) -> bool:
    """Whether what the property says of the thing is such a word."""
    return prop in _TRIGGERS and has_triggers(iri)
