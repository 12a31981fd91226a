"""The rule that several rules are: something of a store that leaves open what it must say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from storagelint.judging.stores.store_parts import Incomplete, incomplete
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document, EntityKind


class IncompleteStore(Rule):
    """In kinds that have a section on entities."""

    severity = Severity.WARNING
    fixable = Safety.SAFE
    kind: ClassVar[EntityKind]
    """The entities that it looks at."""
    store_class: ClassVar[str]
    """The class of the stores that hold them."""
    always_named: ClassVar[bool] = True
    """Whether entities of this kind belong to such a store even where the document names none."""
    called: ClassVar[str]
    """What a message calls one of them."""

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        """A finding for each of them, or for several that lack the same."""
        if context.kind.section("entities") is None:
            return
        if not self.always_named and self.store_class not in document.store_classes:
            return
        for found in incomplete(document, self.kind, self.store_class):
            missing = " and no ".join(found.missing)
            message = f"no {missing} stated for {self.called} {found.name}"
            fix = _fix(document, found)
            yield self.at(document, found.span, message, entity=found.entity, fix=fix)


def _fix(document: Document, found: Incomplete) -> Fix:
    from storagelint.generating.edits.scaffold_lines import part_lines

    edits = tuple(Edit(*each) for each in part_lines(document, found.lines, found.missing))
    return Fix(f"Add a line for {' and '.join(found.missing)}", edits)
