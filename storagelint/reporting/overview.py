"""Project and findings -> what there is to say of a project: the facts of `storagelint status`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from storagelint.judging.access.matrix import Cell, cells
from storagelint.judging.surroundings.architecture import systems
from storagelint.judging.surroundings.files import exists
from storagelint.linting.rule import Diagnostic, Severity
from storagelint.model import Document, Project, QueryPattern
from storagelint.model.components import Component, Phase, Progress

GROUPS = {
    "SL0": "reading",
    "SL1": "document and sections",
    "SL2": "entities and fields",
    "SL3": "relationships and diagrams",
    "SL4": "indexes and queries",
    "SL5": "operations",
    "SL6": "mapping to interface contracts",
    "SL7": "security",
    "SL8": "component lifecycle",
    "SL9": "naming",
}
"""The codes of a group begin so -> what its rules are about."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Findings by severity."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic]) -> Counts:
        """The number of findings of each severity."""
        found = Counter(diagnostic.severity for diagnostic in diagnostics)
        return cls(found[Severity.ERROR], found[Severity.WARNING], found[Severity.INFO])


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document with what it holds."""

    path: str
    kind: str
    title: str
    system: str | None
    entities: int
    queries: int
    indexes: int
    findings: Counts


@dataclass(frozen=True, slots=True)
class KindLine:
    """All documents of a kind together."""

    kind: str
    documents: int
    entities: int
    queries: int
    indexes: int
    findings: Counts


@dataclass(frozen=True, slots=True)
class SystemLine:
    """A system of the architecture and the storage document that it has."""

    name: str
    backend: bool
    document: str | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group of rules with its findings."""

    code: str
    title: str
    findings: Counts


@dataclass(frozen=True, slots=True)
class QueryLine:
    """A query with what serves it on each of its entities."""

    query: QueryPattern
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """A component with how far its plan is."""

    component: Component
    title: str | None
    progress: Progress | None
    """None where it has no plan."""
    phases: tuple[Phase, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All there is to say of a project."""

    documents: tuple[DocumentLine, ...]
    """By kind, then by path."""
    systems: tuple[SystemLine, ...] | None
    """None where the project has no docs/architecture.md."""
    groups: tuple[GroupLine, ...]
    """Those with findings, by their codes."""
    matrices: tuple[tuple[str, tuple[QueryLine, ...]], ...]
    """The path of each document that states queries, with them."""
    components: tuple[ComponentLine, ...]
    findings: Counts
    beside: Counts
    """The findings in files that are no documents, such as docs/architecture.md."""
    suppressed: int = 0

    @property
    def kinds(self) -> tuple[KindLine, ...]:
        """The documents of each kind together, by the names of the kinds."""
        grouped = groupby(self.documents, key=lambda line: line.kind)
        return tuple(_sum(kind, list(lines)) for kind, lines in grouped)

    @property
    def progress(self) -> Progress:
        """How far the plans of all components are that were not given up."""
        parts = [
            each.progress for each in self.components if each.progress and not each.component.ended
        ]
        return Progress(
            sum(part.done for part in parts),
            sum(part.begun for part in parts),
            sum(part.total for part in parts),
        )


def survey(
    project: Project,
    diagnostics: Sequence[Diagnostic],
    suppressed: int = 0,
    *,
    shown: Callable[[str], str] = str,
) -> Overview:
    """The overview of a project and its findings; `shown` turns a key into the path to print."""
    by_path: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        by_path.setdefault(diagnostic.path, []).append(diagnostic)
    documents = sorted(project.documents, key=lambda document: (document.kind, document.path))
    paths = {document.path for document in documents}
    return Overview(
        tuple(_document(each, by_path.get(each.path, ()), shown) for each in documents),
        _systems(project, shown),
        tuple(_groups(diagnostics)),
        tuple(
            (shown(document.path), tuple(_queries(document)))
            for document in documents
            if document.queries
        ),
        tuple(_component(each) for each in project.components),
        Counts.of(diagnostics),
        Counts.of(each for each in diagnostics if each.path not in paths),
        suppressed,
    )


def _document(
    document: Document, found: Iterable[Diagnostic], shown: Callable[[str], str]
) -> DocumentLine:
    return DocumentLine(
        shown(document.path),
        document.kind,
        document.title,
        document.system,
        len(document.entities),
        len(document.queries),
        len(document.indexes),
        Counts.of(found),
    )


def _sum(kind: str, lines: Sequence[DocumentLine]) -> KindLine:
    return KindLine(
        kind,
        len(lines),
        sum(line.entities for line in lines),
        sum(line.queries for line in lines),
        sum(line.indexes for line in lines),
        Counts(
            sum(line.findings.errors for line in lines),
            sum(line.findings.warnings for line in lines),
            sum(line.findings.infos for line in lines),
        ),
    )


def _systems(project: Project, shown: Callable[[str], str]) -> tuple[SystemLine, ...] | None:
    listed = systems(project)
    if listed is None:
        return None
    return tuple(
        SystemLine(
            system.name,
            system.backend,
            next((shown(path) for path in system.designs if exists(path, project)), None),
        )
        for system in listed
    )


def _groups(diagnostics: Iterable[Diagnostic]) -> Iterator[GroupLine]:
    found: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        found.setdefault(diagnostic.code[:-2], []).append(diagnostic)
    for code in sorted(found):
        yield GroupLine(code, GROUPS.get(code, ""), Counts.of(found[code]))


def _queries(document: Document) -> Iterator[QueryLine]:
    for query in document.queries:
        yield QueryLine(query, tuple(cells(query, document)))


def _component(component: Component) -> ComponentLine:
    plan = component.plan
    title = component.metadata.text("title") if component.metadata else None
    return ComponentLine(
        component, title, plan.progress if plan else None, plan.phases if plan else ()
    )
