"""SL304 foreign-key-type-mismatch: a foreign key of another type than what it points at."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.links import Link, is_inferred, links, target_fields
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Field, TypeFamily
from storagelint.model.comparable import comparable
from storagelint.model.stores import technology_of


class ForeignKeyTypeMismatch(Rule):
    """Unknown types never disagree; types of two notations only by their families.

    An array holds several keys, which no database enforces.
    """

    code = "SL304"
    name = "foreign-key-type-mismatch"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for link in links(document):
            names = target_fields(link.reference, link.parent)
            if len(names) != len(link.fields):
                continue
            engine = (technology_of(link.parent, document) or "").casefold() or None
            for field, name in zip(link.fields, names, strict=True):
                target = link.parent.field(name)
                if target is None or field.family is TypeFamily.ARRAY:
                    continue
                if comparable(field.canonical, target.canonical, engine):
                    continue
                if field.family is target.family and link.child.form is not link.parent.form:
                    continue
                yield self._mismatch(document, link, field, target)

    def _mismatch(self, document: Document, link: Link, field: Field, target: Field) -> Diagnostic:
        inferred = is_inferred(link)
        return self.at(
            document,
            field.where(Attribute.TYPE),
            f"{link.child.name}.{field.name} is {field.type}, "
            f"but references {link.parent.name}.{target.name}, which is {target.type}",
            entity=link.child,
            field=field,
            severity=self.severity.lower() if inferred else self.severity,
            evidence=("its description cites the target",) if inferred else (),
        )
