"""Texts of queries, and others with the same gaps: what stands in their IRIs, strings, numbers and comments is replaced."""

from hypothesis import strategies as st

from graph.prepared import split
from graph.resources import queries_dir
from tests.conformance.suites import find_suites
from tests.inventing import CHECKOUT

STORED = [
    file.read_text(encoding="utf-8")
    for folder in (queries_dir(), CHECKOUT / "tests" / "bench" / "queries")
    for file in sorted(folder.glob("**/*.rq"))
    if file.parent.name != "federated"  # those are for other people's clients
]
_SUITES = find_suites()
_FOREIGN = [] if _SUITES is None else [file.read_bytes().decode("utf-8") for file in sorted(_SUITES.glob("**/*.rq"))]

_HEADS = ["ASK {", "# q\nSELECT * {", "PREFIX : <p:> ASK {", "PREFIX : <p:> SELECT DISTINCT*{", "SELECT (GROUP_CONCAT(?x; separator=',') AS ?y) {"]  # fmt: skip
_PARTS = [
    "?s <a>* ?o .",
    "<a> <b>? <c> .",
    "<a><b>'c' .",
    "?s :p.q 'x'@en, 'y'^^<t>, 5 .",
    ":a.b.c ?p ?o .",
    "_:b.c ?p 1 .",
    "?s a 'x'# d\r\n .",
    '<<?s <p> ?o>> <q> "it\'s" .',
    "FILTER(?a < ?b && ?c > 3)",
    "FILTER(?a<?b&&?c>?d)",
    "FILTER(1<2&&'a'>'b')",
    "FILTER(?x IN (<a>, 'b',3) || TRUE)",
    "FILTER(RAND() < 7 )",
    "VALUES ?v { <a><b> 'c' 1 2 }",
    "GRAPH <g> { ?s ?p ?o }",
    "GRAPH ?g { ?s ?p ?g }",
    "{ ?s ?p '''a'b\n''' } UNION {}",
    'OPTIONAL { ?s ?p """a""b""", "" }',
]
_NOISE = [*"(){}.*?^/!=<>-#'\"\\", "<<", "||", "\n", "'''", '"""', "FROM", "BASE", "SERVICE", "'\\n'", "1", " 5 ", "<a>", "'x'", "# c\n", ":", "@en"]  # fmt: skip
_TAILS = ["}", "}", "} LIMIT 10", "} OFFSET 5 LIMIT 10 # end", "} VALUES ?v { <a> }"]

TEXTS = (
    st.sampled_from(STORED)
    | st.sampled_from(_FOREIGN or STORED)
    | st.builds(
        lambda head, parts, tail: " ".join([head, *parts, tail]),
        st.sampled_from(_HEADS),
        st.lists(st.sampled_from(_PARTS), max_size=4),
        st.sampled_from(_TAILS),
    )
    | st.builds(
        lambda head, parts, tail: head + "".join(parts) + tail,
        st.sampled_from(_HEADS),
        st.lists(st.sampled_from(_PARTS + _NOISE), max_size=4),
        st.sampled_from(_TAILS),
    )
)


def _within(begin: str, alphabet: str, end: str) -> st.SearchStrategy[str]:
    return st.text(alphabet=alphabet, max_size=8).map(lambda text: begin + text + end)


_CONTENTS = {
    "<": st.sampled_from(["<a>", "<c>"]) | _within("<", "ab1'#()?$&=:@._-é\u00b7\u2028", ">") | _within("<", "ab <>\"'#{}|\\", ">"),
    "#": _within("#", "ab1 <>\"'#{}()?:é\u2028", "") | _within("#", "a\\\n", ""),
    '"': _within('"', "ab1 <>'#{}()?é\t\u2028", '"') | _within('"""', "a\"'#<\r\n", '"""') | _within('"', "a\"'\\n\n", '"'),
    "'": _within("'", 'ab1 <>"#{}()?é\t\u2028', "'") | _within("'''", "a\"'#<\r\n", "'''") | _within("'", "a\"'\\n\n", "'"),
}  # fmt: skip
_NUMBERS = st.integers(min_value=0, max_value=10**9).map(str) | _within("", "0123456789.e", "0")


@st.composite
def reworded(draw: st.DrawFn, source: str) -> str:
    """The text with other pieces; now and then the pieces of what comes out are no longer the same."""
    cut = split(source)
    if cut is None:
        return source
    parts = list(cut.parts)
    for place in range(1, len(parts), 2):
        parts[place] = draw(st.just(parts[place]) | _CONTENTS.get(parts[place][0], _NUMBERS))
    return "".join(parts)


PAIRS = TEXTS.flatmap(lambda source: st.tuples(st.just(source), reworded(source)))
"""Two texts that mostly have the same key."""
