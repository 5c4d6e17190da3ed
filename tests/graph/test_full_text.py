"""Texts by their words."""

import sqlite3
import threading

import pytest

from graph.full_text import FullText

TEXTS = ["the patent law", "trademark law", "专 利 法", "law"]


def test_expressions_join_words_and_phrases() -> None:
    index = FullText(TEXTS)
    assert sorted(index.matching('("law")')) == [0, 1, 3]
    assert index.matching('("law") AND ("patent" OR "copyright")') == [0]
    assert index.matching('"利 法"') == [2]
    assert index.matching('"法 利"') == []
    assert index.matching("") == []


def test_what_is_no_expression_is_an_error_of_the_caller() -> None:
    with pytest.raises(sqlite3.OperationalError):
        FullText(TEXTS).matching('"')


def test_threads_share_it() -> None:
    index, found = FullText(TEXTS), []
    threads = [threading.Thread(target=lambda: found.append(index.matching('"law"'))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [index.matching('"law"')] * 8
