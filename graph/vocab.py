"""The namespaces of the code, closed: each knows the terms we use, so a mistyped term fails at once."""

from collections.abc import Iterator
from difflib import get_close_matches
from re import compile as pattern

from pyoxigraph import NamedNode

from graph.base import BASE as BASE


class ClosedNamespace:
    """A namespace that knows its terms: `IPR.Measure` is a NamedNode, `IPR.Mesure` an AttributeError."""

    __slots__ = ("_base", "_nodes")

    def __init__(self, base: str, terms: frozenset[str]) -> None:
        self._base = base
        self._nodes = {term: NamedNode(base + term) for term in sorted(terms)}

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):  # copy and pickle ask a half-made object for these
            raise AttributeError(name)
        try:
            return self._nodes[name]
        except KeyError:
            near = get_close_matches(name, self._nodes, n=1, cutoff=0)
            raise AttributeError(f"{self._base}{name} is not a term we use; nearest: {near[0]}") from None

    def __getitem__(self, name: str) -> NamedNode:
        return self.__getattr__(name)

    def __contains__(self, name: object) -> bool:
        return name in self._nodes

    def __iter__(self) -> Iterator[str]:
        """The local names, sorted."""
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)

    def __str__(self) -> str:
        """The namespace IRI."""
        return self._base

    def __repr__(self) -> str:
        return f"ClosedNamespace({self._base!r}, {len(self)} terms)"


def _terms(names: str) -> frozenset[str]:
    return frozenset(names.split())


def _closed(base: str, names: str) -> ClosedNamespace:
    return ClosedNamespace(base, _terms(names))


IPR_CLASSES = _terms(
    """
    ActionPlan Area Section TextPart Measure LegislativeMeasure EnforcementMeasure CampaignMeasure
    TrialMeasure InstitutionalMeasure PublicityMeasure TrainingMeasure InternationalMeasure CorporateMeasure
    ServiceMeasure LegalInstrument LegalVersion Campaign Agency AgencyGroup AgencyUnit InternationalBody
    Jurisdiction Event Publication Programme InformationSystem Target DeclaredCount Outcome Mention Evidence
    """
)
IPR_PROPERTIES = _terms(
    """
    number order partOf hasPart statedIn text areaKind coversRight act pace audience mentions mentionedBy
    drafts formulates revises promulgates researches implements refersTo launches involves leadAgency
    proposedLeadAgency concernsJurisdiction hosts issues runs builds hasTarget instrumentKind existence
    parentInstrument hasChildInstrument combats organiser isoCode quantityFrom quantityTo quantityMinimum unit
    deadline declaredCount countOf countedClass countedIn countedBy countedValue count assesses hasOutcome
    outcomeStatus resultedIn delay span segmentOf sha256 foundIn mentionType hasEvidence basis rule confidence
    dateChecked sourceSays
    """
)

IPR = ClosedNamespace(f"{BASE}ontology#", IPR_CLASSES | IPR_PROPERTIES)

ELI = _closed(
    "http://data.europa.eu/eli/ontology#",
    """
    Work Expression Manifestation WorkSubdivision LegalResource
    is_realized_by realizes is_embodied_by embodies is_part_of has_part number type_subdivision
    is_member_of has_member passed_by date_document first_date_entry_in_force language title refers_to
    """,
)
ELI_DL = _closed(
    "http://data.europa.eu/eli/eli-draft-legislation-ontology#",
    "Activity ForeseenActivity executed",
)
OA = _closed(
    "http://www.w3.org/ns/oa#",
    """
    Annotation SpecificResource TextPositionSelector TextQuoteSelector
    hasBody hasTarget hasSource hasSelector motivatedBy identifying start end exact prefix suffix
    """,
)
ORG = _closed(
    "http://www.w3.org/ns/org#",
    """
    Organization FormalOrganization OrganizationalUnit ChangeEvent
    unitOf hasUnit subOrganizationOf hasSubOrganization changedBy resultedFrom originalOrganization
    resultingOrganization
    """,
)
SCHEMA = _closed(
    "https://schema.org/",
    """
    Report Legislation Event CreativeWork QuantitativeValue WebSite WebApplication SoftwareApplication Library
    Museum Dataset DataCatalog
    url startDate endDate location foundingDate dissolutionDate target mentions organizer
    """,
)
CV = _closed("http://data.europa.eu/m8g/", "PublicEvent")
SKOS = _closed(
    "http://www.w3.org/2004/02/skos/core#",
    """
    Concept ConceptScheme prefLabel altLabel hiddenLabel definition scopeNote note example notation
    inScheme topConceptOf hasTopConcept broader narrower related
    exactMatch closeMatch broadMatch narrowMatch relatedMatch mappingRelation
    """,
)
DCT = _closed(
    "http://purl.org/dc/terms/",
    """
    Location title description abstract creator publisher contributor license rights rightsHolder source
    language issued created modified date extent format identifier isPartOf hasPart isVersionOf hasVersion
    replaces isReplacedBy conformsTo subject spatial temporal accrualPeriodicity provenance type
    """,
)
RDF = _closed(
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "type Statement subject predicate object Property langString first rest nil value reifies",
)
RDFS = _closed(
    "http://www.w3.org/2000/01/rdf-schema#",
    "Class Resource Literal label comment subClassOf subPropertyOf domain range isDefinedBy seeAlso",
)
OWL = _closed(
    "http://www.w3.org/2002/07/owl#",
    """
    Ontology Class ObjectProperty DatatypeProperty AnnotationProperty FunctionalProperty NamedIndividual
    inverseOf sameAs equivalentClass equivalentProperty versionIRI versionInfo priorVersion deprecated
    disjointWith annotatedSource annotatedProperty annotatedTarget
    """,
)
SSSOM = _closed(
    "https://w3id.org/sssom/",
    "Mapping subject_label object_label mapping_justification confidence mapping_provider",
)
SEMAPV = _closed(
    "https://w3id.org/semapv/vocab/",
    """
    MappingReview ManualMappingCuration LogicalReasoning LexicalMatching CompositeMatching UnspecifiedMatching
    SemanticSimilarityThresholdMatching LexicalSimilarityThresholdMatching MappingChaining MappingInversion
    StructuralMatching InstanceBasedMatching BackgroundKnowledgeBasedMatching
    """,
)
XSD = _closed(
    "http://www.w3.org/2001/XMLSchema#",
    """
    string integer nonNegativeInteger decimal double boolean date dateTime gYear gYearMonth duration anyURI
    hexBinary
    """,
)
PROV = _closed(
    "http://www.w3.org/ns/prov#",
    """
    Entity Activity Agent SoftwareAgent Plan wasDerivedFrom wasGeneratedBy wasAttributedTo wasAssociatedWith
    used generatedAtTime hadPrimarySource wasRevisionOf
    """,
)
DCAT = _closed(
    "http://www.w3.org/ns/dcat#",
    """
    Catalog Dataset Distribution DataService dataset distribution service downloadURL accessURL
    accessService mediaType byteSize keyword theme landingPage contactPoint endpointURL endpointDescription
    servesDataset version hasVersion packageFormat compressFormat
    """,
)
VOID = _closed(
    "http://rdfs.org/ns/void#",
    """
    Dataset Linkset DatasetDescription sparqlEndpoint dataDump vocabulary triples entities classes properties
    distinctSubjects distinctObjects documents classPartition propertyPartition class property subset target
    subjectsTarget objectsTarget linkPredicate uriSpace uriRegexPattern exampleResource rootResource feature
    openSearchDescription inDataset
    """,
)
SH = _closed(
    "http://www.w3.org/ns/shacl#",
    """
    NodeShape PropertyShape ValidationReport ValidationResult Violation Warning Info conforms result
    focusNode resultPath resultMessage resultSeverity sourceShape sourceConstraintComponent value
    targetClass property path message severity declare prefix namespace prefixes select ask construct
    SPARQLExecutable SPARQLSelectExecutable SPARQLAskExecutable SPARQLConstructExecutable
    """,
)

QB = _closed(
    "http://purl.org/linked-data/cube#",
    """
    DataSet DataStructureDefinition ComponentSpecification Observation DimensionProperty MeasureProperty
    CodedProperty structure component dimension measure order dataSet codeList
    """,
)
SPDX = _closed("http://spdx.org/rdf/terms#", "Checksum checksum algorithm checksumAlgorithm_sha256 checksumValue")

PREFIXES: dict[str, str] = {
    "ipr": str(IPR),
    "ips": f"{BASE}shapes#",
    "eli": str(ELI),
    "eli-dl": str(ELI_DL),
    "oa": str(OA),
    "org": str(ORG),
    "schema": str(SCHEMA),
    "cv": str(CV),
    "skos": str(SKOS),
    "dct": str(DCT),
    "prov": str(PROV),
    "dcat": str(DCAT),
    "void": str(VOID),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "owl": str(OWL),
    "xsd": str(XSD),
    "sh": str(SH),
    "sssom": str(SSSOM),
    "semapv": str(SEMAPV),
    "qb": str(QB),
    "spdx": str(SPDX),
}

# Prefix of each scheme's concepts, for Turtle and queries.
SCHEME_PREFIXES: dict[str, str] = {
    "right": "right",
    "act": "act",
    "pace": "pace",
    "audience": "audience",
    "kind": "instrument-kind",
    "status": "outcome-status",
    "basis": "basis",
    "area-kind": "area-kind",
    "existence": "existence",
    "offence": "offence",
    "part-kind": "part-kind",
    "facet": "facet",
}
SCHEMES = frozenset(SCHEME_PREFIXES.values())

_CONCEPT_NAME = pattern(r"[a-z0-9]+(-[a-z0-9]+)*")


def scheme(name: str) -> NamedNode:
    """The concept scheme of that name; refuses a name that is none of ours."""
    if name not in SCHEMES:
        near = get_close_matches(name, sorted(SCHEMES), n=1, cutoff=0)[0]
        raise ValueError(f"{name!r} is no concept scheme; nearest: {near}")
    return NamedNode(f"{BASE}scheme/{name}")


def concept(scheme_name: str, name: str) -> NamedNode:
    """The concept of that name in a scheme; refuses an unknown scheme and a name not lower-case-with-hyphens.

    >>> concept("right", "plant-variety").value
    'https://w3id.org/iprgraph/scheme/right/plant-variety'
    """
    if _CONCEPT_NAME.fullmatch(name) is None:
        raise ValueError(f"{name!r} cannot name a concept; write lower-case words joined by hyphens")
    return NamedNode(f"{scheme(scheme_name).value}/{name}")
