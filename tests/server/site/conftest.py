"""The pages over the plan of 2009, over the invented world, and over hostile data."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.resources import dist_file
from server.app import create_app
from server.data import DataSet, open_data
from server.downloads import Downloads
from server.engine import InProcessEngine
from server.site.catalogue import Catalogue, read_catalogue

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="session")
def real_data() -> DataSet:
    """The published data."""
    return open_data(dist_file(), union=True)


@pytest.fixture(scope="session")
def real_engine(real_data: DataSet) -> InProcessEngine:
    """What answers from the published data."""
    return InProcessEngine(real_data.store)


@pytest.fixture(scope="session")
def real_catalogue(real_engine: InProcessEngine) -> Catalogue:
    """What pages know by heart of the published data."""
    return read_catalogue(real_engine)


@pytest.fixture(scope="session")
def site(real_data: DataSet) -> Iterator[FlaskClient]:
    """A client of the pages over the published data."""
    yield from client_of(real_data, dist_file())


@pytest.fixture(scope="session")
def mini_site(mini_built: Path) -> Iterator[FlaskClient]:
    """A client of the pages over the invented world."""
    file = dist_file(mini_built)
    yield from client_of(open_data(file, union=True), file)


def client_of(data: DataSet, file: Path) -> Iterator[FlaskClient]:
    """A client of the whole application, downloads included."""
    downloads = Downloads(file, data)
    # Not in a with block: that keeps the context of the last request, and clients of two applications would mix theirs up.
    yield create_app(data, downloads=downloads).test_client()
    downloads.close()
