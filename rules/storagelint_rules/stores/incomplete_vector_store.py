"""SL266 incomplete-vector-store: a vector index without its dimension, metric, method or source."""

from __future__ import annotations

from typing import ClassVar

from storagelint.judging.store_parts import Parts, words
from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteVectorStore(IncompleteStore):
    code = "SL266"
    name = "incomplete-vector-store"
    kind = EntityKind.INDEX
    store_class = "vector"
    always_named = False
    called = "vector index"
    parts: ClassVar[Parts] = {
        "dimension": words("dimension", "dims?", "size", r"vector\(\d+", r"\d{3,4}-d", "维"),
        "distance metric": words(
            "metric",
            "cosine",
            "euclid",
            "l2",
            "dot",
            "inner product",
            "distance",
            "similarity",
            "距离",
        ),
        "index type": words("hnsw", "ivf", "flat", "index type", "annoy", "diskann", "scann", "pq"),
        "source of embeddings": words(
            "embedding", "model", "encoder", "ada", "bge", "openai", "sentence"
        ),
    }
