"""Findings -> those that are wanted, in their order, without what comments silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pathspec

from storagelint.config import Settings, settings_file
from storagelint.linting.engine_rules import ENGINE_RULES, INCOMPLETE
from storagelint.linting.files import relative
from storagelint.linting.idle import about_settings, about_suppressions
from storagelint.linting.registry import Registry
from storagelint.linting.result import Result
from storagelint.linting.rule import Diagnostic, Severity
from storagelint.linting.selection import Selection, match_rule


@dataclass(frozen=True)
class Sifting:
    """What is wanted of the findings that the rules have made."""

    registry: Registry
    selection: Selection
    settings: Settings
    root: Path | None = None
    settings_path: Path | None = None
    suppress: bool = True
    least: Severity = Severity.INFO
    partial: bool = False

    def sift(self, result: Result, how_to: frozenset[str] = frozenset()) -> Result:
        """The result with the findings that are wanted, sorted, the suppressed ones taken out.

        Suppressions in the documents of `how_to` are never called unused: no rule ran there.
        """
        result.diagnostics[:] = self._wanted(result.diagnostics)
        if self.suppress:
            _silence(result)
            rules = self.selection.rules(self.registry)
            ran = [rule for rule in rules if not (self.partial and rule.rests_on_all)]
            ran = ran if self.least is Severity.INFO else []
            idle: list[Diagnostic] = []
            for path, found in result.suppressions.items():
                source = replace(result.sources[path], path=path)
                judged = [] if path in how_to else ran
                idle += about_suppressions(source, found, self.registry, judged)
            if self.root is not None and (file := self.settings_path or settings_file(self.root)):
                key = relative(file, self.root)
                idle += about_settings(self.settings, self.registry, file, key)
            result.diagnostics.extend(self._wanted(idle))
        result.diagnostics.sort(key=lambda diagnostic: diagnostic.order)
        return result

    def _wanted(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        return list(_wanted(diagnostics, self.selection, self.settings, self.least))


def _wanted(
    diagnostics: Iterable[Diagnostic], selection: Selection, settings: Settings, least: Severity
) -> Iterator[Diagnostic]:
    """The findings that the selection wants, with the severities that the settings give them."""
    silent = [
        (pathspec.GitIgnoreSpec.from_lines([glob]), selectors)
        for glob, selectors in settings.per_file_ignores.items()
    ]
    for diagnostic in list(diagnostics):
        if diagnostic.code in INCOMPLETE:
            yield diagnostic
            continue
        code, name = diagnostic.code, diagnostic.name
        if code in ENGINE_RULES and not selection.wants(code, name):
            continue
        if any(
            spec.match_file(diagnostic.path)
            and any(match_rule(selector, code, name) is not None for selector in selectors)
            for spec, selectors in silent
        ):
            continue
        severity = selection.weight(code, name, diagnostic.severity)
        if severity is not diagnostic.severity:
            diagnostic = replace(diagnostic, severity=severity)
        if severity.weight >= least.weight:
            yield diagnostic


def _silence(result: Result) -> None:
    if not result.suppressions:
        return
    kept: list[Diagnostic] = []
    for diagnostic in result.diagnostics:
        comments = result.suppressions.get(diagnostic.path, ())
        silencing = [comment for comment in comments if comment.silences(diagnostic)]
        if silencing and diagnostic.code not in INCOMPLETE:
            result.suppressed += 1
        else:
            kept.append(diagnostic)
    result.diagnostics[:] = kept
