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
    multiple: bool = False

    @property
    def environment(self) -> str:
        """The environment variable, which the flag overrides."""
        return "IPRGRAPH_" + self.flag.removeprefix("--").upper().replace("-", "_")


_SHARE = click.FloatRange(0, 3600)
_SECONDS = click.FloatRange(0, 3600, min_open=True)
SETTINGS = (
    Setting("--host", click.STRING, "127.0.0.1", "Address to listen on; 0.0.0.0 lets other machines in."),
    Setting("--port", click.IntRange(0, 65535), 8000, "Port to listen on; 0 takes a free one."),
    Setting(
        "--workers",
        click.IntRange(0, 64),
        0,
        "Number of short queries that run at once, each in its own process; 0 for one a processor, at least 4.",
    ),
    Setting(
        "--data",
        click.Path(path_type=Path, dir_okay=False),
        None,
        "File to serve (.nq, .trig, .ttl or .nt) in place of the built data set.",
    ),
    Setting("--watch", None, False, "Serve the file anew whenever it is replaced; SIGHUP does so at any time."),
    Setting("--union", None, False, "With --data: the default graph is the union of the file's graphs."),
    Setting(
        "--store",
        click.Choice(["memory", "disk"]),
        "memory",
        "Where the data are kept while they are served; disk is for more than fits into memory.",
    ),
    Setting(
        "--store-dir",
        click.Path(path_type=Path, file_okay=False),
        None,
        "With --store disk: folder of stores, each built once. Without it iprgraph in $XDG_CACHE_HOME or ~/.cache.",
    ),
    Setting("--timeout", _SECONDS, 10.0, "Seconds that a query may take, its waiting and sending included."),
    Setting("--memory", click.IntRange(0), 1024, "Megabytes that a query may use; 0 for no limit."),
    Setting("--max-rows", click.IntRange(1), 1_000_000, "Rows that an answer may have; further ones are cut off."),
    Setting("--max-size", click.IntRange(1), 256, "Megabytes that an answer may have."),
    Setting(
        "--allow-service",
        click.STRING,
        (),
        "Endpoint that SERVICE may call, by its exact IRI; may be given several times. Without it none.",
        multiple=True,
    ),
    Setting("--client-seconds", _SHARE, 60.0, "Seconds of query time that one client has in a minute; 0 for no limit."),
    Setting("--client-queries", click.IntRange(0), 2, "Long queries that one client may run at once; 0 for no limit."),
    Setting("--no-limits", None, False, "No share per client, for measuring; time and memory stay limited."),
    Setting(
        "--trust-proxy",
        click.STRING,
        None,
        "Address of a proxy whose X-Forwarded-For tells who the client is, and X-Forwarded-Proto whether it came by "
        "https; others are not believed.",
    ),
    Setting(
        "--address",
        click.STRING,
        "",
        "Where others find the server, such as https://example.org/; answers that name its address name this one. "
        "Without it they name the Host that was asked; sitemap.xml, robots.txt and llms.txt do so only where that is "
        "this machine's, or the trusted proxy's.",
    ),
    Setting("--patience", click.IntRange(1), 30, "Seconds for a client to send a request, or to read on."),
    Setting("--cache", click.IntRange(0), 64, "Megabytes of answers kept in memory; 0 for none."),
)


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """The function with one click option per setting, in the table's order."""
    for setting in reversed(SETTINGS):
        options: dict[str, Any] = {"help": setting.help, "envvar": setting.environment, "show_envvar": True}
        if setting.type is None:
            options |= {"is_flag": True}
        else:
            shown = setting.default not in (None, ())
            options |= {"type": setting.type, "default": setting.default, "show_default": shown}
            options |= {"multiple": setting.multiple}
        command = click.option(setting.flag, **options)(command)
    return command
