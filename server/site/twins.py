"""Lists for programs and readers of text: the rows of a page as JSON, or as a table in Markdown."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import Flask, Response, request

from server.negotiation import with_charset
from server.site.documents import page_tag, pick_suffix
from server.site.forms import plain_words
from server.site.frame import FORMS, Frame, render
from server.site.grounds import Target
from server.site.links import is_web_address, tell_links
from server.site.search_engines import with_data
from server.site.sending import send_tagged

LIST_FORMS = {suffix: FORMS[suffix] for suffix in ("html", "json", "md")}
"""The forms that a list comes in: it is no thing of which the graph speaks, so there is none in RDF."""
Value = str | int | Target | tuple[Target, ...]
Row = Mapping[str, Value]
"""What is in each column, by what the column is called."""


@dataclass(frozen=True)
class Listing:
    """What a list shows."""

    counts: Mapping[str, int]
    """What is said of all rows, by what it is called."""
    rows: Sequence[Row]
    more: Mapping[str, object] = field(default_factory=dict)
    """What only programs need, such as facets."""


def add_list(app: Flask, path: str, view: Callable[[str], Response]) -> None:
    """Give the application the list's address, and those of its forms, whose suffix the view is given."""
    app.add_url_rule(f"/{path}", f"list {path}", view, defaults={"suffix": ""})
    for suffix in LIST_FORMS:
        app.add_url_rule(f"/{path}.{suffix}", f"list {path}.{suffix}", view, defaults={"suffix": suffix})


def send_list(template: str, frame: Frame, page: object, listing: Listing, suffix: str = "") -> Response:
    """The list in the form of the suffix, or else by Accept; refuses with 406 what it does not come in."""
    suffix = suffix or pick_suffix(request.headers.get("Accept", ""), LIST_FORMS)
    framed = replace(frame, forms=tuple(LIST_FORMS))

    def write() -> Response:
        told = render(template, with_data(framed), page=page) if suffix == "html" else _WRITERS[suffix](framed, listing)
        return Response(told, content_type=with_charset(FORMS[suffix][0]))

    query = request.query_string.decode("latin-1")
    asked = f"?{query}" if frame.parameters else ""
    forms = [(f"{frame.path}.{name}{asked}", media_type) for name, (media_type, _) in LIST_FORMS.items()]
    tag = page_tag(frame.version, f"{frame.path}.{suffix}?{query}")
    return send_tagged(tag, write, tell_links(frame.permalink, forms))


def write_list_json(frame: Frame, listing: Listing) -> str:
    """The list as JSON: what it is, how it is cited, and its rows."""
    told = {
        "iri": frame.permalink,
        "title": frame.title,
        "dataVersion": frame.version,
        "citation": frame.citation,
        "chosen": {name: list(values) for name, values in frame.parameters.items()},
        **listing.counts,
        **listing.more,
        "rows": [{name: _for_programs(value) for name, value in row.items()} for row in listing.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def write_list_markdown(frame: Frame, listing: Listing) -> str:
    """The list as a table in Markdown, in which names lead to their IRIs."""
    lines = [f"# {plain_words(frame.title)}", "", f"{frame.permalink} (data version {frame.version})", ""]
    lines += [f"- {name}: {', '.join(map(plain_words, values))}" for name, values in frame.parameters.items()]
    lines += [f"- {plain_words(name)}: {count}" for name, count in listing.counts.items()]
    columns = list(dict.fromkeys(name for row in listing.rows for name in row))
    if columns:
        lines += ["", _table_row(columns), _table_row(["---"] * len(columns))]
    lines += [_table_row([_for_readers(row.get(name, "")) for name in columns]) for row in listing.rows]
    return "\n".join([*lines, "", plain_words(frame.citation), ""])


_WRITERS = {"json": write_list_json, "md": write_list_markdown}


def _table_row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _for_programs(value: Value) -> object:
    if isinstance(value, Target):
        return {"iri": value.iri, "label": value.label}
    return [_for_programs(one) for one in value] if isinstance(value, tuple) else value


def _for_readers(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_for_readers, value))
    if isinstance(value, Target):
        label = plain_words(value.label)
        return f"[{label}](<{value.iri}>)" if is_web_address(value.iri) else label
    return plain_words(str(value))
