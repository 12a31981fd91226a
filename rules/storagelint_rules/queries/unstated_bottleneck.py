"""SL462 unstated-bottleneck: frequent queries, and no word on what will hold them up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.access.demand import is_high
from storagelint.judging.pages.hints import is_said
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern

_BOTTLENECK = pattern(
    r"bottleneck|hot ?spot|contention|hot (?:partition|row|key|path|table)|瓶颈|ボトルネック|병목|"
    r"cuello de botella|goulot|engpass|узк\w+ мест",
    re.IGNORECASE,
)


_HINTS = (
    *("bottleneck", "hot", "contention", "瓶颈", "ボトルネック", "병목"),
    *("cuello", "goulot", "engpass", "узк"),
)


class UnstatedBottleneck(Rule):
    """Said once a document, at the first frequent query, in kinds that ask for query patterns."""

    code = "SL462"
    name = "unstated-bottleneck"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.section("queries") is None:
            return
        frequent = [query for query in document.queries if is_high(query)]
        if frequent and not is_said(document, _BOTTLENECK, _HINTS):
            message = f"no bottleneck is named for the {len(frequent)} high-frequency queries"
            if len(frequent) == 1:
                message = (
                    f"no bottleneck is named for the high-frequency query «{frequent[0].name}»"
                )
            yield self.at(document, frequent[0].span, message)
