"""The W3C's tests of the service description, which their manifest gives in words only."""

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.data import open_data
from tests.conformance.suites import BASE, RDF, Case, as_parameters, file_of, read_cases

CASES = read_cases("sparql11/service-description/manifest.ttl")
SD = "http://www.w3.org/ns/sparql-service-description#"
ENDPOINT = ox.NamedNode("http://localhost/sparql")
# The vocabulary's properties with the class of their subjects and, where the object has one, of their objects.
PROPERTIES = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "supportedLanguage": ("Service", "Language"),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
    "languageExtension": ("Service", "Feature"),
}
SUPERCLASSES = {"Dataset": "GraphCollection"}
LANGUAGES = {SD + "SPARQL10Query", SD + "SPARQL11Query", SD + "SPARQL11Update"}
FEATURES = {SD + name for name in ("DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery")}  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The application over two graphs of the suites' protocol tests."""
    file = tmp_path_factory.mktemp("w3c") / "data.nq"
    triple = file_of(BASE + "sparql11/protocol/data1.nt").read_text(encoding="utf-8").strip().removesuffix(".")
    file.write_text(f"{triple} <http://g/1> .\n{triple} <http://g/2> .\n", encoding="utf-8")
    return create_app(open_data(file, union=True)).test_client()


@pytest.fixture(scope="module")
def description(client: FlaskClient) -> ox.Store:
    """What GET at the endpoint tells."""
    answer = client.get("/sparql")
    assert answer.status_code == 200
    form = ox.RdfFormat.from_media_type(str(answer.mimetype))
    assert form is not None
    store = ox.Store()
    store.bulk_extend(ox.parse(answer.data, format=form))
    return store


@pytest.mark.parametrize("case", as_parameters(CASES))
def test_service_description(case: Case, description: ox.Store) -> None:
    assert len(description) > 10
    if case.name.endswith("has-endpoint-triple"):
        assert ox.Quad(ENDPOINT, ox.NamedNode(SD + "endpoint"), ENDPOINT) in description
    if case.name.endswith("conforms-to-schema"):
        for quad in description:
            check_schema(description, quad)


def check_schema(store: ox.Store, quad: ox.Quad) -> None:
    """Refuses a term that the vocabulary lacks and a subject or object of the wrong class."""
    name = quad.predicate.value.removeprefix(SD)
    if quad.predicate.value == RDF + "type":
        assert isinstance(quad.object, ox.NamedNode)
        return
    domain, range_ = PROPERTIES[name]
    assert is_a(store, quad.subject, domain)
    assert isinstance(quad.object, ox.NamedNode | ox.BlankNode)
    if range_ == "Language":
        assert quad.object.value in LANGUAGES
    elif range_ == "Feature":
        assert quad.object.value in FEATURES
    elif range_ == "EntailmentRegime":
        assert quad.object.value == "http://www.w3.org/ns/entailment/Simple"
    elif range_ is not None:
        assert is_a(store, quad.object, range_)


def is_a(store: ox.Store, node: object, wanted: str) -> bool:
    """Whether the node is said to be of the class or one below it."""
    assert isinstance(node, ox.NamedNode | ox.BlankNode)
    classes = {q.object.value.removeprefix(SD) for q in store.quads_for_pattern(node, ox.NamedNode(RDF + "type"), None)}  # type: ignore[union-attr]
    return wanted in classes | {SUPERCLASSES[name] for name in classes if name in SUPERCLASSES}
