"""Which content codings are taken and given: answers may be compressed, requests may not."""

import gzip
from functools import lru_cache

from server.negotiation import quality, read_codings
from server.refusals import ProblemError

SMALLEST = 1024
"""Bytes below which compressing gains less than it costs."""
# Level 1 takes half the time of the usual 6, and what it makes of N-Triples is a fifth larger: 9 % in place of 7.3.
LEVEL = 1


def refuse_compressed(content_encoding: str) -> None:
    """Refuses a compressed request: a small one could be inflated without bound (RFC 9110, section 15.5.16)."""
    if content_encoding.strip().lower() not in {"", "identity"}:
        raise ProblemError(415, "Send the request without compression.", {"Accept-Encoding": "identity"})


@lru_cache(maxsize=256)
def likes_gzip(accept_encoding: str) -> bool:
    """Whether the header likes gzip at least as well as nothing."""
    codings = read_codings(accept_encoding)
    return quality(codings, "gzip") > 0 and quality(codings, "gzip") >= codings.get("identity", 0.0)


def pack(body: bytes, compressing: bool) -> tuple[bytes, bool]:
    """The body, compressed where that is wanted and worth it, and whether it is."""
    if not compressing or len(body) < SMALLEST:
        return body, False
    return gzip.compress(body, LEVEL, mtime=0), True
