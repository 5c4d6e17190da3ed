"""The documentation of the reconciliation service."""

from flask.testing import FlaskClient
from markupsafe import escape

from graph.reconcile import CERTAIN
from server.lookup.offered import PROPERTIES_OFFERED, TYPES


def test_the_manifest_leads_to_a_page_that_says_how_things_are_matched(published: FlaskClient) -> None:
    told = published.get("/reconcile", base_url="https://host.example").get_json()
    answer = published.get(told["documentation"], base_url="https://host.example")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "<code>https://host.example/reconcile</code>" in answer.text
    for text in (*CERTAIN, *PROPERTIES_OFFERED, *TYPES, "name_exact"):
        assert str(escape(text)) in answer.text
