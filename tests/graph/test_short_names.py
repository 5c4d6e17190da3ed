"""Short forms of long names, and what is none."""

import pytest

from graph.folding import fold
from graph.names import Name
from graph.short_names import ShortNames

TEXTS = (
    ("law", "Convention on Biological Diversity", "en", "preferred"),
    ("event", "East Asia Plant Variety Protection Forum", "en", "preferred"),
    ("concept", "Geographical indications", "en", "preferred"),
    ("concept", "carry out training", "en", "alternative"),
    ("agency", "最高人民检察院", "zh-hans", "preferred"),
    ("law", "最高人民法院、最高人民检察院关于办理刑事案件的意见", "zh-hans", "preferred"),
    ("event", "2010年上海世界博览会", "zh-hans", "preferred"),
    ("programme", "中国-欧盟知识产权保护项目", "zh-hans", "preferred"),
)


@pytest.fixture(scope="module")
def short() -> ShortNames:
    names = [Name(f"https://e.org/{i}", *text) for i, text in enumerate(TEXTS)]
    return ShortNames(names, [fold(name.text) for name in names])


@pytest.mark.parametrize(
    ("typed", "stretch"),
    [
        ("CBD", "convention on biological diversity"),
        ("PVP", "plant variety protection"),
        ("GI", "geographical indication"),
    ],
)
def test_letters_are_the_initials_of_names(short: ShortNames, typed: str, stretch: str) -> None:
    assert short.of_initials(typed) == [tuple(stretch.split())]


@pytest.mark.parametrize("typed", ["cbd", "C", "COT", "PV", "CBDX", "C.B.D", "", "CONVENTION"])
def test_other_letters_are_none(short: ShortNames, typed: str) -> None:
    assert short.of_initials(typed) == []


@pytest.mark.parametrize(
    ("run", "stretch"), [("最高检", "最高人民检"), ("世博会", "世界博览会"), ("中欧", "中国欧"), ("知产", "知识产")]
)
def test_signs_in_their_order_are_short_for_a_name(short: ShortNames, run: str, stretch: str) -> None:
    assert short.of_signs(run)[0] == tuple(stretch)


@pytest.mark.parametrize("run", ["检高最", "最", "最案", "世博会年" * 3, "年目"])
def test_signs_out_of_order_or_too_far_apart_are_none(short: ShortNames, run: str) -> None:
    assert short.of_signs(run) == []
