"""The rule API: what a rule is given, and what it yields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from storagelint.kinds import Kind
from storagelint.source import Span

if TYPE_CHECKING:
    from storagelint.model import Document, Entity, Field, Project


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def weight(self) -> int:
        """3 for an error, 2 for a warning, 1 for an info."""
        return {"error": 3, "warning": 2, "info": 1}[self.value]

    def lower(self) -> Severity:
        """The severity below, for findings that rest on an inference."""
        return Severity.WARNING if self is Severity.ERROR else Severity.INFO


class Safety(StrEnum):
    """Whether a fix may be applied without a second look."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of the text that a span covers; an empty span inserts."""

    span: Span
    text: str
    rank: int = 0
    """Of insertions at one place the lower goes first, then that of the first finding."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that a fix writes where there is none; it never takes the place of another."""

    path: str
    """Relative to the project's root, with `/`; a path that leaves the root is refused."""
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What would mend a finding; the title is an imperative sentence without full stop."""

    title: str
    edits: tuple[Edit, ...] = ()
    """Of the document that the finding is in."""
    safety: Safety = Safety.SAFE
    creates: tuple[NewFile, ...] = ()
    """Instead of edits: files that are missing."""


@dataclass(frozen=True, slots=True)
class Together:
    """What is said once of many findings of a rule in a document, whatever silences some."""

    above: int
    """Up to so many findings each stand for themselves."""
    message: str
    """With `{count}` for their number and `{first}` for the entity or field of the first."""
    title: str = ""
    """The title of all their fixes together; without it, that of the first."""

    def say(self, count: int, first: str) -> str:
        """The message on so many findings."""
        return self.message.replace("{count}", str(count)).replace("{first}", first)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding: one lower-case clause about one place."""

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    span: Span
    entity: str | None = None
    field: str | None = None
    fix: Fix | None = None
    evidence: tuple[str, ...] = ()
    """What the finding rests on, a clause each; printed with `--explain`."""
    together: Together | None = None
    """Of findings that have the same, many are shown as one."""
    count: int = 1
    """How many findings it stands for."""

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The order of findings in every output: path, line, column, code."""
        return (self.path, self.span.line, self.span.column, self.code, self.message)


@dataclass(frozen=True)
class Context:
    """What a rule may look at beside the document: its kind, the project and the settings."""

    kind: Kind
    project: Project
    options: dict[str, Any] = field(default_factory=dict)
    """The options of the rule itself: its defaults, changed by the settings."""
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    """All kinds of the project, for rules that judge more than one document."""


class Located(Protocol):
    """Anything that stands in a file: a document, or a fact that knows its path."""

    @property
    def path(self) -> str:
        """The path below the project's root."""


class Rule:
    """A rule. A subclass sets the class variables and yields findings from one of the checks.

    A rule keeps no state between calls. What it raises is reported as SL002 and stops nothing.
    """

    code: ClassVar[str]
    """`SL` and three digits; the first digit is the group. Never reused."""
    name: ClassVar[str]
    """What is wrong, in kebab-case: missing-primary-key."""
    severity: ClassVar[Severity]
    pedantic: ClassVar[bool] = False
    """Whether it is off unless it is selected by code or with `--pedantic`."""
    fixable: ClassVar[Safety | None] = None
    any_kind: ClassVar[bool] = False
    """Whether it also runs on kinds of documents that describe no design."""
    rests_on_all: ClassVar[bool] = False
    """Whether its findings rest on all documents of the project: `check_project` does not run
    where only some were named."""
    options: ClassVar[dict[str, Any]] = {}
    """Each option with its default."""

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        """The findings of one document."""
        yield from ()

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        """The findings that need all documents; each names its document by `path`."""
        yield from ()

    def at(
        self,
        document: Located,
        span: Span,
        message: str,
        *,
        entity: Entity | str | None = None,
        field: Field | str | None = None,
        severity: Severity | None = None,
        fix: Fix | None = None,
        evidence: tuple[str, ...] = (),
        together: Together | None = None,
    ) -> Diagnostic:
        """A finding of this rule at a place of a document, or of a file that a rule knows."""
        return Diagnostic(
            self.code,
            self.name,
            severity or self.severity,
            message,
            document.path,
            span,
            entity if isinstance(entity, str | None) else entity.name,
            field if isinstance(field, str | None) else field.name,
            fix,
            evidence,
            together,
        )
