"""Reads requests from the bytes of one connection with httptools (llhttp), within limits of size."""

import re
from collections.abc import Callable
from typing import Any

import httptools

from server.messages import LARGEST_BODY, Request
from server.refusals import ProblemError

_LARGEST_HEAD = 256 * 1024
_MOST_HEADERS = 256
# Whoever asks in earnest needs less than this in one header; answers are kept with what they depend on.
_LONGEST_HEADER = 16 * 1024
# So much may arrive of one request that is no body: its head, then sizes and extensions of chunks, and trailers. The
# parser gathers a header until its end, and says nothing of the others.
_MOST_BESIDE = 2 * _LARGEST_HEAD
_TOO_LONG = "The headers or the address are too long; send the query by POST."
_TOO_LARGE = f"The request is larger than the limit of {LARGEST_BODY} bytes."
# Clients send the same headers with each request. A block of them that was read once need not be read again; one that
# says anything of a body or of the connection always is.
_MOST_BLOCKS = 256
_LONGEST_BLOCK = 2048
_READ_ALWAYS = frozenset({b"content-length", b"transfer-encoding", b"connection", b"expect", b"upgrade"})
_GET = re.compile(rb"GET (/[!-~]*) HTTP/1\.1")
_blocks: dict[bytes, dict[bytes, bytes]] = {}
# RFC 9110, section 7.2: a name, an IPv4 or an IPv6 address, and a port; it may be empty.
_HOST = re.compile(rb"([A-Za-z0-9._~%-]*|\[[0-9A-Fa-f:.]+\])(:[0-9]*)?")
NO_HTTP = "The request is no HTTP that this server understands."


class RequestReader:
    """Takes in bytes as they arrive and gives out whole requests."""

    def __init__(self, take: Callable[[Request], None], ask_for_body: Callable[[], None]) -> None:
        self._take, self._ask_for_body = take, ask_for_body
        self._parser: Any = httptools.HttpRequestParser(self)
        self._target = b""
        self._headers: dict[bytes, bytes] = {}
        self._pieces: list[bytes] = []
        self._raw = b""
        self._head_size = self._body_size = self._wire = self._count = 0
        self._in_head = False
        self.is_arriving = False
        """Whether a request has begun and is not there yet."""
        self.is_over = False
        """Whether what follows is no HTTP."""

    def feed(self, data: bytes) -> None:
        """Take in what has arrived; refuses what is no HTTP or beyond a limit, and then must not be asked again."""
        known = self.read_known(data)
        if known is not None:
            self._take(known)
            return
        self._raw = b"" if self.is_arriving else data
        self._wire += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self.is_over = True
        except httptools.HttpParserError as error:
            reason = error.__context__
            raise reason if isinstance(reason, ProblemError) else ProblemError(400, NO_HTTP) from None
        if self.is_arriving and self._wire - self._body_size > _MOST_BESIDE:
            raise ProblemError(431, _TOO_LONG) if self._in_head else ProblemError(413, _TOO_LARGE)

    def close(self) -> None:
        """Drop the parser, which holds us as we hold it: what both hold goes at once, not with the next search."""
        self._parser = None

    @property
    def is_in_body(self) -> bool:
        """Whether a head has been read whose body is not there yet."""
        return self.is_arriving and not self._in_head

    @property
    def held(self) -> int:
        """Bytes of a body that is not there yet."""
        return self._body_size if self.is_arriving else 0

    def read_known(self, data: bytes) -> Request | None:
        """The request, where the bytes are one GET with headers that were read before, and none is under way."""
        line, _, block = data.partition(b"\r\n")
        headers = _blocks.get(block)
        if headers is None or self.is_arriving or self.is_over:
            return None
        target = _GET.fullmatch(line)
        if target is None or len(line) > _LARGEST_HEAD:
            return None
        request = Request("GET", target[1], headers, "1.1", True)
        request.raw = data
        return request

    # What the parser tells.

    def on_message_begin(self) -> None:
        """A request begins."""
        self._target, self._headers, self._pieces = b"", {}, []
        self._head_size = self._body_size = self._wire = self._count = 0
        self.is_arriving = self._in_head = True

    def on_url(self, url: bytes) -> None:
        """A piece of its address."""
        self._target += url
        self._head_size += len(url)
        if self._head_size > _LARGEST_HEAD:
            raise ProblemError(431, _TOO_LONG)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One of its headers; several of one name are joined, but for Host, which there must be one of.

        What comes behind the body is passed over (RFC 9110, section 6.5.1): it could pass for what a proxy has said.
        """
        if not self._in_head:
            return
        name = name.lower()
        self._count += 1
        self._head_size += len(name) + len(value)
        if self._head_size > _LARGEST_HEAD or self._count > _MOST_HEADERS:
            raise ProblemError(431, _TOO_LONG)
        if name in self._headers:
            if name == b"host":
                raise ProblemError(400, NO_HTTP)
            value = self._headers[name] + b", " + value
        if len(value) > _LONGEST_HEADER:
            raise ProblemError(431, _TOO_LONG)
        self._headers[name] = value

    def on_headers_complete(self) -> None:
        """Its head is there; refuses at once what its head says is too large."""
        self._in_head = False
        version = self._parser.get_http_version()
        if version not in {"1.0", "1.1"}:
            raise ProblemError(505, f"This server speaks HTTP/1.1, not HTTP/{version}.")
        if b"host" not in self._headers and version == "1.1":
            raise ProblemError(400, "The request names no Host.")
        if not _HOST.fullmatch(self._headers.get(b"host", b"")):
            raise ProblemError(400, "The Host header names no host.")
        if b"transfer-encoding" in self._headers and version == "1.0":
            raise ProblemError(400, NO_HTTP)  # RFC 9112, section 6.1: others may not see where it ends
        length = self._headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length[:20]) > LARGEST_BODY:
            raise ProblemError(413, _TOO_LARGE)
        if self._headers.get(b"expect", b"").lower() == b"100-continue":
            self._ask_for_body()

    def on_body(self, data: bytes) -> None:
        """A piece of its body; refuses what is too large."""
        self._body_size += len(data)
        if self._body_size > LARGEST_BODY:
            raise ProblemError(413, _TOO_LARGE)
        self._pieces.append(data)

    def on_message_complete(self) -> None:
        """It is there, whole."""
        self.is_arriving = False
        parser = self._parser
        method = parser.get_method().decode("ascii", "replace")
        keep_alive = parser.should_keep_alive() and not parser.should_upgrade()
        request = Request(method, self._target, self._headers, parser.get_http_version(), keep_alive)
        request.body, request.raw = b"".join(self._pieces), self._raw
        self._pieces, self._raw = [], b""
        if request.is_all_of_raw and _READ_ALWAYS.isdisjoint(request.headers):
            _remember(request)
        self._take(request)


def _remember(request: Request) -> None:
    block = request.raw.partition(b"\r\n")[2]
    if len(block) <= _LONGEST_BLOCK:
        if len(_blocks) >= _MOST_BLOCKS:
            _blocks.clear()
        _blocks[block] = request.headers
