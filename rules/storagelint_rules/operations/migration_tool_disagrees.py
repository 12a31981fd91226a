"""SL509 migration-tool-disagrees: another migration tool than the research chose."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.stores.migrations import tools_in
from storagelint.judging.surroundings.neighbours import beside, text_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class MigrationToolDisagrees(Rule):
    """A report that compares several tools agrees with each of them."""

    code = "SL509"
    name = "migration-tool-disagrees"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        own = {
            tool: said
            for said in document.operations.topics.get("migration-tool", ())
            for tool in tools_in(said.text)
        }
        for name in ("00-research-report.md", "tech-stack.md"):
            text = text_of(beside(document, name), context.project) if own else None
            others = tools_in(text or "")
            if others and own.keys().isdisjoint(others):
                tool, said = next(iter(own.items()))
                yield self.at(
                    document,
                    said.span,
                    f"migration tool is {tool}, {name} says {' or '.join(sorted(others))}",
                )
