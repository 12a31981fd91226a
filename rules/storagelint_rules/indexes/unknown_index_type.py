"""SL408 unknown-index-type: an index type that no product, or not this one, has."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.index_pairs import label
from storagelint.judging.access.methods import known_method, known_methods, lacks
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.model.stores import technology_of
from storagelint.vocabulary.nearest import nearest


class UnknownIndexType(Rule):
    """Words that say of what sort an index is (composite, partial, covering) are no types."""

    code = "SL408"
    name = "unknown-index-type"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for index in document.indexes:
            method, entity = index.method, document.entity(index.entity)
            if not method or index.method_span is None:
                continue
            product = technology_of(entity, document) if entity else None
            if not known_method(method):
                likely = nearest(method, known_methods())
                meant = f", nearest is {likely}" if likely else ""
                message = f"index type {method} of {label(index)} is unknown{meant}"
            elif product and lacks(product, method):
                message = f"index type {method} of {label(index)} is none of {product}"
            else:
                continue
            yield self.at(document, index.method_span, message, entity=entity)
