"""A data file loaded as the endpoint promises it, with what a description of the service says about it."""

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.loading import DataFile, fill_store
from server.facts import DataFacts


@dataclass(frozen=True)
class DataSet(DataFacts):
    """A loaded file and what is known of it."""

    store: ox.Store


def open_data(path: Path, *, union: bool) -> DataSet:
    """The file loaded and described; refuses a missing file, an unknown suffix and a syntax error."""
    store, file = ox.Store(), DataFile(path)
    loaded = fill_store(store, file, union=union)
    return DataSet(store=store, sha256=file.sha256, **vars(loaded))
