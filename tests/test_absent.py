"""How surely a name that nothing defines is a mistake."""

from __future__ import annotations

import pytest

from storagelint.judging.surroundings.absent import Absent, absent, is_whole
from storagelint.kinds import builtin_kinds
from storagelint.model import Document, Project
from storagelint.reading import read
from storagelint.source import from_text

TABLES = ("customer", "order", "product", "invoice")


def document(targets: tuple[str, ...], kind: str = "generic") -> Document:
    """Four tables, and one that points at each of `targets`."""
    keys = ", ".join(f"k{number} INT REFERENCES {name}" for number, name in enumerate(targets))
    defined = [f"CREATE TABLE {name} (id INT PRIMARY KEY, note TEXT);" for name in TABLES]
    lines = ["```sql", *defined, f"CREATE TABLE line (id INT PRIMARY KEY, {keys});", "```", ""]
    return read(from_text("\n".join(lines)), path="design.md", kind=builtin_kinds()[kind])


@pytest.mark.parametrize(
    ("targets", "kind", "whole"),
    [
        (TABLES, "generic", True),
        ((*TABLES, "ghost"), "generic", True),
        ((*TABLES[:3], "ghost"), "generic", False),
        (("customer",), "generic", False),
        (("customer",), "storage", True),
    ],
)
def test_whole_documents(targets: tuple[str, ...], kind: str, whole: bool) -> None:
    assert is_whole(document(targets, kind)) is whole


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("customers", None),
        ("custmer", Absent("customer", True)),
        ("ghost", Absent(None, True)),
        ("users", Absent(None, False)),
        ("auth.sessions", None),
        ("django_content_type", None),
    ],
)
def test_absent_names(name: str, expected: Absent | None) -> None:
    found = document(TABLES)
    assert absent(name, found, Project([found])) == expected
