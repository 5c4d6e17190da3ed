"""What all tests share: the invented world, the real plan, and how answers are compared with those a person has read."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import settings

from graph.checks import load_store
from graph.model import Plan
from graph.quads import DataSet, assemble, read_plan

TESTS = Path(__file__).resolve().parent
MINI = TESTS / "fixtures" / "mini"
REAL = TESTS.parent / "data" / "plans" / "cn-2009"

# The same examples on every machine, none of them kept on disk.
settings.register_profile("suite", deadline=None, max_examples=60, derandomize=True, database=None)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option of ours, described in tests/README.md."""
    parser.addoption("--update-golden", action="store_true", help="Write what is found to tests/golden.")


@pytest.fixture(scope="session")
def mini_root() -> Path:
    """The invented data folder; tests that change something take `mini_copy`."""
    return MINI


@pytest.fixture
def mini_copy(tmp_path: Path) -> Path:
    """A copy of the invented data folder that a test may spoil."""
    return Path(shutil.copytree(MINI, tmp_path / "mini"))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that others may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="iprgraph-test-"))
    folder.chmod(0o755)
    yield folder
    for below in (folder, *folder.rglob("*")):
        if below.is_dir():
            below.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def mini_dataset() -> DataSet:
    """The invented data set, assembled once; never change it."""
    return assemble(MINI)


@pytest.fixture(scope="session")
def mini_store(mini_dataset: DataSet) -> ox.Store:
    """The invented data set as it is served."""
    return load_store(mini_dataset)


@pytest.fixture(scope="session")
def mini_built(tmp_path_factory: pytest.TempPathFactory, mini_dataset: DataSet) -> Path:
    """A data folder with the invented data set published in it."""
    root = Path(shutil.copytree(MINI, tmp_path_factory.mktemp("built") / "mini"))
    (root / "dist").mkdir()
    (root / "dist" / "iprgraph.nq").write_bytes(mini_dataset.to_nquads())
    return root


@pytest.fixture(scope="session")
def real_plan() -> Plan:
    """The plan of 2009."""
    return read_plan(REAL)


@pytest.fixture
def without_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the slowest check where something else is tested."""
    monkeypatch.setattr("graph.checks.validate_apart", lambda pieces, shapes: list)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares text with the file of that name below tests/golden; writes it with --update-golden."""

    def compare(name: str, found: str) -> None:
        file = TESTS / "golden" / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(found.encode("utf-8"))
        assert found == file.read_bytes().decode("utf-8"), f"{file} differs; read the difference before updating it"

    return compare
