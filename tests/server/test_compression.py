"""Compressed answers: when, how, and that nothing is lost."""

import gzip
import zlib
from collections.abc import Iterator

import pytest
from flask import Response
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from server.coding import SMALLEST
from server.compression import compress

LONG = b"a long answer " * 200


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [
        ("gzip", True),
        ("deflate, GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0.001", True),
        ("gzip, identity", True),
        ("", False),
        ("identity", False),
        ("br, deflate", False),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("identity, gzip;q=0.5", False),
        ("gzip;q=2", False),
    ],
)
def test_the_header_decides(accepted: str, compressed: bool) -> None:
    answer = compress(Response(LONG), accepted)
    assert answer.headers.get("Content-Encoding") == ("gzip" if compressed else None)
    assert "Accept-Encoding" in answer.vary
    data = answer.get_data()
    assert answer.headers["Content-Length"] == str(len(data))
    assert (gzip.decompress(data) if compressed else data) == LONG


def test_a_small_answer_an_error_and_what_is_encoded_already_stay_as_they_are() -> None:
    encoded = Response(LONG, headers={"Content-Encoding": "br"})
    for answer in (Response(b"x" * (SMALLEST - 1)), Response(LONG, 404), encoded):
        before = answer.get_data()
        assert compress(answer, "gzip").get_data() == before


def test_the_tag_of_a_compressed_answer_is_weak() -> None:
    answer = Response(LONG)
    answer.set_etag("one")
    assert compress(answer, "gzip").headers["ETag"] == 'W/"one"'


@given(st.lists(st.binary()))
def test_pieces_are_sent_as_one_stream(pieces: list[bytes]) -> None:
    answer = compress(Response(iter(pieces)), "gzip")
    assert "Content-Length" not in answer.headers
    assert gzip.decompress(b"".join(answer.iter_encoded())) == b"".join(pieces)


def test_an_answer_that_breaks_off_ends_without_the_end_of_its_stream() -> None:
    class BrokenOffError(Exception):
        pass

    closed = []

    def pieces() -> Iterator[bytes]:
        try:
            yield LONG
            raise BrokenOffError
        finally:
            closed.append(True)

    sent: list[bytes] = []
    answer = compress(Response(pieces()), "gzip")

    def send() -> None:
        for piece in answer.iter_encoded():
            sent.append(piece)

    with pytest.raises(BrokenOffError):
        send()
    reader = zlib.decompressobj(31)
    reader.decompress(b"".join(sent))
    assert not reader.eof
    assert closed == [True]


def test_the_same_answer_has_the_same_bytes() -> None:
    assert compress(Response(LONG), "gzip").get_data() == compress(Response(LONG), "gzip").get_data()


def test_answers_of_the_application_are_compressed(client: FlaskClient) -> None:
    plain = client.get("/sparql")
    packed = client.get("/sparql", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    headed = client.head("/sparql", headers={"Accept-Encoding": "gzip"})
    assert (headed.headers["Content-Length"], headed.data) == (str(len(packed.data)), b"")
