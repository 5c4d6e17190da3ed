"""Sends an answer compressed where the asker takes gzip and it is worth it; takes no compressed request."""

import gzip
import zlib
from collections.abc import Iterable, Iterator

from flask import Response

from server.negotiation import quality, read_codings
from server.problems import ProblemError

SMALLEST = 1024
"""Bytes below which compressing gains less than it costs."""
# Level 1 takes half the time of the usual 6, and what it makes of N-Triples is a fifth larger: 9 % in place of 7.3.
_LEVEL = 1
_GZIP_WINDOW = 31  # zlib's number for the largest window with gzip's header


def refuse_compressed(content_encoding: str) -> None:
    """Refuses a compressed request: a small one could be inflated without bound (RFC 9110, section 15.5.16)."""
    if content_encoding.strip().lower() not in {"", "identity"}:
        raise ProblemError(415, "Send the request without compression.", {"Accept-Encoding": "identity"})


def compress(response: Response, accept_encoding: str) -> Response:
    """The answer, compressed where the header likes gzip better than nothing; HEAD is told the same headers."""
    response.vary.add("Accept-Encoding")
    compressible = response.status_code == 200 and "Content-Encoding" not in response.headers
    if not compressible or response.direct_passthrough or not _likes_gzip(accept_encoding):
        return response
    if response.is_sequence:
        if response.calculate_content_length() is None or len(data := response.get_data()) < SMALLEST:
            return response
        response.set_data(gzip.compress(data, _LEVEL, mtime=0))
    else:
        response.response = _compressed(response.iter_encoded())
        response.headers.pop("Content-Length", None)
    response.headers["Content-Encoding"] = "gzip"
    tag, weak = response.get_etag()
    if tag is not None and not weak:
        response.set_etag(tag, weak=True)  # RFC 9110, section 8.8.1: other bytes, the same answer
    return response


def _likes_gzip(accept_encoding: str) -> bool:
    codings = read_codings(accept_encoding)
    return quality(codings, "gzip") > 0 and quality(codings, "gzip") >= codings.get("identity", 0.0)


def _compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces as one gzip stream, which has its end only where they have theirs."""
    try:
        packer = zlib.compressobj(_LEVEL, wbits=_GZIP_WINDOW)
        for piece in pieces:
            if packed := packer.compress(piece):
                yield packed
        yield packer.flush()
    finally:
        if close := getattr(pieces, "close", None):
            close()
