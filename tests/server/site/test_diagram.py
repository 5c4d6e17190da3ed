"""server/site/diagram.py: the classes as a picture."""

import itertools

import pytest

from server.engine import InProcessEngine
from server.site.catalogue import Catalogue
from server.site.diagram import Box, Diagram, draw_classes
from server.site.vocabulary import Vocabulary, read_vocabulary


@pytest.fixture(scope="module")
def drawn(real_engine: InProcessEngine, real_catalogue: Catalogue) -> Diagram:
    """The picture of the classes of the published data."""
    return draw_classes(real_catalogue, read_vocabulary(real_engine))


def box_of(drawn: Diagram, name: str) -> Box:
    return next(box for box in drawn.boxes if box.name == name)


def test_every_class_has_a_box_and_none_covers_another(drawn: Diagram) -> None:
    ends = [(box.y, max([box.y + drawn.box_height, *(y for y, _ in box.lines)])) for box in drawn.boxes]
    assert len(drawn.boxes) == len({box.iri for box in drawn.boxes}) > 30
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(ends))
    assert ends[-1][1] < drawn.height


def test_a_narrower_class_is_indented_and_joined_to_the_one_above(drawn: Diagram) -> None:
    above, below = box_of(drawn, "Measure"), box_of(drawn, "LegislativeMeasure")
    assert below.x > above.x
    assert below.elbow.startswith(f"M {above.x + 12} ")
    assert above.elbow == ""


def test_the_picture_says_what_leads_where_and_how_often(drawn: Diagram) -> None:
    told = " ".join(line.strip() for _, line in box_of(drawn, "Measure").lines)
    assert "⊂ eli-dl:ForeseenActivity" in told
    assert "→ Campaign: launches 18" in told
    assert all(len(line) <= 60 for box in drawn.boxes for _, line in box.lines)


def test_no_classes_make_no_picture(real_catalogue: Catalogue) -> None:
    assert draw_classes(real_catalogue, Vocabulary({}, ())).boxes == ()
