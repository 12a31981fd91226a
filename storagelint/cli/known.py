"""Settings and options -> the baseline of a run, and a result without what is known."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from storagelint.cli.session import Problem, Session, warn
from storagelint.config import find_root
from storagelint.linting.baseline import MAX_BYTES, BaselineError, Known, parse, sift
from storagelint.linting.files import common_folder, relative
from storagelint.linting.fingerprint import Identity
from storagelint.linting.moved import followed
from storagelint.linting.registry import Registry
from storagelint.linting.result import Result
from storagelint.linting.rule import Rule

DEFAULT_NAME = "storagelint-baseline.json"


@dataclass(frozen=True)
class Baseline:
    """A file of known findings, beside the session that it is for."""

    session: Session
    file: Path

    @cached_property
    def home(self) -> Path:
        """The folder that the paths in the file are relative to, whatever PATHs are checked."""
        session = self.session
        if session.settings_path is not None:
            return _folder(session)
        places = [session.cwd / path for path in session.paths if path != "-"]
        return find_root(common_folder(places) if places else session.cwd) or session.root

    @property
    def shown(self) -> str:
        """The file as it is called in messages."""
        return relative(self.file, self.session.cwd)

    def name(self, key: str) -> str:
        """The path by which the file knows a document, of its key."""
        return self._names.setdefault(key, self._name(key))

    @cached_property
    def _names(self) -> dict[str, str]:
        return {}

    def _name(self, key: str) -> str:
        root = self.session.root
        return key if root == self.home or key == "<stdin>" else relative(root / key, self.home)

    @cached_property
    def known(self) -> Known:
        """What is known. Raises Problem when the file cannot be used."""
        try:
            with self.file.open("rb") as stream:
                return parse(stream.read(MAX_BYTES + 1))
        except OSError as error:
            reason = error.strerror or str(error)
            raise Problem(f"baseline {self.shown} cannot be read: {reason}") from None
        except BaselineError as error:
            reason = str(error)
            colon = ":" if reason[:1].isdigit() else ": "
            raise Problem(f"{self.shown}{colon}{reason}") from None

    def known_of(self, result: Result) -> Known:
        """What is known, with the paths that moved documents have in a result."""
        gone = cache(lambda path: not (self.home / path).exists())
        return followed(self.known, result.diagnostics, self.name, gone)

    def sift(
        self, result: Result, was_judged: Callable[[Identity], bool] = lambda _known: False
    ) -> None:
        """Part what is known from what a result has found.

        Says on the standard error how much of what was judged is known and gone.
        """
        found = result.diagnostics
        result.diagnostics, left = sift(found, self.known_of(result), self.name)
        new = {id(each) for each in result.diagnostics}
        result.known = [each for each in found if id(each) not in new]
        gone = sum(count for each, count in left.items() if was_judged(each))
        if gone:
            what = "1 finding that is gone" if gone == 1 else f"{gone} findings that are gone"
            warn(f"{self.shown} lists {what}; storagelint baseline --prune takes them out")


def open_baseline(session: Session, option: str | None) -> Baseline | None:
    """The baseline that an option or the settings name, or None where neither does.

    Raises Problem for one of the settings that a link takes out of the project.
    """
    if option is not None:
        return Baseline(session, session.cwd / option)
    setting = session.loaded.settings.baseline
    return None if setting is None else named_by_settings(session, setting)


def named_by_settings(session: Session, name: str) -> Baseline:
    """The baseline of a name that is relative to the settings file."""
    folder = _folder(session)
    baseline = Baseline(session, folder / name)
    real = Path(os.path.realpath(baseline.file))
    if not real.is_relative_to(os.path.realpath(folder)):
        raise Problem(f"baseline {baseline.shown} is a link out of the project")
    return baseline


def judged(
    baseline: Baseline, result: Result, registry: Registry, ran: Sequence[Rule]
) -> Callable[[Identity], bool]:
    """Tells whether a run would have found a known finding if it were still there.

    It would where the rule ran, or is no more, and the document was checked, or is no more. What
    rests on all documents shows in a run over all of them.
    """
    documents = {baseline.name(path) for path in result.sources}
    unread = {baseline.name(each.path) for each in result.unfinished}
    wanted = {rule.code for rule in ran}

    def was_judged(found: Identity) -> bool:
        if found.code in registry.by_code and found.code not in wanted:
            return False
        rule = registry.by_code.get(found.code)
        if baseline.session.is_partial and rule is not None and rule.rests_on_all:
            return False
        if baseline.session.paths:
            return found.path in documents or not (baseline.home / found.path).exists()
        return found.path not in unread

    return was_judged


def _folder(session: Session) -> Path:
    path = session.settings_path
    return path.parent if path is not None else session.root
