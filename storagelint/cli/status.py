"""`storagelint status`: PATHs -> a page on the project."""

from __future__ import annotations

import click

from storagelint.cli import options
from storagelint.cli.session import complain, open_session, tune_garbage_collection, write


@click.command("status")
@options.paths
@options.text_or_json
@options.output_file
@options.config
def command(
    paths: tuple[str, ...], output_format: str, output_file: str | None, config: str | None
) -> int:
    """Print a page on the project.

    Documents, systems without one, findings, what serves each query, and components with their
    progress. Findings leave the exit status 0.
    """
    from storagelint.cli.checking import at_work, open_checking
    from storagelint.linting.grouping import grouped
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
    overview = survey(project, grouped(result.diagnostics), result.suppressed, shown=session.shown)
    write(render_json(overview) if output_format == "json" else render_text(overview), output_file)
    session.name_unread(result.unfinished)
    for problem in registry.broken:
        complain(problem)
    return 2 if registry.broken or result.incomplete else 0
