"""Tries a target with Atheris, which is no dependency: `pip install atheris`, then `python -m tests.fuzz NAME [-max_total_time=60]`.

Whatever follows the name goes to libFuzzer; without a folder for its corpus it begins with the target's seeds.
"""

import sys
import tempfile
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Try one target until it breaks a promise or the time is up."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["server", "graph"]):
        targets = import_module("tests.fuzz.targets")
    if len(sys.argv) < 2 or sys.argv[1] not in targets.TARGETS:
        raise SystemExit(f"Name a target: {', '.join(targets.TARGETS)}")
    name = sys.argv.pop(1)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(targets.SEEDS[name]):
            (Path(corpus) / str(number)).write_bytes(seed)
        atheris.Setup([*sys.argv, corpus], targets.TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
