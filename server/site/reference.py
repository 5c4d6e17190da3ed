"""The addresses of what the data are written in: ontology, schemes, shapes, and the context of JSON-LD."""

from collections import defaultdict

from flask import Flask, Response, request

from graph.formats import find_format
from graph.resources import ontology_dir
from server.engine import QueryEngine
from server.facts import DataFacts
from server.messages import has_tag
from server.site.answers import Term, ask
from server.site.catalogue import CatalogueReader
from server.site.documents import Documents, NoSuchThingError, page_tag, pick_suffix
from server.site.forms import RDF_FORMS, plain_words, write_markdown
from server.site.frame import FORMS, render
from server.site.kept import Kept
from server.site.listings import tell_schemes
from server.site.ontology import ONTOLOGY, OntologyPage, make_ontology_page, ontology_frame, tell_ontology
from server.site.schemes import list_schemes, schemes_frame
from server.site.search_engines import with_data
from server.site.shapes import SHAPES, make_shapes_page, read_shapes, shapes_frame, tell_shapes, write_shapes
from server.site.twins import add_list, send_list
from server.site.vocabulary import read_vocabulary

CONTEXT_TYPE = "application/ld+json"


class Reference:
    """The pages about the ontology and what belongs to it."""

    def __init__(self, engine: QueryEngine, data: DataFacts, catalogue: CatalogueReader, documents: Documents) -> None:
        self._engine, self._data, self._catalogue, self._documents = engine, data, catalogue, documents
        self._shapes = Kept(lambda: read_shapes(engine))
        self._ontology = Kept(self._read_ontology)

    def add_to(self, app: Flask) -> None:
        """Give the application the addresses."""
        for path, view in (("/ontology", self.ontology), ("/shapes", self.shapes)):
            app.add_url_rule(path, path[1:], view)
            for suffix in FORMS:
                app.add_url_rule(f"{path}.{suffix}", f"{path[1:]}.{suffix}", view, defaults={"suffix": suffix})
        add_list(app, "scheme", self.schemes)
        app.add_url_rule("/context.jsonld", "context", self.context)

    def ontology(self, suffix: str = "") -> Response:
        """The ontology in the form of the suffix, or else by Accept."""
        suffix = suffix or pick_suffix(request.headers.get("Accept", ""))
        return self._documents.reply(ONTOLOGY, suffix, lambda: self._write_ontology(suffix))

    def shapes(self, suffix: str = "") -> Response:
        """The shapes in the form of the suffix, or else by Accept."""
        suffix = suffix or pick_suffix(request.headers.get("Accept", ""))
        return self._documents.reply(SHAPES, suffix, lambda: self._write_shapes(suffix))

    def schemes(self, suffix: str = "") -> Response:
        """The list of schemes."""
        page = list_schemes(self._catalogue())
        return send_list("schemes.html", schemes_frame(self._data.version), page, tell_schemes(page), suffix)

    def context(self) -> Response:
        """The JSON-LD context, as it is shipped."""
        tag = page_tag(self._data.version, "context.jsonld")
        if has_tag(request.headers.get("If-None-Match", ""), tag):
            answer = Response(status=304)
        else:
            answer = Response((ontology_dir() / "context.jsonld").read_bytes(), content_type=CONTEXT_TYPE)
        answer.headers["ETag"] = tag
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    def _write_ontology(self, suffix: str) -> bytes | str:
        if suffix in RDF_FORMS:
            return self._documents.write(ONTOLOGY, suffix)
        page, frame = self._ontology(), ontology_frame(self._data.version)
        if suffix == "json":
            return tell_ontology(page, frame)
        if suffix == "md":
            return write_markdown("ontology.md", frame, page=page, plain=plain_words)
        return render("ontology.html", with_data(frame), page=page)

    def _write_shapes(self, suffix: str) -> bytes | str:
        if suffix in RDF_FORMS:
            return write_shapes(self._engine, find_format(RDF_FORMS[suffix], "graph").name)
        shapes, frame = self._shapes(), shapes_frame(self._data.version)
        if suffix == "json":
            return tell_shapes(shapes, frame)
        page = make_shapes_page(self._catalogue(), shapes)
        if suffix == "md":
            return write_markdown("shapes.md", frame, page=page, plain=plain_words)
        return render("shapes.html", with_data(frame), page=page)

    def _read_ontology(self) -> OntologyPage:
        vocabulary = read_vocabulary(self._engine)
        if not vocabulary.terms:
            raise NoSuchThingError(ONTOLOGY)
        header: dict[str, list[Term]] = defaultdict(list)
        for row in ask(self._engine, "facts", thing=ONTOLOGY):
            if row["way"].value == "of":
                header[row["property"].value].append(row["value"])
        return make_ontology_page(self._catalogue(), vocabulary, self._shapes(), header)
