"""server/downloads.py: files are made once, in a process of their own, and are gone with the server."""

import hashlib
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.made import LARGEST
from server.data import open_data
from server.downloads import Downloads
from server.facts import DataFacts
from server.refusals import ProblemError


@pytest.fixture
def facts(tiny: Path) -> DataFacts:
    """What is known of the tiny world."""
    return open_data(tiny, union=True)


@pytest.fixture
def downloads(tiny: Path, facts: DataFacts) -> Iterator[Downloads]:
    """Its files."""
    downloads = Downloads(tiny, facts)
    yield downloads
    downloads.close()


def test_nothing_is_made_before_somebody_asks(downloads: Downloads) -> None:
    assert downloads._thread is None
    assert downloads._folder is None


def test_every_file_is_there_as_told(downloads: Downloads) -> None:
    made = downloads.all()
    assert {"data.nq", "data.ttl.gz", "void.ttl", "SHA256SUMS.txt"} <= {file.name for file in made}
    for file in made:
        if not file.reason:
            found = downloads.find(file.name)
            assert found is not None
            data = found[1].read_bytes()
            assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256)


def test_an_unknown_file_is_none_and_so_is_one_outside(downloads: Downloads) -> None:
    assert downloads.find("none.ttl") is None
    assert downloads.find("../tiny.nq") is None


def test_many_who_ask_at_once_have_the_files_made_once(downloads: Downloads) -> None:
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(len(downloads.all()))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 5
    assert len(set(answers)) == 1


def test_more_than_a_few_who_wait_are_told_to_come_again(downloads: Downloads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.downloads._MOST_WAITING", 0)
    with pytest.raises(ProblemError) as caught:
        downloads.all()
    assert caught.value.status == 503
    assert caught.value.headers["Retry-After"] == "5"


def test_nobody_waits_without_end(downloads: Downloads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.downloads._LONGEST_WAIT", 0.0)
    with pytest.raises(ProblemError, match="are being made"):
        downloads.all()


def test_who_has_little_patience_is_told_soon(downloads: Downloads) -> None:
    began = time.monotonic()
    with pytest.raises(ProblemError, match="are being made") as caught:
        downloads.all(0.0)
    assert caught.value.headers["Retry-After"] == "5"
    assert time.monotonic() - began < 1
    assert downloads.all()


def test_the_folder_goes_with_the_server(tiny: Path, facts: DataFacts) -> None:
    downloads = Downloads(tiny, facts)
    found = downloads.find("data.nt")
    assert found is not None
    downloads.close()
    assert not found[1].parent.exists()


def test_closing_in_the_midst_of_it_ends_the_process(tiny: Path, facts: DataFacts, caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    downloads = Downloads(tiny, facts)
    with downloads._changed:
        downloads._begin()
        thread = downloads._thread
    assert thread is not None
    began = time.monotonic()
    downloads.close()
    assert not thread.is_alive()
    assert time.monotonic() - began < 10
    assert not caplog.records
    with pytest.raises(ProblemError, match="stopping"):
        downloads.all()


def test_a_file_that_was_replaced_is_told_in_the_log_and_tried_again(
    tiny: Path, facts: DataFacts, caplog: pytest.LogCaptureFixture
) -> None:
    downloads = Downloads(tiny, replace(DataFacts(facts.sha256, 3, (), (), True), sha256="0" * 64))
    with caplog.at_level(logging.ERROR), pytest.raises(ProblemError, match="could not be made"):
        downloads.all()
    assert "it was replaced meanwhile" in caplog.text
    downloads._facts = facts
    assert downloads.all()
    downloads.close()


def test_very_large_data_are_not_offered_as_files(tiny: Path, facts: DataFacts) -> None:
    downloads = Downloads(tiny, DataFacts(facts.sha256, LARGEST + 1, (), (), True))
    assert not downloads.are_offered
    with pytest.raises(ProblemError, match="not offered as files") as caught:
        downloads.all()
    assert caught.value.status == 404


def test_who_has_time_waits_until_all_are_made(tiny: Path, facts: DataFacts) -> None:
    downloads = Downloads(tiny, facts)
    downloads.begin()
    downloads.wait_for_all()
    assert downloads.all()
    downloads.close()


def test_who_waits_for_what_cannot_be_made_is_told(tiny: Path, facts: DataFacts) -> None:
    downloads = Downloads(tiny, replace(facts, sha256="0" * 64))
    with pytest.raises(ProblemError, match="could not be made"):
        downloads.wait_for_all()
    downloads.close()
