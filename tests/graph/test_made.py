"""graph/made.py: what is known of a file is plain enough to be told to another process."""

import json
from dataclasses import asdict

from graph.made import MadeFile
from tests.inventing import run_python


def test_a_file_is_told_as_json_and_read_back() -> None:
    made = MadeFile("a.ttl", "whole", "All", "text/turtle", 7, "0" * 64, 3, rights="§")
    assert MadeFile(**json.loads(json.dumps(asdict(made)))) == made


def test_to_know_of_files_does_not_load_the_engine() -> None:
    ended = run_python("import sys, graph.made; print('pyoxigraph' in sys.modules)")
    assert ended.stdout.strip() == b"False", ended.stderr
