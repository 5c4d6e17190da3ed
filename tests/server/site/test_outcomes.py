"""server/site/outcomes.py: what is known, what was looked for in vain, and what nobody looked for are told apart."""

from dataclasses import replace

from flask.testing import FlaskClient

from server.site.catalogue import Catalogue
from server.site.outcomes import NOT_FOUND, is_known, make_outcomes_page

HTML = {"Accept": "text/html"}


def statuses(catalogue: Catalogue, measure: str) -> list[str]:
    """The statuses of a measure's outcomes."""
    return [outcome.status.rpartition("/")[2] for outcome in catalogue.outcomes_of.get(measure, ())]


def test_what_was_looked_for_in_vain_is_not_known(real_catalogue: Catalogue) -> None:
    found = {part.number: is_known(real_catalogue, part) for part in real_catalogue.measures}
    assert sum(found.values()) == 75
    in_vain = {p.number for p in real_catalogue.measures if set(statuses(real_catalogue, p.iri)) == {NOT_FOUND}}
    assert in_vain == {"I.3.3", "I.3.4", "I.3.5", "III.6", "V.2.12", "V.3.1", "VII.2.12", "VII.2.14"}
    assert not any(found[number] for number in in_vain)


def test_one_outcome_found_among_others_in_vain_is_enough(real_catalogue: Catalogue) -> None:
    done = next(o for o in real_catalogue.outcomes if o.status.endswith("/done"))
    vain = replace(done, iri=f"{done.iri}9", status=f"{done.status.rpartition('/')[0]}/{NOT_FOUND}")
    part = real_catalogue.parts[done.measure]
    assert is_known(replace(real_catalogue, outcomes=(vain, done)), part)
    assert not is_known(replace(real_catalogue, outcomes=(vain,)), part)


def test_the_page_counts_both(real_catalogue: Catalogue, site: FlaskClient) -> None:
    page = make_outcomes_page(real_catalogue)
    assert (page.measures, page.known, page.in_vain) == (170, 75, 8)
    text = " ".join(site.get("/outcomes", headers=HTML).text.split())
    assert "something is known of 75. Of 8 it was looked for and nothing found." in text


def test_one_status_is_shown_where_one_is_chosen(real_catalogue: Catalogue) -> None:
    page = make_outcomes_page(real_catalogue, NOT_FOUND)
    assert {row.status for row in page.rows} == {NOT_FOUND}
    assert (page.known, page.in_vain) == (75, 8)
