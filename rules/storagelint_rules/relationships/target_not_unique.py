"""SL303 target-not-unique: a foreign key whose target can stand for several rows."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.links import Link, is_inferred, links, unique_sets
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document
from storagelint.model.names import fold_field


class TargetNotUnique(Rule):
    """Only where the target states a key or a uniqueness; else nothing contradicts."""

    code = "SL303"
    name = "target-not-unique"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for link in links(document) if document.relational else ():
            names = _targets(link)
            if is_inferred(link) or not names or not all(link.parent.field(name) for name in names):
                continue
            keys = unique_sets(document, link.parent)
            wanted = {fold_field(name) for name in names}
            if not keys or any(key <= wanted for key in keys):
                continue
            target = (
                f"{link.parent.name}.{names[0]}"
                if len(names) == 1
                else (f"{link.parent.name} ({', '.join(names)})")
            )
            yield self.at(
                document,
                link.fields[0].where(Attribute.REFERENCES),
                f"{link.label} references {target}, which is not unique",
                entity=link.child,
                field=link.fields[0],
            )


def _targets(link: Link) -> tuple[str, ...]:
    reference = link.reference
    return (reference.field,) if reference.field else reference.target_fields
