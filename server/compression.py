"""Sends the application's answers compressed where the asker takes gzip and it is worth it."""

import gzip
import zlib
from collections.abc import Iterable, Iterator

from flask import Response

from server.coding import LEVEL, SMALLEST, likes_gzip

_GZIP_WINDOW = 31  # zlib's number for the largest window with gzip's header


def compress(response: Response, accept_encoding: str) -> Response:
    """The answer, compressed where the header likes gzip better than nothing; HEAD is told the same headers."""
    response.vary.add("Accept-Encoding")
    compressible = response.status_code == 200 and "Content-Encoding" not in response.headers
    if not compressible or response.direct_passthrough or not likes_gzip(accept_encoding):
        return response
    if response.is_sequence:
        if response.calculate_content_length() is None or len(data := response.get_data()) < SMALLEST:
            return response
        response.set_data(gzip.compress(data, LEVEL, mtime=0))
    else:
        response.response = _compressed(response.iter_encoded())
        response.headers.pop("Content-Length", None)
    response.headers["Content-Encoding"] = "gzip"
    tag, weak = response.get_etag()
    if tag is not None and not weak:
        response.set_etag(tag, weak=True)  # RFC 9110, section 8.8.1: other bytes, the same answer
    return response


def _compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces as one gzip stream, which has its end only where they have theirs."""
    try:
        packer = zlib.compressobj(LEVEL, wbits=_GZIP_WINDOW)
        for piece in pieces:
            if packed := packer.compress(piece):
                yield packed
        yield packer.flush()
    finally:
        if close := getattr(pieces, "close", None):
            close()
