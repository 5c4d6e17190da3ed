"""What stands around every page: where it is, how it is cited, in which forms it comes, which query it shows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import current_app, render_template, request

from graph.base import BASE
from server.site.links import address
from server.site.tongues import mark_languages

FORMS = {
    "html": ("text/html", "Web page"),
    "ttl": ("text/turtle", "Turtle"),
    "nt": ("application/n-triples", "N-Triples"),
    "jsonld": ("application/ld+json", "JSON-LD"),
    "rdf": ("application/rdf+xml", "RDF/XML"),
    "json": ("application/json", "JSON"),
    "md": ("text/markdown", "Markdown"),
}
"""Suffix of a document to its media type and name."""


@dataclass(frozen=True)
class Crumb:
    """A page above this one."""

    title: str
    path: str


@dataclass(frozen=True)
class Frame:
    """Where a page is and what can be done with it."""

    title: str
    path: str
    """Below the site's root, without suffix."""
    version: str
    """Of the data."""
    trail: tuple[Crumb, ...] = ()
    about: str = ""
    """The IRI of the thing that the page is about; empty for pages about several."""
    description: str = ""
    query: str = ""
    """The query behind the page."""
    forms: tuple[str, ...] = ()
    """Suffixes of the other forms that the page comes in."""
    section: str = ""
    """The entry of the navigation that it belongs to."""
    data: str = ""
    """The same for search engines, as JSON-LD of schema.org."""
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What was chosen in the address, and goes with the page into its other forms."""

    @property
    def permalink(self) -> str:
        """What to cite: the IRI, which stays."""
        return self.about or BASE + self.path

    @property
    def citation(self) -> str:
        """The page as a reader would cite it; the version says what it was like."""
        return f"“{self.title}”, in: iprgraph, data version {self.version}, <{self.permalink}>."

    @property
    def bibtex(self) -> str:
        """The same for BibTeX."""
        key = re.sub(r"[^a-z0-9]+", "-", f"iprgraph {self.path}".lower()).strip("-")
        title = re.sub(r"[{}\\$&#^_%~]", "", self.title)
        lines = (
            f"@misc{{{key},",
            f"  title = {{{{{title}}}}},",
            "  author = {{iprgraph maintainers}},",
            f"  note = {{Data version {self.version}}},",
            f"  url = {{{self.permalink}}}",
            "}",
        )
        return "\n".join(lines)

    @property
    def report(self) -> str:
        """A ready text to report an error in what the page says."""
        return (
            f"Page: {self.title}\nIRI: {self.permalink}\nData version: {self.version}\nWhat is wrong:\nHow you know:\n"
        )


NAVIGATION = (
    Crumb("Plan", "plan"),
    Crumb("Measures", "measures"),
    Crumb("Outcomes", "outcomes"),
    Crumb("Entities", "entities"),
    Crumb("Questions", "queries"),
    Crumb("SPARQL", "sparql"),
    Crumb("Ontology", "ontology"),
    Crumb("Data", "export/"),
)
"""The ways in from every page."""
_ASKED = frozenset(("sparql",))


FILES = "SITE_FILES"
"""The application's setting for pages that are written to a folder."""
KEPT_FORMS = "SITE_FORMS"
"""And for the forms of a document that are written there."""
LEFT_OUT_NODES = "SITE_WITHOUT_NODES"
"""And for leaving out the nodes of record, such as statements."""
_NODE = re.compile(r"(statement|evidence)/|plan/[^/]+/(span|mention)/")


def is_node(path: str) -> bool:
    """Whether the path is that of a statement, its evidence, a place in the source or a mention."""
    return bool(_NODE.match(path))


def link(path: str, **parameters: object) -> str:
    """The address of a page of ours, from the page at hand; the IRI of what is not kept among the files."""
    if current_app.config.get(LEFT_OUT_NODES) and is_node(path):
        return BASE + path
    return address(path, request.path, files=is_kept_as_files(), **parameters)


def is_kept_as_files() -> bool:
    """Whether the pages are written to a folder, where nothing can be searched or asked."""
    return bool(current_app.config.get(FILES))


def render(template: str, frame: Frame, **page: object) -> str:
    """The page; templates find the frame as `frame`, and make addresses with `link`."""
    is_live = not is_kept_as_files()
    forms = current_app.config.get(KEPT_FORMS, FORMS)
    frame = replace(frame, forms=tuple(suffix for suffix in frame.forms if suffix in forms))
    navigation = [entry for entry in NAVIGATION if is_live or entry.path not in _ASKED]
    told = render_template(
        template, frame=frame, link=link, navigation=navigation, forms=FORMS, is_live=is_live, **page
    )
    return mark_languages(told)
