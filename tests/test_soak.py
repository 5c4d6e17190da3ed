"""A short soak: mixed and hostile requests are all answered, and the server is afterwards what it was before."""

import json
import subprocess
import sys

import pytest

from tests.hostile import CHECKOUT


@pytest.mark.skipif(sys.platform != "linux", reason="what processes hold is read from /proc")
def test_hostile_requests_among_others_are_answered_and_leave_nothing_behind() -> None:
    command = [sys.executable, "-m", "tests.soak", "--requests", "1500"]
    ended = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stdout.decode() + ended.stderr.decode()
    told = json.loads(ended.stdout)
    assert told["requests"] == 1500
    assert len(told["kinds"]) > 15
    assert told["statuses"].keys() >= {"200", "304", "400", "403", "404", "405", "406", "413", "415", "431"}
