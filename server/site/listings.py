"""What each list shows, row by row, for its forms other than a web page."""

from collections.abc import Iterable

from graph.base import BASE
from server.site.grounds import Target
from server.site.lists import EntitiesPage, MeasuresPage
from server.site.outcomes import OutcomesPage
from server.site.questions import GalleryPage
from server.site.schemes import SchemeRow
from server.site.twins import Listing, Row


def tell_measures(page: MeasuresPage) -> Listing:
    """The measures at hand, each with its words; the facets with the parameters that choose or drop a value."""
    facets = {
        facet.title: [
            {
                "label": choice.label,
                "count": choice.count,
                "isChosen": choice.is_chosen,
                "parameters": {name: list(values) for name, values in choice.parameters.items()},
            }
            for choice in facet.choices
        ]
        for facet in page.facets
    }
    rows: list[Row] = [
        {
            "measure": Target(place.part.number, place.part.iri),
            "outcome": place.status,
            "words": "".join(piece.text for piece in place.words),
        }
        for place in page.places
    ]
    return Listing({"measures": page.total, "shown": len(page.places)}, rows, {"facets": facets})


def tell_outcomes(page: OutcomesPage) -> Listing:
    """The outcomes at hand, and the measures of which nothing is known."""
    counts = {"measures": page.measures, "known": page.known, "lookedForInVain": page.in_vain}
    rows: list[Row] = [
        {
            "measure": Target(row.number, row.measure.iri),
            "outcome": Target(row.status_label, BASE + row.path) if row.path else row.status_label,
            "date": row.date,
            "delay": row.delay,
            "what": row.what,
            "results": row.results,
        }
        for row in page.rows
    ]
    return Listing(counts, rows)


def tell_entities(page: EntitiesPage, kind: str) -> Listing:
    """The entities of a kind; the kinds where none is named."""
    if not kind:
        kinds: list[Row] = [
            {"kind": Target(title, BASE + name), "entities": count} for name, title, count in page.kinds
        ]
        return Listing({"kinds": len(kinds)}, kinds)
    rows: list[Row] = [
        {"name": row.target, "other name": row.other, "definition": row.definition, "parts": row.times}
        for row in page.rows
    ]
    return Listing({"entities": len(rows)}, rows)


def tell_plans(plans: Iterable[tuple[Target, int]]) -> Listing:
    """The plans, each with the number of its measures."""
    rows: list[Row] = [{"plan": target, "measures": count} for target, count in plans]
    return Listing({"plans": len(rows)}, rows)


def tell_questions(page: GalleryPage) -> Listing:
    """The stored questions, and what may be chosen in each."""
    rows: list[Row] = [
        {
            "title": Target(entry.title, f"{BASE}queries/{entry.name}"),
            "question": entry.question,
            "group": group.title,
            "choose": ", ".join(entry.choices),
        }
        for group in page.groups
        for entry in group.entries
    ]
    return Listing({"questions": page.total}, rows)


def tell_schemes(schemes: Iterable[SchemeRow]) -> Listing:
    """The concept schemes, each with the number of its concepts."""
    rows: list[Row] = [
        {"scheme": row.target, "other name": row.other, "concepts": row.concepts, "definition": row.definition}
        for row in schemes
    ]
    return Listing({"schemes": len(rows)}, rows)
