"""Overview -> a page on the project for people, or its JSON, which only ever gains keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from storagelint.judging.access.coverage import AccessPath, described, spelled
from storagelint.judging.access.matrix import Cell, Service, State
from storagelint.model import Entity
from storagelint.model.components import Phase
from storagelint.reporting.components import of
from storagelint.reporting.escape import json_text, shown
from storagelint.reporting.overview import (
    ComponentLine,
    Counts,
    DocumentLine,
    KindLine,
    Overview,
    QueryLine,
)
from storagelint.reporting.width import width as shown_width

Row = tuple[object, ...]


def render_json(overview: Overview) -> str:
    """`version`, `documents`, `kinds`, `systems`, `groups`, `queries`, `components`, `summary`."""
    data = {
        "version": 1,
        "documents": [_flat(asdict(each)) for each in overview.documents],
        "kinds": [_flat(asdict(each)) for each in overview.kinds],
        "systems": None if overview.systems is None else [asdict(s) for s in overview.systems],
        "groups": [_flat(asdict(each)) for each in overview.groups],
        "queries": [
            {"path": path, "queries": [_query(line) for line in lines]}
            for path, lines in overview.matrices
        ],
        "components": [_component(each) for each in overview.components],
        "summary": {
            "documents": len(overview.documents),
            **asdict(overview.findings),
            "beside": asdict(overview.beside),
            "suppressed": overview.suppressed,
            "progress": asdict(overview.progress) if overview.components else None,
        },
    }
    return json_text(data) + "\n"


def render_text(overview: Overview) -> str:
    """A page: documents, systems, findings, queries and components, a heading each."""
    blocks = [_documents(overview), _systems(overview), _findings(overview)]
    blocks += [_matrix(path, lines) for path, lines in overview.matrices]
    blocks.append(_components(overview))
    pages = ["".join(f"{line}\n" for line in lines) for block in blocks if (lines := [*block])]
    return "\n".join(pages)


def _flat(line: dict[str, Any]) -> dict[str, Any]:
    findings = line.pop("findings")
    return {**line, **findings}


def _query(line: QueryLine) -> dict[str, Any]:
    query = line.query
    return {
        "name": query.name,
        "line": query.span.line,
        "frequency": query.frequency.value if query.frequency else None,
        "rate": query.rate,
        "entities": [
            {
                "entity": cell.name,
                "filter": _served(cell.filter, cell.entity),
                "sort": _served(cell.sort, cell.entity),
            }
            for cell in line.cells
        ],
    }


def _served(service: Service, entity: Entity | None) -> dict[str, Any]:
    by = _path(service.path, entity) if service.path and entity else None
    return {"fields": list(service.fields), "state": service.state.value, "by": by}


def _path(path: AccessPath, entity: Entity) -> dict[str, Any]:
    return {"kind": path.kind, "name": path.name, "fields": spelled(path.fields, entity)}


def _component(line: ComponentLine) -> dict[str, Any]:
    metadata = line.component.metadata
    return {
        "id": line.component.id,
        "folder": line.component.folder,
        "title": line.title,
        "storage_type": metadata.text("storage_type") if metadata else None,
        "status": line.component.status,
        "progress": asdict(line.progress) if line.progress else None,
        "phases": [
            {"number": phase.number, "name": phase.name, **asdict(phase.progress)}
            for phase in line.phases
        ],
    }


def _documents(overview: Overview) -> Iterator[str]:
    yield f"Documents: {len(overview.documents)}"
    heads = ("entities", "queries", "indexes", "errors", "warnings", "infos", "")
    rows: list[Row] = [heads]
    for kind in overview.kinds:
        rows.append((*_numbers(kind), f"{kind.kind}: {kind.documents}"))
        own = (each for each in overview.documents if each.kind == kind.kind)
        rows += [(*_numbers(each), f"  {each.path}") for each in own]
    if overview.beside != Counts():
        rows.append(("", "", "", *_severities(overview.beside), "files beside them"))
    if len(rows) > 1:
        yield from _aligned(rows, numbers=6)


def _numbers(line: DocumentLine | KindLine) -> tuple[int, ...]:
    return (line.entities, line.queries, line.indexes, *_severities(line.findings))


def _severities(counts: Counts) -> tuple[int, int, int]:
    return (counts.errors, counts.warnings, counts.infos)


def _systems(overview: Overview) -> Iterator[str]:
    backends = [each for each in overview.systems or () if each.backend]
    if not backends:
        return
    documented = sum(each.document is not None for each in backends)
    yield f"Backend systems with a storage document: {documented} of {len(backends)}"
    yield from _aligned(
        [("yes" if each.document else "no", each.name, each.document or "") for each in backends]
    )


def _findings(overview: Overview) -> Iterator[str]:
    aside = f", {overview.suppressed} suppressed" if overview.suppressed else ""
    total = sum(_severities(overview.findings))
    yield f"Findings: {total}{aside}"
    rows: list[Row] = [("errors", "warnings", "infos", "")]
    rows += [
        (*_severities(each.findings), f"{each.code} {each.title}".rstrip())
        for each in overview.groups
    ]
    if overview.groups:
        yield from _aligned(rows, numbers=3)


def _matrix(path: str, lines: Sequence[QueryLine]) -> Iterator[str]:
    yield f"Queries of {shown(path)}: {len(lines)}"
    rows: list[Row] = [("frequency", "query", "entity", "filter", "sort")]
    for line in lines:
        often = line.query.frequency.value if line.query.frequency else "-"
        for at, cell in enumerate(line.cells):
            name = line.query.name if at == 0 else ""
            rows.append((often if at == 0 else ".", name, cell.name or "?", *_served_by(cell)))
    yield from _aligned(rows)


def _served_by(cell: Cell) -> tuple[str, str]:
    return _in_words(cell.filter, cell.entity), _in_words(cell.sort, cell.entity)


def _in_words(service: Service, entity: Entity | None) -> str:
    """`customer_id: index idx_a`, `status: nothing`, `unknown`, or `-` for nothing asked."""
    if service.state is State.NONE:
        return "-"
    by = "unknown" if service.state is State.UNKNOWN else "nothing"
    if service.path and entity:
        path = service.path
        by = str(path) if path.name else described(path, entity)
    return f"{', '.join(service.fields)}: {by}" if service.fields else by


def _components(overview: Overview) -> Iterator[str]:
    if not overview.components:
        return
    yield f"Components: {len(overview.components)}, {of(overview.progress)}"
    for line in overview.components:
        what = ", ".join(part for part in (line.title, line.component.status) if part)
        how = of(line.progress) if line.progress else "no plan"
        yield shown(f"  {line.component.id}: {how}" + (f" ({what})" if what else ""))
        yield from (shown(f"    {_phase(phase)}") for phase in line.phases)


def _phase(phase: Phase) -> str:
    progress = phase.progress
    number = f"phase {phase.number}" if phase.number is not None else "phase"
    return f"{number}: {progress.done} of {progress.total}, {phase.name}"


def _aligned(rows: Sequence[Row], numbers: int = 0) -> Iterator[str]:
    """The rows with their columns below each other, the first `numbers` to the right."""
    cells = [[shown(str(cell)) for cell in row] for row in rows]
    widths = [max(map(shown_width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        parts = []
        for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
            room = " " * (width - shown_width(cell))
            parts.append(room + cell if at < numbers else cell + room)
        yield f"  {'  '.join(parts)}".rstrip()
