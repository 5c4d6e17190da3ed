"""server/asked_at.py: a stranger's Host is not repeated to others."""

import pytest
from flask import Flask

from graph.base import BASE
from server.asked_at import ADDRESS, PROXIED, public_address, root_address
from server.front import _believe_proxy
from server.messages import Request
from server.refusals import ProblemError
from server.wsgi import environ_of


@pytest.fixture
def app() -> Flask:
    """An application that nobody has told its address."""
    return Flask(__name__)


def ask(app: Flask, host: str, **environ: object) -> tuple[str, str]:
    """What is told the asker, and what is told others."""
    told = {"SERVER_NAME": "192.0.2.7", "SERVER_PORT": "8000", "HTTP_HOST": host, **environ}
    with app.test_request_context("/robots.txt", environ_overrides=told):
        return root_address(), public_address()


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "127.1.2.3", "[::1]:8000", "192.0.2.7:8000"])
def test_this_machine_is_found_where_it_was_asked(app: Flask, host: str) -> None:
    assert ask(app, host) == (f"http://{host}/", f"http://{host}/")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "203.0.113.5", "localhost.evil.example"])
def test_a_strangers_host_is_told_to_nobody_else(app: Flask, host: str) -> None:
    assert ask(app, host) == (f"http://{host}/", "http://192.0.2.7:8000/")
    with app.test_request_context("/", headers={"Host": host}):
        assert public_address(BASE) == BASE


def test_where_it_listens_may_be_written_with_colons(app: Flask) -> None:
    assert ask(app, "evil.example", SERVER_NAME="::1")[1] == "http://[::1]:8000/"


def test_the_proxy_vouches_for_the_host_that_it_hands_on(app: Flask) -> None:
    assert ask(app, "data.example.org", **{PROXIED: True, "wsgi.url_scheme": "https"})[1] == "https://data.example.org/"


def test_what_the_operator_says_goes_before_all(app: Flask) -> None:
    app.config[ADDRESS] = "https://data.example.org/ipr/"
    for host in ("evil.example", "localhost:8000"):
        assert ask(app, host) == ("https://data.example.org/ipr/",) * 2


def test_no_host_is_refused(app: Flask) -> None:
    with pytest.raises(ProblemError, match="names no host"):
        ask(app, "a<script>")


def test_nobody_but_the_proxy_can_say_that_it_came_by_it() -> None:
    headers = {b"host": b"e.org", b"iprgraph.proxied": b"1", b"x-forwarded-for": b"192.0.2.1"}
    request = Request("GET", b"/robots.txt", headers, "1.1", True)
    assert environ_of(request, ("127.0.0.1", 8000))[PROXIED] is False
    _believe_proxy(request)
    assert environ_of(request, ("127.0.0.1", 8000))[PROXIED] is True
