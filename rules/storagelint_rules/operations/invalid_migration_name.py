"""SL508 invalid-migration-name: a migration file whose name gives it no place in the order."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.stores.migrations import unordered_files
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class InvalidMigrationName(Rule):
    code = "SL508"
    name = "invalid-migration-name"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for span, name in unordered_files(document):
            yield self.at(document, span, f"migration file {name} has no version in its name")
