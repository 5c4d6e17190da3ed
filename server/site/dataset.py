"""Tells search engines what the data set is: schema.org Dataset as JSON-LD, safe within a page."""

import json
from collections.abc import Iterable

from graph.base import BASE
from graph.made import MadeFile
from graph.queries import read_query
from graph.resources import queries_dir
from server.engine import QueryEngine, Question
from server.site.home import Source


def read_dataset(engine: QueryEngine) -> dict[str, str]:
    """Title, description, license and rights of the data set; nothing where the data are not ours."""
    query = read_query(queries_dir() / "pages" / "dataset.rq").text
    rows = json.loads(engine.answer(Question(query, format_name="json")).body)["results"]["bindings"]
    return {name: term["value"] for name, term in rows[0].items()} if rows else {}


def dataset_json(told: dict[str, str], version: str, sources: Iterable[Source], files: Iterable[MadeFile] = ()) -> str:
    """The data set as JSON-LD, with the files that hold all of it; empty where the data are not ours."""
    if not told:
        return ""
    document = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": BASE,
        "url": BASE,
        "name": told["title"],
        "description": told["description"],
        "license": told["license"],
        "usageInfo": told["rights"],
        "version": version,
        "creator": {"@type": "Organization", "name": "iprgraph maintainers", "url": BASE},
        "isAccessibleForFree": True,
        "isBasedOn": [
            {"@type": "CreativeWork", "name": source.title, "url": source.source, "usageInfo": source.rights}
            for source in sources
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
