"""Hits: their order, their counts, what they say of themselves."""

from graph.hits import HOWS, KINDS, Found, Hit, Labels, count_kinds, labels_of, notes_on, sort_hits
from graph.names import ROLES, Name


def make_hit(kind: str, text: str, score: float, number: str = "", role: str = "preferred") -> Hit:
    name = Name(f"https://example.org/{kind}/{text}", kind, text, "en", role)
    return Hit(Labels(kind, text, "", number), name, "exact", score, ())


def test_the_better_score_comes_first_then_the_kind_then_the_shorter_name() -> None:
    hits = [
        make_hit("term", "a", 50),
        make_hit("law", "long", 50),
        make_hit("law", "l", 50),
        make_hit("scheme", "b", 60),
    ]
    assert [hit.label for hit in sort_hits(hits)] == ["b", "l", "long", "a"]


def test_measures_that_match_alike_stand_in_the_order_of_the_plan() -> None:
    hits = [make_hit("measure", number, 50, number) for number in ("IX.1", "V.10", "V.2", "I.1")]
    assert [hit.label for hit in sort_hits(hits)] == ["I.1", "V.2", "V.10", "IX.1"]


def test_kinds_are_counted_in_the_order_in_which_they_come() -> None:
    assert count_kinds([make_hit(kind, kind, 1) for kind in ("law", "term", "law")]) == (("law", 2), ("term", 1))


def test_a_thing_without_a_name_is_called_by_what_matched() -> None:
    hit = Hit(
        Labels("target", "", "", ""),
        Name("https://example.org/t", "target", "30 months", "en", "words"),
        "words",
        1,
        (),
    )
    assert (hit.label, hit.labels.shown) == ("30 months", "")


def test_every_way_of_matching_has_its_words_for_every_role() -> None:
    for how in HOWS:
        for role in ROLES:
            name = Name("https://example.org/x", "law", "X", "en", role)
            assert Hit(Labels("law", "X", "", ""), name, how, 1, ()).why


def test_each_kind_has_one_place() -> None:
    assert len(set(KINDS)) == len(KINDS)


def test_what_was_searched_otherwise_is_told() -> None:
    assert notes_on(Found("x", 0, (), ())) == ()
    notes = notes_on(Found("x" * 9, 0, (), (), ("foo", "bar"), (("lwas", "law"),), True))
    assert "“lwas” stands in no name; it was read as “law”." in notes
    assert any("“foo”, “bar”" in note for note in notes)
    assert any("first 9 characters" in note for note in notes)


def test_a_thing_is_shown_by_its_name_in_each_language() -> None:
    rows = [
        ("Law", "en", "preferred"),
        ("法", "zh-hans", "preferred"),
        ("L.1", "", "number"),
        ("Act", "en", "alternative"),
    ]
    assert labels_of([Name("i", "law", *row) for row in rows]) == {"i": Labels("law", "Law", "法", "L.1")}
