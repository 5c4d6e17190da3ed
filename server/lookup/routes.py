"""Puts the look-ups into the application."""

from flask import Flask

from server.engine import QueryEngine
from server.facts import DataFacts
from server.lookup.index import index_of, particulars_of
from server.lookup.reconciling import Reconciling, refuse
from server.lookup.resolving import Resolving
from server.lookup.searching import Searching


def add_lookups(app: Flask, engine: QueryEngine, data: DataFacts) -> None:
    """The addresses that find things by their names; they share one index, which is made when it is first needed."""
    index, particulars = index_of(engine), particulars_of(engine)
    searching = Searching(index, data)
    app.add_url_rule("/search", "search", searching.search)
    app.add_url_rule("/suggest", "suggest", searching.suggest)
    app.add_url_rule("/resolve", "resolve", Resolving(index, data).resolve)
    service = Reconciling(index, particulars, data)
    for path in ("/reconcile", "/reconcile/"):
        app.add_url_rule(path, "reconcile", service.respond, methods=["GET", "POST"])
    app.add_url_rule("/reconcile/suggest/<what>", "reconcile_suggest", service.suggest)
    app.add_url_rule("/reconcile/flyout/<what>", "reconcile_flyout", service.flyout)
    for name in ("properties", "preview", "view", "feature", "about"):
        app.add_url_rule(f"/reconcile/{name}", f"reconcile_{name}", getattr(service, name))
    # Without it the documents' pages would answer OPTIONS for addresses that the service does not have.
    app.add_url_rule("/reconcile/<path:rest>", "reconcile_nothing", refuse, methods=["GET", "OPTIONS"])
