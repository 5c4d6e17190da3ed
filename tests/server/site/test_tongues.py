"""server/site/tongues.py: no Chinese stands in English text without its language, on any page."""

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from server.engine import InProcessEngine
from server.site.answers import ask
from server.site.tongues import mark_languages

BASE = "https://w3id.org/iprgraph/"
HAN = re.compile("[\u3400-\u9fff]")
ENGLISH = re.compile(r"\b[A-Za-z]{2,} [A-Za-z]{2,}\b")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NO_ELEMENTS = {"script", "style", "textarea", "title", "option", "desc"}


class Texts(HTMLParser):
    """The texts of a page, each with its language by the elements around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "")]
        self.found: list[tuple[str, str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang") or self.open[-1][1]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _ in self.open) and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open[-1][0] not in NO_ELEMENTS:
            self.found.append((*self.open[-1], data))


def wrong_in(html: str) -> list[tuple[str, str, str]]:
    """Chinese that is said to be English, and English sentences that are said to be Chinese."""
    return [
        text
        for text in Texts(html).found
        if (HAN.search(text[2]) if text[1] == "en" else text[1].startswith("zh") and ENGLISH.search(text[2]))
    ]


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>专利法</p>", '<p><span lang="zh">专利法</span></p>'),
        ("<p>No. 法释〔2009〕3号, of 2009</p>", '<p>No. <span lang="zh">法释〔2009〕3号</span>, of 2009</p>'),
        ("<p>《专利法》 and <b>商标法</b></p>", '<p><span lang="zh">《专利法》</span> and <b><span lang="zh">商标法</span></b></p>'),
        ('<svg><text>专利法</text></svg>', '<svg><text><tspan lang="zh">专利法</tspan></text></svg>'),
        ('<p lang="zh-Hans">专利法 (SIPO)</p>', '<p lang="zh-Hans">专利法 (SIPO)</p>'),
        (
            '<p lang="zh">专利法 Patent Law, as amended</p>',
            '<p lang="zh">专利法 <span lang="en">Patent Law, as amended</span></p>',
        ),
        ('<p lang="zh">专<b lang="en">法</b>法</p>', '<p lang="zh">专<b lang="en"><span lang="zh">法</span></b>法</p>'),
        ('<p lang="ja">特許法</p>', '<p lang="ja">特許法</p>'),
        ("<ul><li>a<br>b<img alt='专'>专</ul>专", "<ul><li>a<br>b<img alt='专'><span lang=\"zh\">专</span></ul><span lang=\"zh\">专</span>"),
        ("<title>专利法</title>", "<title>专利法</title>"),
        ("<script>'专利法'</script>", "<script>'专利法'</script>"),
        ('<input value="专利法"></p>', '<input value="专利法"></p>'),
        ("<p>专利法&#39;s &amp; 商标法&lt;</p>", '<p><span lang="zh">专利法</span>&#39;s &amp; <span lang="zh">商标法</span>&lt;</p>'),
    ],
)  # fmt: skip
def test_words_of_another_language_are_marked(html: str, marked: str) -> None:
    assert mark_languages(html) == marked


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", '<i lang="zh">', "</i>", "<br>", "专", "Patent Law", " ", "&lt;", "<svg>"])
    )
)
def test_nothing_but_elements_is_added_and_nothing_lost(pieces: list[str]) -> None:
    html = "".join(pieces)
    assert re.sub(r'<(t?span) lang="(?:zh|en)">(.*?)</\1>', r"\2", mark_languages(html)) == html


def test_chinese_is_marked_on_every_page_that_people_read(site: FlaskClient, real_engine: InProcessEngine) -> None:
    paths = [row["document"].value.removeprefix(BASE) for row in ask(real_engine, "documents")]
    lists = ["", "plan", "measures", "outcomes", "entities", "law", "agency", "queries", "ontology", "scheme"]
    others = ["search?q=专利法", "search?q=SIPO", "resolve?q=商标法第十三条", "sparql", "no-such-专利法"]
    questions = re.findall(r'href="(queries/[^"#?]+)"', site.get("/queries", headers={"Accept": "text/html"}).text)
    seen = 0
    for path in [*paths, *lists, *others, *questions]:
        page = site.get(f"/{path}", headers={"Accept": "text/html"}).text
        seen += len(HAN.findall(page))
        assert wrong_in(page) == [], path
    assert seen > 10_000


def test_the_words_of_a_chinese_plan_are_marked(mini_site: FlaskClient) -> None:
    page = mini_site.get("/plan/mini-zh", headers={"Accept": "text/html"}).text
    assert HAN.search(page)
    assert wrong_in(page) == []
