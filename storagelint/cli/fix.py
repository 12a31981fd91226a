"""`storagelint fix`: PATHs -> documents in which what can be mended is mended."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from storagelint.cli import options
from storagelint.cli.checking import Checking, at_work, open_checking
from storagelint.cli.known import Baseline, open_baseline
from storagelint.cli.rule_words import refuse_unknown
from storagelint.cli.session import (
    STDIN,
    Problem,
    Session,
    complain,
    has_color,
    open_session,
    tune_garbage_collection,
    write,
)
from storagelint.fixing.drafts import Drafts
from storagelint.fixing.rounds import Outcome, settle
from storagelint.fixing.together import finish
from storagelint.fixing.write import WriteError, leads_out, recover
from storagelint.fixing.write import create as create_file
from storagelint.fixing.write import write as write_bytes
from storagelint.linting.engine_rules import INCOMPLETE
from storagelint.linting.files import File
from storagelint.linting.grouping import grouped
from storagelint.linting.registry import Registry
from storagelint.linting.result import Result
from storagelint.linting.rule import Diagnostic, Safety
from storagelint.linting.selection import Selection, select
from storagelint.model.components import FOLDER
from storagelint.reporting import Report, Style, diff, render
from storagelint.reporting.text import mended
from storagelint.source import SourceError, decode


@click.command("fix", epilog=options.RULE_WORDS)
@options.paths
@click.option("--unsafe", is_flag=True, help="Make the fixes as well that need a second look.")
@click.option("--diff", "preview", is_flag=True, help="Show what would change, and write nothing.")
@options.selected("Mend what these rules find only.")
@options.ignored("Leave what these rules find.")
@options.baseline("Leave the findings that this file lists.")
@options.no_baseline("Mend what the baseline lists as well.")
@options.fail_on("of what is left ")
@options.text_or_json
@options.config
@options.stdin_filename
def command(
    paths: tuple[str, ...],
    unsafe: bool,
    preview: bool,
    selected: list[str],
    ignored: list[str],
    baseline: str | None,
    no_baseline: bool,
    fail_on: str | None,
    output_format: str,
    config: str | None,
    stdin_filename: str | None,
) -> int:
    """Mend documents.

    Makes the safe fixes of the rules until none is left, and reports what remains. The text of
    the standard input (PATH -) is printed mended, and the report goes to the standard error.
    """
    if preview and output_format != "text":
        raise Problem("--diff prints text only")
    session = open_session(paths, config, stdin_filename)
    checking = open_checking(session)
    registry = checking.registry
    refuse_unknown([*selected, *ignored], registry)
    wanted = select(session.loaded.settings, select=tuple(selected), ignore=tuple(ignored))
    known = None if no_baseline else open_baseline(session, baseline)
    work = _Work(session, registry, wanted, known, unsafe, preview)
    work.settle(checking)
    for problem in registry.broken:
        complain(problem)
    incomplete = bool(registry.broken)
    least = fail_on or session.loaded.settings.fail_on
    if preview:
        incomplete |= work.show_diff()
        refused = Result(work.outcome.refused).exit_code(least)
        return 2 if incomplete else int(bool(work.outcome.texts or refused))
    incomplete |= work.write()
    report = work.report()
    text = render(output_format, report, Style(has_color() and STDIN not in paths))
    if STDIN in paths:
        click.echo(text, err=True, nl=False)
    else:
        write(text)
    result = Result(list(report.diagnostics))
    return 2 if incomplete else result.exit_code(least)


@dataclass(frozen=True)
class _Either(Selection):
    """What one or the other of two selections wants."""

    one: Selection = field(default_factory=Selection)
    other: Selection = field(default_factory=Selection)

    def wants(self, code: str, name: str, pedantic: bool = False) -> bool:
        return any(each.wants(code, name, pedantic) for each in (self.one, self.other))


@dataclass
class _Work:
    """One run of the command."""

    session: Session
    registry: Registry
    wanted: Selection
    """Whose findings are mended and shown."""
    known: Baseline | None
    """Which of them are neither."""
    unsafe: bool
    preview: bool
    finished: set[Path] = field(default_factory=set)
    """The folders storage-conductor/ in which nothing is left to do."""

    def settle(self, checking: Checking) -> None:
        """Read the documents and find their texts after the fixes."""
        tune_garbage_collection()
        settings = self.session.loaded.settings
        # What the settings ask for runs too: a fix must not bring an error of any rule.
        selection = _Either(
            one=self.wanted,
            other=select(settings),
            severity=settings.severity,
        )
        with at_work() as count:
            self.drafts = Drafts(checking.run(selection, load=self._load, progress=count))
            self.outcome = settle(self.drafts.originals, self._lint, self._is_to_mend)

    def _lint(self, texts: Mapping[str, bytes]) -> Result:
        result = self.drafts.lint(texts)
        if self.known is not None:
            self.known.sift(result)
        return result

    def write(self) -> bool:
        """Write what has changed; tell whether something could not be written."""
        if STDIN in self.session.paths:
            for key, data in self.drafts.originals.items():
                _print(self.outcome.texts.get(key, data))
            return False
        failed = self._each(self._write_one)
        if failed:
            self._forget(failed)
        return bool(failed)

    def show_diff(self) -> bool:
        """Print what would change; tell whether something is in its way."""
        failed = self._each(self._show_one)
        fixed = [each for key in self.outcome.texts for each in self.outcome.fixed[key]]
        click.echo(mended("Would fix", fixed, self._left()), err=True)
        unread = [each for each in self.outcome.result.diagnostics if each.code in INCOMPLETE]
        for each in [*unread, *self.outcome.refused]:
            place = f"{self.session.shown(each.path)}:{each.span.line}:{each.span.column}"
            complain(f"{place}: {each.code} {each.message}")
        return bool(failed or unread)

    def report(self) -> Report:
        """What was mended and what is left."""
        outcome, session = self.outcome, self.session
        left = [each for each in outcome.result.diagnostics if self._is_wanted(each)]
        fixed = [each for key in outcome.texts for each in outcome.fixed[key]]
        found = self._shown([*grouped(left), *outcome.refused])
        sources = {session.shown(key): each for key, each in outcome.result.sources.items()}
        return Report(
            sorted(found, key=lambda each: each.order),
            outcome.result.files,
            outcome.result.suppressed,
            len(outcome.result.known),
            sources,
            paths=sorted(sources),
            rules=self.registry.by_code,
            problems=self.registry.broken,
            fixed=self._shown(fixed),
            left=self._left(),
        )

    def _left(self) -> int:
        """How many known findings would have been mended."""
        return sum(map(self._is_to_mend, self.outcome.result.known))

    def _shown(self, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        return [replace(each, path=self.session.shown(each.path)) for each in findings]

    def _load(self, file: File) -> bytes:
        is_file = STDIN not in self.session.paths
        if is_file and not self.preview and not leads_out(file.path, self.session.root):
            try:
                recover(file.path)
                self._finish(file.path)
            except WriteError as error:
                raise SourceError(str(error)) from None
        return self.session.load(file)

    def _finish(self, path: Path) -> None:
        """Do what a killed command has left to do in the storage-conductor/ of a file."""
        for folder in path.parents:
            if folder.name == FOLDER and folder not in self.finished:
                self.finished.add(folder)
                try:
                    finish(folder)
                except WriteError as error:
                    raise WriteError(f"{folder.name}: {error}") from None

    def _is_wanted(self, finding: Diagnostic) -> bool:
        rule = self.registry.by_code.get(finding.code)
        pedantic = rule is not None and rule.pedantic
        known = finding.code in INCOMPLETE
        return known or self.wanted.wants(finding.code, finding.name, pedantic)

    def _is_to_mend(self, finding: Diagnostic) -> bool:
        if finding.fix is not None and finding.fix.creates and STDIN in self.session.paths:
            return False
        safe = finding.fix is not None and finding.fix.safety is Safety.SAFE
        return (safe or self.unsafe) and self._is_wanted(finding)

    def _each(self, act: Callable[[File, bytes | None, bytes], None]) -> list[str]:
        """Do something with every changed file; the keys of those with which it failed."""
        failed = []
        for key, after in sorted(self.outcome.texts.items()):
            file = self.drafts.files[key]
            try:
                if STDIN not in self.session.paths and leads_out(file.path, self.session.root):
                    raise WriteError("link leads out of the project")
                act(file, self.drafts.originals.get(key), after)
            except WriteError as error:
                complain(f"{self.session.shown(key)}: {error}")
                failed.append(key)
        return failed

    def _write_one(self, file: File, before: bytes | None, after: bytes) -> None:
        if before is None:
            create_file(file.path, after)
        else:
            write_bytes(file.path, before, after)

    def _show_one(self, file: File, before: bytes | None, after: bytes) -> None:
        name = self.session.shown(file.key)
        write(diff.render(name, decode(before or b"", file.key), decode(after, file.key)))

    def _forget(self, keys: Iterable[str]) -> None:
        """Report what is true now that these files are as they were."""
        texts: Mapping[str, bytes] = {
            key: data for key, data in self.outcome.texts.items() if key not in set(keys)
        }
        with at_work():
            result = self._lint(texts)
        self.outcome = Outcome(result, dict(texts), self.outcome.fixed, self.outcome.refused)


def _print(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
