"""Findings -> texts that need no fix any more, in rounds: mend, read anew, check anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from storagelint.fixing.edits import EditError, Step, step
from storagelint.fixing.verify import new_errors, refusal
from storagelint.linting.engine_rules import FIX_DID_NOT_CONVERGE, START
from storagelint.linting.rule import Diagnostic
from storagelint.linting.run import Result

MAX_ROUNDS = 10
"""After so many rounds the texts must need no further one."""

Lint = Callable[[Mapping[str, bytes]], Result]
"""The findings of the whole project when the documents of these keys have these bytes."""


@dataclass
class Outcome:
    """What the fixes come to; nothing is written yet."""

    result: Result
    """The project's findings after the fixes."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """The new bytes of every document that changes, by its key."""
    fixed: dict[str, list[Diagnostic]] = field(default_factory=dict)
    """The findings that were mended in these documents, in the order of the rounds."""
    refused: list[Diagnostic] = field(default_factory=list)
    """A finding for each document that stays as it is because its fixes are not sound."""


def settle(
    originals: Mapping[str, bytes], lint: Lint, wanted: Callable[[Diagnostic], bool]
) -> Outcome:
    """The texts after all wanted fixes.

    A document whose fixes do not settle, change what they do not name, lose a word or bring an
    error keeps its bytes, and the others are done anew without it.
    """
    first = lint({})
    refused: dict[str, str] = {}
    while True:
        attempt = _Attempt(originals, lint, wanted, refused.keys(), first)
        attempt.run()
        if not attempt.problems:
            break
        refused |= attempt.problems
    changed = {key: data for key, data in attempt.texts.items() if data != originals[key]}
    return Outcome(
        attempt.result,
        changed,
        {key: attempt.fixed[key] for key in changed},
        [FIX_DID_NOT_CONVERGE.at(key, START, why) for key, why in sorted(refused.items())],
    )


class _Attempt:
    """The rounds over all documents but those that were refused."""

    def __init__(
        self,
        originals: Mapping[str, bytes],
        lint: Lint,
        wanted: Callable[[Diagnostic], bool],
        refused: Iterable[str],
        first: Result,
    ) -> None:
        self.originals = originals
        self.lint = lint
        self.wanted = wanted
        self.refused = frozenset(refused)
        self.first = first
        self.result = first
        self.texts: dict[str, bytes] = {}
        self.fixed: dict[str, list[Diagnostic]] = {}
        self.problems: dict[str, str] = {}
        """Document -> why it must keep its bytes."""

    def run(self) -> None:
        """Go on until no fix is left, or a document is in trouble."""
        for number in range(MAX_ROUNDS + 1):
            steps = dict(self._steps())
            if number == MAX_ROUNDS:
                for key, each in steps.items():
                    self._refuse(key, each.made, f"they do not settle within {MAX_ROUNDS} rounds")
            if self.problems:
                return
            if not steps:
                break
            for key, each in steps.items():
                self.texts[key] = each.after
                self.fixed.setdefault(key, []).extend(each.made)
            self.result = self.lint(self.texts)
        self._refuse_errors()

    def _steps(self) -> Iterator[tuple[str, Step]]:
        findings: dict[str, list[Diagnostic]] = {}
        for finding in self.result.diagnostics:
            if finding.fix and finding.path in self.originals and self.wanted(finding):
                findings.setdefault(finding.path, []).append(finding)
        for key, found in findings.items():
            if key in self.refused:
                continue
            try:
                found_step = step(self.texts.get(key, self.originals[key]), found)
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

    def _refuse_errors(self) -> None:
        """Blame an error on the fixes of its document, else on all that were made."""
        for error in new_errors(self.first.diagnostics, self.result.diagnostics):
            why = f"they would bring {error.code}, {error.message}"
            for key in [error.path] if error.path in self.texts else list(self.texts):
                if key not in self.problems:
                    self._refuse(key, self.fixed[key], why)

    def _refuse(self, key: str, findings: Iterable[Diagnostic], why: str) -> None:
        codes = ", ".join(sorted({finding.code for finding in findings}))
        self.problems[key] = f"fixes of {codes} were not made: {why}"
