"""Settings and options -> what is to be done with every document of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from storagelint.config import Settings
from storagelint.kinds import Kind
from storagelint.linting.registry import Registry, discover
from storagelint.linting.rule import Severity
from storagelint.linting.selection import Selection

RULE_SECONDS = 5.0
"""How long one rule may take for one document."""


class WorkerError(Exception):
    """A process that ended in the middle of its work; `str()` is a clause without full stop."""


@dataclass(frozen=True)
class Task:
    """What is wanted of a run."""

    settings: Settings
    selection: Selection
    root: Path | None = None
    settings_path: Path | None = None
    suppress: bool = True
    """Whether comments in documents silence findings."""
    least: Severity = Severity.INFO
    partial: bool = False
    """Whether only some of the project's designs are checked, as where single files are named."""
    rule_seconds: float = RULE_SECONDS
    found: Registry | None = field(default=None, repr=False)
    """The rules with their code, where somebody has found them already."""

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The kinds of documents, by name."""
        return self.settings.all_kinds()

    @cached_property
    def registry(self) -> Registry:
        """The rules, with their code."""
        return self.found or discover(self.settings.rule_packs)
