"""Describes the downloads for programs that read tables: a Frictionless Data Package with a schema for each table.

The rules are those of the specifications Data Package, Tabular Data Resource and Table Schema, version 1.
"""

import json
from collections.abc import Iterable
from typing import Any

from graph.columns import TABLES, Column, Table
from graph.made import MadeFile
from graph.offers import LICENCE, WORDS

_LICENCES = [{"name": "CC-BY-4.0", "path": LICENCE, "title": "Creative Commons Attribution 4.0 International"}]


def datapackage(name: str, about: dict[str, str], version: str, made: Iterable[MadeFile], *, ours: bool) -> bytes:
    """The package of the tables and of the whole data set in RDF; `about` is its title, description and homepage."""
    kept = [file for file in made if not file.packed and not file.reason and file.part in ("whole", "table")]
    package: dict[str, Any] = {"profile": "data-package", "name": name, **about, "version": version}
    if ours:
        package |= {"licenses": _LICENCES, "rights": WORDS}
    package["resources"] = [_resource(file) for file in kept]
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _resource(file: MadeFile) -> dict[str, Any]:
    table = TABLES[file.table] if file.table else None
    resource: dict[str, Any] = {
        "name": table.name if table else file.name.replace(".", "-"),
        "path": file.name,
        "title": file.title,
        "profile": "tabular-data-resource" if table else "data-resource",
        "format": file.name.rpartition(".")[2],
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    if table:
        resource["dialect"] = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}
        resource["schema"] = table_schema(table)
    return resource


def table_schema(table: Table) -> dict[str, Any]:
    """The table's columns in the words of Table Schema."""
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    return schema


def _field(column: Column) -> dict[str, Any]:
    says = column.description + (" Several values are separated by semicolons." if column.many else "")
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": says}
    if column.required:
        field["constraints"] = {"required": True}
    return field
