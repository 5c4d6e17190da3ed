"""server/site/words.py: words cut into pieces, of which none is lost."""

from hypothesis import given
from hypothesis import strategies as st

from server.site.catalogue import Catalogue, Mention
from server.site.words import cut, quote

WORDS = "revise the Patent Law of China now"
START = 100


def naming(words: str, entity: str) -> Mention:
    at = START + WORDS.index(words)
    return Mention(f"m/{at}", f"https://w3id.org/iprgraph/{entity}", "p", at, at + len(words), "part")


LAW, CHINA = naming("Patent Law of China", "law/patent-law"), naming("China", "jurisdiction/china")
PLACES = st.tuples(st.integers(90, 140), st.integers(90, 140)).filter(lambda pair: pair[0] < pair[1])


@given(st.lists(PLACES, max_size=4), st.lists(PLACES, max_size=4))
def test_the_pieces_together_are_the_words(named: list[tuple[int, int]], marked: list[tuple[int, int]]) -> None:
    mentions = [Mention("m", "https://w3id.org/iprgraph/law/x", "p", start, end, "part") for start, end in named]
    pieces = cut(WORDS, START, mentions, marked)
    assert "".join(piece.text for piece in pieces) == WORDS
    assert all(piece.text for piece in pieces)


def test_a_name_within_a_name_leads_to_what_it_names_itself() -> None:
    found = [(piece.text, piece.path) for piece in cut(WORDS, START, [LAW, CHINA])]
    assert found == [
        ("revise the ", None),
        ("Patent Law of ", "law/patent-law"),
        ("China", "jurisdiction/china"),
        (" now", None),
    ]


def test_what_is_spoken_of_is_marked_and_nothing_else() -> None:
    pieces = cut(WORDS, START, [], [(START + 7, START + 10)])
    assert [piece.text for piece in pieces if piece.is_marked] == ["the"]


def test_a_quotation_has_its_words_marked_in_their_sentence(real_catalogue: Catalogue) -> None:
    plan = real_catalogue.plans[0]
    whole = "".join(words for _, words in real_catalogue.segments[plan])
    for mention in real_catalogue.mentions:
        pieces, part = quote(real_catalogue, plan, mention.start, mention.end)
        assert "".join(piece.text for piece in pieces if piece.is_marked) == whole[mention.start : mention.end]
        assert part == mention.part


def test_words_outside_all_parts_have_no_sentence(real_catalogue: Catalogue) -> None:
    assert quote(real_catalogue, real_catalogue.plans[0], 0, 1) == ([], "")
