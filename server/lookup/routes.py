"""Puts the look-ups into the application."""

from flask import Flask

from server.engine import QueryEngine
from server.facts import DataFacts
from server.lookup.index import LazyIndex
from server.lookup.resolving import Resolving
from server.lookup.searching import Searching


def add_lookups(app: Flask, engine: QueryEngine, data: DataFacts) -> None:
    """The addresses that find things by their names; they share one index, which is made when it is first needed."""
    index = LazyIndex(engine)
    searching = Searching(index, data)
    app.add_url_rule("/search", "search", searching.search)
    app.add_url_rule("/suggest", "suggest", searching.suggest)
    app.add_url_rule("/resolve", "resolve", Resolving(index, data).resolve)
