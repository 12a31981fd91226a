"""SL905 index-name: an index that is named otherwise than asked, or than the others."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.naming import index_pattern, majority
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Index


class IndexName(Rule):
    """Prefix and table are judged; which of the fields a name spells out is its own matter."""

    code = "SL905"
    name = "index-name"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        patterns = [(index, index_pattern(index, document)) for index in document.indexes]
        wanted: str | None = context.kind.naming.index_pattern
        evidence: tuple[str, ...] = ()
        if wanted is None:
            agreed = majority(pattern for _, pattern in patterns)
            if agreed is None:
                return
            wanted, evidence = agreed.value, (agreed.evidence,)
        for index, pattern in patterns:
            if pattern is not None and pattern != wanted:
                yield self._odd(document, index, wanted, evidence)

    def _odd(
        self, document: Document, index: Index, wanted: str, evidence: tuple[str, ...]
    ) -> Diagnostic:
        message = f"index name {index.name} is not of the form {wanted}"
        span = index.name_span or index.span
        return self.at(document, span, message, entity=index.entity, evidence=evidence)
