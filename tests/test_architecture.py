"""The shape of the code: one direction of imports, no SPARQL text in code, small files and functions."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.inventing import CHECKOUT, run_python

# Each module imports only what stands before it.
ORDER = (
    "base", "errors", "resources", "vocab", "model", "numbering", "iris", "source", "parse", "rdf_files", "authored",
    "register_terms", "register", "rulings", "patterns", "mentions", "unclaimed", "lexicon", "concepts", "actions", "provenance", "sssom", "linksets", "coverage",
    "text_layer", "mention_layer", "grounding", "judgements", "statements", "targets", "inference", "observations", "partitions", "lexer", "hazards",
    "querytext", "formats", "columns", "made", "offers", "meta", "prepared", "queries", "names", "title_words", "spelling",
    "folding", "comparing", "citing", "pinpoints", "editions", "hits", "short_names", "synonyms", "vocabulary", "ranking", "addresses",
    "full_text", "search", "resolution", "cited_tables", "cited_names",
    "cited_codes", "cited_parts", "nearby", "resolve", "particulars", "attributes", "constraining", "distinctive", "name_score", "reconcile", "examples", "quads", "report",
    "shapes", "checks", "loading", "store", "tables", "writing", "export", "explain", "beside", "publish", "datapackage", "downloads", "retirements", "retired", "build", "evaluation",
    "counting", "datasets", "rewriting", "grouping", "results", "groups", "outline", "probes", "named", "nearness", "known", "reasons", "emptiness",
    "keywords", "mends", "brackets", "sql", "mending", "answer", "cli",
    "days", "places", "titles", "name_cells", "link_targets", "foreign", "chinese_names", "same_ids", "candidates", "version_dates", "matching", "foreign_columns", "foreign_tables",
    "foreign_graphs", "foreign_endpoints", "link_source", "linking", "link_output", "link_decisions", "link_accepting", "link_evaluation", "link_options", "link_command",
)  # fmt: skip
GRAPH = sorted((CHECKOUT / "graph").glob("*.py"))
SERVER = sorted((CHECKOUT / "server").rglob("*.py"))
FILES = [*GRAPH, *SERVER]
MODULES = [file for file in GRAPH if file.stem != "__init__"]
SHACL = {"rdflib", "pyshacl"}
SPARQL = re.compile(r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE|INSERT|DELETE)\b[\s\S]*\bWHERE\b")


def name_of(file: Path) -> str:
    """The file as a test shows it."""
    return file.relative_to(CHECKOUT).as_posix()


def imported(file: Path) -> Iterator[str]:
    """The dotted names of what the file imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def texts(file: Path) -> Iterator[str]:
    """The texts in the code, without docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(v.value for v in node.values if isinstance(v, ast.Constant) and isinstance(v.value, str))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def test_every_module_has_its_place_in_the_order() -> None:
    assert {file.stem for file in MODULES} == set(ORDER)
    assert len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_module_imports_only_what_stands_before_it(file: Path) -> None:
    before = ORDER[: ORDER.index(file.stem)]
    used = {name.split(".")[1] for name in imported(file) if name.startswith("graph.")}
    assert used <= set(before)


@pytest.mark.parametrize("file", GRAPH, ids=name_of)
def test_the_graph_knows_no_http(file: Path) -> None:
    assert not {n.split(".")[0] for n in imported(file)} & {
        "server",
        "flask",
        "httptools",
        "werkzeug",
        "http",
        "socket",
        "asyncio",
    }


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_only_the_shapes_touch_rdflib(file: Path) -> None:
    if name_of(file) != "graph/shapes.py":
        assert not {n.split(".")[0] for n in imported(file)} & SHACL


def test_the_whole_server_loads_neither_rdflib_nor_pyshacl() -> None:
    names = [".".join(file.relative_to(CHECKOUT).with_suffix("").parts) for file in SERVER if file.stem != "__init__"]
    code = f"import sys, {', '.join(names)}; print(sorted({SHACL!r} & sys.modules.keys()))"
    ended = run_python(code)
    assert ended.stdout.decode().strip() == "[]", ended.stderr


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_code_holds_no_sparql_text(file: Path) -> None:
    assert [text for text in texts(file) if SPARQL.search(text)] == []


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_file_is_small(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_functions_are_small(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 45] == []


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_module_says_in_its_first_line_what_it_is_for(file: Path) -> None:
    doc = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert doc
    assert doc.splitlines()[0].endswith((".", ":", "?"))


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_every_module_has_its_tests(file: Path) -> None:
    assert (CHECKOUT / "tests" / "graph" / f"test_{file.stem}.py").is_file()
