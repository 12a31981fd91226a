"""`storagelint check --add-ignores`: findings -> comments in the documents that silence them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass

import click

from storagelint.cli.checking import Checking, at_work
from storagelint.cli.known import Baseline
from storagelint.cli.session import (
    STDIN,
    Problem,
    Session,
    complain,
    warn,
)
from storagelint.fixing.drafts import Drafts
from storagelint.fixing.ignores import Silence, silence
from storagelint.fixing.write import WriteError, leads_out, recover
from storagelint.fixing.write import write as write_bytes
from storagelint.linting.files import File
from storagelint.linting.result import Result
from storagelint.linting.rule import Severity
from storagelint.linting.selection import Selection
from storagelint.source import SourceError


@dataclass(frozen=True)
class Ignores:
    """Findings that are to be silenced, and why."""

    checking: Checking
    selection: Selection
    least: Severity
    known: Baseline | None
    reason: str

    @property
    def session(self) -> Session:
        """What the command works on."""
        return self.checking.session

    def add(self) -> tuple[Result, bool]:
        """Write the comments; the findings that are left, and whether a file was not written.

        Says on the standard error what was done.

        Raises Problem where comments cannot be written or have no reason.
        """
        if STDIN in self.session.paths:
            raise Problem("--add-ignores writes files, and the standard input is none")
        if not any(letter.isprintable() and letter != " " for letter in self.reason):
            raise Problem("--add-ignores needs a reason")
        with at_work() as count:
            run = self.checking.run(self.selection, load=self._load, progress=count)
            drafts = Drafts(run)

            def lint(texts: Mapping[str, bytes]) -> Result:
                return self._without_the_rest(drafts.lint(texts))

            found = silence(drafts.originals, lint, drafts.document, self.reason)
            failed = {key for key in sorted(found.texts) if not self._written(drafts, key, found)}
            self._say(found, drafts, failed)
            if failed:
                found.result = lint({key: found.texts[key] for key in found.texts.keys() - failed})
        return found.result, bool(failed)

    def _without_the_rest(self, result: Result) -> Result:
        """A result without what is known and what weighs too little."""
        least = self.least.weight
        result.diagnostics[:] = [
            each for each in result.diagnostics if each.severity.weight >= least
        ]
        if self.known is not None:
            self.known.sift(result)
        return result

    def _load(self, file: File) -> bytes:
        if not leads_out(file.path, self.session.root):
            try:
                recover(file.path)
            except WriteError as error:
                raise SourceError(str(error)) from None
        return self.session.load(file)

    def _written(self, drafts: Drafts, key: str, found: Silence) -> bool:
        """Write a file; False, and a word on the standard error, where it cannot be."""
        path = drafts.files[key].path
        try:
            if leads_out(path, self.session.root):
                raise WriteError("link leads out of the project")
            write_bytes(path, drafts.originals[key], found.texts[key])
        except WriteError as error:
            complain(f"{self.session.shown(key)}: {error}")
            return False
        return True

    def _say(self, found: Silence, drafts: Drafts, failed: Set[str]) -> None:
        written = found.texts.keys() - failed
        comments, files = sum(found.comments[key] for key in written), len(written)
        noun, where = "comment" + "s" * (comments != 1), "file" + "s" * (files != 1)
        rest = f"; {len(failed)} could not be written" if failed else ""
        click.echo(f"Wrote {comments} {noun} into {files} {where}{rest}.", err=True)
        left = Counter(each.path for each in found.result.diagnostics)
        for key, count in sorted(left.items()):
            if key.endswith(".json") or key not in drafts.originals:
                findings = "finding stays" if count == 1 else "findings stay"
                warn(f"{self.session.shown(key)} takes no comments, {count} {findings}")
