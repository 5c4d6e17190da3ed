"""server/site/results.py: answers as tables, with names in place of IRIs."""

import json
from typing import Any

from server.site.catalogue import Catalogue
from server.site.results import MOST_ROWS, read_table, to_script

BASE = "https://w3id.org/iprgraph/"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def answer(names: str, *rows: dict[str, Any]) -> dict[str, Any]:
    """An answer in SPARQL's JSON; a text stands for a literal, a pair for a literal with its datatype."""
    return {
        "head": {"vars": names.split()},
        "results": {"bindings": [{k: term(v) for k, v in r.items()} for r in rows]},
    }


def term(value: Any) -> dict[str, str]:
    if isinstance(value, tuple):
        return {"type": "literal", "value": value[0], "datatype": value[1]}
    kind = "uri" if value.startswith(("http", "javascript")) else "literal"
    return {"type": kind, "value": value}


def test_a_thing_is_shown_by_its_name_and_leads_to_its_page(real_catalogue: Catalogue) -> None:
    table = read_table(answer("agency", {"agency": f"{BASE}agency/sipo"}), real_catalogue)
    (cell,) = table.rows[0]
    assert (cell.label, cell.path, cell.kind) == ("State Intellectual Property Office", "agency/sipo", "thing")


def test_a_column_that_only_names_the_one_before_is_shown_as_one_with_it(real_catalogue: Catalogue) -> None:
    row = {"agency": f"{BASE}agency/sipo", "label": "SIPO", "measures": ("14", INTEGER)}
    table = read_table(answer("agency label measures", row), real_catalogue)
    assert [(column.title, column.kind) for column in table.columns] == [("Agency", "thing"), ("Measures", "number")]
    assert (table.rows[0][0].label, table.rows[0][0].path) == ("SIPO", "agency/sipo")


def test_the_number_of_a_measure_leads_to_it(real_catalogue: Catalogue) -> None:
    table = read_table(answer("number", {"number": "II.1.2"}, {"number": "II.99"}), real_catalogue)
    assert [row[0].path for row in table.rows] == ["plan/cn-2009/II-1-2", None]


def test_columns_that_say_what_was_asked_are_left_out(real_catalogue: Catalogue) -> None:
    table = read_table(answer("act number", {"act": f"{BASE}scheme/act/draft", "number": "x"}), real_catalogue, {"act"})
    assert [column.name for column in table.columns] == ["number"]


def test_what_is_no_web_address_leads_nowhere(real_catalogue: Catalogue) -> None:
    table = read_table(answer("a", {"a": "javascript:alert(1)"}), real_catalogue)
    assert (table.rows[0][0].path, table.rows[0][0].href) == (None, "")


def test_nothing_is_an_empty_cell_and_many_rows_are_cut(real_catalogue: Catalogue) -> None:
    table = read_table(answer("a b", *[{"a": "x"}] * (MOST_ROWS + 5)), real_catalogue)
    assert table.rows[0][1].kind == "none"
    assert (len(table.rows), table.total) == (MOST_ROWS, MOST_ROWS + 5)


def test_no_literal_ends_the_script_that_it_stands_in(real_catalogue: Catalogue) -> None:
    told = answer("a", {"a": "</script><script>alert(1)</script><!-- &amp;"})
    script = to_script(told, real_catalogue)
    assert not set("<>&") & set(script)
    assert json.loads(script)["results"] == told["results"]
