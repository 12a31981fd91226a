"""A seed -> a data design of some 16 kB: tables for the most part, and the diagram of them."""

from __future__ import annotations

from random import Random

_NOUNS = (
    "account badge cabin depot engine ferry garden harbour island jetty kiosk lantern market"
    " needle orchard parcel quarry railway station ticket uniform voyage wagon yard"
).split()
_FIELDS = (
    ("title", "VARCHAR(120)", "NOT NULL", "What people read of the {noun}"),
    ("summary", "TEXT", "", "A few sentences on the {noun}"),
    ("amount", "NUMERIC(12, 2)", "NOT NULL, CHECK (amount >= 0)", "Its price in euros"),
    ("position", "INTEGER", "NOT NULL, DEFAULT 0", "Where the {noun} stands in its list"),
    ("active", "BOOLEAN", "NOT NULL, DEFAULT true", "Whether the {noun} may be used"),
    ("state", "VARCHAR(20)", "NOT NULL, CHECK (state IN ('new', 'open', 'done'))", "How far it is"),
    ("reference", "VARCHAR(64)", "UNIQUE, NOT NULL", "The number that partners know it by"),
    ("settings", "JSONB", "NOT NULL, DEFAULT '{{}}'", "What its owner has chosen"),
)


def make_document(seed: int) -> str:
    """The text of a document; equal seeds give equal texts."""
    random = Random(seed)
    nouns = random.sample(_NOUNS, 10)
    parents = [random.sample(nouns[:number], min(number, 2)) for number in range(len(nouns))]
    tables = [_table(noun, own, random) for noun, own in zip(nouns, parents, strict=True)]
    return "\n".join(
        (
            f"# Data Design: Timetable {seed}\n",
            f"**Epic**: E{seed % 90 + 10}\n**Feature**: E{seed % 90 + 10}-F01",
            "**Date**: 2025-04-01\n**Author**: Timetable team\n",
            "## Persistence Overview\n\n### Persistence Mechanism\n",
            "**Primary Storage**: PostgreSQL 16\n",
            "**Rationale**: Orders need transactions, and one server holds all the data.\n",
            "## Data Model\n\n### Entity Diagram\n",
            _diagram(nouns, parents),
            "### Schema Definition\n",
            *tables,
            _relationships(nouns, parents),
            _queries(nouns, parents),
            _indexes(nouns, parents),
            _ENDING,
        )
    )


def _table(noun: str, parents: list[str], random: Random) -> str:
    rows = [("id", "UUID", "PRIMARY KEY", f"Names the {noun}")]
    rows += [
        (f"{parent}_id", "UUID", f"NOT NULL, FOREIGN KEY → {parent}s(id)", f"The {parent} it is of")
        for parent in parents
    ]
    rows += [
        (name, kind, constraints, note.format(noun=noun))
        for name, kind, constraints, note in random.sample(_FIELDS, 6)
    ]
    rows += [
        (name, "TIMESTAMPTZ", "NOT NULL, DEFAULT now()", f"When the {noun} was {word}")
        for name, word in (("created_at", "made"), ("updated_at", "changed last"))
    ]
    body = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return (
        f"#### {noun}s\n\n**Purpose**: Each {noun} of the timetable.\n\n"
        f"| Field | Type | Constraints | Description |\n|---|---|---|---|\n{body}"
    )


def _diagram(nouns: list[str], parents: list[list[str]]) -> str:
    lines = ["```mermaid", "erDiagram"]
    for noun, own in zip(nouns, parents, strict=True):
        lines += [f"    {parent}s ||--o{{ {noun}s : has" for parent in own]
        lines += [f"    {noun}s {{", "        uuid id PK"]
        lines += [f"        uuid {parent}_id FK" for parent in own]
        lines += ["        timestamptz created_at", "        timestamptz updated_at", "    }"]
    return "\n".join([*lines, "```\n"])


def _relationships(nouns: list[str], parents: list[list[str]]) -> str:
    rows = [
        f"| {parent}s | {noun}s | 1:N | A {parent} has any number of {noun}s |\n"
        for noun, own in zip(nouns, parents, strict=True)
        for parent in own
    ]
    heading = "| From | To | Type | Description |\n|---|---|---|---|\n"
    return f"### Relationships\n\n{heading}{''.join(rows)}"


def _queries(nouns: list[str], parents: list[list[str]]) -> str:
    rows = [
        f"| List the {noun}s of a {parent} | High (200/s) | Filter {noun}s by {parent}_id, newest"
        f" first, 50 a page |\n"
        for noun, own in zip(nouns, parents, strict=True)
        for parent in own
    ]
    heading = "| Operation | Frequency | Pattern |\n|---|---|---|\n"
    return f"## Query Patterns\n\n{heading}{''.join(rows)}"


def _indexes(nouns: list[str], parents: list[list[str]]) -> str:
    rows = [
        f"| idx_{noun}s_{parent}_id | {noun}s | {parent}_id, created_at | btree |"
        f" Lists of a {parent} |\n"
        for noun, own in zip(nouns, parents, strict=True)
        for parent in own
    ]
    heading = "| Index Name | Table | Fields | Type | Purpose |\n|---|---|---|---|---|\n"
    return f"## Indexing Strategy\n\n{heading}{''.join(rows)}"


_ENDING = """\
## Migration Strategy

- **Tool**: Flyway, one file a change, numbered.
- **Rollback**: each change has a script that undoes it, tried on staging first.

## Performance Considerations

- **Initial**: 10,000 rows a table
- **Growth**: 5,000 rows a month
- **Peak**: 400,000 rows a table

## Backup & Recovery

- **Frequency**: daily at 02:00, kept for 30 days
- **RTO**: 2 hours
- **RPO**: 15 minutes, by archiving the write-ahead log
- **Test**: a restore every quarter
"""
