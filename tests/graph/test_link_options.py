"""graph/link_options.py: every option of the command says what it is for."""

import click
import pytest

from graph.link_command import link
from graph.link_options import TYPES
from graph.link_targets import LINKED_KINDS

OPTIONS = [p for p in link.params if isinstance(p, click.Option)]


@pytest.mark.parametrize("option", OPTIONS, ids=lambda o: o.opts[0])
def test_every_option_has_help(option: click.Option) -> None:
    assert option.help
    assert option.help.endswith(".")


def test_every_type_that_is_linked_can_be_named() -> None:
    assert set(TYPES) == set(LINKED_KINDS.values())
