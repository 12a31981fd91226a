"""`storagelint init`: a project -> its settings, the hooks before a commit and a pipeline."""

from __future__ import annotations

import os
from pathlib import Path

import click

from storagelint.cli.init.forges import Forge, forge_of, pipeline
from storagelint.cli.init.origins import UNKNOWN, Origin, named, origin
from storagelint.cli.init.pre_commit import pre_commit
from storagelint.cli.init.settings_file import settings
from storagelint.cli.init.steps import Addition, Kept, Refused, Setup
from storagelint.cli.session import Problem, complain, warn, write
from storagelint.fixing.write import WriteError, create, leads_out
from storagelint.fixing.write import write as write_bytes
from storagelint.linting.files import project_root, relative
from storagelint.reporting import diff
from storagelint.reporting.escape import shown
from storagelint.source import decode


@click.command("init")
@click.option(
    "--ci",
    type=click.Choice([*(forge.value for forge in Forge), "none"]),
    help="The pipeline to write (default: that of the forge that the project is on).",
)
@click.option(
    "--source",
    metavar="ADDRESS[@REVISION]",
    help="The git repository that hooks and pipeline install storagelint from "
    "(default: the one that this installation came from).",
)
@click.option("--no-pre-commit", is_flag=True, help="Leave .pre-commit-config.yaml alone.")
@click.option("--dry-run", is_flag=True, help="Name the files only, and write nothing.")
@click.option("--diff", "preview", is_flag=True, help="Show what would change, and write nothing.")
def command(
    ci: str | None, source: str | None, no_pre_commit: bool, dry_run: bool, preview: bool
) -> int:
    """Set a project up.

    Writes a configuration that names every setting, the hooks for pre-commit, and a pipeline that
    checks each change. What is there already stays as it is.
    """
    cwd = Path(os.path.realpath("."))
    found = origin() if source is None else named(source)
    if source is not None and found.repository is None:
        raise Problem("--source is no address of a git repository")
    work = _Work(cwd, project_root((), cwd), found, silent=dry_run or preview)
    forge = forge_of(work.checkout) if ci is None else None if ci == "none" else Forge(ci)
    for step in work.steps(forge, hooks=not no_pre_commit):
        work.take(step, preview=preview)
    if ci is None and forge is None:
        click.echo(
            "No pipeline: neither a remote nor a file tells the forge; --ci names it.", err=preview
        )
    if work.unnamed:
        warn(
            f"no repository of storagelint is known: {UNKNOWN} in {' and '.join(work.unnamed)} is "
            "to be replaced with its address; --source names it"
        )
    if work.failed:
        return 2
    if not work.changed:
        click.echo("Nothing to do.", err=preview)
    return int(preview and work.changed)


class _Work:
    """One run of the command."""

    def __init__(self, cwd: Path, root: Path, source: Origin, *, silent: bool) -> None:
        self.cwd = cwd
        self.root = root
        self.source = source
        self.silent = silent
        """Whether nothing is written."""
        self.changed = False
        self.failed = False
        self.unnamed: list[str] = []
        """The files in which the repository of storagelint is still to be named."""

    @property
    def checkout(self) -> Path:
        """The git checkout that the project is in, or the project itself."""
        folders = (self.root, *self.root.parents)
        return next((each for each in folders if (each / ".git").exists()), self.root)

    def steps(self, forge: Forge | None, *, hooks: bool) -> list[Setup]:
        """What is to be done, file by file."""
        source = self.source
        found = [settings(self.root)]
        if hooks:
            found.append(pre_commit(self.checkout, source))
        if forge is not None:
            below = "" if self.root == self.checkout else relative(self.root, self.checkout)
            found.append(pipeline(forge, self.checkout, below, source))
        return found

    def take(self, step: Setup, *, preview: bool) -> None:
        """Do a step, or show it."""
        name = shown(relative(step.path, self.cwd))
        match step:
            case Kept():
                click.echo(f"{name} is set up already.", err=preview)
            case Refused(reason=reason, snippet=snippet):
                self.failed = True
                complain(f"{name}: {reason}; to be added:")
                click.echo(f"\n{snippet}", err=True)
            case Addition():
                self._change(step, name, preview=preview)

    def _change(self, step: Addition, name: str, *, preview: bool) -> None:
        self.changed = True
        if UNKNOWN.encode() in step.new:
            self.unnamed.append(name)
        if preview:
            write(diff.render(name, decode(step.old or b"", name), decode(step.new, name)))
            return
        verb = "create" if step.old is None else "add storagelint to"
        if self.silent:
            click.echo(f"Would {verb} {name}.")
            return
        try:
            self._write(step)
        except WriteError as error:
            self.failed = True
            complain(f"{name}: {error}")
            return
        click.echo(f"{'Created' if step.old is None else 'Added storagelint to'} {name}.")

    def _write(self, step: Addition) -> None:
        if leads_out(step.path, self.checkout):
            raise WriteError("link leads out of the project")
        if step.old is None:
            create(step.path, step.new)
        else:
            write_bytes(step.path, step.old, step.new)
