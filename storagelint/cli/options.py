"""Options that several commands have, each declared once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import click

from storagelint.cli.rule_words import split

_Command = TypeVar("_Command", bound=Callable[..., object])


class Option(Protocol):
    """What gives a command an option or an argument."""

    def __call__(self, command: _Command, /) -> _Command:
        """The command with the option."""


RULE_WORDS = "RULES are codes (SL201), prefixes (SL2) or names, separated by commas."
"""What stands below the options of a command that takes rules."""

paths: Option = click.argument("paths", nargs=-1, type=click.Path())
pedantic: Option = click.option("--pedantic", is_flag=True, help="Run the pedantic rules as well.")
config: Option = click.option("--config", metavar="FILE", help="Take the settings from this file.")
stdin_filename: Option = click.option(
    "--stdin-filename",
    metavar="NAME",
    help="What the text of the standard input is called, with PATH -.",
)
output_file: Option = click.option("--output-file", metavar="FILE", help="Write to a file.")
text_or_json: Option = click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)


def selected(help: str) -> Option:
    """`--select RULES`, as `selected`."""
    return _rules("--select", "selected", help)


def extended(help: str) -> Option:
    """`--extend-select RULES`, as `extended`."""
    return _rules("--extend-select", "extended", help)


def ignored(help: str) -> Option:
    """`--ignore RULES`, as `ignored`."""
    return _rules("--ignore", "ignored", help)


def baseline(help: str) -> Option:
    """`--baseline FILE`."""
    return click.option("--baseline", metavar="FILE", help=help)


def no_baseline(help: str) -> Option:
    """`--no-baseline`."""
    return click.option("--no-baseline", is_flag=True, help=help)


def fail_on(of_what: str = "") -> Option:
    """`--fail-on`; `of_what` tells which findings count, where that are not all."""
    return click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "info", "never"]),
        help=f"The least severity {of_what}that makes the exit status 1 (default: warning).",
    )


def _rules(flag: str, name: str, help: str) -> Option:
    return click.option(flag, name, metavar="RULES", multiple=True, callback=split, help=help)
