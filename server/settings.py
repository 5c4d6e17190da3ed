"""Every setting of the server, declared once: the command line, the environment and the docs read this table."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click


@dataclass(frozen=True)
class Setting:
    """One setting: its flag, its name in the environment, what it is without either, and what it does."""

    flag: str
    type: click.ParamType[Any] | None
    default: object
    help: str

    @property
    def environment(self) -> str:
        """The environment variable, which the flag overrides."""
        return "IPRGRAPH_" + self.flag.removeprefix("--").upper().replace("-", "_")


SETTINGS = (
    Setting("--host", click.STRING, "127.0.0.1", "Address to listen on; 0.0.0.0 lets other machines in."),
    Setting("--port", click.IntRange(0, 65535), 8000, "Port to listen on; 0 takes a free one."),
    Setting("--workers", click.IntRange(1, 64), 4, "Number of threads that answer requests."),
    Setting(
        "--data",
        click.Path(path_type=Path, dir_okay=False),
        None,
        "File to serve (.nq, .trig, .ttl or .nt) in place of the built data set.",
    ),
    Setting("--union", None, False, "With --data: the default graph is the union of the file's graphs."),
)


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """The function with one click option per setting, in the table's order."""
    for setting in reversed(SETTINGS):
        options: dict[str, Any] = {"help": setting.help, "envvar": setting.environment, "show_envvar": True}
        if setting.type is None:
            options |= {"is_flag": True}
        else:
            options |= {"type": setting.type, "default": setting.default, "show_default": setting.default is not None}
        command = click.option(setting.flag, **options)(command)
    return command
