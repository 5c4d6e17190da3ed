"""The tokenizer: what it cuts where, what it refuses, and that no text makes it slow."""

import contextlib
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.lexer import LexicalError, place, tokenize, tokenize_leniently


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"a\\"b"', "STRING"),
        ("'a\\'b'", "STRING"),
        ('"""a"b""c\n"""', "STRING"),
        ("'''a'b''c\n'''", "STRING"),
        ("<http://e/?q=1#x>", "IRI"),
        ("<>", "IRI"),
        ("?x", "VARIABLE"),
        ("$x", "VARIABLE"),
        ("c:II.1.2", "PNAME"),
        (":", "PNAME"),
        ("c:a\\,b%41", "PNAME"),
        ("π:λ", "PNAME"),
        ("_:b.1", "BLANK"),
        ("@zh-Hans", "LANGTAG"),
        ("1", "NUMBER"),
        (".5", "NUMBER"),
        ("1.5e-3", "NUMBER"),
        ("SELECT", "WORD"),
        ("encode_for_uri", "WORD"),
        ("*", "PUNCT"),
    ],
)
def test_one_token_is_cut_whole(text: str, kind: str) -> None:
    assert kinds(text) == [(kind, text)]


def test_comments_and_space_are_left_out() -> None:
    assert kinds("ASK # {\r\n{ # }\n}") == [("WORD", "ASK"), ("PUNCT", "{"), ("PUNCT", "}")]


def test_a_full_stop_ends_a_name_and_a_number() -> None:
    assert [text for _, text in kinds("c:a. 1. _:b. true.")] == ["c:a", ".", "1", ".", "_:b", ".", "true", "."]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"caf\u00E9\n"', "café\n"),
        (r"'''\U0001F47E'''", "\U0001f47e"),
        (r"<http://e/\u0041>", "http://e/A"),
        (r'"\u005Cn"', "\\n"),
        ("$x", "x"),
    ],
)
def test_a_value_is_what_the_token_stands_for(text: str, value: str) -> None:
    assert tokenize(text)[0].value == value


def test_a_keyword_is_a_bare_word_in_capitals() -> None:
    assert [token.keyword for token in tokenize("select ?Ask c:ask 'ask' ask:x True")] == [
        "SELECT",
        "",
        "",
        "",
        "",
        "TRUE",
    ]


@pytest.mark.parametrize("text", [r'"\uD800"', r'"\U00110000"'])
def test_an_escape_must_stand_for_a_character(text: str) -> None:
    with pytest.raises(LexicalError, match="is no character"):
        _ = tokenize(text)[0].value


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("ASK { FILTER(?a<?b&&?c>?d) }", "<"),
        ("ASK { FILTER(1<2)SERVICE?g#>\n}", "<"),
        ("ASK { FILTER(EXISTS{}<2&&'>'='>') }", "<"),
        ("ASK { FILTER(true<2&&3>2) }", "<"),
        ("SELECT (1 AS ?a) (?b<?c&&?d>1 AS ?e) {}", "<"),
        ("ASK { { SELECT (1 AS ?a) (?b<?c&&?d>1 AS ?e) {} } }", "<"),
        ("SELECT ?a {} GROUP BY (?b<?c&&?d>1)", "<"),
        ("ASK { FILTER c:f(?b<?c&&?d>1) }", "<"),
        ("ASK { ?s<#p>?o }", "<#p>"),
        ("ASK { ?s c:p (?a <#b>) }", "<#b>"),
        ("ASK { VALUES (?a ?b) { (c:x <#y>) } }", "<#y>"),
        ("ASK { ?s (c:a|<#b>) ?o }", "<#b>"),
        ("ASK { ?s a (?x <#b>) }", "<#b>"),
        ("ASK { FILTER EXISTS { ?s <#p> ?o } }", "<#p>"),
        ("ASK { FILTER(?a IN (c:x, <#y>)) }", "<#y>"),
        ("ASK { FILTER(<<(?s <#p> ?o)>> = ?t) }", "<#p>"),
    ],
)
def test_less_than_and_iris_are_told_apart_as_the_engine_does(text: str, token: str) -> None:
    found = [t.text for t in tokenize(text) if t.text.startswith("<")]
    assert token in found
    assert len(set(found) - {"<"}) == (token != "<")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("a.b:c", ["a.b:c"]),
        ("a.b.c", ["a", ".", "b", ".", "c"]),
        ("a.b.c:d.e", ["a.b.c:d.e"]),
        ("a-b true..", ["a", "-", "b", "true", ".", "."]),
        ("a.1e+5.b:c", ["a", ".1e+5", ".", "b:c"]),
        ("a..b:c a.:b", ["a..b:c", "a", ".", ":b"]),
        ("LIMIT1.5", ["LIMIT1", ".5"]),
    ],
)
def test_words_and_names_are_told_apart_by_their_colon(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == tokens


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ('ASK { ?s ?p "x }', "the string that begins here", 12),
        ('ASK { ?s ?p "a\nb" }', "the string that begins here", 12),
        ('"\\q"', "the string that begins here", 0),
        ("ASK { <a b> ?p ?o }", "an IRI begins here", 6),
        ("ASK { ?s ?p ?o ", "{ is never closed", 4),
        ("ASK { ?s ?p ?o )", ") closes nothing here; { is still open", 15),
        ("ASK }", "} closes nothing here", 4),
        (r"SEL\u0045CT", "escapes such as", 3),
        ("ASK \x00", "U+0000", 4),
        ("ASK {} `", "the character `", 7),
        ("\ufeffASK {}", "U+FEFF", 0),
    ],
)
def test_what_is_no_token_is_refused_at_its_place(text: str, message: str, offset: int) -> None:
    with pytest.raises(LexicalError) as caught:
        tokenize(text)
    assert message in caught.value.message
    assert caught.value.offset == offset


def test_places_count_from_one_in_characters() -> None:
    text = "ASK {\n  é中𝒳 !"
    assert place(text, 0) == (1, 1)
    assert place(text, text.index("!")) == (2, 7)


SIZE = 60_000
HOSTILE = {
    "words and stops": "a." * SIZE,
    "less-thans": "ASK {FILTER(" + "1<" * SIZE + "1)}",
    "broken IRIs": "<a" * SIZE,
    "long string": '"""' + 'a""' * SIZE,
    "quotes": "'" * (2 * SIZE + 1),
    "digits": "1" * SIZE + "x",
    "names of names": "a:" + "b." * SIZE,
    "stops": "." * SIZE,
    "brackets": "(" * SIZE + ")" * SIZE,
    "escapes": '"' + "\\n" * SIZE + '"',
    "almost numbers": "1.e" * SIZE,
    "open IRI": "<" + "a" * SIZE,
    "comment": "#" * SIZE,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_the_text_only(text: str) -> None:
    started = time.process_time()
    with contextlib.suppress(LexicalError):
        tokenize(text)
    # Quadratic work on these takes minutes; the slowest takes 0.3 seconds.
    assert time.process_time() - started < 3


@given(st.text(alphabet="aS?$:.<>\"'\\#{}()[]|&=1e@_- \n\u00e9u0", max_size=60))
def test_tokens_and_what_lies_between_make_up_the_text(text: str) -> None:
    try:
        tokens = tokenize(text)
    except LexicalError:
        return
    position = 0
    for token in tokens:
        assert text[token.start : token.end] == token.text
        assert re.fullmatch(r"(?:\s|#[^\n\r]*)*", text[position : token.start])
        position = token.end
    assert re.fullmatch(r"(?:\s|#[^\n\r]*)*", text[position:])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("ASK }{ 'x", ["WORD", "PUNCT", "PUNCT", "WRONG", "WORD"]),
        ("“x” a.b", ["WRONG", "WORD", "WRONG", "WRONG"]),
        ("?x < <a> # c", ["VARIABLE", "PUNCT", "IRI"]),
        ("", []),
    ],
)
def test_a_text_that_is_wrong_has_tokens_too(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokenize_leniently(text)] == kinds
