"""server/site/home.py: the first page counts what is known, and no more."""

import re

from flask.testing import FlaskClient

HTML = {"Accept": "text/html"}


def test_of_each_area_the_measures_with_a_known_outcome_are_counted(site: FlaskClient) -> None:
    rows = re.findall(
        r'>([IVX]+) [^<]*</a></td><td class="number">(\d+)</td><td class="number">(\d+)<',
        site.get("/", headers=HTML).text,
    )
    counts = {number: (int(all_), int(known)) for number, all_, known in rows}
    assert counts["I"] == (26, 23)
    assert [counts[number][1] for number in ("III", "V", "VII")] == [2, 8, 9]
    assert [sum(column) for column in zip(*counts.values(), strict=True)] == [170, 75]
