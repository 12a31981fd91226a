"""SL708 unfiltered-soft-delete: rows that are deleted softly, and queries that do not say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.entities.shape import soft_delete_field
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Field, QueryPattern
from storagelint.patterns import pattern

_SPOKEN = pattern(
    r"soft[- _]?delet|not deleted|non-deleted|undeleted|paranoid|软删除|逻辑删除|未删除|論理削除"
    r"|소프트 ?삭제|논리 ?삭제|мягк\w{1,4} удал|borrado lógico|exclusão lógica",
    re.IGNORECASE,
)


class UnfilteredSoftDelete(Rule):
    """One finding an entity, at the field that marks its rows."""

    code = "SL708"
    name = "unfiltered-soft-delete"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            mark = soft_delete_field(entity)
            if mark is None:
                continue
            reads = [query for query in document.queries if _reads(query, entity, document)]
            if reads and not _spoken_of(mark, document):
                yield self.at(
                    document,
                    mark.span,
                    f"no query on {entity.name} says that it leaves out rows with {mark.name}",
                    entity=entity,
                    field=mark,
                    evidence=tuple(f"query {query.name}" for query in reads[:3]),
                )


def _reads(query: QueryPattern, entity: Entity, document: Document) -> bool:
    return not query.writes and any(document.entity(each) is entity for each in query.entities)


def _spoken_of(mark: Field, document: Document) -> bool:
    """Whether a line beside the definitions names the mark, or soft deletion at all."""
    defined = {
        field.span.line
        for entity in document.entities
        for definition in entity.definitions
        for field in definition.fields
    }
    return any(
        mark.name in line or _SPOKEN.search(line)
        for number, line in enumerate(document.page.source.lines, 1)
        if number not in defined
    )
