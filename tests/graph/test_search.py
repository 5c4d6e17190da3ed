"""The index of names: what people type finds what they mean, and nothing that they type does harm."""

import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.base import BASE
from graph.hits import HOWS
from graph.names import Name, read_names
from graph.resources import dist_file
from graph.search import LONGEST, SearchIndex, read_text
from graph.store import read_dist

SEARCHES = Path(__file__).parent.parent / "reference" / "searches.tsv"


def read_searches() -> list[tuple[str, str]]:
    lines = [line for line in SEARCHES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(line.partition("\t")[0], line.partition("\t")[2]) for line in lines[1:]]


@pytest.fixture(scope="module")
def names() -> list[Name]:
    return read_names(read_dist(dist_file()))


@pytest.fixture(scope="module")
def index(names: list[Name]) -> SearchIndex:
    return SearchIndex(names)


def found(index: SearchIndex, text: str, limit: int = 20) -> list[str]:
    return [hit.iri.removeprefix(BASE) for hit in index.search(text, limit=limit).hits]


def test_there_are_enough_searches() -> None:
    assert len({query for query, _ in read_searches()}) >= 60


@pytest.mark.parametrize(("query", "first"), read_searches())
def test_what_people_type_finds_what_they_mean(index: SearchIndex, query: str, first: str) -> None:
    assert found(index, query)[:1] == [first]


@pytest.mark.parametrize(
    ("query", "also"),
    [
        ("SIPO", "agency/cnipa"),
        ("TRIPS", "law/trips-agreement"),
        ("专利", "law/patent-agency-regulations"),
        ("Patent Law", "law/patent-law/2008-12-27"),
        ("2.4", "plan/cn-2009/IX-2-4"),
        ("Thunderstorm", "plan/cn-2009/II-1-2"),
        ("wipo hong kong", "event/wipo-hong-kong-symposium-2009"),
    ],
)
def test_what_is_less_meant_is_found_too(index: SearchIndex, query: str, also: str) -> None:
    assert also in found(index, query)[1:] or also in found(index, query)


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("customs seizures", ("seizures",)),
        ("SIPO metaverse", ("metaverse",)),
        ("SIPO cryptocurrencies blockchain", ("cryptocurrencies", "blockchain")),
        ("Skynet seminar", ("seminar",)),
        ("SIPO", ()),
        ("metaverse", ()),
    ],
)
def test_a_word_that_nobody_uses_is_left_out_and_told(index: SearchIndex, text: str, left_out: tuple[str, ...]) -> None:
    assert index.search(text).left_out == left_out


def test_what_is_found_without_a_word_is_never_exact(index: SearchIndex) -> None:
    hits = index.search("SIPO metaverse").hits
    assert {hit.how for hit in hits} == {"some"}
    assert hits[0].score < 75.0


def test_a_word_is_put_right_and_marked_as_it_stands(index: SearchIndex) -> None:
    result = index.search("trademrk law")
    assert result.read_as == (("trademrk", "trademark"),)
    first = result.hits[0]
    assert (first.how, [first.name.text[a:b] for a, b in first.spans]) == ("corrected", ["Trademark Law"])
    assert index.search("trademark law").read_as == ()


@pytest.mark.parametrize("text", ["hotline", "ceeds", "zinema"])
def test_a_short_word_is_not_put_right_into_one_far_off(index: SearchIndex, text: str) -> None:
    assert not [hit for hit in index.search(text).hits if hit.how in {"corrected", "similar"}]


@pytest.mark.parametrize("text", ["II.1.2", "2.4", "measure 2.4", "II-1-2"])
def test_the_levels_of_a_number_keep_their_order(index: SearchIndex, text: str) -> None:
    end = text.replace("measure ", "").replace("-", ".")
    assert all(hit.labels.number.endswith(end) for hit in index.search(text).hits)


@pytest.mark.parametrize("text", ["customs", "courts", "criminal enforcement", "collective management", "antitrust"])
def test_what_is_called_so_comes_before_concepts_of_which_texts_speak_so(index: SearchIndex, text: str) -> None:
    hits = index.search(text).hits
    triggered = [i for i, hit in enumerate(hits) if hit.kind == "concept" and hit.name.role == "alternative"]
    called = [i for i, hit in enumerate(hits) if hit.kind != "concept" and hit.name.role == "preferred"]
    assert called[:1] < triggered[:1] or not triggered


@pytest.mark.parametrize(
    ("one", "other"),
    [("labour contract", "labor contract"), ("organisation", "organization"), ("trade centre", "trade center")],
)
def test_british_and_american_spelling_find_the_same(index: SearchIndex, one: str, other: str) -> None:
    assert found(index, one) == found(index, other)


def test_a_known_word_is_not_the_beginning_of_another(index: SearchIndex) -> None:
    assert "scheme/audience/lawyers" not in found(index, "law", limit=200)
    assert "scheme/audience/lawyers" in found(index, "lawye")
    assert "scheme/audience/lawyers" in [hit.iri.removeprefix(BASE) for hit in index.suggest("law", limit=50)]


def test_the_beginning_of_a_name_is_marked_once(index: SearchIndex) -> None:
    hit = next(hit for hit in index.search("海关总署").hits if hit.how == "beginning")
    assert [hit.name.text[a:b] for a, b in hit.spans] == ["海关总署"]


def test_things_with_some_of_the_words_come_after_those_with_all(index: SearchIndex) -> None:
    hits = index.search("专利法 2008", limit=100).hits
    ways = [hit.how for hit in hits]
    assert ways[0] == "spread"
    assert set(ways[1:]) == {"some"}
    assert "law/patent-law" in [hit.iri.removeprefix(BASE) for hit in hits]


def test_a_number_that_there_is_not_is_not_left_out(index: SearchIndex) -> None:
    result = index.search("Measure IV.112")
    assert (result.left_out, result.hits[0].how) == ((), "similar")


def test_versions_are_found_by_what_their_law_is_called(index: SearchIndex) -> None:
    assert found(index, "专利法 2000")[0] == "law/patent-law/2000-08-25"
    assert "law/patent-law/2000-08-25" not in found(index, "专利法 implementing regulations")


def test_words_that_are_an_expression_are_found_apart_too(index: SearchIndex) -> None:
    hits = {hit.iri.removeprefix(BASE): hit.how for hit in index.search("public security criminal").hits}
    assert hits["law/police-ip-crime-guidelines"] == "words"


def test_an_order_of_somebody_else_comes_after(index: SearchIndex) -> None:
    named, unnamed = (next(iter(index.search(text).hits)) for text in ("国务院令第569号", "令第569号"))
    assert (named.iri, named.how) == (unnamed.iri, "number")
    assert named.score > unnamed.score


def test_a_text_that_is_too_long_is_told(index: SearchIndex) -> None:
    assert index.search("patent " * 60).is_cut
    assert not index.search("patent").is_cut


def test_a_search_takes_less_than_a_hundredth_of_a_second(index: SearchIndex) -> None:
    queries = [query for query, _ in read_searches()]
    begun = time.process_time()
    for query in queries:
        index.search(query)
    assert (time.process_time() - begun) / len(queries) < 0.01


@pytest.mark.parametrize("text", ["", " ", '"', "*", "^()", "\0", "\ud800", "'; DROP TABLE names; --", "((((", "- - -"])
def test_what_says_nothing_finds_nothing(index: SearchIndex, text: str) -> None:
    assert index.search(text).hits == index.suggest(text) == () or text.startswith("'")


@pytest.mark.parametrize(
    "text", ["NOT", "a NEAR b", "words: patent", "patent*", '"patent', "{x}: ^y", "col : z", "AND"]
)
def test_syntax_of_the_index_is_only_words(index: SearchIndex, text: str) -> None:
    index.search(text)
    index.suggest(text)


def test_a_huge_text_is_read_in_part_and_in_time(index: SearchIndex) -> None:
    begun = time.monotonic()
    assert len(index.search("patent law " * 100_000).text) <= LONGEST
    index.search("法" * 10_000)
    index.search("a.b.c-1-1-1-" * 10_000)
    assert time.monotonic() - begun < 2.0


@given(text=st.text(max_size=80) | st.text(alphabet='专利法 "*^:(){}-+ANDORNEAR1.2IVx', max_size=60))
def test_any_text_gets_hits_in_order_with_marks_in_the_name(index: SearchIndex, text: str) -> None:
    result = index.search(text, limit=1000)
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    assert result.total == len(result.hits) == sum(count for _, count in result.kinds)
    assert len({hit.iri for hit in result.hits}) == len(result.hits)
    for hit in result.hits:
        assert 0 < hit.score <= 100
        assert hit.how in HOWS
        ends = [place for span in hit.spans for place in span]
        assert ends == sorted(ends)
        assert all(0 <= place <= len(hit.name.text) for place in ends)


def test_the_ways_of_matching_rank_as_people_expect(index: SearchIndex) -> None:
    hits = index.search("patent", limit=200).hits
    assert [hit.how for hit in hits[:2]] == ["exact", "beginning"]
    best = {how: max(hit.score for hit in hits if hit.how == how) for how in ("exact", "beginning", "words")}
    assert best["exact"] > best["beginning"] > best["words"]


def test_hits_are_cut_into_pages_and_kinds(index: SearchIndex) -> None:
    whole = index.search("patent", limit=1000)
    pages = [index.search("patent", limit=7, offset=offset) for offset in range(0, whole.total, 7)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    laws = index.search("patent", ["law"], limit=1000)
    assert {hit.kind for hit in laws.hits} == {"law"}
    assert (laws.total, laws.kinds) == (dict(whole.kinds)["law"], whole.kinds)


def test_a_hit_says_which_name_matched_and_how(index: SearchIndex) -> None:
    first, second = index.search("SIPO").hits[:2]
    assert (first.name.role, first.why) == ("acronym", "its acronym is “SIPO”")
    assert (second.name.role, second.why) == ("former", "its predecessor’s name is “SIPO”")
    assert index.search("quality-violation").hits[0].why == "its code is “quality-violation”"


def test_the_words_are_marked_where_they_stand(index: SearchIndex) -> None:
    hit = next(hit for hit in index.search("campaign thunderstorm").hits if hit.kind == "measure")
    assert [hit.name.text[start:end] for start, end in hit.spans] == ["Campaign Thunderstorm"]
    hit = next(hit for hit in index.search("专利代理").hits if hit.kind == "law")
    assert [hit.name.text[start:end] for start, end in hit.spans] == ["专利代理"]


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("pat", "law/patent-law"),
        ("thund", "campaign/thunderstorm-2009"),
        ("SIP", "agency/sipo"),
        ("专利", "scheme/right/patent"),
        ("海关", "agency/gacc"),
        ("II.1", "plan/cn-2009/II-1"),
        ("state intellectual prop", "agency/sipo"),
        ("supreme p", "agency/supreme-peoples-court"),
    ],
)
def test_suggestions_come_while_typing(index: SearchIndex, typed: str, suggested: str) -> None:
    assert suggested in [hit.iri.removeprefix(BASE) for hit in index.suggest(typed)]


def test_suggestions_are_names_only_and_few(index: SearchIndex) -> None:
    hits = index.suggest("s", limit=6)
    assert len(hits) == 6
    assert not [hit for hit in index.suggest("patent", limit=50) if hit.name.role in {"words", "definition"}]
    assert {hit.kind for hit in index.suggest("patent", ["law"])} == {"law"}


def test_threads_share_the_index(index: SearchIndex) -> None:
    queries = [query for query, _ in read_searches()]
    expected = [found(index, query) for query in queries]
    wrong: list[str] = []

    def ask() -> None:
        wrong.extend(query for query, hits in zip(queries, expected, strict=True) if found(index, query) != hits)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_index_is_made_in_half_a_second(names: list[Name]) -> None:
    begun = time.process_time()
    SearchIndex(names)
    assert time.process_time() - begun < 0.5


def test_an_index_of_nothing_finds_nothing() -> None:
    assert SearchIndex([]).search("patent").total == 0


def test_a_text_is_read_without_what_cannot_be_shown() -> None:
    assert read_text(" a\0b\u202ec\n") == "abc"
