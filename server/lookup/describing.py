"""The page that says how the reconciliation service matches: the documentation that its manifest names."""

from dataclasses import dataclass

from flask import Response

from graph.reconcile import CERTAIN, FEATURES
from server.lookup.offered import PROPERTIES_OFFERED, TYPES, Offered
from server.negotiation import with_charset
from server.site.frame import Frame, render


@dataclass(frozen=True)
class ServicePage:
    """What the page of the service shows."""

    address: str
    """What clients ask for."""
    types: tuple[Offered, ...]
    properties: tuple[Offered, ...]
    features: tuple[tuple[str, str], ...]
    """Reasons of a score, each with what it means; those of properties left out, for they are all alike."""
    certain: tuple[str, ...]
    """When a match is certain."""


def describe_service(address: str, version: str) -> Response:
    """The page on the service at an address."""
    features = tuple((name, told) for name, told in FEATURES.items() if ":" not in name)
    page = ServicePage(address, tuple(TYPES.values()), tuple(PROPERTIES_OFFERED.values()), features, CERTAIN)
    frame = Frame("Reconciliation", "reconcile/about", version)
    return Response(render("reconcile.html", frame, page=page), content_type=with_charset("text/html"))
