"""What a page is about in the words of schema.org, for search engines: only facts of the graph, as JSON-LD."""

from dataclasses import replace
from typing import Any

from graph.base import BASE
from server.site.dataset import within_html
from server.site.frame import Frame
from server.site.grounds import Target
from server.site.sheet import Sheet
from server.site.wording import DCT, ELI, IPR, ORG, SCHEMA, SKOS, has_triggers

_TYPES = {
    f"{IPR}ActionPlan": "Report",
    f"{IPR}Measure": "CreativeWork",
    f"{IPR}Area": "CreativeWork",
    f"{IPR}Section": "CreativeWork",
    f"{IPR}TextPart": "CreativeWork",
    f"{IPR}LegalInstrument": "CreativeWork",
    f"{IPR}LegalVersion": "Legislation",
    f"{IPR}Agency": "GovernmentOrganization",
    f"{IPR}InternationalBody": "Organization",
    f"{IPR}Jurisdiction": "Place",
    f"{IPR}Event": "Event",
    f"{IPR}Publication": "CreativeWork",
    f"{IPR}Target": "QuantitativeValue",
    f"{IPR}Outcome": "CreativeWork",
    f"{IPR}Campaign": "Thing",
    f"{IPR}Programme": "Thing",
    f"{IPR}InformationSystem": "Thing",
    f"{SKOS}Concept": "DefinedTerm",
    f"{SKOS}ConceptScheme": "DefinedTermSet",
}
"""Our class to the type of schema.org that says no more than it; where the graph itself gives one, that goes before."""
_FORCES = {f"{BASE}scheme/existence/in-force": "InForce", f"{BASE}scheme/existence/repealed": "NotInForce"}
# Property of ours to that of schema.org, for the types that have it there; values are words, or links to things.
_WORDS = {
    f"{SKOS}notation": ("termCode", {"DefinedTerm"}),
    f"{ELI}date_document": ("legislationDate", {"Legislation"}),
    f"{SCHEMA}foundingDate": ("foundingDate", {"GovernmentOrganization", "Organization"}),
    f"{SCHEMA}dissolutionDate": ("dissolutionDate", {"GovernmentOrganization", "Organization"}),
    f"{SCHEMA}startDate": ("startDate", {"Event"}),
    f"{SCHEMA}endDate": ("endDate", {"Event"}),
    f"{DCT}issued": ("datePublished", {"CreativeWork", "Report"}),
    f"{IPR}unit": ("unitText", {"QuantitativeValue"}),
    f"{IPR}quantityMinimum": ("minValue", {"QuantitativeValue"}),
    f"{IPR}declaredCount": ("value", {"QuantitativeValue"}),
    f"{IPR}text": ("text", {"CreativeWork"}),
}
_THINGS = {
    f"{ELI}passed_by": ("legislationPassedBy", {"Legislation"}),
    f"{IPR}instrumentKind": ("legislationType", {"Legislation"}),
    f"{ORG}subOrganizationOf": ("parentOrganization", {"GovernmentOrganization", "Organization"}),
    f"{ORG}unitOf": ("parentOrganization", {"GovernmentOrganization", "Organization"}),
    f"{IPR}organiser": ("organizer", {"Event"}),
    f"{SCHEMA}location": ("location", {"Event"}),
    f"{IPR}partOf": ("isPartOf", {"CreativeWork"}),
    f"{ELI}is_member_of": ("exampleOfWork", {"Legislation"}),
    f"{IPR}mentions": ("mentions", {"CreativeWork", "Report"}),
    f"{IPR}assesses": ("about", {"CreativeWork"}),
    f"{SKOS}inScheme": ("inDefinedTermSet", {"DefinedTerm"}),
}
_SAME = f"{SKOS}exactMatch"


def describe_thing(sheet: Sheet, frame: Frame) -> Frame:
    """The frame with what its thing is; nodes of record, such as statements, have only their place in the site."""
    return _with(frame, _thing(sheet))


def with_data(frame: Frame) -> Frame:
    """The frame with what its page is, where it is about several things."""
    told = {"@type": "CollectionPage", "@id": frame.permalink, "name": frame.title}
    return _with(frame, told | ({"description": frame.description} if frame.description else {}))


def _with(frame: Frame, told: dict[str, Any] | None) -> Frame:
    nodes = [node for node in (told, _breadcrumbs(frame)) if node]
    return replace(frame, data=within_html({"@context": "https://schema.org/", "@graph": nodes})) if nodes else frame


def _breadcrumbs(frame: Frame) -> dict[str, Any] | None:
    if not frame.trail:
        return None
    steps = [*((crumb.title, BASE + crumb.path) for crumb in frame.trail), (frame.title, frame.permalink)]
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def types_of(classes: tuple[str, ...]) -> list[str]:
    """The types of schema.org for a thing of these classes; none for what is only a node of record."""
    given = [name.removeprefix(SCHEMA) for name in classes if name.startswith(SCHEMA)]
    if f"{IPR}AgencyGroup" in classes:
        return ["Thing"]
    return given or list(dict.fromkeys(_TYPES[name] for name in classes if name in _TYPES))


def _thing(sheet: Sheet) -> dict[str, Any] | None:
    types = types_of(sheet.classes)
    if not types:
        return None
    told: dict[str, Any] = {"@type": types[0] if len(types) == 1 else types, "@id": sheet.iri, "url": sheet.iri}
    told["name"] = sheet.label
    further = () if has_triggers(sheet.iri) else sheet.values(f"{SKOS}altLabel")
    names = (*sheet.values(f"{SKOS}prefLabel"), *further)
    known = set(types) | ({"CreativeWork"} if {"Legislation", "Report"} & set(types) else set())
    words = {"alternateName": [_word(name) for name in names if name.label != sheet.label]}
    words["description"] = [_word(value) for value in sheet.values(f"{SKOS}definition")]
    for prop, (name, allowed) in _WORDS.items():
        words.setdefault(name, []).extend(_word(value) for value in sheet.values(prop) if known & allowed)
    for prop, (name, allowed) in _THINGS.items():
        words.setdefault(name, []).extend(_link(value) for value in sheet.values(prop) if known & allowed)
    words["sameAs"] = [value.href for value in sheet.values(_SAME) if value.href]
    if "Legislation" in known:
        forces = [_FORCES[value.iri] for value in sheet.values(f"{IPR}existence") if value.iri in _FORCES]
        words["legislationLegalForce"] = [f"{SCHEMA}{force}" for force in forces]
    return told | {name: found[0] if len(found) == 1 else found for name, found in words.items() if found}


def _word(value: Target) -> object:
    return {"@value": value.label, "@language": value.language} if value.language else value.label


def _link(value: Target) -> object:
    return {"@id": value.iri, "name": value.label} if value.iri else value.label
