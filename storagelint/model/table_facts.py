"""Which columns the tables of a document have, by what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storagelint.model.facts import Fact

_EQUIVALENTS = {
    "field": {"name", "key-pattern", "key", "index-fields"},
    "type": {"language-type", "value-type", "index-type", "cardinality"},
    "constraints": {
        "required",
        "nullable",
        "default",
        "primary-key",
        "foreign-key",
        "key",
        "unique",
    },
    "description": {"pattern", "values", "query"},
    "index": {"name"},
    "index-fields": {"field", "filter"},
    "cardinality": {"type", "relationship"},
    "query": {"name"},
    "pattern": {"index", "description", "filter"},
    "store-type": {"field", "name", "type"},
    "table": {"from"},
    "from": {"parent-table"},
    "to": {"child-table"},
    "data-field": {"field", "name"},
}
"""Concept of a column -> what says the same otherwise: `Required | Default` are constraints."""


@dataclass(slots=True, kw_only=True)
class TableFact(Fact):
    """A table that is read; `span` is its header."""

    role: str
    """fields, indexes, relationships, queries, stores, mappings ..."""
    concepts: tuple[str | None, ...]
    """What each column is about; None where its heading says nothing."""
    headings: tuple[str, ...]
    line: int
    end_line: int

    def lacks(self, columns: Mapping[str, str]) -> list[str]:
        """The headings of the columns (concept -> heading) that have no counterpart here."""
        free = [concept for concept in self.concepts if concept]
        wanted = {heading.casefold() for heading in self.headings}
        rest: list[tuple[str, str]] = []
        for concept, heading in columns.items():
            if concept in free:
                free.remove(concept)
            elif heading.casefold() not in wanted:
                rest.append((concept, heading))
        lacking = []
        for concept, heading in rest:
            other = next((each for each in free if each in _EQUIVALENTS.get(concept, ())), None)
            if other is None:
                lacking.append(heading)
            elif concept != "constraints":
                free.remove(other)
        return lacking
