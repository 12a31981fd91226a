"""What a run found, and the exit status that it comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storagelint.linting.engine_rules import INCOMPLETE
from storagelint.linting.rule import Diagnostic, Severity
from storagelint.source import Source

if TYPE_CHECKING:
    from storagelint.linting.suppression import Suppression


@dataclass
class Result:
    """What a run found."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    """In the order of every output; their paths are the documents' keys."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """The text of every document, by its key."""
    files: int = 0
    suppressed: int = 0
    """How many findings comments silence; they are not among the diagnostics."""
    known: list[Diagnostic] = field(default_factory=list)
    """Those that a baseline lists; nor are they."""
    suppressions: dict[str, list[Suppression]] = field(default_factory=dict)
    """By document, with what each has silenced."""

    @property
    def incomplete(self) -> bool:
        """Whether something could not be read or checked."""
        return bool(self.unfinished)

    @property
    def unfinished(self) -> list[Diagnostic]:
        """The findings about what could not be read or checked."""
        return [diagnostic for diagnostic in self.diagnostics if diagnostic.code in INCOMPLETE]

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings of each severity there are."""
        return Counter(diagnostic.severity for diagnostic in self.diagnostics)

    def exit_code(self, fail_on: str) -> int:
        """2 when something was not checked, 1 with findings at or above `fail_on`, else 0."""
        if self.incomplete:
            return 2
        if fail_on == "never":
            return 0
        least = Severity(fail_on).weight
        return int(any(each.severity.weight >= least for each in self.diagnostics))
