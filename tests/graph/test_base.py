"""graph/base.py: one base for all IRIs."""

from graph import base, iris, vocab


def test_the_base_is_the_same_everywhere() -> None:
    assert base.BASE == iris.BASE == vocab.BASE == "https://w3id.org/iprgraph/"
