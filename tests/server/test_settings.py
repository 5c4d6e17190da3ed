"""The table of settings and the command line made from it."""

from click.testing import CliRunner

import server.cli  # noqa: F401 - adds serve
from graph.cli import cli
from server.settings import SETTINGS


def test_help_shows_every_setting_with_its_environment_name() -> None:
    shown = CliRunner().invoke(cli, ["serve", "--help"], terminal_width=200).output
    for setting in SETTINGS:
        assert setting.flag in shown
        assert setting.environment in shown


def test_the_environment_is_heard() -> None:
    done = CliRunner().invoke(cli, ["serve"], env={"IPRGRAPH_PORT": "70000"})
    assert done.exit_code == 2
    assert "70000" in done.output
