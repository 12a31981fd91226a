"""SL267 incomplete-object-store: a bucket without its key naming, lifecycle or access."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.store_parts import incomplete, words
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, EntityKind

_PARTS = {
    "key naming": words(
        "key", "path", "prefix", "nam(?:e|ing)", "layout", r"\{[\w-]+\}", "路径", "命名"
    ),
    "lifecycle": words(
        "lifecycle",
        "retention",
        "retain",
        "expir",
        "delete",
        "archiv",
        "glacier",
        "tier",
        "ttl",
        "version",
        "生命周期",
    ),
    "access": words(
        "access",
        "private",
        "public",
        "presigned",
        "pre-signed",
        "signed",
        "polic",
        "iam",
        "acl",
        "permission",
        "权限",
    ),
}
"""What must be said -> the words by which it is known."""


class IncompleteObjectStore(Rule):
    code = "SL267"
    name = "incomplete-object-store"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.section("entities") is None:
            return
        for found in incomplete(document, EntityKind.BUCKET, "object", _PARTS):
            missing = " and no ".join(found.missing)
            message = f"no {missing} stated for bucket {found.name}"
            yield self.at(document, found.span, message, entity=found.entity)
