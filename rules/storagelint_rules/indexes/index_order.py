"""SL418 index-order: a sort or range field before the equality field of its query."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.coverage import Coverage, cover, index_keys
from storagelint.judging.access.index_pairs import by_entity, label
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Index
from storagelint.model.names import fold_field


class IndexOrder(Rule):
    """Only where nothing else serves the query by its equality fields."""

    code = "SL418"
    name = "index-order"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        indexes = {entity.key: found for entity, found in by_entity(document)}
        seen: set[int] = set()
        for query in document.queries:
            for coverage in cover(query, document):
                own = indexes.get(coverage.entity.key)
                if not own or not coverage.filters or not (coverage.sorts or query.ranges):
                    continue
                ranged = {fold_field(name) for name in query.ranges}
                equal = {fold_field(name) for name in coverage.filters} - ranged
                ordered = (ranged | {fold_field(name) for name in coverage.sorts}) - equal
                for index in own if equal and ordered else ():
                    swapped = _swapped(index, coverage, equal, ordered)
                    if swapped is None or id(index) in seen:
                        continue
                    seen.add(id(index))
                    first, later = swapped
                    yield self.at(
                        document,
                        index.fields_span or index.span,
                        f"{label(index)} has {first} before {later}, by which query"
                        f" «{query.name}» looks up",
                        entity=coverage.entity,
                        evidence=tuple(query.evidence),
                        severity=None if query.filters_stated else self.severity.lower(),
                    )


def _swapped(
    index: Index, coverage: Coverage, equal: set[str], ordered: set[str]
) -> tuple[str, str] | None:
    """The field of an index to sort or range by, and the later one to look up by, where it has."""
    entity = coverage.entity
    keys = index_keys(index, entity)
    served = coverage.filter_path
    if not keys or keys[0] not in ordered:
        return None
    if served is not None and served.fields[:1] != keys[:1]:
        return None
    later = next((key for key in keys[1:] if key in equal), None)
    first, last = entity.field(keys[0]), entity.field(later) if later else None
    return (first.name, last.name) if first and last else None
