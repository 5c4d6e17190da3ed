"""Each rule on names, words and signs proposes the change that it is for, and nothing else."""

import pytest

from graph import mends
from graph.mends import Rule, innermost, look_at


@pytest.mark.parametrize(
    ("rule", "text", "mended"),
    [
        (mends.mend_marks, "ASK { ?s ?p “x” }", ['ASK { ?s ?p "x" }']),
        (mends.mend_marks, "ASK { ?s ?p '“x”' } # “", []),
        (mends.mend_declarations, "PREFIX a <b:c> ASK {}", ["PREFIX a: <b:c> ASK {}"]),
        (mends.mend_declarations, "PREFIX a: <b:c>\nASK {}", []),
        (mends.mend_prefix, "ASK { ?s skos:a ?o }", ["PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nASK { ?s skos:a ?o }"]),
        (mends.mend_prefix, "PREFIX ab: <c:d> ASK { ?s ab:a nobody:b }", []),
        (mends.mend_prefix, "PREFIX abc: <c:d> ASK { ?s abd:a 1 }", ["PREFIX abc: <c:d> ASK { ?s abc:a 1 }"]),
        (mends.mend_iris, "ASK { ?s a http://e/x. }", ["ASK { ?s a <http://e/x>. }"]),
        (mends.mend_iris, "ASK { ?s a <http://e/x> ; ?p 'http://e/y' }", []),
        (mends.mend_iris, "ASK { ?s a <http://e/x }", ["ASK { ?s a <http://e/x> }"]),
        (mends.mend_iris, "ASK { ?s <http://e/p ?o . ?o a e:A }", ["ASK { ?s <http://e/p> ?o . ?o a e:A }"]),
        (mends.mend_iris, "ASK { ?s a <http://e/x>, '<http://e/y }' }", []),
        (mends.mend_slashes, "PREFIX b: <h://e/> ASK { b:a/b-c ?p b:d/e.f/1 . }", ["PREFIX b: <h://e/> ASK { <h://e/a/b-c> ?p <h://e/d/e.f/1> . }"]),
        (mends.mend_slashes, "ASK { x:agency/sipo ?p ?o }", ["ASK { <https://w3id.org/iprgraph/agency/sipo> ?p ?o }"]),
        (mends.mend_slashes, "ASK { agency:a/b ?p x:y/z }", ["ASK { <https://w3id.org/iprgraph/agency/a/b> ?p x:y/z }"]),
        (mends.mend_slashes, "PREFIX b: <h://e/> ASK { ?s b:a/b:b/b:c* 'b:a/b' }", []),
        (mends.mend_words, "ASK { ?s ?p ?o MINS {} }", ["ASK { ?s ?p ?o MIN {} }", "ASK { ?s ?p ?o MINUS {} }"]),
        (mends.mend_words, "ASK { FILTER NOT EXISTS {} FILTER(?x NOT IN (1)) }", []),
        (mends.mend_signs, "ASK { FILTER(?x == 1) }", ["ASK { FILTER(?x = 1) }"]),
        (mends.mend_signs, "ASK { FILTER(?x = 1 && ?y || ?z >= 2) }", []),
    ],
)  # fmt: skip
def test_a_rule_proposes_what_it_is_for(rule: Rule, text: str, mended: list[str]) -> None:
    assert [mend.text for mend in rule(look_at(text, 0))] == mended


def test_the_bracket_around_each_token_is_known() -> None:
    assert innermost(look_at("a { ( b ) ] c", 0).tokens) == ["", "", "{", "(", "{", "", ""]
