"""SL307 undocumented-relationship: a foreign key that no relationship speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.relations.links import Link, is_inferred
from storagelint.judging.relations.pairs import unspoken
from storagelint.linting.rule import (
    Context,
    Diagnostic,
    Edit,
    Fix,
    Rule,
    Safety,
    Severity,
    Together,
)
from storagelint.model import Attribute, Document


class UndocumentedRelationship(Rule):
    """Kinds with a section on relationships want all of them; others only what they began."""

    code = "SL307"
    name = "undocumented-relationship"
    severity = Severity.WARNING
    fixable = Safety.SAFE
    options: ClassVar[dict[str, Any]] = {"undocumented-at-once": 5}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        wanted = context.kind.section("relationships") is not None
        found = list(unspoken(document, all_pairs=wanted))
        at_once = Together(
            context.options["undocumented-at-once"],
            "no relationship speaks of {count} of the foreign keys, the first is {first}",
            "Add a relationship for each foreign key",
        )
        for link in found:
            first = link.fields[0]
            yield self.at(
                document,
                first.where(Attribute.REFERENCES),
                f"no relationship joins {link.child.name} with {link.parent.name}, "
                f"which {link.label} references",
                entity=link.child,
                field=first,
                severity=self.severity if wanted else Severity.INFO,
                fix=_fix(document, link),
                together=None if wanted else at_once,
            )


def _fix(document: Document, link: Link) -> Fix | None:
    """The relationship in the notation of the others; none for a key that is only concluded."""
    from storagelint.generating.edits.relationship_lines import new_relationship

    made = None if is_inferred(link) else new_relationship(document, link)
    title = f"Add the relationship of {link.parent.name} and {link.child.name}"
    return Fix(title, (Edit(*made),)) if made else None
