"""HTTP requests as they arrived and the heads of answers, as plain values and bytes."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus

from server.engine import Question
from server.refusals import MEDIA_TYPE, Problem

# Pages take nothing from other hosts, and carry no script or style within them.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LARGEST_BODY = 1024 * 1024
"""Bytes of a request's body: beyond the largest query in a form, where every byte may be written as %XX."""
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match, X-Requested-With",
    "Access-Control-Max-Age": "86400",
}
"""What a browser is told that asks whether it may ask."""
VARY = ("Accept", "Accept-Encoding")
# What is remembered of requests must not be large, or few hostile ones would fill the memory.
_SHORT_VALUE = 512


class Request:
    """One request, whole."""

    __slots__ = (
        "body",
        "client",
        "headers",
        "is_proxied",
        "keep_alive",
        "method",
        "path",
        "peer",
        "query",
        "raw",
        "scheme",
        "version",
    )

    def __init__(self, method: str, target: bytes, headers: dict[bytes, bytes], version: str, keep_alive: bool) -> None:
        self.method, self.headers, self.version, self.keep_alive = method, headers, version, keep_alive
        if not target.startswith(b"/"):  # the absolute form of RFC 9112, section 3.2.2
            rest = target.partition(b"://")[2]
            target = rest[rest.find(b"/") :] if b"/" in rest else b"/" + rest[rest.find(b"?") :] * (b"?" in rest)
        self.path, _, query = target.partition(b"?")
        self.query = query.partition(b"#")[0]
        self.body = b""
        self.peer = self.client = ""
        self.scheme = "http"
        self.is_proxied = False
        """Whether it came by the trusted proxy."""
        self.raw = b""
        """The bytes with which it arrived, if it began and ended with them."""

    @property
    def is_all_of_raw(self) -> bool:
        """Whether the bytes are this GET and nothing else, so that the same bytes always ask the same."""
        raw = self.raw
        if not raw.startswith(b"GET "):  # an empty line may come first
            return False
        ends_once = raw.endswith(b"\n\r\n") and raw.find(b"\n\r\n") == len(raw) - 3 and b"\n\n" not in raw
        return ends_once and self.method == "GET" and self.version == "1.1" and self.keep_alive

    @property
    def is_conditional(self) -> bool:
        """Whether it asks for an answer only where the client has none; what is posted is answered in any case."""
        return b"if-none-match" in self.headers and self.method in {"GET", "HEAD"}

    def header(self, name: bytes) -> str:
        """The value of a header, several of one name joined; empty where there is none."""
        value = self.headers.get(name)
        if value is None:
            return ""
        return _text_of_short(value) if len(value) <= _SHORT_VALUE else value.decode("latin-1")


@lru_cache(maxsize=1024)
def _text_of_short(value: bytes) -> str:
    return value.decode("latin-1")


def common_headers(version: str) -> list[tuple[str, str]]:
    """The headers of every answer, errors too: version of the data, CORS, and what browsers must not guess."""
    return [
        ("Iprgraph-Version", version),
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Expose-Headers", "Iprgraph-Version, Iprgraph-Truncated, Retry-After, ETag, Link"),
        ("X-Content-Type-Options", "nosniff"),
    ]


def write_head(status: int, headers: Iterable[tuple[str, str]]) -> bytes:
    """Status line and headers, without the empty line that ends them; refuses a line break within a header."""
    lines = [status_line(status)]
    for name, value in headers:
        line = f"{name}: {value}\r\n".encode("latin-1", "replace")
        if line.count(b"\n") != 1 or line.count(b"\r") != 1 or b"\0" in line:
            raise ValueError(f"the header {name} holds a line break")
        lines.append(line)
    return b"".join(lines)


@lru_cache(maxsize=128)
def status_line(status: int) -> bytes:
    """The first line of an answer."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    return f"HTTP/1.1 {status} {phrase}\r\n".encode("ascii")


def problem_message(problem: Problem, version: str) -> tuple[bytes, bytes]:
    """Head and body of a refusal."""
    headers = [
        *common_headers(version),
        *problem.headers.items(),
        ("Vary", ", ".join(VARY)),
        ("Content-Type", MEDIA_TYPE),
        ("Content-Length", str(len(problem.body))),
    ]
    return write_head(problem.status, headers), problem.body


def tag_of(question: Question, version: str) -> str:
    """The entity tag of a lasting answer: told by the data and the question, before anything is evaluated.

    It is weak, since the order of rows may differ from one run of the server to another.
    """
    parts = (version, question.accept, question.format_name, question.dataset, question.explain)
    hashed = _hash_of(*parts).copy() if question.dataset is None else _hash_of.__wrapped__(*parts)
    hashed.update(question.text.encode("utf-8", "surrogatepass"))
    return f'W/"{hashed.hexdigest()}"'


@lru_cache(maxsize=256)
def _hash_of(*parts: object) -> "hashlib.blake2b":
    return hashlib.blake2b(f"{parts!r} ".encode("utf-8", "surrogatepass"), digest_size=16)


def has_tag(if_none_match: str, tag: str) -> bool:
    """Whether the client names the answer as one that it has, or has any (RFC 9110, section 13.1.2)."""
    names = [name.strip().removeprefix("W/") for name in if_none_match.split(",")]
    return "*" in names or tag.removeprefix("W/") in names
