"""SL119 thin-rationale: a reason that leaves out what a choice of a store is judged by."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.stores.rationale import gives_reason, prose, selection
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern

_ASPECTS = {
    "consistency": (
        *("consisten", "already", "existing", "same ", "project", "pattern", "today", "standard"),
        *("in use", "align"),
    ),
    "functionality": (
        *("function", "feature", "transaction", "acid", "join", "quer", "search", "relation"),
        *("schema", "constraint", "structured", "ttl", "document", "support", "integrity"),
        *("lookup", "json", "embed"),
    ),
    "scalability": (
        *("scal", "perform", "volume", "growth", "load", "fast", "latency", "throughput"),
        *("replica", "shard", "concurren", "partition", "rows", "traffic", "million"),
        *("low overhead",),
    ),
    "maintainability": (
        *("maintain", "team", "expert", "knows", "know-how", "experience", "operat", "simpl"),
        *("familiar", "managed", "skill", "tooling", "zero-config", "zero config", "run by"),
        *("easy", "no server"),
    ),
}
"""Aspect -> parts of words, in lower case, that speak of it."""
_OTHER_SCRIPT = pattern(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")


class ThinRationale(Rule):
    """The words of a reason are looked for in English; reasons in other scripts are not judged."""

    code = "SL119"
    name = "thin-rationale"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        section = selection(document)
        if section is None or not context.kind.rationale or not document.chosen_stores:
            return
        lines = prose(document, section)
        text = " ".join(lines)
        if not gives_reason(lines) or _OTHER_SCRIPT.search(text):
            return
        said = text.lower()
        silent = [
            aspect
            for aspect in context.kind.rationale
            if aspect in _ASPECTS and not any(word in said for word in _ASPECTS[aspect])
        ]
        if silent:
            message = f"reason for the store is silent on {', '.join(silent)}"
            yield self.at(document, section.span, message)
