"""Product -> its engine: whose reserved words and limits it has."""

from __future__ import annotations

from functools import cache

from storagelint.vocabulary import data


def engine_of(product: str | None) -> str | None:
    """The engine of a product by the name that the vocabulary spells: `Supabase` is postgresql."""
    if product is None:
        return None
    engine = data("technologies")["products"].get(product, {}).get("engine")
    return str(engine) if engine else None


@cache
def reserved_words(engine: str | None) -> frozenset[str]:
    """The words that an engine refuses as bare names, in lower case; empty where none is listed."""
    listed = data("reserved").get(engine) if engine else None
    return frozenset(listed["words"]) if listed else frozenset()
