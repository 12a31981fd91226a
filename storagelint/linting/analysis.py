"""What is to be said of one document, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from storagelint.disk import Question
from storagelint.linting.engine_rules import INCOMPLETE
from storagelint.linting.files import File
from storagelint.linting.rule import Diagnostic

if TYPE_CHECKING:
    from storagelint.linting.suppression import Suppression
    from storagelint.model import Head


@dataclass(frozen=True, slots=True)
class Analysis:
    """One document of a run."""

    path: str
    head: Head | None
    """None where the file cannot be read."""
    findings: tuple[Diagnostic, ...]
    """As the rules make them, before any is silenced."""
    answers: dict[Question, str] | None = None
    """What the rules asked and heard; None where they have not run yet."""
    suppressions: tuple[Suppression, ...] = ()
    steady: bool = True
    """Whether no file that the rules asked for has changed during the run."""

    @property
    def whole(self) -> bool:
        """Whether all was read and checked without any trouble, so that it may be remembered."""
        codes = {finding.code for finding in self.findings}
        return self.steady and self.answers is not None and codes.isdisjoint(INCOMPLETE)


def mark_of(file: File, data: bytes) -> str:
    """What tells a document from others: its bytes and its place."""
    place = f"{file.key}\0{file.kind_path}\0".encode("utf-8", "surrogatepass")
    return sha256(place + data).hexdigest()
