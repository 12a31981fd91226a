"""The rule that many rules are: a section that is silent on a topic that it has to speak of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from storagelint.judging.pages.asked import asked, is_served, runs_on
from storagelint.linting.rule import Context, Diagnostic, Rule
from storagelint.model.document import Document
from storagelint.patterns import pattern


class UnstatedTopic(Rule):
    """Speaks once, at the section's heading.

    Where a kind only recommends the section, the finding weighs one less.
    """

    section: ClassVar[tuple[str, ...]]
    """Roles of sections; the first one that the kind has is the one that is asked."""
    topics: ClassVar[tuple[str, ...]]
    """Topics of `Operations`; a statement on any of them is an answer."""
    silence: ClassVar[str]
    """The end of the message: what the section is silent on."""
    stores: ClassVar[frozenset[str]] = frozenset()
    """The classes of stores for which the question makes sense; empty: all."""
    served: ClassVar[bool] = False
    """Whether the question makes sense only where a server runs the store."""

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        found = asked(document, context.kind, *self.section)
        if found is None or (self.stores and not runs_on(document, self.stores)):
            return
        if self.served and not is_served(document):
            return
        if not self.is_stated(document):
            yield self.at(
                document,
                found.fact.span,
                f"section {found.fact.heading} says nothing of {self.silence}",
                severity=self.severity if found.required else self.severity.lower(),
                evidence=(f"documents of the kind {context.kind.name} speak of it there",),
            )

    def is_stated(self, document: Document) -> bool:
        """Whether the document answers the question."""
        return any(document.operations.first(topic) for topic in self.topics)


class UnstatedAmount(UnstatedTopic):
    """Asks for a number: «as soon as possible» is no answer."""

    def is_stated(self, document: Document) -> bool:
        """Whether a statement on a topic gives an amount."""
        operations = document.operations
        return any(
            operations.figures.get(topic)
            or any(_AMOUNT.search(said.text) for said in operations.topics.get(topic, ()))
            for topic in self.topics
        )


_AMOUNT = pattern(r"\d|[一二三四五六七八九十半]")
