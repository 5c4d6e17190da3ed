"""Every IRI below the base as a document: found by its path, sent in the form that is asked for."""

import re
from collections.abc import Callable, Collection, Mapping
from urllib.parse import quote

from flask import Response, current_app, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from graph.base import BASE
from graph.errors import NotFoundError, QueryError
from graph.retirements import Retired
from server.engine import QueryEngine, Question
from server.facts import DataFacts, software_version
from server.messages import tag_of
from server.negotiation import choose, with_charset
from server.refusals import ProblemError
from server.site.answers import ask
from server.site.catalogue import Catalogue, CatalogueReader
from server.site.forms import RDF_FORMS, plain_words, write_json, write_markdown, write_rdf, write_rdfs
from server.site.frame import FORMS, Frame, render
from server.site.links import link_header
from server.site.measures import make_part_page, part_frame
from server.site.near import near_paths
from server.site.plans import make_plan_page, plan_frame
from server.site.questions import Questions
from server.site.schemes import CONCEPT_SCHEME, make_scheme_page, scheme_frame
from server.site.search_engines import describe_thing
from server.site.sending import send_tagged
from server.site.sheet import Sheet, read_sheet
from server.site.things import make_thing_page, thing_frame

_DOTTED = re.compile(r"(plan/[^/.]+/)([^/.]+(?:\.[^/.]+)+)((?:/.*)?)$")
_OTHER_TYPES = {"application/xml": "rdf", "application/xhtml+xml": "html", "text/plain": "md"}
"""Other names of the forms' media types."""
_QUESTIONS = f"{BASE}queries/"


class Documents:
    """The documents of a version of the data."""

    def __init__(
        self, engine: QueryEngine, data: DataFacts, catalogue: CatalogueReader, retired: Mapping[str, Retired]
    ) -> None:
        self._engine, self._data, self._catalogue, self._retired = engine, data, catalogue, retired
        self.questions = Questions(engine, catalogue, data.version)

    def respond(self, path: str) -> AnyResponse:
        """The document at the path, in the form of its suffix or else by Accept; refuses an unknown one with 404."""
        bare = self._bare(path)
        if bare:
            return redirect_to(bare)
        stem, _, suffix = path.rpartition(".")
        if not stem or suffix not in FORMS:
            stem, suffix = path, ""
        moved = self._moved(stem)
        if moved:
            return redirect(f"{request.script_root}/{moved}{'.' * bool(suffix)}{suffix}", 301)
        suffix = suffix or pick_suffix(request.headers.get("Accept", ""))
        return self.send(BASE + stem, suffix)

    def send(self, iri: str, suffix: str) -> Response:
        """The document of the thing in that form."""
        if iri in self._retired:
            raise GoneError(self._retired[iri])
        return self.reply(iri, suffix, lambda: self.write(iri, suffix))

    def reply(self, iri: str, suffix: str, write: Callable[[], bytes | str]) -> Response:
        """What is written of the thing in that form, or 304 where the asker has it already."""

        def respond() -> Response:
            try:
                return Response(write(), content_type=with_charset(FORMS[suffix][0]))
            except QueryError:  # what cannot be an IRI
                raise NoSuchThingError(iri) from None

        forms = [(name, media_type) for name, (media_type, _) in FORMS.items()]
        return send_tagged(page_tag(self._data.version, f"{iri} {suffix}"), respond, link_header(iri, forms))

    def write(self, iri: str, suffix: str) -> bytes | str:
        """The document's text; refuses with 404 what the graph does not speak of."""
        if suffix in RDF_FORMS:
            if not ask(self._engine, "exists", thing=iri):
                raise NoSuchThingError(iri)
            return write_rdf(self._engine, iri, suffix)
        return self._show_all(iri, [suffix])[suffix]

    def write_all(self, iri: str, suffixes: Collection[str]) -> dict[str, bytes | str]:
        """The document in several forms, read but once; the same bytes as each by itself."""
        shown = self._show_all(iri, [name for name in suffixes if name not in RDF_FORMS])
        return shown | dict(write_rdfs(self._engine, iri, [name for name in suffixes if name in RDF_FORMS]))

    def _show_all(self, iri: str, suffixes: Collection[str]) -> dict[str, bytes | str]:
        found: dict[str, bytes | str] = {}
        if "html" in suffixes and iri.startswith(_QUESTIONS):
            found["html"] = self._ask_question(iri)
        if found.keys() == set(suffixes):
            return found
        catalogue = self._catalogue()
        sheet = read_sheet(self._engine, catalogue, iri)
        if sheet is None:
            raise NoSuchThingError(iri)
        template, frame, page = self._page(catalogue, sheet)
        for suffix in suffixes:
            if suffix == "json":
                found[suffix] = write_json(sheet, frame)
            elif suffix == "md":
                found[suffix] = write_markdown("thing.md", frame, sheet=sheet, page=page, plain=plain_words)
            elif suffix not in found:
                found[suffix] = render(template, describe_thing(sheet, frame), page=page)
        return found

    def _ask_question(self, iri: str) -> str:
        try:
            return self.questions.render_question(iri.removeprefix(_QUESTIONS), request.args)
        except NotFoundError:
            raise NoSuchThingError(iri) from None

    def _page(self, catalogue: Catalogue, sheet: Sheet) -> tuple[str, Frame, object]:
        """Template, frame and contents of the thing's page."""
        version = self._data.version
        part = catalogue.parts.get(sheet.iri)
        if part is not None:
            source = catalogue.sources.get(part.plan)
            page = make_part_page(self._engine, catalogue, part, sheet, source.rights if source else "")
            return "part.html", part_frame(catalogue, part, version), page
        if sheet.iri in catalogue.plans:
            return "plan.html", plan_frame(catalogue, sheet, version), make_plan_page(catalogue, sheet)
        if CONCEPT_SCHEME in sheet.classes:
            frame = scheme_frame(catalogue, sheet, version)
            return "scheme.html", frame, make_scheme_page(self._engine, catalogue, sheet)
        return "thing.html", thing_frame(catalogue, sheet, version), make_thing_page(self._engine, catalogue, sheet)

    def _moved(self, path: str) -> str | None:
        """The path with hyphens for a part's number that is written with dots, as people do."""
        dotted = _DOTTED.fullmatch(path)
        if not dotted:
            return None
        number = dotted[2].replace(".", "-")
        return f"{dotted[1]}{number}{dotted[3]}" if f"{BASE}{dotted[1]}{number}" in self._catalogue().parts else None

    def _bare(self, path: str) -> str:
        """The path without a slash at its end, where something is there and nothing at the path itself; else empty."""
        bare = path.rstrip("/")
        stem, _, suffix = bare.rpartition(".")
        if not bare or bare == path or self._is_told(path):
            return ""
        try:
            is_page = current_app.url_map.bind("").match(f"/{bare}")[0] != request.endpoint
        except HTTPException:  # an address for other methods
            is_page = False
        return bare if is_page or self._is_told(bare) or (suffix in FORMS and self._is_told(stem)) else ""

    def _is_told(self, path: str) -> bool:
        try:
            return bool(ask(self._engine, "exists", thing=BASE + path))
        except QueryError:  # what cannot be an IRI
            return False

    def near(self, path: str) -> list[tuple[str, str]]:
        """Documents and lists with similar paths: the path and title of each."""
        return near_paths(self._catalogue(), path)


def redirect_to(path: str) -> AnyResponse:
    """The way to the path below the root, with what was asked along with it."""
    query = request.query_string.decode("latin-1")
    return redirect(f"{request.script_root}/{quote(path)}{'?' * bool(query)}{query}", 308)


class GoneError(ProblemError):
    """The IRI was published once and is no more."""

    def __init__(self, retired: Retired) -> None:
        told = f"<{retired.iri}> is no longer published: {retired.reason}."
        instead = f" Use <{retired.successor}> in its place." if retired.successor else ""
        link = {"Link": f'<{retired.successor}>; rel="successor-version"'} if retired.successor else {}
        super().__init__(410, told + instead, link)
        self.successor = retired.successor.removeprefix(BASE)


class NoSuchThingError(ProblemError):
    """The graph does not speak of the thing."""

    def __init__(self, iri: str) -> None:
        super().__init__(404, f"The graph says nothing about <{iri}>.")
        self.path = iri.removeprefix(BASE)


def page_tag(version: str, what: str) -> str:
    """The entity tag of a page: told by the data, the software and the address, before anything is drawn."""
    return tag_of(Question(f"{software_version()} {what}"), version)


def pick_suffix(accept: str, forms: Mapping[str, tuple[str, str]] = FORMS) -> str:
    """The form that the header likes best, a web page where it does not care; refuses with 406 what there is not."""
    media_types = {media_type: suffix for suffix, (media_type, _) in forms.items()}
    media_types |= {other: suffix for other, suffix in _OTHER_TYPES.items() if suffix in forms}
    chosen = choose(accept, list(media_types))
    if chosen is None:
        known = ", ".join(f".{suffix} ({media_type})" for suffix, (media_type, _) in forms.items())
        raise ProblemError(406, f"The Accept header allows no form of this document. It can be had as {known}.")
    return media_types[chosen]
