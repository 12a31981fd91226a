"""Document and kind -> the section that has to answer a question, where it is there to answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from storagelint.judging.pages.outline import absent, find, is_expected
from storagelint.judging.pages.scaffolds import is_scaffold
from storagelint.kinds import Kind
from storagelint.model.document import Document
from storagelint.model.facts import Figure, SectionFact, Statement
from storagelint.patterns import pattern

DATABASES = frozenset(
    "relational document column warehouse time-series graph search vector".split()
)
"""Classes of stores that keep the truth in a structure of their own."""
SCHEMAS = frozenset("relational column warehouse time-series".split())
"""Classes of stores whose structure is declared and migrated."""
SERVERS = frozenset(["relational", "document"])
"""Classes of stores that clients reach through connections of their own."""
_EMBEDDED = frozenset(["SQLite", "DuckDB", "LevelDB", "RocksDB", "H2", "IndexedDB", "Realm"])

_NOTHING = pattern(
    r"\A[\s\-*>#.]*+(?:none\b|n/?a\b|nothing\b|not (?:applicable|needed|required|necessary)\b"
    r"|no (?:migrations?|backups?|performance|volume|schema|persistent|persistence)\b"
    r"|does not apply|无需|無需|不需要|不适用|不適用|なし|不要|該当なし|없음|불필요"
    r"|не (?:требу|примен|нуж)|no (?:aplica|procede)\b|não se aplica|sans objet|nie dotyczy"
    r"|entfällt|nicht (?:nötig|erforderlich|anwendbar)|không (?:cần|có|áp)|tidak (?:ada|perlu)"
    r"|해당 없음|(?:нет|ningun[oa]|nenhuma?|keine?|aucune?|brak|yok|geen|nessun[oa]?)"
    r"\s*(?:[.:,;–—-]|\n|\Z)"
    r"|(?:tbd|tba|todo|to be (?:defined|decided|determined)|待定|待补充|未定|미정)[\s.。…]*\Z)",
    re.IGNORECASE,
)
_NO_MIGRATION = pattern(
    r"\A[\s\-*>#]*+no (?:data |schema |database )?(?:migrations?|changes) (?:is |are )?"
    r"(?:required|needed|necessary)\b",
    re.IGNORECASE,
)
_SHORT = 300
"""A section that opens with «none» and goes on for longer has something to say after all."""


class Asked(NamedTuple):
    """A section that a kind expects to speak on a topic."""

    fact: SectionFact
    required: bool
    """Whether the kind requires it, and does not only recommend it."""


def asked(document: Document, kind: Kind, *roles: str) -> Asked | None:
    """The section of the first of these roles that the kind has.

    None where the kind has none of them or does not ask for it here, where the section or the one
    around it is missing, empty, a placeholder or a scaffold that waits for its author, which other
    findings say, where a mere label heads what a kind wants below a heading, and where it says that
    there is nothing to say: «None: keys expire».
    """
    spec = next((spec for role in roles if (spec := kind.section(role))), None)
    if spec is None or document.how_to or not is_expected(document, spec):
        return None
    fact = find(document, spec)
    above = kind.section(spec.parent) if spec.parent else None
    if fact is None or fact.empty or (fact.label and spec.role in absent(document, kind)):
        return None
    if above is not None and find(document, above) is None:
        return None
    if not fact.label and is_scaffold(document, fact.line):
        return None
    text = text_of(document, fact)
    if (len(text) < _SHORT and _NOTHING.match(text)) or _NO_MIGRATION.match(text):
        return None
    return Asked(fact, spec.need == "required")


def text_of(document: Document, fact: SectionFact) -> str:
    """What a section says below its heading, or behind its label."""
    lines = document.page.source.lines[fact.line - (1 if fact.label else 0) : fact.end_line]
    text = "\n".join(lines[:400])
    return (text.partition(fact.heading)[2] or text).lstrip("*_:： \n") if fact.label else text


def lies_in(document: Document, said: Statement | Figure, *roles: str) -> bool:
    """Whether a statement stands below a heading of one of these roles."""
    return any(
        fact.role in roles and fact.line <= said.span.line <= fact.end_line
        for fact in document.sections
        if not fact.label
    )


def runs_on(document: Document, classes: Iterable[str]) -> bool:
    """Whether one of the stores is of these classes; a design that names none is relational."""
    return not (document.store_classes or {"relational"}).isdisjoint(classes)


def is_served(document: Document) -> bool:
    """Whether a server runs one of the stores; a library with a file has nobody who runs it."""
    return not document.stores or any(
        store.store_class != "file" and store.technology not in _EMBEDDED
        for store in document.stores
    )
