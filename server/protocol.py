"""Reads a request of the SPARQL 1.1 Protocol, section 2.1; refuses what is sent twice, not UTF-8 or meant to write."""

import re
from binascii import a2b_qp
from typing import NamedTuple

from graph.formats import FORMATS
from graph.querytext import DatasetChoice
from server.negotiation import choose, media_types_of
from server.refusals import ProblemError

FORM_TYPE = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
READ_ONLY = (
    "This endpoint is read-only: it answers queries and takes no updates. Ask with SELECT, ASK, CONSTRUCT or DESCRIBE."
)
PAGE_NAME, PAGE_TYPE = "html", "text/html"
"""The name in `?format=` of an answer as a page for people, which is no format of the protocol."""
_MOST_PARAMETERS = 1000
# A sign that begins no escape stands for itself, as in URLs that people type; a text full of them is none.
_ODD_SIGN = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_MOST_ODD_SIGNS = 10_000


class SparqlRequest(NamedTuple):
    """What was asked: no query means that the service is to describe itself."""

    query: str | None
    dataset: DatasetChoice | None
    format_name: str | None
    seconds: float | None = None
    """How long the query may take."""
    explain: bool = False
    """Whether to say why there is no answer, in place of the answer."""


def read_request(method: str, query_string: bytes, content_type: str, body: bytes) -> SparqlRequest:
    """The request understood; refuses with 400 what breaks the protocol and with 415 other content types."""
    if method != "POST" and query_string.startswith(b"query=") and b"&" not in query_string:
        return SparqlRequest(_decode(unquote(query_string[6:]), "A parameter"), None, None)
    parameters = read_parameters(query_string)
    if method == "POST":
        parameters += _read_body(content_type, body)
    if any(name == "update" for name, _ in parameters):
        raise ProblemError(400, READ_ONLY)
    query = _at_most_one("query", parameters)
    if query is None and method == "POST":
        raise ProblemError(400, "There is no query: send it as the form field “query”.")
    format_name, explain = _at_most_one("format", parameters), _at_most_one("explain", parameters) or "0"
    if explain not in {"0", "1"}:
        raise ProblemError(400, "“explain” is 1, to be told why there is no answer, or 0.")
    return SparqlRequest(query, _dataset(parameters), format_name, _seconds(parameters), explain == "1")


def wants_page(asked: SparqlRequest, accept: str) -> bool:
    """Whether the answer is to be a page: by its name, or for a browser, which likes pages better than any format."""
    if asked.query is None or asked.explain:
        return False
    if asked.format_name is not None:
        return asked.format_name.strip().lower() in {PAGE_NAME, PAGE_TYPE}
    return PAGE_TYPE in accept and choose(accept, [*media_types_of(FORMATS), PAGE_TYPE]) == PAGE_TYPE


def _read_body(content_type: str, body: bytes) -> list[tuple[str, str]]:
    media_type, _, rest = content_type.partition(";")
    media_type = media_type.strip().lower()
    if media_type == UPDATE_TYPE:
        raise ProblemError(400, READ_ONLY)
    accepted = {"Accept": f"{QUERY_TYPE}, {FORM_TYPE}"}
    if media_type not in (FORM_TYPE, QUERY_TYPE):
        told = f"not {media_type}" if media_type else "and say so in Content-Type"
        raise ProblemError(415, f"Send a query as {QUERY_TYPE} or {FORM_TYPE}, {told}.", accepted)
    charset = next((p.partition("=")[2] for p in rest.lower().split(";") if p.strip().startswith("charset=")), "utf-8")
    if charset.strip().strip('"') not in {"utf-8", "utf8", "us-ascii"}:
        raise ProblemError(415, f"Send the query in UTF-8, not {charset.strip()}.", accepted)
    return read_parameters(body) if media_type == FORM_TYPE else [("query", _decode(body, "The query"))]


def read_parameters(encoded: bytes) -> list[tuple[str, str]]:
    """The name and value pairs of an address or a form; refuses what is not UTF-8."""
    pairs = encoded.split(b"&")
    if len(pairs) > _MOST_PARAMETERS:
        raise ProblemError(400, f"There are more than {_MOST_PARAMETERS} parameters.")
    parameters = []
    for pair in pairs:
        if pair:
            name, _, value = pair.partition(b"=")
            parameters.append((_decode(unquote(name), "A parameter's name"), _decode(unquote(value), "A parameter")))
    return parameters


def unquote(data: bytes) -> bytes:
    """What stands behind `+` and `%XX`; a `%` without two hex digits stands for itself, but not ten thousand times."""
    data = data.replace(b"+", b" ")
    if b"%" not in data:
        return data
    if b"%\n" not in data and b"%\r" not in data:
        # Each escape makes the text two bytes shorter; a sign that begins none does not.
        plain = _unescape(data)
        if len(plain) == len(data) - 2 * data.count(b"%"):
            return plain
    mended, odd = _ODD_SIGN.subn(b"%25", data, _MOST_ODD_SIGNS + 1)
    if odd > _MOST_ODD_SIGNS:
        raise ProblemError(400, f"More than the limit of {_MOST_ODD_SIGNS} % begin no escape; write each as %25.")
    return _unescape(mended)


def _unescape(data: bytes) -> bytes:
    """Five times as fast as urllib: in quoted-printable the same escapes begin with another sign."""
    return a2b_qp(data.replace(b"=", b"=3D").replace(b"%", b"="))


def _decode(data: bytes, what: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemError(400, f"{what} is not UTF-8: byte {data[error.start]:#04x} at {error.start}.") from None


def _at_most_one(name: str, parameters: list[tuple[str, str]]) -> str | None:
    values = [value for key, value in parameters if key == name]
    if len(values) > 1:
        raise ProblemError(400, f"“{name}” is given {len(values)} times; give it once.")
    return values[0] if values else None


def _seconds(parameters: list[tuple[str, str]]) -> float | None:
    value = _at_most_one("timeout", parameters)
    if value is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", value) or not float(value):
        raise ProblemError(400, "“timeout” is a number of seconds above 0, such as 2 or 0.5.")
    return float(value)


def _dataset(parameters: list[tuple[str, str]]) -> DatasetChoice | None:
    default, named = (
        tuple(value for name, value in parameters if name == key) for key in ("default-graph-uri", "named-graph-uri")
    )
    return DatasetChoice(default, named) if default or named else None
