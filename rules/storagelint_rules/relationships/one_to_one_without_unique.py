"""SL315 one-to-one-without-unique: a 1:1 relationship whose key allows several."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.links import Link, is_unique, links
from storagelint.judging.relations.pairs import Pair, is_schema, pair_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Cardinality, Document, Form


class OneToOneWithoutUnique(Rule):
    """One of the keys between the two has to be unique or a primary key."""

    code = "SL315"
    name = "one-to-one-without-unique"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not document.relational:
            return
        keys: dict[Pair, list[Link]] = {}
        for link in links(document):
            if link.child is not link.parent and link.child.form is not Form.MERMAID:
                keys.setdefault(frozenset([link.child.key, link.parent.key]), []).append(link)
        several = {
            pair_of(document, each)
            for each in document.relationships
            if each.cardinality not in (None, Cardinality.ONE_TO_ONE)
        }
        seen: set[Pair] = set()
        for relationship in document.relationships:
            pair = pair_of(document, relationship)
            found = keys.get(pair, [])
            if relationship.cardinality is not Cardinality.ONE_TO_ONE or is_schema(relationship):
                continue
            if not found or pair in seen | several or any(is_unique(document, k) for k in found):
                continue
            seen.add(pair)
            link = found[0]
            yield self.at(
                document,
                link.fields[0].where(Attribute.REFERENCES),
                f"{link.label} is not unique, but line {relationship.span.line} states "
                f"{relationship.from_entity} 1:1 {relationship.to_entity}",
                entity=link.child,
                field=link.fields[0],
            )
