"""graph/rulings.py: decisions fit the plan and give their reason, or are refused."""

from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.rulings import Ruling, Rulings, check_rulings, read_rulings
from graph.vocab import BASE
from tests.conftest import MINI
from tests.inventing import SMALL, invent_entity, invent_plan, read_names, words_of

PLAN = invent_plan(SMALL)
ACT = invent_entity("law", "act", "Act")


def ruling(number: str, text: str, entity: str = "", mention_type: str = "law") -> Ruling:
    """A ruling with a reason."""
    return Ruling(number, mention_type, text, entity, "Because.", Path("decisions.toml"))


def rulings_of(folder: Path, text: str) -> Rulings:
    """The rulings of a decisions.toml with this text."""
    (folder / "decisions.toml").write_text(text, encoding="utf-8")
    return read_rulings(folder)


def test_the_rulings_of_the_invented_plan_are_read() -> None:
    rulings = read_rulings(MINI / "plans" / "mini-2031")
    assert [(r.number, r.text) for r in rulings.drops] == [("C.1", "district courts")]
    assert [r.entity_iri() for r in rulings.adds] == [f"{BASE}event/harbour-talks"]
    assert [(r.number, r.text) for r in rulings.unnamed] == [("D.1.4", "Old Quay")]


def test_a_plan_without_decisions_has_no_rulings(tmp_path: Path) -> None:
    assert read_rulings(tmp_path) == Rulings()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[drop]]\nin = "I"\ntype = "law"\ntext = "Act"\n', "[[drop]] 1 lacks the key 'reason'"),
        ('[[drop]]\nin = "I"\ntype = "law"\ntext = "Act"\nreason = " "\n', "expected a sentence that says why"),
        ('[[drop]]\nin = "I"\ntype = "lawn"\ntext = "Act"\nreason = "x"\n', "type in [[drop]] 1 is 'lawn'"),
        ('[[drop]]\nin = "I"\ntype = "law"\ntext = ""\nreason = "x"\n', "expected words of the plan"),
        ('[[add]]\nin = "I"\ntype = "law"\ntext = "Act"\nreason = "x"\n', "[[add]] 1 lacks the key 'entity'"),
        (
            '[[add]]\nin = "*"\ntype = "law"\ntext = "Act"\nentity = "law/act"\nreason = "x"\n',
            "in in [[add]] 1 is '*', expected the number of one part",
        ),
        ('[[drop]]\nin = "I"\ntype = "law"\ntext = "A"\nreason = "x"\nentity = "y"\n', "unknown key 'entity'"),
        ("[[remove]]\n", "decisions.toml has the unknown key 'remove'"),
    ],
)
def test_a_ruling_that_is_no_ruling_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SourceError) as caught:
        rulings_of(tmp_path, text)
    assert str(tmp_path / "decisions.toml") in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("rulings", "told"),
    [
        (Rulings(drops=(ruling("I.1.1", "Bill"),)), "I.1.1 does not say 'Bill'"),
        (Rulings(drops=(ruling("I.1.9", "Act"),)), "the plan has no part 'I.1.9'"),
        (Rulings(drops=(ruling("*", "Bill"),)), "the plan does not say 'Bill'"),
        (Rulings(adds=(ruling("I.1.1", "Act", "law/bill"),)), "no entity 'law/bill'"),
        (Rulings(unnamed=(ruling("I.1.1", "Bill"),)), "I.1.1 does not say 'Bill'"),
    ],
)
def test_a_ruling_that_does_not_fit_the_plan_is_refused(rulings: Rulings, told: str) -> None:
    with pytest.raises(SourceError, match=r"^decisions\.toml: ") as caught:
        check_rulings(PLAN, rulings, {ACT.iri.value: {"law"}})
    assert told in str(caught.value)


def test_fitting_rulings_pass() -> None:
    fitting = Rulings(
        adds=(ruling("II.1.1", "sit", "law/act"),),
        drops=(ruling("I.1.1", "Act"), ruling("*", "Act")),
    )
    check_rulings(PLAN, fitting, {ACT.iri.value: {"law"}})


def test_an_added_mention_is_found() -> None:
    found = read_names(PLAN, [ACT], rulings=Rulings(adds=(ruling("II.1.1", "sit", "law/act"),)))
    assert words_of(PLAN, found, "II.1.1") == [("law", "sit")]
    assert (found[-1].rule, found[-1].entity) == ("ruling", ACT.iri.value)


@pytest.mark.parametrize("number", ["I.1.1", "*"])
def test_a_dropped_mention_is_gone(number: str) -> None:
    assert read_names(PLAN, [ACT], rulings=Rulings(drops=(ruling(number, "Act"),))) == []


@pytest.mark.parametrize("refused", [ruling("I.1.2", "Act"), ruling("I.1.1", "Act", mention_type="event")])
def test_a_mention_of_another_part_or_type_stays(refused: Ruling) -> None:
    assert len(read_names(PLAN, [ACT], rulings=Rulings(drops=(refused,)))) == 1
