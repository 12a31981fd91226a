"""`storagelint baseline`: PATHs -> the file of today's findings, so that only new ones fail."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from storagelint.cli import options
from storagelint.cli.checking import at_work, open_checking
from storagelint.cli.known import (
    DEFAULT_NAME,
    Baseline,
    judged,
    named_by_settings,
    open_baseline,
)
from storagelint.cli.rule_words import refuse_unknown
from storagelint.cli.session import (
    STDIN,
    Problem,
    Session,
    complain,
    open_session,
    tune_garbage_collection,
    write,
)
from storagelint.config import FILE_NAMES
from storagelint.linting.baseline import Known, record
from storagelint.linting.files import relative
from storagelint.linting.selection import select
from storagelint.reporting.baseline import render
from storagelint.reporting.escape import shown


@click.command("baseline", epilog=options.RULE_WORDS)
@options.paths
@click.option("--prune", is_flag=True, help="Take out what is gone, and add nothing.")
@click.option(
    "--baseline",
    "option",
    metavar="FILE",
    help=f"The file (default: that of the settings, else {DEFAULT_NAME}).",
)
@options.selected("Record what these rules find only.")
@options.pedantic
@options.config
def command(
    paths: tuple[str, ...],
    prune: bool,
    option: str | None,
    selected: list[str],
    pedantic: bool,
    config: str | None,
) -> int:
    """Record today's findings, so that only new ones fail.

    Findings in documents that are not among the PATHs, and of rules that do not run, stay as they
    are recorded.
    """
    if STDIN in paths:
        raise Problem("the standard input has no findings to record")
    session = open_session(paths, config)
    _refuse_outside(session)
    checking = open_checking(session)
    registry = checking.registry
    refuse_unknown(selected, registry)
    settings = session.loaded.settings
    selection = select(settings, select=tuple(selected), pedantic=pedantic)
    baseline = open_baseline(session, option) or named_by_settings(session, DEFAULT_NAME)
    tune_garbage_collection()
    with at_work() as count:
        result = checking.run(selection, progress=count).result()
    before = baseline.known_of(result) if baseline.file.exists() else Counter()
    was_judged = judged(baseline, result, registry, selection.rules(registry))
    found = record(result.diagnostics, baseline.name)
    after = (found & before) if prune else found
    after |= Counter({each: count for each, count in before.items() if not was_judged(each)})
    _write(baseline, after)
    write(_said(baseline, before, after))
    if option is None and settings.baseline is None:
        write(_hint(session, baseline))
    session.name_unread(result.unfinished)
    for problem in registry.broken:
        complain(problem)
    return 2 if registry.broken or result.incomplete else 0


def _refuse_outside(session: Session) -> None:
    """Raise Problem for a document outside of the project, of which its baseline says nothing."""
    for file in session.files() if session.paths else ():
        if file.key.startswith("../") or Path(file.key).is_absolute():
            raise Problem(f"{session.shown(file.key)} is outside of the project")


def _write(baseline: Baseline, known: Known) -> None:
    """Write the file; one that would not change is left alone."""
    text = render(known)
    if not baseline.file.exists() or baseline.file.read_bytes() != text.encode("utf-8"):
        write(text, str(baseline.file))


def _said(baseline: Baseline, before: Known, after: Known) -> str:
    """`Recorded 3 findings in storagelint-baseline.json (1 new, 2 gone).`"""
    total = after.total()
    changes = {"new": (after - before).total(), "gone": (before - after).total()}
    notes = [f"{number} {what}" for what, number in changes.items() if number]
    aside = f" ({', '.join(notes)})" if before else ""
    noun = "finding" if total == 1 else "findings"
    if before and not notes:
        return shown(f"{baseline.shown} lists the same {total} {noun} as before.") + "\n"
    return shown(f"Recorded {total} {noun} in {baseline.shown}{aside}.") + "\n"


def _hint(session: Session, baseline: Baseline) -> str:
    """What makes `check` heed the file."""
    path = session.settings_path
    file = relative(path, session.cwd) if path else FILE_NAMES[0]
    name = relative(baseline.file, baseline.home)
    return shown(f'Put baseline = "{name}" into {file}, and check leaves them out.') + "\n"
