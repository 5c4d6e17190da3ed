"""server/site/sending.py: what an asker has is not written again."""

from flask import Flask, Response

from server.site.sending import send_tagged

TAG = 'W/"a"'


def refuse() -> Response:
    """What must not be asked for."""
    raise AssertionError("written for nobody")


def test_what_is_written_carries_its_tag_and_its_neighbours() -> None:
    with Flask(__name__).test_request_context("/"):
        answer = send_tagged(TAG, lambda: Response("x"), '<b>; rel="next"')
    assert (answer.data, answer.headers["ETag"], answer.headers["Link"]) == (b"x", TAG, '<b>; rel="next"')


def test_who_has_it_gets_nothing_and_nothing_is_written() -> None:
    with Flask(__name__).test_request_context("/", headers={"If-None-Match": TAG}):
        answer = send_tagged(TAG, refuse)
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", TAG)
    assert "Link" not in answer.headers
