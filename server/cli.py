"""The command iprgraph: the commands of graph, and those that speak HTTP."""

import asyncio
import errno
import logging
import os
import re
import socket
import sys
from pathlib import Path
from typing import Any

import click

from graph.cli import cli, data_root, root_option
from graph.errors import IprgraphError, NotFoundError, UsageError
from graph.link_command import link
from graph.resources import dist_file
from server.charge import Charge, store_folder
from server.fairness import Fairness, Share
from server.front import Serving
from server.limits import Limits, allow_files
from server.serving import Plan, new_loop, run
from server.settings import with_settings

_MEGABYTE = 1024 * 1024
cli.add_command(link)


@cli.command()
@with_settings
@root_option
def serve(root: Path | None, **chosen: Any) -> None:
    """Serve the built data set, or a file, over HTTP until Ctrl-C."""
    logging.basicConfig(format="iprgraph: %(message)s", level=logging.WARNING)
    allow_files()
    plan = _plan(root, chosen)

    def tell(serving: Serving, addresses: list[tuple[str, int]]) -> None:
        facts = serving.facts
        if facts.changed:
            click.echo(
                f"iprgraph: {len(facts.changed)} literals are not in canonical form and are answered in it, "
                f"such as {facts.changed[0]}",
                err=True,
            )
        click.echo(f"{chosen['data'] or 'The data set'}: {facts.triples} triples, version {facts.version}")
        for address in addresses:
            click.echo(f"Serving at {_address(*address)} (stop with Ctrl-C)")

    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(run(plan, tell))
    except KeyboardInterrupt:
        pass
    except OSError as error:
        raise _not_listening(error, plan.host, plan.port) from None
    click.echo("Stopped.")


@cli.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file, not the data set.")
@click.option("--forms", default="", metavar="LIST", help="Forms besides html, such as ttl,json [default: all].")
@click.option("--no-nodes", is_flag=True, help="No pages of statements, evidence, spans, mentions; links are IRIs.")
@click.option("--address", default="", metavar="URL", help="Where it will be found, for sitemap.xml and robots.txt.")
@click.option("--processes", type=click.IntRange(min=1), help="How many write at once [default: one a processor].")
@click.option("--force", is_flag=True, help="Write among other files, and over files of ours that were changed.")
@root_option
def site(root: Path | None, out: Path, **chosen: Any) -> None:
    """Write the pages and files of the site to a folder for any plain web host.

    It works in a sub-folder of a host and opened from a disk. Writing again replaces what iprgraph wrote and touches
    no other file.
    """
    from server.page_files import choose_forms
    from server.site_folder import SiteFolder
    from server.static_site import SitePlan, processes_here, write_site

    path, union = _file(chosen["data"], False, root)
    choice = choose_forms(chosen["forms"], has_nodes=not chosen["no_nodes"])
    processes = chosen["processes"] or processes_here()
    plan = SitePlan(path, union or chosen["data"] is not None, choice, _root_address(chosen["address"]), processes)
    report = write_site(plan, SiteFolder(out, is_forced=chosen["force"]), _tell_documents)
    if report.broken:
        click.echo(f"iprgraph: {len(report.broken)} links lead nowhere, such as {report.broken[0]}", err=True)
    click.echo(f"{out}: {report.documents} documents, {report.files} files, {report.changed} changed")


def _tell_documents(done: int, count: int) -> None:
    """Progress, where somebody sees it: one line that grows."""
    if sys.stderr.isatty():
        click.echo(f"\r{done:,} of {count:,} documents", err=True, nl=done == count)


def _root_address(address: str) -> str:
    if address and not re.fullmatch(r"https?://[^\s?#]+", address):
        raise UsageError(f"--address {address!r} is no web address, such as https://example.org/ipr/")
    return address if not address or address.endswith("/") else f"{address}/"


def _plan(root: Path | None, chosen: dict[str, Any]) -> Plan:
    path, union = _file(chosen["data"], chosen["union"], root)
    limits = Limits(
        seconds=chosen["timeout"],
        memory=chosen["memory"] * _MEGABYTE,
        rows=chosen["max_rows"],
        size=chosen["max_size"] * _MEGABYTE,
    )
    share = Share(chosen["client_seconds"], chosen["client_queries"])
    store_dir = (chosen["store_dir"] or store_folder()) if chosen["store"] == "disk" else None
    return Plan(
        charge=Charge(path, union, limits, os.getpid(), tuple(chosen["allow_service"]), store_dir),
        host=chosen["host"],
        port=chosen["port"],
        workers=chosen["workers"] or max(4, os.cpu_count() or 1),
        fairness=None if chosen["no_limits"] else Fairness(share),
        cache=chosen["cache"] * _MEGABYTE,
        patience=chosen["patience"],
        proxy=chosen["trust_proxy"],
        address=_root_address(chosen["address"]),
        watch=chosen["watch"],
        root=None if chosen["data"] else data_root(root),
    )


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


def _not_listening(error: OSError, host: str, port: int) -> IprgraphError:
    if isinstance(error, socket.gaierror):
        return UsageError(f"{host!r} is no host of this machine; choose another with --host")
    if error.errno == errno.EADDRINUSE:
        return IprgraphError(f"port {port} of {host} is in use; choose another with --port, or 0 for a free one")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return UsageError(f"port {port} may be opened by the administrator only; choose one above 1023 with --port")
    if error.errno == errno.EADDRNOTAVAIL:
        return UsageError(f"{host} is no address of this machine; choose another with --host")
    return IprgraphError(f"cannot listen on {host}, port {port}: {error.strerror}")


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def main() -> None:
    """The entry point."""
    cli(prog_name="iprgraph")


if __name__ == "__main__":
    main()
