"""A section of a kind and a design -> the Markdown of the section, with its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from storagelint.generating import access_sections, entity_sections, relation_sections
from storagelint.generating import integrity_sections as integrity
from storagelint.generating import operation_sections as operations
from storagelint.generating.design import Design, design_of
from storagelint.generating.manner import Manner
from storagelint.generating.mapping_section import mapping
from storagelint.generating.numbering import Number, beginning, part_number
from storagelint.generating.proposals.proposed_entities import bare_entity
from storagelint.generating.texts.inline_text import heading as heading_text
from storagelint.generating.texts.inline_text import inline
from storagelint.generating.texts.notes import question
from storagelint.generating.wording import ENGLISH, heading
from storagelint.judging.pages.outline import expected
from storagelint.kinds import Kind, SectionSpec
from storagelint.markdown import parse
from storagelint.model import Document, Entity, Project, QueryPattern, Store
from storagelint.source import from_text

_BODIES: dict[str, Callable[[Design], str]] = {
    "storage-selection": entity_sections.selection,
    "entity-diagram": relation_sections.diagram,
    "relationships": relation_sections.relationships,
    "queries": access_sections.queries,
    "indexes": access_sections.indexes,
    "constraints": integrity.constraints,
    "validation": integrity.validation,
    "migration": operations.migration,
    "initial-setup": operations.initial_setup,
    "version-management": operations.version_management,
    "rollback": operations.rollback,
    "performance": operations.performance,
    "volume": operations.volume,
    "optimization": operations.optimization,
    "backup": operations.backup,
    "security": operations.security,
    "mapping": mapping,
}
_MOST_LEVELS = 6


def written(
    spec: SectionSpec,
    design: Design,
    *,
    level: int | None = None,
    number: str = "",
    parts: Iterable[SectionSpec] = (),
) -> str:
    """The Markdown of a section with its heading, without a newline behind it.

    `level` is that of the heading where it is not the kind's, `number` what the heading begins
    with (`4. `), `parts` the sections below it that are to be written with it.
    """
    level = level or spec.level
    title = heading_text(heading(spec, design.language))
    content = body(spec, design, level=level, number=number, parts=parts)
    return f"{'#' * level} {number}{title}\n\n{content}"


def body(
    spec: SectionSpec,
    design: Design,
    *,
    level: int | None = None,
    number: str = "",
    parts: Iterable[SectionSpec] = (),
) -> str:
    """The Markdown below the heading of a section; see `written`."""
    level = level or spec.level
    below = min(level + 1, _MOST_LEVELS)
    stem = number if design.manner.numbers_parts else ""
    texts = [
        written(part, design, level=below, number=part_number(stem, position))
        for position, part in enumerate(parts, 1)
    ]
    if texts:
        return "\n\n".join(texts)
    if spec.role == "entities":
        return entity_sections.entities(design, below, stem)
    write = _BODIES.get(spec.role)
    return write(design) if write else question(spec.role, design)


def parts_of(spec: SectionSpec, design: Design) -> list[SectionSpec]:
    """The sections that the kind has below one and asks of this design."""
    return [part for part in expected(design.document, design.kind) if part.parent == spec.role]


def whole(
    kind: Kind,
    title: str,
    *,
    path: str = "",
    project: Project | None = None,
    system: str | None = None,
    stores: Iterable[Store] = (),
    entities: Iterable[Entity | str] = (),
    queries: Iterable[QueryPattern] = (),
    metadata: Mapping[str, str] | None = None,
    language: str = ENGLISH,
) -> str:
    """A new document of a kind with all its sections, as a file's text.

    `title` is the whole first heading, `path` where the file will be below the project's root (its
    neighbours are read), `metadata` the values of the kind's lines below the title. `entities` are
    known ones or only names, `queries` what is asked of them. `storagelint check` finds nothing in
    it but scaffolds to be filled.
    """
    page = parse(from_text(""))
    empty = Document(path=path, kind=kind.name, page=page, system=system, stores=list(stores))
    known = [bare_entity(each, empty, kind) if isinstance(each, str) else each for each in entities]
    design = design_of(
        empty,
        kind,
        project or Project([]),
        {spec.role for spec in kind.sections},
        manner=Manner(language=language),
        entities=known,
        asked=list(queries),
    )
    if kind.diagram != "optional" and kind.section("entity-diagram") is None:
        design = replace(design, draws=len(design.entities) > 1)
    lines = [f"# {heading_text(title)}", *_metadata(kind, metadata or {})]
    numbered = Number("", 1, ".", 3) if kind.numbered else None
    position = 0
    for spec in expected(design.document, kind):
        if spec.parent is not None:
            continue
        position += 1
        number = beginning(numbered, position)
        lines.append(written(spec, design, number=number, parts=parts_of(spec, design)))
    return "\n\n".join(lines) + "\n"


def _metadata(kind: Kind, values: Mapping[str, str]) -> list[str]:
    """The lines below the title, as one paragraph."""
    lines = [f"**{key}**: {inline(values[key])}" for key in kind.metadata if values.get(key)]
    return ["\n".join(lines)] if lines else []
