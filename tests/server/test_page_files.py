"""server/page_files.py: pages as files, and the files that they lead to."""

from pathlib import Path

import pytest

from graph.errors import UsageError
from graph.resources import dist_file
from server.data import DataSet, open_data
from server.page_files import Choice, PageFiles, choose_forms, is_file_name, links_in
from server.site.frame import FORMS
from server.site.links import file_of

ALL = Choice(tuple(FORMS))


@pytest.fixture(scope="module")
def mini_data(mini_built: Path) -> DataSet:
    """The invented world as it is served."""
    return open_data(dist_file(mini_built), union=True)


def test_a_document_is_written_in_every_form_as_it_is_served(mini_data: DataSet, tmp_path: Path) -> None:
    pages = PageFiles(mini_data, ALL, tmp_path)
    path = next(path for path in pages.paths()[0] if path.startswith("law/"))
    written = pages.write_document(path)
    assert sorted(written.files) == sorted(f"{path}.{suffix}" for suffix in FORMS)
    served = pages.app.test_client()
    for suffix in FORMS:
        assert (tmp_path / f"{path}.{suffix}").read_bytes() == served.get(f"/{path}.{suffix}").data


def test_documents_of_foreign_names_and_nodes_that_were_not_chosen_are_passed_over(
    mini_data: DataSet, tmp_path: Path
) -> None:
    documents, others = PageFiles(mini_data, ALL, tmp_path).paths()
    assert any(path.startswith("statement/") for path in documents)
    assert "ontology.html" in others
    without, _ = PageFiles(mini_data, Choice(tuple(FORMS), has_nodes=False), tmp_path).paths()
    assert set(without) < set(documents)
    assert not any(path.startswith(("statement/", "evidence/")) or "/span/" in path for path in without)


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    file = tmp_path / "hostile.nq"
    base = "https://w3id.org/iprgraph/"
    names = ("../../up", "law/../../up", "law//x", "law/x\\\\y", "law/.", f"law/{'x' * 300}")
    file.write_text("".join(f'<{base}{name}> <http://e/p> "x" .\n' for name in names if "\\" not in name), "utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    pages = PageFiles(open_data(file, union=False), ALL, folder)
    documents, others = pages.paths()
    assert documents == []
    assert others <= {"up.html"}
    assert pages.write_linked("../up.html").files == {}
    assert list(folder.iterdir()) == []


def test_what_can_only_be_asked_is_explained(mini_data: DataSet, tmp_path: Path) -> None:
    pages = PageFiles(mini_data, ALL, tmp_path)
    assert list(pages.write_linked("sparql.html").files) == ["sparql.html"]
    assert "made of files" in (tmp_path / "sparql.html").read_text(encoding="utf-8")
    assert pages.write_linked("version.html").files.keys() == {"version.html"}
    assert pages.write_linked("law/no-such-law.html").files == {}
    assert pages.write_linked("law/no-such-law.ttl").files == {}


def test_links_are_files_seen_from_the_page() -> None:
    page = (
        '<a href="../agency/sipo.html#places">x</a> <a href="x.ttl?a=b">x</a> <link href="../static/a.css">'
        '<a href="https://e.org/a.html">x</a> <a href="mailto:?subject=x">x</a> <a href="#top">x</a>'
        '<a href="../a%26b.html">x</a> <a href="../export/">x</a> <a href="//e.org/">x</a>'
    )
    found = {"agency/sipo.html", "law/x.ttl", "static/a.css", "a&b.html", "export/index.html"}
    assert links_in("law/y.html", page) == found


@pytest.mark.parametrize("name", ["", "/a", "a//b", "../a", "a/..", "a\\b", "a\nb", "a:b", "x" * 251, "文" * 90])
def test_a_name_that_no_file_can_have_everywhere_is_none(name: str) -> None:
    assert not is_file_name(name)
    assert is_file_name("plan/cn-2009/II-1-2.html")
    assert is_file_name("法律/专利法.html")


def test_forms_are_chosen_by_name_and_web_pages_always_written() -> None:
    assert choose_forms("").forms == tuple(FORMS)
    assert choose_forms("json, ttl").forms == ("html", "ttl", "json")
    with pytest.raises(UsageError, match="there is no form 'pdf'; there are html, ttl"):
        choose_forms("pdf")


def test_only_forms_that_are_kept_are_linked(mini_data: DataSet, tmp_path: Path) -> None:
    pages = PageFiles(mini_data, choose_forms("ttl"), tmp_path)
    path = next(path for path in pages.paths()[0] if path.startswith("agency/"))
    written = pages.write_document(path)
    forms = {link for link in written.links if link.startswith(f"{path}.")}
    assert f"{path}.ttl" in forms
    assert forms <= {f"{path}.html", f"{path}.ttl"}


def test_a_dot_in_a_page_s_name_is_no_suffix() -> None:
    assert file_of("ontology/1.0.0") == "ontology/1.0.0.html"
    assert file_of("law/x.ttl") == "law/x.ttl"
    assert file_of("export/iprgraph.nq.gz") == "export/iprgraph.nq.gz"
