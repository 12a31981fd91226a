"""SL457 unpaginated-list: a list without limit over many rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.access.coverage import cover
from storagelint.judging.access.demand import is_small, lists_rows
from storagelint.judging.pages.hints import is_said
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern

_PAGED = pattern(
    r"\b(?:every|each|all) (?:\w+ ){0,2}(?:lists?|quer(?:y|ies)|endpoints?)\b[^.|\n]{0,60}"
    r"\b(?:pag|limit|cursor)|\bpaginat(?:ion|ed?)\b[^.|\n]{0,60}\b(?:all|every|each|lists?)\b",
    re.IGNORECASE,
)
"""A sentence that pages all lists at once."""
_HINTS = ("pag", "limit", "cursor")


class UnpaginatedList(Rule):
    """Only in kinds that ask for query patterns; a filter makes the list shorter."""

    code = "SL457"
    name = "unpaginated-list"
    severity = Severity.WARNING
    options: ClassVar[dict[str, Any]] = {"small-table-rows": 1000}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        lists = [query for query in document.queries if lists_rows(query) and not query.paginated]
        if not lists or context.kind.section("queries") is None:
            return
        if is_said(document, _PAGED, _HINTS):
            return
        for query in lists:
            for coverage in cover(query, document)[:1]:
                entity = coverage.entity
                few = is_small(entity, document, context.options["small-table-rows"])
                if few or entity.is_unique(coverage.filters):
                    continue
                message = f"query «{query.name}» lists {entity.name} without a limit"
                severity = Severity.INFO if coverage.filters else None
                yield self.at(document, query.span, message, entity=entity, severity=severity)
