"""Findings -> texts that need no fix any more, in rounds: mend, read anew, check anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from storagelint.fixing.edits import EditError, Step, step
from storagelint.fixing.verify import is_same, new_errors, refusal
from storagelint.linting.engine_rules import FIX_DID_NOT_CONVERGE, START
from storagelint.linting.result import Result
from storagelint.linting.rule import Diagnostic

MAX_ROUNDS = 10
"""After so many rounds the texts must need no further one."""

Lint = Callable[[Mapping[str, bytes]], Result]
"""The findings of the whole project when the documents of these keys have these bytes."""


@dataclass
class Outcome:
    """What the fixes come to; nothing is written yet."""

    result: Result
    """The project's findings after the fixes, without the fixes that were refused."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """The new bytes of every document that changes or comes to be, by its key."""
    fixed: dict[str, list[Diagnostic]] = field(default_factory=dict)
    """The findings that were mended in these documents, in the order of the rounds."""
    refused: list[Diagnostic] = field(default_factory=list)
    """A finding for each document with fixes that are not sound and were not made."""


@dataclass(frozen=True, slots=True)
class _Problem:
    """Why some rules' fixes of a document are not made."""

    codes: frozenset[str]
    why: str


def settle(
    originals: Mapping[str, bytes], lint: Lint, wanted: Callable[[Diagnostic], bool]
) -> Outcome:
    """The texts after all wanted fixes.

    Where fixes of a document do not settle, change what they do not name, lose a word or bring an
    error, none of their rules' fixes are made in it, and all the others are.
    """
    first = lint({})
    refused: dict[tuple[str, str], str] = {}
    """Document and code -> why."""

    def attempt(allowed: Callable[[Diagnostic], bool]) -> _Attempt:
        made = _Attempt(originals, lint, allowed, first)
        made.run()
        return made

    def is_refused(finding: Diagnostic) -> bool:
        created = (file.path for file in finding.fix.creates) if finding.fix else ()
        return any((key, finding.code) in refused for key in (finding.path, *created))

    def may_mend(finding: Diagnostic) -> bool:
        return wanted(finding) and not is_refused(finding)

    while (last := attempt(may_mend)).problems:
        for key, problem in last.problems.items():
            alone = {
                code: found.problems[key].why
                for code in (problem.codes if len(problem.codes) > 1 else ())
                if (found := attempt(_only(key, code, may_mend))).problems.get(key)
            }
            guilty = alone or dict.fromkeys(problem.codes, problem.why)
            refused.update({(key, code): why for code, why in guilty.items()})
    changed = {key: data for key, data in last.texts.items() if data != originals.get(key)}
    fixed = {key: last.fixed[key] for key in changed}
    last.result.diagnostics = [
        replace(each, fix=None) if is_refused(each) and wanted(each) else each
        for each in last.result.diagnostics
    ]
    return Outcome(last.result, changed, fixed, list(_reports(refused)))


def _is_below_the_root(key: str) -> bool:
    """Whether a key names a file below the project's root on every system."""
    parts = key.split("/")
    return all(part not in ("", ".", "..") and part.isprintable() for part in parts) and not (
        set(key) & set('\\:*?"<>|')
    )


def _only(key: str, code: str, allowed: Callable[[Diagnostic], bool]) -> Callable[..., bool]:
    def is_allowed(finding: Diagnostic) -> bool:
        return finding.path == key and finding.code == code and allowed(finding)

    return is_allowed


def _reports(refused: Mapping[tuple[str, str], str]) -> Iterator[Diagnostic]:
    """A finding for each document and reason."""
    groups: dict[tuple[str, str], list[str]] = {}
    for (key, code), why in sorted(refused.items()):
        groups.setdefault((key, why), []).append(code)
    for (key, why), codes in groups.items():
        message = f"fixes of {', '.join(codes)} were not made: {why}"
        yield FIX_DID_NOT_CONVERGE.at(key, START, message)


class _Attempt:
    """The rounds over all documents with some of their fixes."""

    def __init__(
        self,
        originals: Mapping[str, bytes],
        lint: Lint,
        allowed: Callable[[Diagnostic], bool],
        first: Result,
    ) -> None:
        self.originals = originals
        self.lint = lint
        self.allowed = allowed
        self.first = first
        self.result = first
        self.texts: dict[str, bytes] = {}
        self.fixed: dict[str, list[Diagnostic]] = {}
        self.problems: dict[str, _Problem] = {}
        """By document."""

    def run(self) -> None:
        """Go on until no fix is left, or a document is in trouble."""
        late: dict[str, list[Diagnostic]] = {}
        for number in range(MAX_ROUNDS + 1):
            steps = dict(self._steps())
            if number == MAX_ROUNDS:
                for key, each in steps.items():
                    going = [*late.get(key, ()), *each.made]
                    self._refuse(key, going, f"they do not settle within {MAX_ROUNDS} rounds")
            created = self._create()
            if self.problems:
                return
            if not steps and not created:
                break
            for key, each in steps.items():
                self.texts[key] = each.after
                self.fixed.setdefault(key, []).extend(each.made)
                if number >= MAX_ROUNDS // 2:
                    late.setdefault(key, []).extend(each.made)
            self.result = self.lint(self.texts)
        self._refuse_errors()

    def _steps(self) -> Iterator[tuple[str, Step]]:
        findings: dict[str, list[Diagnostic]] = {}
        known = self.originals.keys() | self.texts.keys()
        for finding in self.result.diagnostics:
            if finding.fix and finding.path in known and self.allowed(finding):
                findings.setdefault(finding.path, []).append(finding)
        for key, found in findings.items():
            try:
                before = self.texts[key] if key in self.texts else self.originals[key]
                found_step = step(before, found)
            except EditError as error:
                self._refuse(key, found, str(error))
                continue
            if found_step is None:
                continue
            reason = refusal(found_step)
            if reason is None:
                yield key, found_step
            else:
                self._refuse(key, found_step.made, reason)

    def _create(self) -> bool:
        """Make the files that fixes ask for and that are not there; whether there are any."""
        created = False
        for finding in self.result.diagnostics:
            for file in finding.fix.creates if finding.fix else ():
                key = file.path
                if key in self.originals or key in self.texts:
                    continue
                if not self.allowed(replace(finding, path=key)):
                    continue
                if not _is_below_the_root(key):
                    self._refuse(key, [finding], "they ask for a file outside of the project")
                    continue
                self.texts[key] = file.text.encode("utf-8")
                self.fixed[key] = [finding]
                created = True
        return created

    def _refuse_errors(self) -> None:
        """Blame an error on the fixes of the document that brings it, its own or another."""
        for error in new_errors(self.first.diagnostics, self.result.diagnostics):
            why = f"they would bring {error.code}, {error.message}"
            for key in self._bringing(error):
                if key not in self.problems:
                    self._refuse(key, self.fixed[key], why)

    def _bringing(self, error: Diagnostic) -> list[str]:
        """The document without whose fixes an error is not there; several where only all tell."""
        if len(self.texts) == 1:
            return list(self.texts)
        if error.path in self.texts and self._goes_without([error.path], error):
            return [error.path]
        suspects = sorted(self.texts.keys() - {error.path})
        while len(suspects) > 1:
            middle = len(suspects) // 2
            halves = (suspects[:middle], suspects[middle:])
            guilty = next((half for half in halves if self._goes_without(half, error)), None)
            if guilty is None:
                return sorted(self.texts)
            suspects = guilty
        return suspects

    def _goes_without(self, keys: Collection[str], error: Diagnostic) -> bool:
        """Whether an error is not there when some documents stay as they were."""
        rest = {key: data for key, data in self.texts.items() if key not in keys}
        found = new_errors(self.first.diagnostics, self.lint(rest).diagnostics)
        return all(not is_same(each, error) for each in found)

    def _refuse(self, key: str, findings: Iterable[Diagnostic], why: str) -> None:
        self.problems[key] = _Problem(frozenset(each.code for each in findings), why)
