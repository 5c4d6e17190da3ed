"""Answers a query over a store in any format, with its columns in the query's order."""

import re
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from graph.datasets import Dataset, chosen_dataset
from graph.errors import QueryError, QuerySyntaxError
from graph.formats import Format, kind_of
from graph.grouping import find_ungrouped
from graph.lexer import place, tokenize
from graph.querytext import DatasetChoice, QueryText, read_query_text
from graph.rewriting import rewrite
from graph.vocab import BASE
from graph.writing import checked_xml, safe_for_spreadsheets, write_answer


def answer_query(
    store: ox.Store,
    query: QueryText | str,
    form: Format,
    asked: DatasetChoice | None = None,
    columns: tuple[str, ...] | None = None,
) -> bytes:
    """The answer in the format; columns stand in the query's order, also with `SELECT *`, where they may be known."""
    query = read_query_text(query) if isinstance(query, str) else query
    if kind_of(query) != form.kind:
        raise QueryError(f"{form.title} cannot hold the answer of {query.form}")
    columns = columns_of(query) if columns is None else columns
    try:
        dataset = chosen_dataset(store, query, asked)
        answer = dataset.store.query(
            text_for(dataset, query, columns) + PADDING,
            base_iri=BASE,
            default_graph=dataset.default,
            named_graphs=dataset.named,
        )
        return _written(answer, form)
    except SyntaxError as error:
        raise syntax_error(query, str(error)) from None
    except (RuntimeError, OSError, ValueError) as error:
        raise _evaluation_error(query, error) from error


def answer_plainly(store: ox.Store, text: str, form: Format, bindings: Iterable[tuple[str, str]] = ()) -> bytes:
    """The answer to a text that the engine reads rightly as it is, over the store as it is; errors are the engine's.

    Each binding is a variable of the query's own columns and the IRI that it stands for.
    """
    bound: Any = {ox.Variable(name): ox.NamedNode(iri) for name, iri in bindings}
    return _written(store.query(text, base_iri=BASE, substitutions=bound), form)


def _written(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, form: Format) -> bytes:
    if isinstance(answer, ox.QueryTriples):
        return write_answer(answer, form)
    assert isinstance(form.engine, ox.QueryResultsFormat)
    data = answer.serialize(format=form.engine)
    assert data is not None
    if form.name == "spreadsheet":
        return safe_for_spreadsheets(data)
    return checked_xml(data) if form.name == "xml" else data


def text_for(dataset: Dataset, query: QueryText, columns: tuple[str, ...]) -> str:
    """The text that the engine answers rightly over the data set; refuses what is not SPARQL."""
    text = query.text(columns)
    if not query.hazardous:
        return text
    ox.Store().query(text + PADDING, base_iri=BASE)  # an error must be told of the text as it was before
    rewritten = rewrite(text, dataset)
    try:
        ox.Store().query(rewritten, base_iri=BASE)
    except SyntaxError:
        return text
    return rewritten


def columns_of(query: QueryText) -> tuple[str, ...]:
    """The columns of `SELECT *` as the text first names them; the engine would sort them by name."""
    if query.star is None:
        return ()
    try:
        # Over an empty store: only the names are wanted.
        answer = ox.Store().query(query.text() + PADDING, base_iri=BASE)
    except SyntaxError as error:
        raise syntax_error(query, str(error)) from None
    except (RuntimeError, OSError, ValueError) as error:
        raise _evaluation_error(query, error) from error
    assert isinstance(answer, ox.QuerySolutions)
    visible = {variable.value for variable in answer.variables}
    return tuple(name for name in query.variables if name in visible)


# The parser tells the end of the longest keyword it tried; behind the text there must be room for one.
PADDING = " " * 24
_POSITION = re.compile(r"^error at (\d+):(\d+): (?:expected )?(?:one of )?", re.DOTALL)
_CHARACTER_CLASS = re.compile(r"\[(?:'[^']*'|[^\]'])*\](?:, )?")
# Where the parser expected any of many things, it tells the longest keyword among them.
_MEANT = {"ENCODE_FOR_URI": "an expression", "OPTIONAL": "a keyword such as OPTIONAL, or another pattern"}
_ITEM = re.compile(r"\"(?:\\.|[^\"\\])*\"|[^,\s\"][^,]*")


def syntax_error(query: QueryText, message: str) -> QuerySyntaxError:
    """What the parser expected, without its character classes, at the place in the query as sent."""
    found = _POSITION.match(message)
    if found is None:
        return QuerySyntaxError("this is not SPARQL")
    rest = message[found.end() :]
    expected = [item.strip() for item in _ITEM.findall(_CHARACTER_CLASS.sub("", rest))]
    reasons = [item for item in expected if re.search(r"[a-z]+ [a-z]+", item)]
    keywords = [item for item in expected if item.replace("_", "").isalnum()]
    overshot = bool(keywords) and len(keywords) == len(expected) and not _CHARACTER_CLASS.search(rest)
    back = min(map(len, keywords)) if overshot else 0
    where, word = query.source_place(int(found[1]), int(found[2]), back)
    if any("that is unbound" in reason for reason in reasons) and (ungrouped := _ungrouped_column(query)):
        return ungrouped
    if reasons:
        return QuerySyntaxError("; ".join(reasons), *where)
    if not word:
        told = "the query ends too early"
    else:
        told = f"something is wrong at {word} or soon after" if overshot else f"{word} has no place here"
    shown = " or ".join(_MEANT.get(item, item) for item in expected)
    return QuerySyntaxError(f"{told}; expected {shown}" if expected else told, *where)


def _ungrouped_column(query: QueryText) -> QuerySyntaxError | None:
    """The column that the parser means, which it tells neither the name nor the place of."""
    found = find_ungrouped(tokenize(query.source))
    if found is None:
        return None
    token = found.variables[0]
    told = f"SELECT has {token.text}, which is not in GROUP BY and of which a group may have several"
    return QuerySyntaxError(told, *place(query.source, token.start))


def _evaluation_error(query: QueryText, error: Exception) -> QueryError:
    function = re.match(r"The custom function (<[^>]*>) is not supported", str(error))
    if function:
        return QueryError(f"there is no function {function[1]}")
    if query.service is not None:
        return QueryError(f"the SERVICE call failed: {error}")
    return QueryError("the query is SPARQL, but its evaluation failed")
