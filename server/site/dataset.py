"""Tells search engines what the data set is: schema.org Dataset as JSON-LD, safe within a page."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from graph.base import BASE
from graph.made import MadeFile
from server.engine import QueryEngine
from server.site.answers import ask


@dataclass(frozen=True)
class PlanText:
    """A plan's text: its title, its address, and whose it is."""

    plan: str
    title: str
    source: str
    rights: str


@dataclass(frozen=True)
class DataSetTold:
    """What the data say of themselves."""

    title: str
    description: str
    license: str
    rights: str
    texts: tuple[PlanText, ...]


def read_dataset(engine: QueryEngine) -> DataSetTold | None:
    """What the data set is, and the texts that it is based on; None where the data are not ours."""
    told = [{name: term.value for name, term in row.items()} for row in ask(engine, "dataset")]
    texts = tuple(PlanText(**{n: term.value for n, term in row.items()}) for row in ask(engine, "sources"))
    return DataSetTold(**told[0], texts=texts) if told else None


def dataset_json(told: DataSetTold | None, version: str, files: Iterable[MadeFile] = ()) -> str:
    """The data set as JSON-LD, with the files that hold all of it; empty where the data are not ours."""
    if told is None:
        return ""
    document = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": BASE,
        "url": BASE,
        "name": told.title,
        "description": told.description,
        "license": told.license,
        "usageInfo": told.rights,
        "version": version,
        "creator": {"@type": "Organization", "name": "iprgraph maintainers", "url": BASE},
        "isAccessibleForFree": True,
        "isBasedOn": [
            {"@type": "CreativeWork", "name": text.title, "url": text.source, "usageInfo": text.rights}
            for text in told.texts
        ],
        "distribution": [_download(file) for file in files if file.part in ("whole", "table") and not file.reason],
    }
    return within_html({name: value for name, value in document.items() if value != []})


def _download(file: MadeFile) -> dict[str, object]:
    return {
        "@type": "DataDownload",
        "name": file.title,
        "contentUrl": f"{BASE}export/{file.name}",
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }


def within_html(document: object) -> str:
    """The document as JSON in which nothing can end the element that it stands in."""
    text = json.dumps(document, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
