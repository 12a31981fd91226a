"""`storagelint check`: PATHs -> findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from storagelint.cli import options
from storagelint.cli.checking import at, at_work, open_checking
from storagelint.cli.known import judged, open_baseline
from storagelint.cli.rule_words import refuse_unknown
from storagelint.cli.session import (
    STDIN,
    Problem,
    complain,
    find_session,
    has_color,
    open_session,
    tune_garbage_collection,
    warn,
    write,
)
from storagelint.linting.engine_rules import UNKNOWN_RULE
from storagelint.linting.files import relative
from storagelint.linting.grouping import grouped
from storagelint.linting.idle import about_settings
from storagelint.linting.registry import Registry
from storagelint.linting.result import Result
from storagelint.linting.rule import Severity
from storagelint.linting.selection import Selection, select
from storagelint.linting.texts import Renamed
from storagelint.reporting import FORMATS, OF_FORGES, Report, Style, render
from storagelint.reporting.text import statistics as count_rules

if TYPE_CHECKING:
    from storagelint.cli.revisions import Comparison, Revision


@click.command("check", epilog=options.RULE_WORDS)
@options.paths
@options.selected("Run these rules only.")
@options.extended("Run these rules as well.")
@options.ignored("Leave these rules out.")
@options.pedantic
@options.fail_on()
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
@options.config
@options.stdin_filename
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
@options.baseline("Leave out the findings that this file lists.")
@click.option(
    "--changed-since",
    metavar="REV",
    help="Report only what came since this revision of git: in its lines or because of it.",
)
@click.option("--staged", is_flag=True, help="Check what is staged; report only what it brings.")
@options.no_baseline("Report what the baseline lists as well.")
def command(**given: Any) -> int:
    """Check documents.

    A PATH is a file, a folder that is searched for design documents, or - for the standard
    input. Without PATH the project is searched.
    """
    asked = Asked(**given)
    asked.refuse_contradictions()
    if asked.watch:
        _watch(click.get_current_context(), asked)
    return _Check(asked).report()


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    paths: tuple[str, ...]
    selected: list[str]
    extended: list[str]
    ignored: list[str]
    pedantic: bool
    fail_on: str | None
    exit_zero: bool
    min_severity: str
    output_format: str
    output_file: str | None
    statistics: bool
    explain: bool
    quiet: bool
    config: str | None
    stdin_filename: str | None
    no_ignores: bool
    no_cache: bool
    jobs: int | None
    add_ignores: str | None
    profile: bool
    watch: bool
    baseline: str | None
    changed_since: str | None
    staged: bool
    no_baseline: bool

    def refuse_contradictions(self) -> None:
        """Raise Problem for options that do not go together."""
        if self.add_ignores is not None:
            others = {
                "--watch": self.watch,
                "--profile": self.profile,
                "--no-ignores": self.no_ignores,
            }
            for name in (name for name, given in others.items() if given):
                raise Problem(f"--add-ignores does not go with {name}")
            if self.staged or self.changed_since is not None:
                raise Problem(
                    "--add-ignores writes comments for all findings, not for those of a change"
                )
        if self.watch and STDIN in self.paths:
            raise Problem("--watch is for files, and not for the standard input")


class _Check:
    """One run of the command. Raises Problem where it cannot do what is asked."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.session = open_session(asked.paths, asked.config, asked.stdin_filename)
        self.settings = self.session.loaded.settings
        self.checking = open_checking(
            self.session,
            cache=not (asked.no_cache or asked.profile),
            jobs=1 if asked.profile else asked.jobs,
        )
        self.registry = self.checking.registry
        self.selection = self._selection()
        self.known = None if asked.no_baseline else open_baseline(self.session, asked.baseline)
        self.session.refuse_to_overwrite(asked.output_file, self.known.file if self.known else None)
        self.comparison = self._comparison()
        self.least = Severity(asked.min_severity)

    def report(self) -> int:
        """Print what is found; the exit status."""
        asked = self.asked
        tune_garbage_collection()
        result, unwritten = self._found()
        self._warn_of_unknown_words(result)
        least = "never" if asked.exit_zero else asked.fail_on or self.settings.fail_on
        status = 2 if self.registry.broken or unwritten else result.exit_code(least)
        name = self.session.shown
        if asked.output_format in OF_FORGES:
            name = self.session.in_repository
        report = _report(result, name, self.registry, status)
        style = Style(
            has_color() and asked.output_file is None, asked.explain, asked.statistics, asked.quiet
        )
        write(render(asked.output_format, report, style), asked.output_file)
        self._add(report)
        return status

    def _found(self) -> tuple[Result, bool]:
        """What is found, and whether a comment that is to silence it could not be written."""
        if self.asked.add_ignores is not None:
            from storagelint.cli.add_ignores import Ignores

            return Ignores(
                self.checking, self.selection, self.least, self.known, self.asked.add_ignores
            ).add()
        comparison = self.comparison
        result = self._run(comparison.now if comparison else None)
        if self.known is not None:
            ran = self.selection.rules(self.registry) if self.least is Severity.INFO else ()
            was_judged = judged(self.known, result, self.registry, ran)
            self.known.sift(result, was_judged)
        if comparison is not None:
            result.diagnostics[:] = comparison.brought(result, self._run)
        return result, False

    def _run(self, revision: Revision | None) -> Result:
        suppress = not self.asked.no_ignores
        with at_work() as count:
            run = self.checking.run(self.selection, self.least, suppress=suppress, progress=count)
            return (at(run, revision) if revision else run).result()

    def _selection(self) -> Selection:
        asked = self.asked
        refuse_unknown([*asked.selected, *asked.extended, *asked.ignored], self.registry)
        selection = select(
            self.settings,
            select=tuple(asked.selected),
            extend_select=tuple(asked.extended),
            ignore=tuple(asked.ignored),
            pedantic=asked.pedantic,
        )
        if not selection.rules(self.registry):
            raise Problem("no rule is selected")
        return selection

    def _comparison(self) -> Comparison | None:
        asked = self.asked
        if asked.changed_since is None and not asked.staged:
            return None
        from storagelint.cli.revisions import compare

        return compare(self.session, asked.changed_since, staged=asked.staged)

    def _warn_of_unknown_words(self, result: Result) -> None:
        """Name words of the settings that name no rule, where no finding does."""
        if all(each.code != UNKNOWN_RULE.code for each in result.diagnostics):
            file = self.session.settings_path
            name = relative(file, self.session.cwd) if file else ""
            for each in about_settings(self.settings, self.registry, file, name) if file else ():
                warn(f"{name}:{each.span.line}: {each.message}")

    def _add(self, report: Report) -> None:
        """Say on the standard error what has no place in the output."""
        if self.asked.statistics and self.asked.output_format == "gitlab":
            click.echo("\n".join(count_rules(report)), err=True)
        for problem in self.registry.broken:
            complain(problem)
        if self.asked.profile:
            from storagelint.cli.profile import table

            click.echo("\n".join(table(self.checking.seconds, self.registry)), err=True)


def _watch(context: click.Context, asked: Asked) -> NoReturn:
    """The command again and again."""
    from storagelint.cli.watching import watch

    once = {**context.params, "watch": False}

    def look() -> Iterator[Path]:
        try:
            yield from find_session(asked.paths, asked.config).watched()
        except Problem:
            yield from map(Path, (*asked.paths, asked.config or "storagelint.toml"))

    watch(lambda: context.invoke(command, **once), look)


def _report(result: Result, name: Callable[[str], str], registry: Registry, status: int) -> Report:
    keys = {each.path for each in result.diagnostics} | result.sources.keys()
    names = {key: name(key) for key in keys}
    read = {names[key]: key for key in result.sources}
    diagnostics = [
        each if names[each.path] == each.path else replace(each, path=names[each.path])
        for each in grouped(result.diagnostics)
    ]
    diagnostics.sort(key=lambda diagnostic: diagnostic.order)
    return Report(
        diagnostics,
        result.files,
        result.suppressed,
        len(result.known),
        Renamed(result.sources, read),
        paths=sorted(names.values()),
        rules=registry.by_code,
        exit_status=status,
        problems=registry.broken,
    )
