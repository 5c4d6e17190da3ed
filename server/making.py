"""Makes the downloads in a process of its own, after queries; tells each on standard output as it is there."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from graph.errors import IprgraphError
from graph.made import MadeFile
from server.limits import die_with_parent

# Somebody waits for the files, so they are made after queries but not last of all.
_AFTER_QUERIES = 5


def main(file: str, folder: str, sha256: str, parent: int) -> None:
    """Make all files of the data file in the folder; what cannot be made at all is told on standard error."""
    from graph.downloads import make_downloads  # here, for it loads the engine

    die_with_parent(parent)
    if hasattr(os, "nice"):
        os.nice(_AFTER_QUERIES)

    def tell(made: MadeFile) -> None:
        print(json.dumps(asdict(made)), flush=True)  # noqa: T201

    try:
        make_downloads(Path(file), Path(folder), tell, lambda path, content: _write(path, content), sha256)
    except (IprgraphError, OSError) as error:
        sys.exit(str(error))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
