"""SL007 merge-conflict-marker: what a merge left in the document."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.markdown import Fence
from storagelint.model import Document
from storagelint.patterns import pattern

_MARKER = pattern(r"(<{7}|>{7})(?: |\Z)|={7}\Z")
_SHOWN = {"diff", "patch", "git", "conflict"}
"""The languages of fences that show changes."""


class MergeConflictMarker(Rule):
    """A line of `=======` alone may be the underline of a heading."""

    code = "SL007"
    name = "merge-conflict-marker"
    severity = Severity.ERROR
    any_kind = True

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        source = document.page.source
        if "<<<<<<<" not in source.text and ">>>>>>>" not in source.text:
            return
        shown = {
            line
            for fence in document.page.blocks(Fence)
            if fence.language in _SHOWN
            for line in range(fence.line, fence.end_line + 1)
        }
        is_open = False
        for number, line in enumerate(source.lines, 1):
            if number in shown or not (marker := _MARKER.match(line.rstrip())):
                continue
            if marker[0][0] == "=" and not is_open:
                continue
            is_open = marker[0][0] != ">"
            message = f"merge conflict marker {marker[0].rstrip()}"
            yield self.at(document, source.line_span(number), message)
