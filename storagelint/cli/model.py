"""`storagelint model`: PATHs -> what was read of them."""

from __future__ import annotations

from dataclasses import replace

import click

from storagelint.cli.session import open_session, tune_garbage_collection, write
from storagelint.reporting.escape import shown


@click.command("model")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option("--explain", is_flag=True, help="Say why each concluded fact was concluded.")
@click.option("--output-file", metavar="FILE", help="Write to a file.")
@click.option("--config", metavar="FILE", help="Take the settings from this file.")
@click.option(
    "--stdin-filename",
    metavar="NAME",
    help="What the text of the standard input is called, with PATH -.",
)
def command(
    paths: tuple[str, ...],
    output_format: str,
    explain: bool,
    output_file: str | None,
    config: str | None,
    stdin_filename: str | None,
) -> int:
    """Print what was read: stores, entities, relationships, indexes, queries."""
    from storagelint.reporting.model import render_json, render_text

    session = open_session(paths, config, stdin_filename)
    session.refuse_to_overwrite(output_file)
    tune_garbage_collection()
    read = session.read()
    documents = [
        replace(document, path=session.shown(document.path)) for document in read.documents
    ]
    render = render_json if output_format == "json" else render_text
    write(render(documents, explain=explain), output_file)
    for finding in read.findings:
        place = f"{session.shown(finding.path)}:{finding.span.line}:{finding.span.column}"
        click.echo(shown(f"storagelint: {place}: {finding.message}"), err=True)
    return 2 if read.incomplete else 0
