"""`storagelint status`: PATHs -> a page on the project."""

from __future__ import annotations

import click

from storagelint.cli.session import open_session, tune_garbage_collection, write
from storagelint.reporting.escape import shown, visible


@click.command("status")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option("--output-file", metavar="FILE", help="Write to a file.")
@click.option("--config", metavar="FILE", help="Take the settings from this file.")
def command(
    paths: tuple[str, ...], output_format: str, output_file: str | None, config: str | None
) -> int:
    """Print a page on the project.

    Documents, systems without one, findings, what serves each query, and components with their
    progress. Findings leave the exit status 0.
    """
    from storagelint.cli.checking import at_work, open_checking
    from storagelint.linting.project import project_of
    from storagelint.linting.selection import select
    from storagelint.reporting.overview import survey
    from storagelint.reporting.status import render_json, render_text

    session = open_session(paths, config)
    session.refuse_to_overwrite(output_file)
    checking, settings = open_checking(session), session.loaded.settings
    registry = checking.registry
    tune_garbage_collection()
    with at_work() as count:
        result = checking.run(select(settings), progress=count).result()
    project = project_of(session.read().documents, settings, session.root)
    overview = survey(project, result.diagnostics, result.suppressed, shown=session.shown)
    write(render_json(overview) if output_format == "json" else render_text(overview), output_file)
    for finding in result.unfinished:
        place = f"{session.shown(finding.path)}:{finding.span.line}:{finding.span.column}"
        click.echo(shown(f"storagelint: {place}: {finding.message}"), err=True)
    for problem in registry.broken:
        click.echo(f"storagelint: error: {visible(problem)}", err=True)
    return 2 if registry.broken or result.incomplete else 0
