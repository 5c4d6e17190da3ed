"""A tiny served world: two graphs that share a triple."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.data import open_data

TINY = """<http://e/a> <http://e/p> "x"@en <http://g/1> .
<http://e/a> <http://e/p> "x"@en <http://g/2> .
<http://e/b> <http://e/p> "y" <http://g/2> .
"""


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world as a file."""
    file = tmp_path_factory.mktemp("data") / "tiny.nq"
    file.write_text(TINY, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def client(tiny: Path) -> Iterator[FlaskClient]:
    """A client of the application that serves the world with the union as default graph."""
    with create_app(open_data(tiny, union=True)).test_client() as client:
        yield client
