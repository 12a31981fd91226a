"""`storagelint config schema`: rules and vocabulary -> the JSON Schema of the settings."""

from __future__ import annotations

import click

from storagelint.cli import options
from storagelint.cli.session import open_session, write
from storagelint.config.schema import json_schema
from storagelint.linting.options import known_options
from storagelint.reporting.escape import json_text


@click.command("schema")
@options.output_file
@click.option("--config", metavar="FILE", help="Take the rule packs of this settings file.")
def command(output_file: str | None, config: str | None) -> int:
    """Print the JSON Schema of the settings, for editors that complete and check TOML."""
    registry = open_session((), config).registry()
    write(json_text(json_schema(known_options(registry))) + "\n", output_file)
    return 0
