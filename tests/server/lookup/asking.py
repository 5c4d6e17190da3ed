"""How the tests of the reconciliation service ask it, and what may be sent to it."""

import json
from typing import Any

from flask.testing import FlaskClient
from hypothesis import strategies as st

from tests.server.lookup.protocol import RESULTS

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "v"]) | st.text(), inner, max_size=3)
    ),
    max_leaves=6,
)


def ask(client: FlaskClient, **queries: Any) -> dict[str, Any]:
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    told: dict[str, Any] = answer.get_json()
    assert RESULTS(told)
    assert told.keys() == queries.keys()
    return told


def best(client: FlaskClient, query: Any) -> dict[str, Any]:
    result = ask(client, q=query)["q"]["result"]
    return dict(result[0]) if result else {}
