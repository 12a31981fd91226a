"""SL451 unserved-query: a query whose filter no index or key leads with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.access.coverage import cover, reached_otherwise
from storagelint.judging.access.demand import frequency_of, inserts, is_small
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Frequency, QueryPattern

_SEVERITY = {Frequency.HIGH: Severity.ERROR, Frequency.MEDIUM: Severity.WARNING}


class UnservedQuery(Rule):
    """A query over several entities is served where one of them can be reached first."""

    code = "SL451"
    name = "unserved-query"
    severity = Severity.ERROR
    options: ClassVar[dict[str, Any]] = {"small-table-rows": 1000}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for query in document.queries:
            if inserts(query) or query.full_text or (query.writes and not query.filters_stated):
                continue
            filtered = [each for each in cover(query, document) if each.filters]
            if not filtered or any(each.filter_path for each in filtered):
                continue
            first = filtered[0]
            if reached_otherwise(first.entity, document):
                continue
            fields = ", ".join(first.filters)
            small = is_small(first.entity, document, context.options["small-table-rows"])
            message = (
                f"{frequency_of(query)}query «{query.name}» filters {first.entity.name} by"
                f" {fields}, which no index leads with"
            )
            yield self.at(
                document,
                query.span,
                message,
                entity=first.entity,
                field=first.filters[0],
                severity=_severity(query, small),
                evidence=(
                    *query.evidence,
                    *(clause for each in filtered for clause in each.explained()),
                ),
            )


def _severity(query: QueryPattern, small: bool) -> Severity:
    stated = _SEVERITY.get(query.frequency or Frequency.LOW, Severity.INFO)
    if small:
        return Severity.INFO
    return stated.lower() if query.evidence and not query.filters_stated else stated
