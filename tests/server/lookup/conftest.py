"""The published data as the look-ups serve them."""

import pytest
from flask.testing import FlaskClient

from graph.resources import dist_file
from server.app import create_app
from server.data import open_data


@pytest.fixture(scope="session")
def published() -> FlaskClient:
    """A client of the application that serves the published data."""
    return create_app(open_data(dist_file(), union=True)).test_client()
