"""Documents -> what the rules find in them, also where a rule is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Any

from storagelint.config import Settings
from storagelint.judging.pages.scaffolds import is_in_scaffold
from storagelint.judging.surroundings.architecture import ARCHITECTURE
from storagelint.kinds import Kind
from storagelint.linting import engine_rules
from storagelint.linting.engine_rules import START
from storagelint.linting.failure import place_of
from storagelint.linting.options import options_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.linting.watchdog import TimeExceeded, Watchdog
from storagelint.model import Document, Project
from storagelint.source import Span

MAX_FINDINGS = 100_000
"""The most findings of one rule in one document."""


@dataclass
class Checker:
    """The rules over the documents of one project."""

    project: Project
    checked: frozenset[str]
    """The paths of the documents that findings are wanted of."""
    kinds: Mapping[str, Kind]
    settings: Settings
    watchdog: Watchdog
    contexts: dict[tuple[str, str], Context] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    """What each rule has taken so far, by its code."""
    partial: bool = False
    """Whether these are only some of the project's documents."""

    def check_document(self, document: Document, rules: Sequence[Rule]) -> Iterator[Diagnostic]:
        """The findings in one document; of one that is no design only that it is none."""
        if document.how_to:
            message = f"no entity and no section of the kind {document.kind} was read"
            yield engine_rules.NOTHING_READ.at(document.path, START, message)
            return
        kind = self.kinds.get(document.kind, self.kinds["generic"])
        own = {document.path}
        for rule in rules:
            if type(rule).check is Rule.check or not (kind.consistency or rule.any_kind):
                continue
            task = partial(rule.check, document, self.context(rule, kind))
            for found in self.guarded(rule, task, document.path, own):
                if not _is_guesswork(document, found):
                    yield found

    def check_project(self, rules: Sequence[Rule]) -> Iterator[Diagnostic]:
        """The findings in documents that are checked.

        Rules for all documents do not run where only some were named; else they may speak of
        the architecture.
        """
        known = {head.path for head in self.project.heads}
        paths = self.checked if self.partial else self.checked | {ARCHITECTURE}
        beside = {ARCHITECTURE}
        beside.update(path for conductor in self.project.conductors for path in conductor.paths)
        for rule in rules:
            if type(rule).check_project is Rule.check_project:
                continue
            if self.partial and rule.rests_on_all:
                continue
            task = partial(rule.check_project, self.project, self.context(rule, None))
            found = self.guarded(rule, task, min(self.checked, default="."), known | beside)
            yield from (each for each in found if each.path in paths)

    def context(self, rule: Rule, kind: Kind | None) -> Context:
        """What a rule may look at; the options that the settings change are in it."""
        kind = kind or self.kinds["generic"]
        key = (rule.code, kind.name)
        context = self.contexts.get(key)
        if context is None:
            options = options_of(rule, self.settings)
            context = self.contexts[key] = Context(kind, self.project, options, self.kinds)
        return context

    def guarded(
        self, rule: Rule, task: Callable[[], Iterable[Any]], path: str, paths: set[str]
    ) -> list[Diagnostic]:
        """What a rule yields, up to where it raises, takes too long or yields no finding."""
        found: list[Diagnostic] = []
        start = perf_counter() - self.watchdog.paused_seconds
        self.watchdog.begin()
        try:
            for item in task():
                wrong = _nonsense(item, rule, paths)
                if wrong is None and len(found) >= MAX_FINDINGS:
                    wrong = f"yielded more than {MAX_FINDINGS:,} findings"
                if wrong is not None:
                    return [*found, _crashed(rule, path, wrong)]
                found.append(item)
        except TimeExceeded:
            found.append(_crashed(rule, path, f"took more than {self.watchdog.limit:g} s"))
        except (Exception, SystemExit, GeneratorExit) as error:
            found.append(_crashed(rule, path, f"raised {place_of(error)}"))
        finally:
            self.watchdog.end()
            spent = perf_counter() - self.watchdog.paused_seconds - start
            self.seconds[rule.code] = self.seconds.get(rule.code, 0.0) + spent
        return found


def _is_guesswork(document: Document, finding: Diagnostic) -> bool:
    """Whether less than an error is found in what was proposed and waits for its author (SL109)."""
    return finding.severity is not Severity.ERROR and is_in_scaffold(document, finding.span.line)


def _crashed(rule: Rule, path: str, what: str) -> Diagnostic:
    return engine_rules.RULE_CRASHED.at(path, START, f"rule {rule.code} {rule.name} {what}")


def _nonsense(item: object, rule: Rule, paths: set[str]) -> str | None:
    """What is wrong with something that a rule yielded; None for a finding in good order."""
    match item:
        case Diagnostic(code=code) if code != rule.code:
            return f"yielded a finding of another code than {rule.code}"
        case Diagnostic(path=path) if path not in paths:
            return "yielded a finding in a document that is not checked"
        case Diagnostic(message=str(text), severity=Severity(), span=Span(line=int(line))) if (
            text and line > 0
        ):
            return None
        case Diagnostic():
            return "yielded a finding without a message, a severity or a place"
    return f"yielded {type(item).__name__}, not a finding"
