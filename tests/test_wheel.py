"""The wheel, installed in an empty environment outside the checkout, serves the graph and builds a data folder."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent


def clean() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`iprgraph` as the wheel installs it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(HOME)]
    subprocess.run(build, check=True, capture_output=True, env=clean())
    wheel = next(folder.glob("iprgraph-*.whl"))
    subprocess.run([sys.executable, "-m", "venv", str(folder / "env")], check=True, env=clean())
    pip = [str(folder / "env" / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True, env=clean())
    return folder / "env" / "bin" / "iprgraph"


def run(command: Path, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(command), *words], cwd=folder, env=clean(), capture_output=True, text=True, timeout=120)


def test_wheel_answers_questions_outside_the_checkout(command: Path, tmp_path: Path) -> None:
    done = run(command, "query", "measures-with-wipo-upov-or-wto", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "VII.2.12" in done.stdout


def test_wheel_gives_the_text_back_byte_for_byte(command: Path, tmp_path: Path) -> None:
    done = run(command, "text", "cn-2009", "-o", "plan.txt", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "plan.txt").read_bytes() == (HOME / "data/plans/cn-2009/source.txt").read_bytes()


def test_wheel_builds_a_data_folder_given_by_root(command: Path, tmp_path: Path) -> None:
    shutil.copytree(HOME / "tests" / "fixtures" / "mini", tmp_path / "mini")
    done = run(command, "build", "--root", "mini", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mini" / "dist" / "iprgraph.nq").stat().st_size > 0


def test_wheel_serves_the_graph(command: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (tmp_path / "log").open("w+") as log:
        process = subprocess.Popen(
            [str(command), "serve", "--port", str(port)],
            cwd=tmp_path,
            env=clean(),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            query = "ASK%20%7B%20%3Fmeasure%20a%20%3Chttps%3A%2F%2Fw3id.org%2Fiprgraph%2Fontology%23Measure%3E%20%7D"
            address = f"http://127.0.0.1:{port}/sparql?query={query}"
            for _ in range(80):
                try:
                    with urllib.request.urlopen(address, timeout=5) as answer:
                        assert b"true" in answer.read()
                    break
                except OSError:
                    time.sleep(0.25)
            else:
                log.seek(0)
                pytest.fail(f"no answer within 20 s: {log.read()}")
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) == 0
