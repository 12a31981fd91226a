"""A fence -> Schema: what one block of SQL, DBML, Prisma or code defines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from storagelint.model.facts import Definition, Index, QueryPattern, Relationship
from storagelint.source import Span

TOO_MUCH = "SL003"
"""The code of a problem with the limits: something was skipped."""
UNREADABLE = "SL004"
"""The code of a problem with the text: something that should be a schema cannot be read."""


class Problem(NamedTuple):
    """A place that could not be read, and why, as a lower-case clause."""

    span: Span
    code: str
    message: str


@dataclass(slots=True)
class Schema:
    """The facts of one fence, each in the order of the text."""

    definitions: list[Definition] = field(default_factory=list)
    indexes: list[Index] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)
    user_types: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Name of an enum -> its values."""
    queries: list[QueryPattern] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    statements: int = 0
    """Statements, tables or classes that were recognised, whatever came of them."""

    def __bool__(self) -> bool:
        """Whether anything was read."""
        return bool(
            self.definitions
            or self.indexes
            or self.relationships
            or self.user_types
            or self.queries
        )

    def definition(self, name: str) -> Definition | None:
        """The definition of that name, in any case, with or without a schema before it."""
        wanted = name.casefold().rpartition(".")
        for definition in self.definitions:
            schema, _, last = definition.name.casefold().rpartition(".")
            if last == wanted[2] and (not schema or not wanted[0] or schema == wanted[0]):
                return definition
        return None
