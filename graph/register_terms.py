"""What the register may say of which class; anything else in data/entities is refused."""

from graph.vocab import DCT, ELI, IPR, ORG, RDF, SCHEMA, SKOS

CLASSES: dict[str, frozenset[str]] = {
    "law": frozenset({IPR.LegalInstrument.value, IPR.LegalVersion.value}),
    "campaign": frozenset({IPR.Campaign.value}),
    "agency": frozenset({IPR.Agency.value, IPR.AgencyGroup.value, IPR.AgencyUnit.value, ORG.ChangeEvent.value}),
    "international-body": frozenset({IPR.InternationalBody.value}),
    "jurisdiction": frozenset({IPR.Jurisdiction.value}),
    "event": frozenset({IPR.Event.value}),
    "publication": frozenset({IPR.Publication.value}),
    "programme": frozenset({IPR.Programme.value}),
    "system": frozenset({IPR.InformationSystem.value}),
}
"""The classes that the file of each type may hold."""

DATED = frozenset({IPR.LegalVersion.value, ORG.ChangeEvent.value})
"""Classes of things that texts do not call by a name of their own."""

PLAN_GROUNDED = frozenset(
    p.value
    for p in (
        RDF.type,
        SKOS.prefLabel,
        SKOS.altLabel,
        SKOS.hiddenLabel,
        SKOS.definition,
        SKOS.note,
        IPR.instrumentKind,
        IPR.existence,
    )
)
"""What may rest on the plan's own words where no other ground is given."""

_ALL = (
    RDF.type,
    SKOS.prefLabel,
    SKOS.altLabel,
    SKOS.hiddenLabel,
    SKOS.definition,
    SKOS.note,
    DCT.identifier,
    SCHEMA.url,
)
_PERIOD = (IPR.organiser, SCHEMA.startDate, SCHEMA.endDate)
_AGENCY = (
    ORG.unitOf,
    ORG.subOrganizationOf,
    SCHEMA.foundingDate,
    SCHEMA.dissolutionDate,
    ORG.changedBy,
    ORG.resultedFrom,
)
_BY_CLASS = {
    IPR.LegalInstrument: (
        IPR.instrumentKind,
        IPR.existence,
        IPR.parentInstrument,
        ELI.passed_by,
        ELI.date_document,
        ELI.first_date_entry_in_force,
    ),
    IPR.LegalVersion: (ELI.is_member_of, ELI.date_document, ELI.first_date_entry_in_force),
    IPR.Campaign: (*_PERIOD, IPR.combats, SCHEMA.location),
    IPR.Agency: _AGENCY,
    IPR.AgencyGroup: _AGENCY,
    IPR.AgencyUnit: _AGENCY,
    ORG.ChangeEvent: (ORG.originalOrganization, ORG.resultingOrganization, DCT.date),
    IPR.InternationalBody: (ORG.unitOf, ORG.subOrganizationOf, SCHEMA.foundingDate, SCHEMA.location),
    IPR.Jurisdiction: (IPR.isoCode, DCT.isPartOf),
    IPR.Event: (*_PERIOD, SCHEMA.location),
    IPR.Publication: (IPR.organiser, DCT.issued),
    IPR.Programme: _PERIOD,
    IPR.InformationSystem: _PERIOD,
}


def allowed_predicates(cls: str) -> frozenset[str]:
    """The predicates that an entity of the class may have, besides those of the authoring vocabulary."""
    own = next(predicates for node, predicates in _BY_CLASS.items() if node.value == cls)
    return frozenset(p.value for p in (*_ALL, *own))
