"""server/static_site.py and `iprgraph site`: the whole site as files, whole, relative, and the same each time."""

import functools
import http.server
import os
import re
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.cli import cli
from graph.resources import dist_file
from server import cli as commands
from server.page_files import links_in
from server.site.frame import FORMS
from server.site_folder import MANIFEST
from tests.inventing import CHECKOUT

assert commands.site  # the command is known once its module is


def run(*arguments: str) -> str:
    """What the command says; fails where it fails."""
    ended = CliRunner().invoke(cli, ["site", *arguments], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return ended.output


@pytest.fixture(scope="module")
def written(mini_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site over the invented world."""
    out = tmp_path_factory.mktemp("site") / "out"
    assert "lead nowhere" not in run(str(out), "--root", str(mini_built), "--address", "https://example.org/ipr")
    return out


def names(out: Path) -> set[str]:
    return {file.relative_to(out).as_posix() for file in out.rglob("*") if file.is_file()}


class Anchors(HTMLParser):
    """The anchors of a page, and the fragments that it leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.ids.add(told.get("id") or "")
        if tag == "a":
            self.links.add(told.get("href") or "")


def test_every_link_leads_to_a_file(written: Path) -> None:
    there = names(written)
    pages = [name for name in there if name.endswith(".html")]
    assert len(pages) > 200
    broken = {(name, link) for name in pages for link in links_in(name, (written / name).read_text("utf-8")) - there}
    assert broken == set()


def test_every_fragment_leads_to_an_anchor(written: Path) -> None:
    anchors = {file.resolve(): Anchors(file.read_text("utf-8")) for file in written.rglob("*.html")}
    broken = []
    for file, page in anchors.items():
        for link in page.links:
            address, _, fragment = link.partition("#")
            if fragment and "://" not in address and not address.startswith("mailto:"):
                target = Path(os.path.normpath(file.parent / address)) if address else file
                broken += [(file.name, link)] * (fragment not in anchors[target].ids)
    assert broken == []


def test_no_address_is_absolute_on_the_host_and_no_machine_is_named(written: Path) -> None:
    for file in written.rglob("*"):
        if not file.is_file() or file.suffix == ".gz":
            continue
        told = file.read_bytes()
        assert not re.search(rb'(href|src|action)="/', told), file
        for machine in (str(CHECKOUT), str(written.parent), "localhost"):
            assert not re.search(rf"(?<![\w.-]){re.escape(machine)}(?![\w-])".encode(), told), (file, machine)


def test_every_document_is_there_in_every_form(written: Path) -> None:
    there = names(written)
    documents = {
        name.removesuffix(".ttl")
        for name in there
        if name.endswith(".ttl") and not name.startswith(("export/", "graph/"))
    }
    assert {"ontology", "shapes", "plan/mini-2031", "scheme/right"} <= documents
    missing = {f"{path}.{suffix}" for path in documents for suffix in FORMS} - there
    assert missing == set()


def test_lists_downloads_questions_and_assets_come_along(written: Path) -> None:
    there = names(written)
    wanted = {"index.html", "measures.html", "outcomes.html", "law.html", "queries.html", "scheme.html", "llms.txt"}
    wanted |= {"export/index.html", "static/iprgraph.css", "static/iprgraph.js", "context.jsonld", "sitemap.xml"}
    assert wanted <= there
    assert any(name.startswith("export/") and name.endswith(".nq") for name in there)
    assert "https://example.org/ipr/plan/mini-2031.html" in (written / "sitemap.xml").read_text("utf-8")


def test_nothing_asks_for_a_server(written: Path) -> None:
    for file in written.rglob("*.html"):
        page = file.read_text("utf-8")
        assert "<form" not in page, file
        assert "opensearch" not in page, file


@pytest.fixture
def below(written: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the site in a sub-folder of a plain web host."""
    (tmp_path / "sub").symlink_to(written)
    handler = functools.partial(QuietHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/sub/"
        server.shutdown()
        thread.join()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """A plain web host that logs nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def test_it_works_in_a_sub_folder_of_a_plain_host(below: str) -> None:
    seen: set[str] = set()
    wanted = {below}
    while wanted and len(seen) < 60:
        address = sorted(wanted)[0]
        seen.add(address)
        with urllib.request.urlopen(address) as answer:
            assert answer.status == 200
            page = answer.read().decode("utf-8", "replace") if address.endswith((".html", "/")) else ""
        links = {urllib.parse.urljoin(address, told).partition("#")[0] for told in re.findall(r'href="([^"]+)"', page)}
        wanted = (wanted | {link for link in links if link.startswith(below)}) - seen
    assert len(seen) == 60


def test_the_same_data_make_the_same_bytes_with_any_number_of_processes(
    written: Path, mini_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.static_site._FEW", 0)
    out = tmp_path / "other" / "place"
    run(str(out), "--root", str(mini_built), "--address", "https://example.org/ipr/", "--processes", "2")
    assert (out / MANIFEST).read_bytes() == (written / MANIFEST).read_bytes()


def test_fewer_forms_and_no_nodes_make_a_smaller_site_that_is_whole(mini_built: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(str(out), "--root", str(mini_built), "--forms", "md", "--no-nodes")
    there = names(out)
    assert not any(name.startswith(("statement/", "evidence/")) for name in there)
    assert {"law.html", "ontology.md"} <= there
    others = {name for name in there if name.endswith((".rdf", ".jsonld")) and not name.startswith("export/")}
    assert others == {"context.jsonld"}
    for name in there:
        if name.endswith(".html"):
            assert links_in(name, (out / name).read_text("utf-8")) <= there


def test_writing_again_changes_nothing_and_leaves_foreign_files(mini_built: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(str(out), "--root", str(mini_built), "--forms", "html", "--no-nodes")
    (out / "CNAME").write_text("example.org", encoding="utf-8")
    assert " 0 changed" in run(str(out), "--root", str(mini_built), "--forms", "html", "--no-nodes")
    assert (out / "CNAME").read_text(encoding="utf-8") == "example.org"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--forms", "pdf"), "there is no form 'pdf'"),
        (("--address", "example.org"), "is no web address"),
        (("--address", "https://e.org/?x"), "is no web address"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    mini_built: Path, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    ended = CliRunner().invoke(cli, ["site", str(tmp_path / "out"), "--root", str(mini_built), *arguments])
    assert ended.exit_code == 2
    assert told in ended.output
    assert not (tmp_path / "out").exists()


def test_a_folder_with_other_things_is_refused_at_once(tmp_path: Path, mini_built: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    ended = CliRunner().invoke(cli, ["site", str(tmp_path), "--root", str(mini_built)])
    assert ended.exit_code == 2
    assert "--force" in ended.output


def test_a_site_of_data_that_were_not_built_says_how(tmp_path: Path) -> None:
    ended = CliRunner().invoke(cli, ["site", str(tmp_path / "out"), "--root", str(tmp_path)])
    assert ended.exit_code == 1
    assert "iprgraph build" in ended.output
    assert not dist_file(tmp_path).exists()
