"""SL310 invalid-cardinality: what stands where a cardinality should and is none."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Form, Relationship
from storagelint.patterns import pattern

_END = r"[(\[]?[\w*.]{1,4}[)\]]?"
_TWO_ENDS = pattern(rf"{_END}\s{{0,9}}[:：\-–─—/]{{1,20}}\s{{0,9}}{_END}")


class InvalidCardinality(Rule):
    """Words that say nothing of how many (composition, reference) are no cardinality at all."""

    code = "SL310"
    name = "invalid-cardinality"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for relationship in document.relationships:
            text = (relationship.cardinality_text or "").strip("` ")
            if relationship.cardinality is not None or not text or not _claims(relationship, text):
                continue
            yield self.at(
                document,
                relationship.cardinality_span or relationship.span,
                f"{text} is no cardinality of {relationship.from_entity} "
                f"and {relationship.to_entity}",
                entity=relationship.from_entity,
            )


def _claims(relationship: Relationship, text: str) -> bool:
    """Whether the text has two ends; a line or an arrow alone states no cardinality."""
    if relationship.form in (Form.MERMAID, Form.PROSE):
        return False
    return any(letter.isalnum() for letter in text) and bool(_TWO_ENDS.fullmatch(text))
