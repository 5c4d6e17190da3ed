"""Says why a fact is in the graph: the sentence with the words marked, the rule or the source, and the basis."""

from collections.abc import Iterator

import pyoxigraph as ox

from graph.export import find_node
from graph.rdf_files import short
from graph.store import View
from graph.vocab import DCT, IPR, OA, PREFIXES, RDF, SKOS


def explain(store: ox.Store, name: str) -> str:
    """All statements about the thing (or the one statement) with their grounds, ready to be read."""
    view = View(store)
    node = find_node(store, name)
    if RDF.Statement in view.objects(node, RDF.type):
        statements = [node]
    else:
        statements = view.subjects(RDF.subject, node)
        if not statements:
            statements = view.subjects(RDF.object, node)
    lines = [f"{view.text(node, SKOS.prefLabel, 'en') or short(node.value)}  <{node.value}>"]
    words = view.value(node, IPR.text)
    if words:
        lines.append(f"  {words}")
    for statement in sorted(statements, key=lambda s: _triple(view, s)):
        lines += ["", _triple(view, statement)]
        for evidence in view.objects(statement, IPR.hasEvidence):
            assert isinstance(evidence, ox.NamedNode)
            lines += [f"  {line}" for line in _ground(view, evidence)]
    if not statements:
        lines += ["", "No statement with evidence is about it; structure and words come from the text layer."]
    return "\n".join(lines) + "\n"


def _triple(view: View, statement: ox.NamedNode) -> str:
    parts = [view.objects(statement, p)[0] for p in (RDF.subject, RDF.predicate, RDF.object)]
    return " ".join(shown(part) for part in parts)


def shown(term: object) -> str:
    """A term in the short form that people read."""
    if isinstance(term, ox.NamedNode):
        for prefix, base in PREFIXES.items():
            local = term.value.removeprefix(base)
            if local != term.value and local and not set(local) & set("/#"):
                return f"{prefix}:{local}"
        return f"<{term.value}>"
    return str(term)


def _ground(view: View, evidence: ox.NamedNode) -> Iterator[str]:
    basis, rule = short(view.value(evidence, IPR.basis)), view.value(evidence, IPR.rule)
    yield f"{basis}, by {rule}, confidence {view.value(evidence, IPR.confidence)}"
    for span in view.objects(evidence, IPR.span):
        assert isinstance(span, ox.NamedNode)
        yield f"  “{marked(view, span)}”"
        yield f"  <{span.value}>"
    for source in view.values(evidence, DCT.source):
        checked = view.value(evidence, IPR.dateChecked)
        yield f"  source {source} (checked {checked})"
    for predicate in (IPR.sourceSays, SKOS.note):
        for text in view.values(evidence, predicate):
            yield f"  {text}"


def marked(view: View, span: ox.NamedNode) -> str:
    """The words of a span between ▸ and ◂, within the sentence of the part that holds them."""
    start, end = (int(n) for n in short(span.value).split("-"))
    plan = span.value.rpartition("/span/")[0]
    exact = view.value(ox.NamedNode(f"{span.value}#quote"), OA.exact)
    for part in view.subjects(RDF.type, IPR.TextPart):
        if not part.value.startswith(f"{plan}/"):
            continue
        whole = view.value(part, IPR.span)
        first, last = (int(n) for n in short(whole).split("-"))
        if first <= start and end <= last:
            words = view.value(part, IPR.text)
            return f"{words[: start - first]}▸{exact}◂{words[end - first :]}"
    return f"▸{exact}◂"
