"""`storagelint model`: PATHs -> what was read of them."""

from __future__ import annotations

from dataclasses import replace

import click

from storagelint.cli import options
from storagelint.cli.session import open_session, tune_garbage_collection, write


@click.command("model")
@options.paths
@options.text_or_json
@click.option("--explain", is_flag=True, help="Say why each concluded fact was concluded.")
@options.output_file
@options.config
@options.stdin_filename
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
    session.name_unread(read.findings)
    return 2 if read.incomplete else 0
