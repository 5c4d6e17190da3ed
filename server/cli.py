"""The command iprgraph: the commands of graph, and those that speak HTTP."""

import errno
import logging
import signal
import socket
from pathlib import Path
from types import FrameType
from typing import Any

import click
import waitress  # type: ignore[import-untyped]

from graph.cli import cli, data_root, root_option
from graph.errors import IprgraphError, NotFoundError, UsageError
from graph.resources import dist_file
from server.app import create_app
from server.data import DataSet, open_data
from server.settings import with_settings


@cli.command()
@with_settings
@root_option
def serve(host: str, port: int, workers: int, data: Path | None, union: bool, root: Path | None) -> None:
    """Serve the built data set, or a file, over HTTP until Ctrl-C."""
    signal.signal(signal.SIGTERM, _interrupt)
    logging.basicConfig(format="iprgraph: %(message)s", level=logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns whenever a request has to wait
    try:
        loaded = _load(data, union, root)
        server = _listen(loaded, host, port, workers)
        if loaded.changed:
            click.echo(
                f"iprgraph: {len(loaded.changed)} literals are not in canonical form and are answered in it, "
                f"such as {loaded.changed[0]}",
                err=True,
            )
        click.echo(f"{data or 'The data set'}: {loaded.triples} triples, version {loaded.version}")
        click.echo(f"Serving at {_address(server)} (stop with Ctrl-C)")
        server.run()
    except KeyboardInterrupt:
        pass
    click.echo("Stopped.")


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _load(data: Path | None, union: bool, root: Path | None) -> DataSet:
    if data is not None:
        return open_data(data, union=union)
    if union:
        raise UsageError("--union goes with --data FILE: the built data set always has the union as default graph")
    built = dist_file(data_root(root))
    if not built.is_file():
        raise NotFoundError(f"there is no data set at {built}; run: iprgraph build")
    return open_data(built, union=True)


def _listen(data: DataSet, host: str, port: int, workers: int) -> Any:
    app = create_app(data)
    try:
        return waitress.create_server(app, host=host, port=port, threads=workers, ident="iprgraph")
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
