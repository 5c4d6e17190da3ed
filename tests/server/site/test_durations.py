"""server/site/durations.py: durations in words, on every page that shows one; data keep them as they are."""

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from server.site.durations import tell_duration, tell_literal

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("P854D", "854 days (2 years 4 months)"),
        ("P365D", "365 days (1 year)"),
        ("P90D", "90 days (3 months)"),
        ("P59D", "59 days"),
        ("P1D", "1 day"),
        ("P0D", "0 days"),
        ("-P3D", "minus 3 days"),
        ("P1Y2M", "1 year 2 months"),
        ("P2Y0M400D", "2 years 400 days"),
        ("PT36H1M", "36 hours 1 minute"),
        ("P1DT0.5S", "1 day 0.5 seconds"),
    ],
)
def test_a_duration_is_told_in_words(value: str, told: str) -> None:
    assert tell_duration(value) == told


@pytest.mark.parametrize("value", ["", "P", "PT", "P1DT", "P1", "1D", "P-1D", "P1M1Y", "P1S", "p1d", " P1D", "P١D"])
def test_what_is_no_duration_stays(value: str) -> None:
    assert tell_duration(value) == value


@given(st.integers(min_value=0, max_value=10**6))
def test_the_days_are_told_exactly(days: int) -> None:
    told = tell_duration(f"P{days}D")
    assert re.match(r"(\d+) days?\b", told)
    assert int(told.split()[0]) == days


def test_only_durations_are_told_otherwise() -> None:
    assert tell_literal("P1D", f"{XSD}duration") == "1 day"
    assert tell_literal("P1D", f"{XSD}dayTimeDuration") == "1 day"
    assert tell_literal("P1D", f"{XSD}string") == "P1D"
    assert tell_literal("P1D", "") == "P1D"


@pytest.mark.parametrize(
    "path",
    ["outcomes", "plan/cn-2009/I-4-3", "outcome/cn-2009/I-4-3-1", "queries/late-against-a-deadline"],
)
def test_pages_tell_the_delay_in_words_and_data_keep_it(site: FlaskClient, path: str) -> None:
    page = site.get(f"/{path}", headers={"Accept": "text/html"}).text
    shown = re.sub(r"<script.*?</script>|<[^>]+>", "", page, flags=re.DOTALL)
    assert "854 days (2 years 4 months)" in shown
    assert not re.search(r"\bP\d+[YMD]\b", shown)


def test_json_has_the_literal_and_markdown_the_words(site: FlaskClient) -> None:
    assert '"value": "P854D"' in site.get("/outcome/cn-2009/I-4-3-1.json").text
    assert "Delay: 854 days (2 years 4 months)" in site.get("/outcome/cn-2009/I-4-3-1.md").text
