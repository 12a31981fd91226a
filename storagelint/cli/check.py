"""`storagelint check`: PATHs -> findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from storagelint.cli.checking import at, at_work, open_checking
from storagelint.cli.known import judged, open_baseline
from storagelint.cli.rule_words import refuse_unknown, split
from storagelint.cli.session import (
    STDIN,
    Problem,
    Session,
    find_session,
    has_color,
    open_session,
    tune_garbage_collection,
    warn,
    write,
)
from storagelint.linting.engine_rules import UNKNOWN_RULE
from storagelint.linting.idle import guess, unknown_words
from storagelint.linting.registry import Registry
from storagelint.linting.result import Result
from storagelint.linting.rule import Severity
from storagelint.linting.selection import select
from storagelint.linting.texts import Renamed
from storagelint.reporting import FORMATS, Report, Style, render
from storagelint.reporting.escape import shown
from storagelint.reporting.text import statistics as count_rules

if TYPE_CHECKING:
    from storagelint.cli.revisions import Comparison, Revision


@click.command(
    "check", epilog="RULES are codes (SL201), prefixes (SL2) or names, separated by commas."
)
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--select",
    "selected",
    metavar="RULES",
    multiple=True,
    callback=split,
    help="Run these rules only.",
)
@click.option(
    "--extend-select",
    "extended",
    metavar="RULES",
    multiple=True,
    callback=split,
    help="Run these rules as well.",
)
@click.option(
    "--ignore",
    "ignored",
    metavar="RULES",
    multiple=True,
    callback=split,
    help="Leave these rules out.",
)
@click.option("--pedantic", is_flag=True, help="Run the pedantic rules as well.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help="The least severity that makes the exit status 1 (default: warning).",
)
@click.option(
    "--min-severity",
    type=click.Choice(["error", "warning", "info"]),
    default="info",
    help="Leave out findings below this severity.",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 with findings: --fail-on never.")
@click.option("--output-format", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output-file", metavar="FILE", help="Write the findings to a file.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule.")
@click.option(
    "--explain",
    "--show-source",
    is_flag=True,
    help="Show the source line and the evidence of each finding.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print findings, but no summary.")
@click.option("--config", metavar="FILE", help="Take the settings from this file.")
@click.option(
    "--stdin-filename",
    metavar="NAME",
    help="What the text of the standard input is called, with PATH -.",
)
@click.option("--no-ignores", is_flag=True, help="Report what comments in the documents silence.")
@click.option("--no-cache", is_flag=True, help="Check anew what an earlier run has checked.")
@click.option(
    "--jobs",
    "-j",
    metavar="N",
    type=click.IntRange(1, 256),
    help="In how many processes to check many documents (default: a core each).",
)
@click.option(
    "--add-ignores", metavar="REASON", help="Write comments that silence what is found now."
)
@click.option("--profile", is_flag=True, help="Show what takes the time; without the cache.")
@click.option("--watch", is_flag=True, help="Check again after every change, until Ctrl-C.")
@click.option("--baseline", metavar="FILE", help="Leave out the findings that this file lists.")
@click.option(
    "--changed-since",
    metavar="REV",
    help="Report only what came since this revision of git: in its lines or because of it.",
)
@click.option("--staged", is_flag=True, help="Check what is staged; report only what it brings.")
@click.option("--no-baseline", is_flag=True, help="Report what the baseline lists as well.")
def command(
    paths: tuple[str, ...],
    selected: list[str],
    extended: list[str],
    ignored: list[str],
    pedantic: bool,
    fail_on: str | None,
    exit_zero: bool,
    min_severity: str,
    output_format: str,
    output_file: str | None,
    statistics: bool,
    explain: bool,
    quiet: bool,
    config: str | None,
    stdin_filename: str | None,
    no_ignores: bool,
    no_cache: bool,
    jobs: int | None,
    add_ignores: str | None,
    profile: bool,
    watch: bool,
    baseline: str | None,
    changed_since: str | None,
    staged: bool,
    no_baseline: bool,
) -> int:
    """Check documents.

    A PATH is a file, a folder that is searched for design documents, or - for the standard
    input. Without PATH the project is searched.
    """
    context = click.get_current_context()
    if add_ignores is not None:
        others = {"--watch": watch, "--profile": profile, "--no-ignores": no_ignores}
        for name in (name for name, given in others.items() if given):
            raise Problem(f"--add-ignores does not go with {name}")
    if watch:
        _watch(context)
    session = open_session(paths, config, stdin_filename)
    checking = open_checking(session, cache=not (no_cache or profile), jobs=1 if profile else jobs)
    registry = checking.registry
    refuse_unknown([*selected, *extended, *ignored], registry)
    settings = session.loaded.settings
    selection = select(
        settings,
        select=tuple(selected),
        extend_select=tuple(extended),
        ignore=tuple(ignored),
        pedantic=pedantic,
    )
    if not selection.rules(registry):
        raise Problem("no rule is selected")
    known = None if no_baseline else open_baseline(session, baseline)
    session.refuse_to_overwrite(output_file, known.file if known else None)
    comparison = _compare(session, changed_since, staged)
    tune_garbage_collection()
    weight, unwritten = Severity(min_severity), False

    def findings(revision: Revision | None) -> Result:
        with at_work() as count:
            run = checking.run(selection, weight, suppress=not no_ignores, progress=count)
            return (at(run, revision) if revision else run).result()

    if add_ignores is not None:
        from storagelint.cli.add_ignores import Ignores

        if comparison is not None:
            raise Problem(
                "--add-ignores writes comments for all findings, not for those of a change"
            )
        ignores = Ignores(checking, selection, weight, known, add_ignores)
        result, unwritten = ignores.add()
    else:
        result = findings(comparison.now if comparison else None)
        if known is not None:
            seen = selection.rules(registry) if weight is Severity.INFO else ()
            result.baselined = known.sift(result, judged(known, result, registry, seen))
        if comparison is not None:
            result.diagnostics[:] = comparison.brought(result, findings)
    if all(each.code != UNKNOWN_RULE.code for each in result.diagnostics):
        for word in unknown_words(settings, registry):
            warn(f"setting names {word}, which is no rule{guess(word, registry)}")
    least = "never" if exit_zero else fail_on or settings.fail_on
    status = 2 if registry.broken or unwritten else result.exit_code(least)
    report = _report(result, session, registry, status)
    style = Style(has_color() and output_file is None, explain, statistics, quiet)
    write(render(output_format, report, style), output_file)
    if statistics and output_format == "gitlab":
        click.echo("\n".join(count_rules(report)), err=True)
    for problem in registry.broken:
        click.echo(f"storagelint: error: {shown(problem)}", err=True)
    if profile:
        from storagelint.cli.profile import table

        click.echo("\n".join(table(checking.seconds, registry)), err=True)
    return status


def _compare(session: Session, since: str | None, staged: bool) -> Comparison | None:
    if since is None and not staged:
        return None
    from storagelint.cli.revisions import compare

    return compare(session, since, staged=staged)


def _watch(context: click.Context) -> NoReturn:
    """The command again and again."""
    from storagelint.cli.watching import watch

    options = {**context.params, "watch": False}
    paths, config = options["paths"], options["config"]
    if STDIN in paths:
        raise Problem("--watch is for files, and not for the standard input")

    def look() -> Iterator[Path]:
        try:
            yield from find_session(paths, config).watched()
        except Problem:
            yield from (Path(path) for path in (*paths, config or "storagelint.toml"))

    watch(lambda: context.invoke(command, **options), look)


def _report(result: Result, session: Session, registry: Registry, status: int) -> Report:
    keys = {each.path for each in result.diagnostics} | result.sources.keys()
    names = {key: session.shown(key) for key in keys}
    read = {names[key]: key for key in result.sources}
    diagnostics = [
        each if names[each.path] == each.path else replace(each, path=names[each.path])
        for each in result.diagnostics
    ]
    diagnostics.sort(key=lambda diagnostic: diagnostic.order)
    return Report(
        diagnostics,
        result.files,
        result.suppressed,
        result.baselined,
        Renamed(result.sources, read),
        paths=sorted(names.values()),
        rules=registry.by_code,
        exit_status=status,
        problems=registry.broken,
    )
