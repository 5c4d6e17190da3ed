"""The endpoint's description of itself in the words of SPARQL 1.1 Service Description, as N-Triples."""

from graph.formats import FORMATS
from server.facts import DataFacts

_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def describe_service(endpoint: str, data: DataFacts) -> str:
    """What is at the endpoint's address: its language, formats, graphs, and the union only where it is one."""
    dataset, default = f"{endpoint}#dataset", f"{endpoint}#default-graph"
    lines = [
        f"<{endpoint}> {_TYPE} <{_SD}Service> .",
        f"<{endpoint}> <{_SD}endpoint> <{endpoint}> .",
        f"<{endpoint}> <{_SD}supportedLanguage> <{_SD}SPARQL11Query> .",
        f"<{endpoint}> <{_SD}defaultDataset> <{dataset}> .",
        f"<{dataset}> {_TYPE} <{_SD}Dataset> .",
        f"<{dataset}> <{_SD}defaultGraph> <{default}> .",
        f"<{default}> {_TYPE} <{_SD}Graph> .",
    ]
    iris = dict.fromkeys(form.iri for form in FORMATS)
    lines += [f"<{endpoint}> <{_SD}resultFormat> <{iri}> ." for iri in iris]
    if data.default_is_union:
        lines.append(f"<{endpoint}> <{_SD}feature> <{_SD}UnionDefaultGraph> .")
    for number, graph in enumerate(data.graphs, 1):
        node = f"{endpoint}#named-graph-{number}"
        lines.append(f"<{dataset}> <{_SD}namedGraph> <{node}> .")
        lines.append(f"<{node}> {_TYPE} <{_SD}NamedGraph> .")
        lines.append(f"<{node}> <{_SD}name> <{graph}> .")
    return "\n".join(lines) + "\n"
