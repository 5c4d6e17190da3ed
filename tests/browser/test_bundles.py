"""server/static: the scripts of the pages are what their sources give, to the byte."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.inventing import CHECKOUT

ASSETS, STATIC = CHECKOUT / "server" / "assets", CHECKOUT / "server" / "static"
BUNDLES = ("workbench.js", "editor.js", "chart.js", "network.js", "THIRD-PARTY.txt")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundles, made anew."""
    assert (ASSETS / "node_modules" / "esbuild").is_dir(), "esbuild is missing: run `npm ci` in server/assets"
    node = shutil.which("node")
    assert node, "node is missing"
    folder = tmp_path_factory.mktemp("bundles")
    subprocess.run([node, "build.js", str(folder)], cwd=ASSETS, check=True, timeout=120)
    return folder


def test_there_are_no_other_bundles(built: Path) -> None:
    assert sorted(file.name for file in built.iterdir()) == sorted(BUNDLES)


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_is_fresh(built: Path, name: str) -> None:
    assert (STATIC / name).read_bytes() == (built / name).read_bytes(), "run `npm run build` in server/assets"


def test_the_lock_names_no_registry_and_every_package_has_its_hash() -> None:
    packages = json.loads((ASSETS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all("resolved" not in told for told in packages.values())
    assert all("integrity" in told for name, told in packages.items() if name)


def test_the_bundles_name_no_other_host_to_load_from() -> None:
    for name in BUNDLES[:-1]:
        text = (STATIC / name).read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text
        assert not re.search(r"""(import\(|from|fetch\()\s*["']https?:""", text)
