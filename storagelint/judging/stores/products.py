"""Store -> whether its product is what the document takes it for, and which products texts name."""

from __future__ import annotations

import re
from functools import cache

from storagelint.model.facts import Store
from storagelint.patterns import pattern
from storagelint.vocabulary import data

_NEVER: dict[str, frozenset[str]] = {
    "relational": frozenset(["document", "key-value", "object", "search", "graph", "vector"]),
    "document": frozenset(["relational", "key-value", "object", "graph", "time-series", "column"]),
    "key-value": frozenset(["relational", "document", "object", "search", "graph"]),
    "graph": frozenset(["relational", "document", "key-value", "object", "search", "column"]),
    "object": frozenset(["relational", "document", "key-value", "search", "graph", "column"]),
    "time-series": frozenset(["key-value", "object", "graph", "search"]),
    "column": frozenset(["relational", "document", "key-value", "object", "graph"]),
    "search": frozenset(["key-value", "object"]),
    "vector": frozenset(["object"]),
}
"""Class that a document states -> the classes of products that are no such thing."""
_MANY_MODELS = frozenset(
    [
        "Amazon DynamoDB",
        "Azure Cosmos DB",
        "ArangoDB",
        "OrientDB",
        "SurrealDB",
        "Couchbase",
        "SAP HANA",
        "Oracle Database",
        "Ignite",
        "Hazelcast",
        "FoundationDB",
        "Aerospike",
        "IndexedDB",
        "SingleStore",
    ]
)
"""Products that rightly go by several classes."""
_USES = pattern(
    r"cache|session|queue|lock|hot data|rate limit|缓存|キャッシュ|캐시|кэш|json", re.IGNORECASE
)
"""Words that say what a store is used for, not what it is."""
_MIN_NAME = 3
_MAX_WORDS = 4
_MAX_TEXT = 200_000
_WORD = pattern(r"[\w.+#-]+")


def is_misclassified(store: Store) -> bool:
    """Whether the document calls the product something that it is not."""
    if not store.known or store.stated_class is None or store.technology in _MANY_MODELS:
        return False
    if _USES.search(store.role or ""):
        return False
    return store.store_class in _NEVER.get(store.stated_class, ())


def products_in(text: str) -> dict[str, str]:
    """The products that a text names -> their classes; of nested names the longest counts."""
    names = _names()
    words = [word.strip(".-").casefold() for word in _WORD.findall(text[:_MAX_TEXT])]
    found: dict[str, str] = {}
    at = 0
    while at < len(words):
        for length in range(_MAX_WORDS, 0, -1):
            named = names.get(" ".join(words[at : at + length]))
            if named:
                found[named[0]] = named[1]
                break
        at += length
    return found


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Lower-case name or alias -> product and class; words that mean other things are left out."""
    return {
        word.casefold(): (product, entry["class"])
        for product, entry in data("technologies")["products"].items()
        for word in (product, *entry.get("aliases", ()))
        if len(word) >= _MIN_NAME and word not in entry.get("careful", ())
    }
