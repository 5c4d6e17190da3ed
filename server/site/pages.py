"""The addresses of the site, and which page each has."""

from collections.abc import Callable, Mapping
from functools import cached_property

from flask import Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from graph.base import BASE
from graph.formats import formats_of
from graph.retirements import Retired
from server.engine import QueryEngine
from server.facts import DataFacts
from server.graphs import GraphStore
from server.messages import has_tag
from server.negotiation import choose, media_types_of, with_charset
from server.site.catalogue import KINDS, CatalogueReader
from server.site.dataset import dataset_json, read_dataset
from server.site.documents import Documents, page_tag, pick_suffix
from server.site.frame import FORMS, Crumb, Frame, render
from server.site.home import home_frame, make_home_page
from server.site.lists import (
    FACETS,
    entities_frame,
    make_entities_page,
    make_measures_page,
    measures_frame,
)
from server.site.outcomes import make_outcomes_page, outcomes_frame
from server.site.plans import plan_links
from server.site.questions import gallery_frame, make_gallery_page
from server.site.reference import Reference
from server.site.search_engines import with_data
from server.site.terms import TermsReader

_FOR_PEOPLE = ("html", "md")
_PEOPLES = tuple(FORMS[suffix][0] for suffix in _FOR_PEOPLE)
_MOST_VALUES = 50
_LONGEST_VALUE = 200


class Pages:
    """The pages over one version of the data."""

    def __init__(
        self, engine: QueryEngine, data: DataFacts, graphs: GraphStore, retired: Mapping[str, Retired]
    ) -> None:
        self._engine, self._data, self._graphs, self.catalogue = engine, data, graphs, CatalogueReader(engine)
        self.terms = TermsReader(engine, data.version)
        self.documents = Documents(engine, data, self.catalogue, retired)

    def add_to(self, app: Flask) -> None:
        """Give the application the addresses of all pages; whatever else is below the base is a document."""
        app.add_url_rule("/", "home", self.home)
        for suffix in FORMS:
            app.add_url_rule(f"/index.{suffix}", f"home.{suffix}", self.home, defaults={"suffix": suffix})
        app.add_url_rule("/plan", "plans", self.plans)
        app.add_url_rule("/measures", "measures", self.measures)
        app.add_url_rule("/outcomes", "outcomes", self.outcomes)
        for kind in ("entities", *KINDS):
            app.add_url_rule(f"/{kind}", kind, self.entities, defaults={"kind": "" if kind == "entities" else kind})
        app.add_url_rule("/graph/<path:name>", "graph", self.graph)
        app.add_url_rule("/queries", "questions", self.questions)
        app.add_url_rule("/sparql/terms.json", "terms", self.send_terms)
        Reference(self._engine, self._data, self.catalogue, self.documents).add_to(app)
        app.add_url_rule("/<path:path>", "document", self.documents.respond)

    def home(self, suffix: str = "") -> AnyResponse:
        """The first page, or what the graph says of itself as a data set."""
        suffix = suffix or pick_suffix(request.headers.get("Accept", ""))
        if suffix != "html":
            return self.documents.send(BASE, suffix)
        page = make_home_page(self.catalogue(), self._data)
        return self._page("home.html", home_frame(self._data.version, self._dataset), page)

    @cached_property
    def _dataset(self) -> str:
        return dataset_json(read_dataset(self._engine), self._data.version)

    def graph(self, name: str) -> AnyResponse:
        """A graph's own page for people; for programs its triples, as the Graph Store Protocol has it."""
        wanted = choose(request.headers.get("Accept", ""), [*media_types_of(formats_of("graph")), *_PEOPLES])
        stem, _, suffix = name.rpartition(".")
        if (stem and suffix in _FOR_PEOPLE) or (wanted in _PEOPLES and "format" not in request.args):
            return self.documents.respond(f"graph/{name}")
        return self._graphs.direct(name)

    def plans(self) -> Response:
        """The plans there are."""
        catalogue = self.catalogue()
        frame = Frame("Plans", "plan", self._data.version, (Crumb("iprgraph", ""),), section="plan")
        counts = {plan: sum(1 for part in catalogue.measures if part.plan == plan) for plan in catalogue.plans}
        plans = [(target, counts[target.iri]) for target in plan_links(catalogue)]
        return self._page("plans.html", frame, plans)

    def measures(self) -> Response:
        """The list of measures, narrowed by what is chosen in the address."""
        chosen = {name: _values(name) for name in FACETS}
        return self._page(
            "measures.html", measures_frame(self._data.version), make_measures_page(self.catalogue(), chosen)
        )

    def outcomes(self) -> Response:
        """What became of the measures."""
        status = next(iter(_values("status")), "")
        return self._page(
            "outcomes.html", outcomes_frame(self._data.version), make_outcomes_page(self.catalogue(), status)
        )

    def entities(self, kind: str) -> Response:
        """The entities of a kind, or the kinds."""
        return self._page(
            "entities.html", entities_frame(kind, self._data.version), make_entities_page(self.catalogue(), kind)
        )

    def questions(self) -> Response:
        """The questions that are ready."""
        return self._page("questions.html", gallery_frame(self._data.version), make_gallery_page())

    def send_terms(self) -> Response:
        """What the editor completes, as JSON; sent again only when the data are others."""
        return self._tagged(lambda: Response(self.terms(), content_type=with_charset("application/json")))

    def _page(self, template: str, frame: Frame, page: object) -> Response:
        told = frame if frame.data else with_data(frame)
        return self._tagged(lambda: Response(render(template, told, page=page), content_type=with_charset("text/html")))

    def _tagged(self, write: Callable[[], Response]) -> Response:
        """What is written, or 304 where the asker has it already."""
        tag = page_tag(self._data.version, f"{request.path}?{request.query_string.decode('latin-1')}")
        has_it = has_tag(request.headers.get("If-None-Match", ""), tag)
        answer = Response(status=304) if has_it else write()
        answer.headers["ETag"] = tag
        answer.headers["Cache-Control"] = "no-cache"
        return answer


def _values(name: str) -> tuple[str, ...]:
    found = request.args.getlist(name)[:_MOST_VALUES]
    return tuple(value for value in found if value and len(value) <= _LONGEST_VALUE)
