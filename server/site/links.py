"""Addresses within the site, relative to the page that they stand on, so that pages work below any path and as files.

>>> address("agency/sipo", "/law/patent-law")
'../agency/sipo'
>>> address("", "/law/patent-law", files=True)
'../index.html'
"""

from urllib.parse import quote, urlencode

from graph.base import BASE

_RDF_SUFFIXES = frozenset(("ttl", "nt", "jsonld", "rdf", "nq", "trig"))
_SUFFIXES = _RDF_SUFFIXES | {"html", "json", "md", "csv", "tsv", "txt", "xml", "gz", "zip", "sha256"}
_SUFFIXES |= {"css", "js", "mjs", "map", "svg", "png", "ico", "woff2"}
_SAFE = "/:@!$&'()*+,;=~-._#"


def address(path: str, here: str, *, files: bool = False, **parameters: object) -> str:
    """The way from one page to another, both below the site's root; with files, that of the page's file."""
    path, hash_sign, fragment = path.partition("#")
    path = quote(path, safe=_SAFE)
    if files:
        path = file_of(path)
    up = "../" * here.lstrip("/").count("/")
    query = urlencode({name: value for name, value in parameters.items() if value not in (None, "")}, doseq=True)
    if not path and not up:
        up = "./"
    return f"{up}{path}{'?' * bool(query)}{query}{hash_sign}{quote(fragment, safe=_SAFE)}"


def file_of(path: str) -> str:
    """The file in which a page is found when the site is kept as files."""
    if not path or path.endswith("/"):
        return f"{path}index.html"
    return path if is_asset(path) else f"{path}.html"


def is_asset(path: str) -> bool:
    """Whether the path has the suffix of a file; a page may have a dot in its name, such as a version."""
    return path.rpartition("/")[2].rpartition(".")[2] in _SUFFIXES and "." in path.rpartition("/")[2]


def path_of(iri: str) -> str | None:
    """The path at which the thing has its page here, with its fragment; None for what is not ours."""
    return iri.removeprefix(BASE) if iri.startswith(BASE) else None


def is_web_address(iri: str) -> bool:
    """Whether a browser may be led there: scripts and files of the reader's own machine are no addresses."""
    return iri.startswith(("http://", "https://")) and not any(sign in iri for sign in "\"'<>\\ \n\t")


def link_header(iri: str, forms: list[tuple[str, str]]) -> str:
    """What HTTP says of a document's neighbours (RFC 8288): the IRI that stays, its other forms, its description.

    Addresses are relative to the document's own, which may have a suffix or none.
    """
    last = quote(iri.rstrip("/").rpartition("/")[2], safe=_SAFE) if iri != BASE else "index"
    return tell_links(iri, [(f"{last}.{suffix}", media_type) for suffix, media_type in forms], f"{last}.ttl")


def tell_links(iri: str, forms: list[tuple[str, str]], description: str = "") -> str:
    """The same of a document whose other forms, and whose description in Turtle, have addresses of their own kind."""
    told = [f'<{iri}>; rel="canonical"']
    told += [f'<{there}>; rel="alternate"; type="{media_type}"' for there, media_type in forms]
    return ", ".join(told + [f'<{description}>; rel="describedby"; type="text/turtle"'] * bool(description))
