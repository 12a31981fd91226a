"""Findings -> text for people and machines; one module an output format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module

from storagelint.linting.rule import Diagnostic, Rule, Safety, Severity
from storagelint.source import Source

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")
"""The output formats; each is a module here with `render(report, style) -> str`."""

OF_FORGES = frozenset(["sarif", "github", "gitlab", "junit"])
"""Those in which a path is relative to the repository, wherever the command runs."""


@dataclass(frozen=True)
class Report:
    """What a run has to say; the paths are as they are shown."""

    diagnostics: Sequence[Diagnostic]
    files: int = 0
    suppressed: int = 0
    """How many findings comments in the documents silence."""
    baselined: int = 0
    """How many findings are known: they stand in the baseline."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """The text of each document by its path."""
    paths: Sequence[str] = ()
    """All documents that were checked, those without findings too."""
    rules: Mapping[str, Rule] = field(default_factory=dict)
    """The rules by their codes."""
    exit_status: int = 0
    problems: Sequence[str] = ()
    """What keeps rules from running, a clause each."""
    fixed: Sequence[Diagnostic] | None = None
    """The findings that were mended and are gone; None where nothing was to be mended."""
    left: int = 0
    """How many known findings were not mended because they are known."""

    def counts(self) -> Counter[Severity]:
        """How many findings of each severity there are."""
        return Counter(diagnostic.severity for diagnostic in self.diagnostics)

    @property
    def fixable(self) -> int:
        """How many findings have a fix, safe or not."""
        return sum(self.fixes().values())

    def fixes(self) -> Counter[Safety]:
        """How many findings have a fix of each sort."""
        return Counter(each.fix.safety for each in self.diagnostics if each.fix)

    def by_rule(self) -> list[tuple[Diagnostic, int]]:
        """One finding of each rule with the rule's number of findings, most first."""
        numbers = Counter(diagnostic.code for diagnostic in self.diagnostics)
        first = {each.code: each for each in reversed(self.diagnostics)}
        order = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(first[code], number) for code, number in order]


@dataclass(frozen=True)
class Style:
    """How a report is written."""

    color: bool = False
    explain: bool = False
    """With the source line, the evidence and the title of the fix."""
    statistics: bool = False
    """With a count for each rule."""
    quiet: bool = False
    """Without the summary."""


def render(name: str, report: Report, style: Style) -> str:
    """The report in the output format `name`, one of FORMATS, with a newline at its end."""
    module = import_module(f"{__name__}.{name}")
    text: str = module.render(report, style)
    return text
