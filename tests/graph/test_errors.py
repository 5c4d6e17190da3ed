"""graph/errors.py: one tree, and messages that name file, line and cure."""

import inspect

import pytest

import graph.errors
from graph.errors import DataError, IprgraphError, LinkError, QuerySyntaxError, UsageError, advice_of

ALL = [cls for _, cls in inspect.getmembers(graph.errors, inspect.isclass) if issubclass(cls, Exception)]


@pytest.mark.parametrize("cls", ALL)
def test_every_error_is_in_the_one_tree_and_drawn_in_it(cls: type[Exception]) -> None:
    assert issubclass(cls, IprgraphError)
    assert graph.errors.__doc__ is not None
    assert cls.__name__ in graph.errors.__doc__


@pytest.mark.parametrize("cls", ALL)
def test_only_wrong_usage_ends_with_two(cls: type[IprgraphError]) -> None:
    assert cls.exit_code == (2 if issubclass(cls, UsageError) else 1)


@pytest.mark.parametrize(
    ("file", "line", "cure", "message"),
    [
        ("a.ttl", 3, "Mend it", "a.ttl:3: it is wrong. Mend it"),
        ("a.ttl", None, "", "a.ttl: it is wrong"),
        (None, None, "Mend it", "it is wrong. Mend it"),
    ],
)
def test_a_message_names_file_line_and_cure(file: str | None, line: int | None, cure: str, message: str) -> None:
    assert str(DataError("it is wrong", file=file, line=line, cure=cure)) == message


def test_a_message_names_the_column_where_it_is_known() -> None:
    error = LinkError("it is wrong", file="a.sssom.tsv", line=3, column=9, cure="Mend it")
    assert str(error) == "a.sssom.tsv:3:9: it is wrong. Mend it"


@pytest.mark.parametrize(
    ("place", "message"), [((2, 7), "not SPARQL (line 2, column 7)"), ((None, None), "not SPARQL")]
)
def test_a_query_error_names_its_place(place: tuple[int | None, int | None], message: str) -> None:
    assert str(QuerySyntaxError("not SPARQL", *place)) == message


def test_advice_stands_on_lines_of_its_own() -> None:
    error = QuerySyntaxError("not SPARQL", 1, 2)
    assert advice_of(error) == advice_of(UsageError("wrong")) == ""
    error.hint = "write ASK"
    assert advice_of(error) == "\nhint: write ASK"
    error.mended = "ASK {}"
    assert advice_of(error) == "\nhint: write ASK\nmended:\nASK {}"
