"""The command iprgraph: the commands of graph, and those that speak HTTP."""

import errno
import logging
import os
import signal
import socket
from pathlib import Path
from types import FrameType
from typing import Any

import click

from graph.cli import cli, data_root, root_option
from graph.errors import IprgraphError, NotFoundError, UsageError
from graph.resources import dist_file
from server.app import create_app
from server.cache import AnswerCache, WsgiApp
from server.charge import Charge, store_folder
from server.fairness import Fairness, Share
from server.gate import Gate
from server.httpd import Waiting, make_server
from server.limits import Limits
from server.pool import WorkerPool
from server.settings import with_settings
from server.workers import workers_for

_MEGABYTE = 1024 * 1024


@cli.command()
@with_settings
@root_option
def serve(root: Path | None, **chosen: Any) -> None:
    """Serve the built data set, or a file, over HTTP until Ctrl-C."""
    signal.signal(signal.SIGTERM, _interrupt)
    logging.basicConfig(format="iprgraph: %(message)s", level=logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns whenever a request has to wait
    pool: WorkerPool | None = None
    try:
        pool = _start_pool(root, chosen)
        server = _listen(pool, chosen)
        facts = pool.facts
        if facts.changed:
            click.echo(
                f"iprgraph: {len(facts.changed)} literals are not in canonical form and are answered in it, "
                f"such as {facts.changed[0]}",
                err=True,
            )
        click.echo(f"{chosen['data'] or 'The data set'}: {facts.triples} triples, version {facts.version}")
        click.echo(f"Serving at {_address(server)} (stop with Ctrl-C)")
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        if pool is not None:
            pool.close()
    click.echo("Stopped.")


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _start_pool(root: Path | None, chosen: dict[str, Any]) -> WorkerPool:
    path, union = _file(chosen["data"], chosen["union"], root)
    limits = Limits(
        seconds=chosen["timeout"],
        memory=chosen["memory"] * _MEGABYTE,
        rows=chosen["max_rows"],
        size=chosen["max_size"] * _MEGABYTE,
    )
    on_disk = chosen["store"] == "disk"
    charge = Charge(
        path,
        union,
        limits,
        os.getpid(),
        may_connect=bool(chosen["allow_service"]),
        store_dir=(chosen["store_dir"] or store_folder()) if on_disk else None,
    )
    return WorkerPool(workers_for(charge), limits, chosen["workers"])


def _file(data: Path | None, union: bool, root: Path | None) -> tuple[Path, bool]:
    """The file to serve, and whether its default graph is the union of its graphs."""
    if data is not None:
        return data, union
    if union:
        raise UsageError("--union goes with --data FILE: the built data set always has the union as default graph")
    built = dist_file(data_root(root))
    if not built.is_file():
        raise NotFoundError(f"there is no data set at {built}; run: iprgraph build")
    return built, True


def _listen(pool: WorkerPool, chosen: dict[str, Any]) -> Any:
    host, port = chosen["host"], chosen["port"]
    share = Share(chosen["client_seconds"], chosen["client_queries"])
    fairness = None if chosen["no_limits"] else Fairness(share)
    app: WsgiApp = create_app(pool.facts, pool, Gate(chosen["allow_service"]), fairness)
    if chosen["cache"]:
        app = AnswerCache(app, pool.facts.version, chosen["cache"] * _MEGABYTE)
    waiting = Waiting(chosen["workers"], chosen["patience"], chosen["trust_proxy"])
    try:
        return make_server(app, host, port, waiting)
    except socket.gaierror:
        raise UsageError(f"{host!r} is no host of this machine; choose another with --host") from None
    except ValueError:
        raise UsageError(f"{host!r} is no host; choose another with --host") from None
    except OSError as error:
        raise _not_listening(error, host, port) from None


def _not_listening(error: OSError, host: str, port: int) -> IprgraphError:
    if error.errno == errno.EADDRINUSE:
        return IprgraphError(f"port {port} of {host} is in use; choose another with --port, or 0 for a free one")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return UsageError(f"port {port} may be opened by the administrator only; choose one above 1023 with --port")
    if error.errno == errno.EADDRNOTAVAIL:
        return UsageError(f"{host} is no address of this machine; choose another with --host")
    return IprgraphError(f"cannot listen on {host}, port {port}: {error.strerror}")


def _address(server: Any) -> str:
    """Where the server listens; it has several sockets where a name stands for several addresses."""
    listens = getattr(server, "effective_listen", None)
    host, port = listens[0] if listens else (server.effective_host, server.effective_port)
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def main() -> None:
    """The entry point."""
    cli(prog_name="iprgraph")


if __name__ == "__main__":
    main()
