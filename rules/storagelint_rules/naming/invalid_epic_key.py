"""SL912 invalid-epic-key: a data design in a folder that names no epic or feature."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.surroundings.feature_keys import EPIC, FEATURE
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern
from storagelint.source import Span

_FOLDERS = pattern(r"\A(?:.*/)?docs/plan/(?P<epic>[^/]+)/(?P<feature>[^/]+)/[^/]+\Z")


class InvalidEpicKey(Rule):
    """What the lines below the title say is the matter of SL107."""

    code = "SL912"
    name = "invalid-epic-key"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        folders = _FOLDERS.match(document.path)
        if folders is None or "Epic" not in context.kind.metadata:
            return
        epic, feature = EPIC.match(folders["epic"]), FEATURE.match(folders["feature"])
        start = Span(1, 1, 1, 1)
        if epic is None:
            message = f"folder {folders['epic']} is not of the form E07-slug"
            yield self.at(document, start, message)
        if feature is None:
            message = f"folder {folders['feature']} is not of the form E07-F08-slug"
            yield self.at(document, start, message)
        if epic and feature and epic["epic"] != feature["epic"]:
            message = f"feature {folders['feature']} stands in the folder of epic {epic['epic']}"
            yield self.at(document, start, message)
