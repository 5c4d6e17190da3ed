"""graph/datapackage.py: the package keeps the rules of Frictionless Data, and the files keep to it."""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from graph.columns import TABLES
from graph.datapackage import datapackage, table_schema
from graph.downloads import make_downloads
from graph.made import MadeFile

# Data Package 1.0 (name, profile), Table Schema 1.0 (types); what we use of them.
NAME = re.compile(r"[-a-z0-9._/]+")
TYPES = {"string": str, "integer": int, "number": Decimal, "any": str}
PACKAGE = {"profile", "name", "title", "description", "homepage", "version", "licenses", "rights", "resources"}
RESOURCE = {
    *("name", "path", "title", "profile", "format", "mediatype", "encoding", "bytes", "hash"),
    *("dialect", "schema"),
}


@pytest.fixture(scope="module")
def folder(mini_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All downloads of the invented data set."""
    folder = tmp_path_factory.mktemp("downloads")
    make_downloads(mini_built / "dist" / "iprgraph.nq", folder)
    return folder


@pytest.fixture(scope="module")
def package(folder: Path) -> dict[str, Any]:
    """The package that stands with them."""
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


def tables(package: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The tabular resources."""
    return (r for r in package["resources"] if r["profile"] == "tabular-data-resource")


def test_the_package_has_a_name_a_licence_and_nothing_unheard_of(package: dict[str, Any]) -> None:
    assert package.keys() == PACKAGE
    assert NAME.fullmatch(package["name"])
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert "issuer" in package["rights"]


def test_every_resource_is_named_once_and_stands_beside_the_package(folder: Path, package: dict[str, Any]) -> None:
    names = [r["name"] for r in package["resources"]]
    assert len(names) == len(set(names))
    for resource in package["resources"]:
        assert resource.keys() <= RESOURCE
        assert NAME.fullmatch(resource["name"])
        data = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()


def test_every_table_and_every_format_of_the_whole_is_a_resource(package: dict[str, Any]) -> None:
    assert {r["name"] for r in tables(package)} == set(TABLES)
    assert {r["format"] for r in package["resources"]} == {"csv", "ttl", "nt", "rdf", "jsonld", "nq", "trig"}


def test_every_table_begins_with_the_fields_of_its_schema(folder: Path, package: dict[str, Any]) -> None:
    for resource in tables(package):
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [f["name"] for f in resource["schema"]["fields"]]


def test_every_cell_is_of_its_type_and_none_is_missing_that_must_be_there(folder: Path, package: dict[str, Any]) -> None:  # fmt: skip
    for resource in tables(package):
        fields = {f["name"]: f for f in resource["schema"]["fields"]}
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for name, cell in row.items():
                    if cell:
                        TYPES[fields[name]["type"]](cell)
                    else:
                        assert not fields[name].get("constraints", {}).get("required"), (resource["name"], name, row)


def test_a_primary_key_tells_every_row_from_the_others(folder: Path, package: dict[str, Any]) -> None:
    for resource in tables(package):
        key = resource["schema"].get("primaryKey")
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if key:
            assert len({tuple(row[name] for name in key) for row in rows}) == len(rows)


@pytest.mark.parametrize("name", TABLES)
def test_a_schema_has_only_types_that_table_schema_knows(name: str) -> None:
    for field in table_schema(TABLES[name])["fields"]:
        assert field["type"] in {"string", "integer", "number", "date", "any"}
        assert field["description"]


def test_what_was_not_made_is_no_resource() -> None:
    made = [MadeFile("a.rdf", "whole", "A", "application/rdf+xml", reason="it cannot")]
    assert json.loads(datapackage("data", {}, "0", made, ours=False))["resources"] == []


def test_data_that_are_not_ours_are_under_no_licence_of_ours() -> None:
    assert "licenses" not in json.loads(datapackage("data", {}, "0", [], ours=False))
