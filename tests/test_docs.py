"""The commands that the documents show are run, as a new user would: in a copy of the project, one after the other."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
README = HOME / "README.md"
LEFT_OUT = shutil.ignore_patterns(
    ".git",
    ".venv",
    "node_modules",
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    "*.egg-info",
)


def commands(file: Path) -> list[str]:
    """The shell blocks of a Markdown file, in order."""
    return re.findall(r"^```sh\n(.*?)^```", file.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


SETUP, TESTS, *REST = commands(README)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme") / "iprgraph"
    shutil.copytree(HOME, folder, ignore=LEFT_OUT)
    return folder


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )


@pytest.fixture(scope="module")
def served(copy: Path) -> Iterator[str]:
    """The first command, which installs, builds and serves, on a free port; ends the server with Ctrl-C's signal."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}} | {
        "IPRGRAPH_PORT": str(port)
    }
    log = (copy / "serve.log").open("w+")
    process = subprocess.Popen(
        ["bash", "-c", SETUP], cwd=copy, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            if process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{address}/health", timeout=1):
                    yield address
                    break
            except OSError:
                time.sleep(0.25)
        else:
            pytest.fail("the README's first command did not serve within 300 s")
        log.seek(0)
        assert process.poll() is None, log.read()
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=20)
        log.close()


def test_first_command_builds_and_serves(served: str) -> None:
    with urllib.request.urlopen(f"{served}/health", timeout=5) as answer:
        assert answer.status == 200
        assert answer.headers["Iprgraph-Version"]


@pytest.mark.parametrize("command", [line for block in REST for line in [block.strip()]])
def test_command_of_the_readme_runs(command: str, served: str, copy: Path) -> None:
    done = shell(command, copy)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_second_command_is_the_one_that_ci_runs() -> None:
    assert TESTS.strip() in (HOME / ".ci" / "run").read_text(encoding="utf-8")


def test_links_between_documents_lead_somewhere() -> None:
    for file in [*HOME.glob("*.md"), *HOME.glob("*/README.md"), *HOME.glob("tests/*/README.md")]:
        for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file.relative_to(HOME)} links to {target}"
