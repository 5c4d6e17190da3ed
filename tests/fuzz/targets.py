"""What any bytes are tried on: each target takes some, and raises where a promise is broken.

pytest tries them with Hypothesis (test_targets.py); `python -m tests.fuzz NAME` tries them with Atheris, as long as wanted.
"""

import csv
import io
import json
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote_to_bytes

import pyoxigraph as ox
from flask.testing import FlaskClient

from graph.errors import QueryError
from graph.formats import FORMATS, formats_of
from graph.writing import safe_for_spreadsheets
from server.app import create_app
from server.channel import Channel, Head, Job
from server.coding import likes_gzip
from server.data import open_data
from server.gate import Gate
from server.intake import Intake
from server.messages import Request
from server.negotiation import choose, media_types_of, pick_format, read_accept
from server.protocol import read_request, unquote
from server.refusals import ProblemError
from server.rows import cut_rows
from server.wsgi import environ_of

SOON = 0.5
"""Seconds; what takes longer for some kilobytes is not linear."""
_DATA = b'<http://e/a> <http://e/p> "x"@en <http://g/1> .\n<http://e/b> <http://e/p> "=y" <http://g/2> .\n'
_OFFERED = media_types_of(formats_of("solutions"))


def try_gate(data: bytes) -> None:
    """Any text is understood or refused, soon, and what is let through calls nobody and changes nothing."""
    text, began = data.decode("utf-8", "replace"), time.perf_counter()
    try:
        query = Gate().read(text)
    except (ProblemError, QueryError):
        query = None
    assert time.perf_counter() - began < SOON
    if query is not None:
        assert query.service is None
        assert query.form != "UPDATE"


def try_engine_behind_gate(data: bytes) -> None:
    """What the gate lets through, the engine takes for a query, or refuses; it never takes it for a call."""
    text = data.decode("utf-8", "replace")
    try:
        query = Gate().read(text)
    except (ProblemError, QueryError):
        return
    if len(text) < 500 and query.form == "ASK":
        try:
            ox.Store().query(query.text())
        except (SyntaxError, ValueError):
            return
        except (RuntimeError, OSError) as error:
            assert "service" not in str(error).lower(), text  # noqa: PT017


def requests_in(pieces: list[bytes]) -> tuple[list[tuple[object, ...]], int | None]:
    """The requests that are read from the pieces, and the status of the refusal that ends them."""
    intake, found = Intake(lambda: None), list[tuple[object, ...]]()
    for piece in pieces:
        intake.add(piece)
        while intake.has_more:
            try:
                request = intake.next()
            except ProblemError as error:
                intake.close()
                return found, error.status
            if request is not None:
                found.append(_seen(request))
                if not request.keep_alive:  # the connection takes in no more
                    intake.close()
                    return found, None
    intake.close()
    return found, None


def _seen(request: Request) -> tuple[object, ...]:
    headers = tuple(request.headers.items())
    return request.method, request.path, request.query, headers, request.body, request.version, request.keep_alive


def try_reading(data: bytes) -> None:
    """The same requests are read from bytes however they arrive, and no header holds a break."""
    size, data = data[0] % 50 + 1 if data else 1, data[1:]
    whole = requests_in([data])
    assert whole == requests_in([data[place : place + size] for place in range(0, len(data), size)])
    assert whole == requests_in([data]), "what was remembered changed what is read"
    for _, _, _, headers, *_ in whole[0]:
        assert isinstance(headers, tuple)
        assert not any(sign in name + value for name, value in headers for sign in (b"\r", b"\n", b"\0"))


def try_decoding(data: bytes) -> None:
    """Escapes are resolved as the standard library does it, and any form is understood or refused."""
    assert unquote(data) == unquote_to_bytes(data.replace(b"+", b" "))
    for kind in ("application/x-www-form-urlencoded", "application/sparql-query"):
        try:
            asked = read_request("POST", b"", kind, data)
        except ProblemError as error:
            assert error.status in {400, 415}  # noqa: PT017
        else:
            assert asked.query is not None


def try_negotiation(data: bytes) -> None:
    """Any header gets a format that it allows, or 406."""
    accept = data.decode("latin-1")
    assert all(0 <= value <= 1 for value in read_accept(accept).values())
    chosen = choose(accept, _OFFERED)
    assert chosen is None or chosen in _OFFERED
    assert likes_gzip(accept) in {True, False}
    for name in (None, accept):
        try:
            form, media_type = pick_format("solutions", name, accept)
        except ProblemError as error:
            assert error.status in {400, 406}  # noqa: PT017
        else:
            assert form in FORMATS
            assert media_type in _OFFERED


def _cells(data: bytes) -> list[str]:
    return [cell for cell in data.decode("utf-8", "replace").split("\x01") if "\r\n" not in cell or "\0" not in cell]


def try_spreadsheet(data: bytes) -> None:
    """In no cell a formula, nothing lost, and as many cells as before."""
    cells = _cells(data)
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([["a"] * len(cells), cells])
    plain = safe_for_spreadsheets(out.getvalue().encode("utf-8", "replace")).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(plain, newline="")))
    assert len(read) == 2
    for cell, written in zip(cells, read[1], strict=True):
        assert written.removeprefix("'") == cell or written == cell
        assert written[:1] not in set("=@\t\r\n＝＋－＠")
        assert written[:1] not in set("+-") or float(written) is not None


def try_cutting(data: bytes) -> None:
    """Rows that are cut are whole rows of a whole document."""
    values = " ".join(str(ox.Literal(cell)) for cell in _cells(data)[:20])
    try:
        rows = ox.Store().query(f"SELECT ?a {{ VALUES ?a {{ {values} }} }}")
    except SyntaxError:
        return
    assert isinstance(rows, ox.QuerySolutions)
    whole = rows.serialize(format=ox.QueryResultsFormat.JSON)
    assert whole is not None
    count = len(json.loads(whole)["results"]["bindings"])
    for most in {1, count // 2 or 1, count}:
        cut, kept = cut_rows(whole, "json", most, len(whole))
        assert len(json.loads(cut)["results"]["bindings"]) == min(most, count)
        assert kept == (most if most < count else None)


class _Heard(Job):
    """A job that counts its ends."""

    def __init__(self) -> None:
        self.ends = 0

    def done(self, head: Head, body: bytes) -> None:
        self.ends += 1

    def begin(self, head: Head) -> None:
        return

    def piece(self, data: bytes) -> None:
        assert data

    def end(self) -> None:
        self.ends += 1

    def fail(self, error: Exception) -> None:
        self.ends += 1


class _Owner:
    """Whoever owns the channel: it goes on to what was sent ahead, and forgets a lost worker's jobs, as the pool does."""

    def begun(self, channel: Channel) -> None:
        channel.give_up_ahead()

    def freed(self, channel: Channel, head: Head) -> None:
        assert channel.job is None
        if channel.ahead is not None:
            channel.move_up()

    def lost(self, channel: Channel) -> None:
        channel.job = channel.ahead = None


def try_words_of_workers(data: bytes) -> None:
    """Whatever a worker says, which foreign queries may have taken over, its job ends at most once."""
    channel, job, ahead = object.__new__(Channel), _Heard(), _Heard()
    channel._owner, channel.job, channel.ahead, channel.since = _Owner(), job, ahead, 0.0
    channel._buffer, channel._next, channel._head, channel._left, channel._reading = b"", b"", {}, 0, True
    size = data[0] % 9 + 1 if data else 1
    for place in range(1, len(data), size):
        piece = data[place : place + size]
        while piece and channel.job is not None:
            piece = channel._take(channel.job, piece)
    assert job.ends <= 1
    assert ahead.ends <= job.ends
    assert job.ends or channel.job is job or data


@cache
def _client() -> FlaskClient:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "data.nq"
        file.write_bytes(_DATA)
        return create_app(open_data(file, union=True)).test_client()


def try_pages(data: bytes) -> None:
    """Any address, asked for in any way, gets an answer with a status below 500, and no header of the asker's making."""
    target, _, accept = data.partition(b"\n")
    target = b"/" + target.translate(None, bytes(range(33)) + b"\x7f")
    request = Request("GET", target, {b"host": b"h", b"accept": accept.translate(None, b"\r\n\0")}, "1.1", True)
    if request.path in {b"/sparql"}:
        return  # queries run without limits here
    answer = _client().open(environ_overrides=environ_of(request, ("127.0.0.1", 80)))
    assert answer.status_code < 500, target
    assert "set-cookie" not in answer.headers


TARGETS: dict[str, Callable[[bytes], None]] = {
    "gate": try_gate,
    "engine": try_engine_behind_gate,
    "reading": try_reading,
    "decoding": try_decoding,
    "negotiation": try_negotiation,
    "spreadsheet": try_spreadsheet,
    "cutting": try_cutting,
    "workers": try_words_of_workers,
    "pages": try_pages,
}
SEEDS: dict[str, list[bytes]] = {
    "gate": [b"SELECT * { ?s ?p ?o }", b"ASK { SERVICE <http://x/> {} }", b"PREFIX c: <a:> ASK { c:I.1.2 ?p '''x''' }"],
    "engine": [b"ASK {}", b"ASK{?s ?p<a:b>}", b"PREFIX x:<a:>ASK{x:y x:z true}", b"ASK{FILTER(?a<?b&&?c>?d)}"],
    "reading": [
        b"\x05GET /a?b=%20 HTTP/1.1\r\nHost: h\r\nAccept: x\r\n\r\nGET / HTTP/1.0\r\n\r\n",
        b"\x05GET / HTTP/1.0\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        b"\x03POST /sparql HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        b"\x01\r\nPOST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\nHost: h\r\n\r\n",
    ],
    "decoding": [b"query=ASK+%7B%7D&format=csv", b"a=%zz%&query=%C3%A9", b"query=%\r\n=%3D="],
    "negotiation": [
        b"text/turtle;q=0.4, application/*",
        b"*/*;q=0",
        b"gzip;q=1, identity;q=0.5",
        b"json",
        b"text/csv;profile=spreadsheet",
    ],
    "spreadsheet": [b'=1+1\x01x\x01"\x01-5', "＝1\x01\r\n=2\x01,=3".encode()],
    "cutting": [b'},{\x01"},{\x01]}}', b"\\\x01\n\x01x"],
    "workers": [
        b"\x08\x00\x00\x00\x00\x03abc",
        b'\x03\x02\x00\x00\x00\x0a{"size":3}abc',
        b'\x08\x02\x00\x00\x00\x10{"size":9999999}abc',
        b'\x08\x02\x00\x00\x00\x0b{"size":-3}abc',
    ],
    "pages": [
        b"?\xc4\xc4\n",
        b"graph/1.nt\n",
        b"graph-store?graph=http://g/1\ntext/turtle",
        b"static/%2e%2e/app.py\n",
        b"graph-store?default&format=x\n*/*",
    ],
}
