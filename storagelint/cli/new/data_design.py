"""`storagelint new data-design`: the keys of a feature -> its data design."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, date, datetime

import click

from storagelint.cli import options
from storagelint.cli.answers import answered
from storagelint.cli.new.proof import objections
from storagelint.cli.session import Problem, Session, is_terminal, open_session, warn
from storagelint.fixing.write import WriteError, create, leads_out
from storagelint.generating.data_design import Feature, data_design
from storagelint.generating.proposals.contract_entities import FieldKey
from storagelint.history.checkout import author as git_author
from storagelint.judging.surroundings.feature_keys import wrong_key
from storagelint.linting.project import project_of
from storagelint.model.names import fold_field
from storagelint.reporting.escape import shown

_ROUNDS = 6
"""So often proposals that `check` objects to are taken back."""
_UNPROTECTED = "SL702"


@click.command("data-design")
@click.argument("epic", required=False)
@click.argument("feature", required=False)
@click.option("--title", metavar="TEXT", help="What the feature is called (default: as in prd.md).")
@click.option("--author", metavar="NAME", help="Who writes it (default: git's user.name).")
@click.option(
    "--date", "day", metavar="DATE", help="YYYY-MM-DD (default: SOURCE_DATE_EPOCH, else today)."
)
@options.config
def command(
    epic: str | None,
    feature: str | None,
    title: str | None,
    author: str | None,
    day: str | None,
    config: str | None,
) -> int:
    """Write docs/plan/EPIC/FEATURE/03-data-design.md.

    EPIC is a key such as E07-billing, FEATURE one such as E07-F08-invoices. What prd.md,
    00-research-report.md, 01-interface-contracts.md and 04-backend-design.md beside it say is
    taken over; the rest is asked for on a terminal, or left open (SL109).
    """
    session = open_session((), config)
    epic = _argument("EPIC", epic)
    feature = _argument("FEATURE", feature)
    wrong = wrong_key(epic, feature)
    if wrong:
        raise Problem(wrong)
    known = Feature(
        epic=epic,
        key=feature,
        date=_day(day),
        author=_author(author, session),
        title=answered(title, "--title") if title is not None else None,
    )
    file = session.root / known.path
    name = session.shown(known.path)
    if os.path.lexists(file):
        click.echo(shown(f"Nothing to do: {name} is there."))
        return 0
    text, taken_back = _text(known, session)
    try:
        if leads_out(file, session.root):
            raise WriteError("link leads out of the project")
        create(file, text.encode("utf-8"))
    except WriteError as error:
        raise Problem(f"{name}: {error}") from None
    click.echo(shown(f"Created {name}."))
    for reason in taken_back:
        warn(f"left out of what the contracts suggest: {reason}")
    return 0


def _text(feature: Feature, session: Session) -> tuple[str, list[str]]:
    """The text, and why proposals are not in it: `check` would find more than scaffolds."""
    project = project_of([], session.loaded.settings, session.root)
    registry, kind = session.registry(), session.kinds["data-design"]
    without: dict[FieldKey, str] = {}
    guarded: set[FieldKey] = set()
    best, least, taken_back = "", sys.maxsize, list[str]()
    for _ in range(_ROUNDS):
        text = data_design(feature, project, kind, without=without, guarded=guarded)
        found = objections(feature.path, text, session, registry)
        if len(found) < least:
            best, least, taken_back = text, len(found), list(without.values())
        named = {
            (fold_field(each.entity), fold_field(each.field or "")): each
            for each in found
            if each.entity
        }
        bare = {key for key, each in named.items() if each.code == _UNPROTECTED} - guarded
        wrong = {
            key: each.message
            for key, each in named.items()
            if key not in bare and key not in without
        }
        if not bare and not wrong:
            break
        guarded |= bare
        without |= wrong
    return best, taken_back


def _argument(name: str, text: str | None) -> str:
    if text is None:
        if not is_terminal():
            raise Problem(f"missing argument {name}")
        example = "E07-billing" if name == "EPIC" else "E07-F08-invoices"
        text = click.prompt(f"{name.capitalize()}, such as {example}", type=str)
    return answered(text, name)


def _author(stated: str | None, session: Session) -> str:
    name = stated if stated is not None else git_author(session.root)
    if name is None:
        if not is_terminal():
            raise Problem("missing option --author; git has no user.name")
        name = click.prompt("Author", type=str)
    return answered(name, "--author")


def _day(stated: str | None) -> str:
    """The day of the design; pipelines that build the same twice set SOURCE_DATE_EPOCH."""
    if stated is not None:
        try:
            day = date.fromisoformat(stated).isoformat()
            if day == stated:
                return day
        except ValueError:
            pass
        raise Problem(f"--date {stated} is no date of the form YYYY-MM-DD")
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return time.strftime("%Y-%m-%d")
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise Problem("SOURCE_DATE_EPOCH is no number of seconds") from None
