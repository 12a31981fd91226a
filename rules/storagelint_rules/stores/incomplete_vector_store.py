"""SL266 incomplete-vector-store: a vector index without its dimension, metric, method or source."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.store_parts import incomplete, words
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, EntityKind

_PARTS = {
    "dimension": words("dimension", "dims?", "size", r"vector\(\d+", r"\d{3,4}-d", "维"),
    "distance metric": words(
        "metric", "cosine", "euclid", "l2", "dot", "inner product", "distance", "similarity", "距离"
    ),
    "index type": words("hnsw", "ivf", "flat", "index type", "annoy", "diskann", "scann", "pq"),
    "source of embeddings": words(
        "embedding", "model", "encoder", "ada", "bge", "openai", "sentence"
    ),
}
"""What must be said -> the words by which it is known."""


class IncompleteVectorStore(Rule):
    code = "SL266"
    name = "incomplete-vector-store"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.section("entities") is None or "vector" not in document.store_classes:
            return
        for found in incomplete(document, EntityKind.INDEX, "vector", _PARTS):
            missing = " and no ".join(found.missing)
            message = f"no {missing} stated for vector index {found.name}"
            yield self.at(document, found.span, message, entity=found.entity)
