"""graph/version_dates.py: dates that speak for a law, for one of its texts, or against both."""

import pytest

from graph.foreign import ForeignRow
from graph.name_cells import titles_of
from graph.version_dates import Dating, compare_dates, knows_a_day
from tests.linking import path, real_index


def dating(name: str, *dates: str) -> Dating:
    """What the dates say of the best candidate."""
    titles = titles_of((name,))
    return compare_dates(ForeignRow(1, "", (name,), dates), titles, real_index().find(titles[0])[0])


def share(found: Dating) -> float:
    """What the dates add or take."""
    return sum(s for s, _ in found.grounds)


@pytest.mark.parametrize("date", ["1984-03-12", "1984", "1985-04-01"])
def test_its_own_date_speaks_for_a_law(date: str) -> None:
    found = dating("Patent Law", date)
    assert share(found) > 0
    assert not found.is_close


def test_the_date_of_a_later_text_in_a_column_is_close_to_the_law() -> None:
    found = dating("Patent Law", "2020-10-17")
    assert share(found) > 0
    assert found.is_close
    assert found.version is None


def test_a_title_with_the_day_of_a_text_is_that_text() -> None:
    found = dating("Patent Law (2008 Amendment)", "2008-12-27")
    assert found.version
    assert path(found.version.iri) == "law/patent-law/2008-12-27"
    assert not found.is_uncertain


def test_the_year_alone_leaves_the_text_uncertain() -> None:
    found = dating("Patent Law (2008 Amendment)")
    assert found.version
    assert found.is_uncertain


def test_a_text_that_is_not_known_is_close_to_the_law_and_uncertain() -> None:
    found = dating("Patent Law (1992 Amendment)")
    assert (found.version, found.is_close, found.is_uncertain) == (None, True, True)


def test_a_date_before_the_law_speaks_against_it() -> None:
    assert share(dating("Patent Law", "1912-12-12")) < -0.3


def test_a_year_of_our_name_must_be_theirs() -> None:
    assert share(dating("2010 China Trademark Festival")) < -0.4
    assert share(dating("2009 China Trademark Festival")) > 0
    assert dating("China Trademark Festival").is_uncertain


def test_everyone_tells_the_founding_of_an_office_differently() -> None:
    assert -0.05 < share(dating("State Intellectual Property Office", "1998")) < 0


def test_no_date_says_nothing() -> None:
    assert dating("Patent Law") == Dating()


def test_years_from_and_to_must_both_agree() -> None:
    name = "China National Biodiversity Conservation Strategy and Action Plan"
    assert share(dating(f"{name} (2023-2030)")) < -0.4
    assert share(dating(f"{name} (2011-2030)")) > 0


def test_the_day_of_adopting_a_text_may_be_some_days_before_that_of_publishing_it() -> None:
    name = "最高人民法院关于审理侵犯专利权纠纷案件应用法律若干问题的解释"
    assert share(dating(name, "2009-12-28")) > 0
    assert not dating(name, "2009-12-28").is_uncertain
    assert dating(name, "2009-11-02").is_uncertain
    assert dating(name, "2009-02-31").is_uncertain


def test_a_campaign_may_go_on_after_its_first_year_which_is_uncertain() -> None:
    later, before = dating("法律六进", "2009"), dating("法律六进", "2003")
    assert -0.2 < share(later) < 0
    assert later.is_uncertain
    assert share(before) == -0.4


def test_of_several_dates_of_a_text_the_last_one_counts() -> None:
    name = "Patent Law of the PRC (adopted 12 March 1984; amended 4 September 1992, amended 25 August 2000, amended 27 December 2008)"
    version = dating(name).version
    assert version is not None
    assert path(version.iri) == "law/patent-law/2008-12-27"
    assert dating("Patent Law (2000-08-25, amended 2031-01-01)").version is None


def test_a_row_with_the_day_of_a_later_text_is_close_to_the_law() -> None:
    both = compare_dates(
        ForeignRow(1, "", ("Patent Law",), ("1984-03-12", "27 December 2008")),
        (title := titles_of(("Patent Law",))),
        real_index().find(title[0])[0],
    )
    assert (both.is_close, both.is_uncertain, both.version) == (True, False, None)


@pytest.mark.parametrize(("name", "dates", "knows"), [
    ("Patent Law", ("27 December 2008",), True), ("Patent Law (2008-12-27)", (), True), ("Patent Law", ("2008",), False),
    ("Patent Law", ("2008-12-28",), False),
])  # fmt: skip
def test_a_day_of_ours_is_known_by_its_whole(name: str, dates: tuple[str, ...], knows: bool) -> None:
    titles = titles_of((name,))
    target = real_index().find(titles[0])[0].target
    assert knows_a_day(ForeignRow(1, "", (name,), dates), titles, target) is knows
