"""The addresses of the site, and which page each has."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from urllib.parse import quote

from flask import Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from graph.base import BASE
from graph.formats import formats_of
from graph.retirements import Retired
from server.engine import QueryEngine
from server.facts import DataFacts
from server.graphs import GRAPHS, GraphStore
from server.negotiation import choose, media_types_of, with_charset
from server.site.catalogue import KINDS, CatalogueReader
from server.site.dataset import dataset_json, read_dataset
from server.site.documents import Documents, page_tag, pick_suffix, redirect_to
from server.site.frame import FORMS, render
from server.site.home import home_frame, make_home_page
from server.site.kept import Kept
from server.site.links import link_header, tell_links
from server.site.listings import tell_entities, tell_measures, tell_outcomes, tell_plans, tell_questions
from server.site.lists import (
    FACETS,
    entities_frame,
    make_entities_page,
    make_measures_page,
    measures_frame,
)
from server.site.outcomes import make_outcomes_page, outcomes_frame
from server.site.plans import plan_links, plans_frame
from server.site.questions import gallery_frame, make_gallery_page
from server.site.reference import Reference
from server.site.sending import send_tagged
from server.site.terms import TermsReader
from server.site.twins import add_list, send_list
from server.site.within import read_within

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
        self._within = Kept(lambda: read_within(engine, self.catalogue(), BASE))
        self.terms = TermsReader(engine, data.version)
        self.documents = Documents(engine, data, self.catalogue, retired)

    def add_to(self, app: Flask) -> None:
        """Give the application the addresses of all pages; whatever else is below the base is a document."""
        app.add_url_rule("/", "home", self.home)
        for suffix in FORMS:
            app.add_url_rule(f"/index.{suffix}", f"home.{suffix}", self.home, defaults={"suffix": suffix})
        lists = {"plan": self.plans, "measures": self.measures, "outcomes": self.outcomes, "queries": self.questions}
        lists |= {kind: partial(self.entities, "" if kind == "entities" else kind) for kind in ("entities", *KINDS)}
        for path, view in lists.items():
            add_list(app, path, view)
        app.add_url_rule("/graph/<path:name>", "graph", self.graph)
        app.add_url_rule("/sparql/terms.json", "terms", self.send_terms)
        Reference(self._engine, self._data, self.catalogue, self.documents).add_to(app)
        app.add_url_rule("/<path:path>", "document", self.documents.respond)

    def home(self, suffix: str = "") -> AnyResponse:
        """The first page, or what the graph says of itself as a data set."""
        suffix = suffix or pick_suffix(request.headers.get("Accept", ""))
        if suffix != "html":
            return self.documents.send(BASE, suffix)
        page = make_home_page(self.catalogue(), self._data, self._within())
        forms = [(name, media_type) for name, (media_type, _) in FORMS.items()]
        frame = home_frame(self._data.version, self._dataset)
        html = with_charset("text/html")

        def write() -> Response:
            return Response(render("home.html", frame, page=page), content_type=html)

        return self._tagged(write, link_header(BASE, forms))

    @cached_property
    def _dataset(self) -> str:
        return dataset_json(read_dataset(self._engine), self._data.version)

    def graph(self, name: str) -> AnyResponse:
        """A graph's own page for people; for programs its triples, as the Graph Store Protocol has it."""
        bare = name.rstrip("/")
        if bare != name and GRAPHS + bare in self._data.graphs:
            return redirect_to(f"graph/{bare}")
        wanted = choose(request.headers.get("Accept", ""), [*media_types_of(formats_of("graph")), *_PEOPLES])
        stem, _, suffix = name.rpartition(".")
        if (stem and suffix in _FOR_PEOPLE) or (wanted in _PEOPLES and "format" not in request.args):
            answer = self.documents.respond(f"graph/{name}")
        else:
            answer = self._graphs.direct(name)
        answer.headers["Link"] = self._graph_links(name)
        return answer

    def _graph_links(self, name: str) -> str:
        """The graph's neighbours; what describes it, where its own triples do not, is the graph about the graphs."""
        stem, _, suffix = name.rpartition(".")
        own = name if f"{GRAPHS}{name}" in self._data.graphs or suffix not in FORMS else stem
        last, up = quote(own.rpartition("/")[2]), "../" * (name.count("/") + 1)
        forms = [(f"{last}.{form}", media_type) for form, (media_type, _) in FORMS.items()]
        about = f"{up}graph/meta.ttl" if f"{GRAPHS}meta" in self._data.graphs else ""
        return tell_links(GRAPHS + quote(own), forms, about)

    def plans(self, suffix: str = "") -> Response:
        """The plans there are."""
        catalogue = self.catalogue()
        counts = {plan: sum(1 for part in catalogue.measures if part.plan == plan) for plan in catalogue.plans}
        plans = [(target, counts[target.iri]) for target in plan_links(catalogue)]
        return send_list("plans.html", plans_frame(self._data.version), plans, tell_plans(plans), suffix)

    def measures(self, suffix: str = "") -> Response:
        """The list of measures, narrowed by what is chosen in the address."""
        chosen = {name: values for name in FACETS if (values := _values(name))}
        page = make_measures_page(self.catalogue(), chosen)
        frame = replace(measures_frame(self._data.version), parameters=chosen)
        return send_list("measures.html", frame, page, tell_measures(page), suffix)

    def outcomes(self, suffix: str = "") -> Response:
        """What became of the measures."""
        statuses = _values("status")[:1]
        page = make_outcomes_page(self.catalogue(), *statuses)
        frame = replace(outcomes_frame(self._data.version), parameters={"status": statuses} if statuses else {})
        return send_list("outcomes.html", frame, page, tell_outcomes(page), suffix)

    def entities(self, kind: str, suffix: str = "") -> Response:
        """The entities of a kind, or the kinds."""
        page = make_entities_page(self.catalogue(), kind)
        frame = entities_frame(kind, self._data.version)
        return send_list("entities.html", frame, page, tell_entities(page, kind), suffix)

    def questions(self, suffix: str = "") -> Response:
        """The questions that are ready."""
        page = make_gallery_page()
        return send_list("questions.html", gallery_frame(self._data.version), page, tell_questions(page), suffix)

    def send_terms(self) -> Response:
        """What the editor completes, as JSON; sent again only when the data are others."""
        return self._tagged(lambda: Response(self.terms(), content_type=with_charset("application/json")))

    def _tagged(self, write: Callable[[], Response], link: str = "") -> Response:
        """What is written, or 304 where the asker has it already."""
        tag = page_tag(self._data.version, f"{request.path}?{request.query_string.decode('latin-1')}")
        return send_tagged(tag, write, link)


def _values(name: str) -> tuple[str, ...]:
    found = request.args.getlist(name)[:_MOST_VALUES]
    return tuple(value for value in found if value and len(value) <= _LONGEST_VALUE)
