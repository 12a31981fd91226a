"""SL452 unserved-sort: a query whose order no index gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.access.coverage import cover
from storagelint.judging.access.demand import frequency_of, is_high, is_small
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnservedSort(Rule):
    """Only where the filter is served: else the missing index is the matter of SL451."""

    code = "SL452"
    name = "unserved-sort"
    severity = Severity.WARNING
    options: ClassVar[dict[str, Any]] = {"small-table-rows": 1000}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for query in document.queries:
            found = cover(query, document)
            if query.full_text or query.writes or sum(bool(each.filters) for each in found) > 1:
                continue
            for coverage in found:
                entity = coverage.entity
                if not coverage.sorts or coverage.sort_path or not document.relational:
                    continue
                if entity.kind != "table" or (coverage.filters and not coverage.filter_path):
                    continue
                if is_small(entity, document, context.options["small-table-rows"]):
                    continue
                order = ", ".join(coverage.sorts)
                sure = is_high(query) and not query.evidence
                yield self.at(
                    document,
                    query.span,
                    f"{frequency_of(query)}query «{query.name}» sorts {entity.name} by {order},"
                    " which no index gives",
                    entity=entity,
                    severity=self.severity if sure else Severity.INFO,
                    evidence=(*query.evidence, *coverage.explained(sorts=True)),
                )
