"""The suites as a whole: that they are there or their absence is explained, and how many of their tests must pass."""

import pytest

from tests.conformance.suites import HERE, VARIABLE, find_suites, read_cases, read_exceptions

SYNTAX = {"PositiveSyntaxTest", "NegativeSyntaxTest", "PositiveSyntaxTest11", "NegativeSyntaxTest11"}
EVALUATION = {"QueryEvaluationTest"}
FORMATS = {"QueryEvaluationTest", "CSVResultFormatTest"}
EVERY_MANIFEST = ("sparql10/manifest.ttl", "sparql11/manifest-all.ttl", "sparql12/manifest.ttl")

# Manifest, kinds of tests, how many there are, how many of these pass.
BARS = [
    ("sparql10/manifest.ttl", SYNTAX, 199, 198),
    ("sparql11/manifest-sparql11-query.ttl", SYNTAX, 103, 103),
    ("sparql11/syntax-fed/manifest.ttl", SYNTAX, 3, 3),
    ("sparql12/manifest.ttl", SYNTAX, 183, 181),
    ("sparql10/manifest.ttl", EVALUATION, 283, 272),
    ("sparql11/manifest-sparql11-query.ttl", EVALUATION, 225, 224),
    ("sparql12/manifest.ttl", EVALUATION, 63, 61),
    ("sparql11/csv-tsv-res/manifest.ttl", FORMATS, 6, 6),
    ("sparql11/json-res/manifest.ttl", FORMATS, 4, 4),
    ("sparql11/protocol/manifest.ttl", {"ProtocolTest"}, 34, 27),
    ("sparql11/service-description/manifest.ttl", {"ServiceDescriptionTest"}, 3, 3),
    ("sparql11/graph-store-protocol/manifest.ttl", {"GraphStoreProtocolTest"}, 13, 1),
]

if find_suites() is None:

    def test_the_suites_are_absent_and_the_readme_says_how_to_get_them() -> None:
        assert VARIABLE in (HERE.parent / "README.md").read_text(encoding="utf-8")

else:

    @pytest.mark.parametrize(("path", "kinds", "there", "bar"), BARS, ids=[f"{p}-{min(k)}" for p, k, *_ in BARS])
    def test_as_many_pass_as_we_say(path: str, kinds: set[str], there: int, bar: int) -> None:
        names = {case.name for case in read_cases(path) if case.kind in kinds}
        assert len(names) == there
        assert len(names - read_exceptions().keys()) == bar

    def test_every_exception_names_a_test_and_gives_its_reason() -> None:
        known = {case.name for path in EVERY_MANIFEST for case in read_cases(path)}
        rows = read_exceptions()
        assert rows.keys() <= known
        assert {row.how for row in rows.values()} <= {"fails", "refused"}
        assert all(len(row.reason) > 20 for row in rows.values())
