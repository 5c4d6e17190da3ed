"""graph/same_ids.py: what identifiers of others say."""

import pytest

from graph.foreign import ForeignRow
from graph.same_ids import bare_id
from tests.linking import path, real_index

IDS = real_index().ids


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("http://www.wikidata.org/entity/Q458", "wikidata.org/Q458"),
        ("https://www.wikidata.org/wiki/Q458/", "wikidata.org/Q458"),
        ("wd:Q458", "wikidata.org/Q458"),
        (" Q458 ", "wikidata.org/Q458"),
        ("https://ror.org/00zrjgm10", "ror.org/00zrjgm10"),
        ("L0001", ""),
        ("458", ""),
        ("", ""),
    ],
)
def test_an_identifier_has_one_spelling(text: str, bare: str) -> None:
    assert bare_id(text) == bare


def test_the_owner_of_an_identifier_is_found() -> None:
    owners = {path(t.iri) for t in IDS.owners(ForeignRow(1, "Q458", ("x",)))}
    assert owners == {"body/eu", "jurisdiction/eu"}
    assert IDS.owners(ForeignRow(1, "", ("x",))) == []


@pytest.mark.parametrize(
    ("row_id", "slug", "sign"),
    [
        ("Q985999", "agency/sipo", 1),
        ("Q985999", "body/wipo", -1),
        ("Q1", "agency/sipo", -1),
        ("https://ror.org/nothing", "agency/sipo", -1),
        ("https://example.org/office", "agency/sipo", 0),
        ("L0001", "agency/sipo", 0),
    ],
)
def test_an_identifier_speaks_for_its_owner_and_against_others(row_id: str, slug: str, sign: int) -> None:
    one = next(t for t in real_index().targets if path(t.iri) == slug)
    said = IDS.compare(ForeignRow(1, row_id, ("x",)), one)
    assert (said is not None and (said[0] > 0) - (said[0] < 0)) == sign
