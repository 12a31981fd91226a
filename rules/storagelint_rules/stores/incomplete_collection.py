"""SL261 incomplete-collection: a collection that leaves open what its store does not decide."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.store_parts import incomplete, words
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, EntityKind

_PARTS = {
    "purpose": words(
        "purpose",
        "stores?",
        "holds?",
        "keeps?",
        "represents?",
        "description",
        "用途",
        "目的",
        "说明",
    ),
    "document structure": words(
        "structure", "fields?", "schema", "attributes?", "属性", "字段", "結構", "结构"
    ),
    "indexes": words("index", "indices", "索引", "インデックス"),
    "validation rules": words(
        "validat", "required", "constraint", "must", r"\$jsonSchema", "校验", "必填"
    ),
}
"""What must be said -> the words by which it is known."""


class IncompleteCollection(Rule):
    code = "SL261"
    name = "incomplete-collection"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.section("entities") is None:
            return
        for found in incomplete(document, EntityKind.COLLECTION, "document", _PARTS):
            missing = " and no ".join(found.missing)
            message = f"no {missing} stated for collection {found.name}"
            yield self.at(document, found.span, message, entity=found.entity)
