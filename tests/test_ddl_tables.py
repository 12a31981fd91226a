"""Field tables that take the place of SQL say all that it said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storagelint.generating.edits.ddl_tables import ddl_as_tables
from storagelint.judging.entities.schema_facts import schema_facts
from storagelint.kinds import Kind, builtin_kinds
from storagelint.markdown import Fence
from storagelint.model import Document, Entity
from storagelint.reading import read
from storagelint.source import from_text

KIND = builtin_kinds()["storage"]
HEAD = "# Ferry Storage Design\n\n## 2. Core Entities\n\n"


def rewrites(text: str, kind: Kind = KIND) -> Iterator[tuple[Document, Document]]:
    """A document, and what it becomes with one of its fences rewritten, for each that can be."""
    before = read(from_text(text), path="design.md", kind=kind)
    for fence in before.page.blocks(Fence):
        edits = ddl_as_tables(before, kind, fence.line) or ()
        lines = text.split("\n")
        for span, new in sorted(edits, reverse=True):
            start = lines[span.line - 1][: span.column - 1]
            end = lines[span.end_line - 1][span.end_column - 1 :]
            lines[span.line - 1 : span.end_line] = f"{start}{new}{end}".split("\n")
        if edits:
            yield before, read(from_text("\n".join(lines)), path="design.md", kind=kind)


def rewritten(text: str) -> tuple[Document, Document] | None:
    """A document and what it becomes, with the first fence rewritten that can be."""
    return next(rewrites(text), None)


def unique_sets(document: Document, entity: Entity) -> set[frozenset[str]]:
    """The fields that are unique together, by a constraint or by an index of all rows."""
    groups = [*entity.uniques, *((each.name,) for each in entity.fields if each.unique)]
    groups += [
        tuple(each.name for each in index.fields)
        for index in document.indexes_of(entity)
        if index.unique and not index.where
    ]
    return {frozenset(each) for each in groups}


def assert_same_schema(before: Document, after: Document) -> None:
    """Each fact of the model, looked at without the comparison that the fix itself relies on."""
    assert [each.name for each in after.entities] == [each.name for each in before.entities]
    for old, new in zip(before.entities, after.entities, strict=True):
        assert new.primary_key == old.primary_key
        assert unique_sets(after, new) == unique_sets(before, old)
        for one, other in zip(old.fields, new.fields, strict=True):
            for name in ("name", "type", "canonical", "nullable", "primary_key", "default", "enum"):
                assert getattr(other, name) == getattr(one, name), f"{old.name}.{one.name}: {name}"
            assert other.description == one.description
            assert (other.references is None) == (one.references is None)
            if one.references is not None and other.references is not None:
                for name in ("entity", "field", "on_delete", "on_update"):
                    assert getattr(other.references, name) == getattr(one.references, name)
    named = [[each for each in one.indexes if each.name] for one in (before, after)]
    for old_index, new_index in zip(*named, strict=True):
        for name in ("name", "entity", "fields", "unique", "where", "include"):
            assert getattr(new_index, name) == getattr(old_index, name), old_index.name


def _fixtures() -> Iterator[Path]:
    for path in sorted((ROOT / "fixtures").rglob("*.md")):
        if "create table" in path.read_text("utf-8", "replace").casefold():
            yield path


def test_fixtures_keep_their_schema() -> None:
    found = [pair for path in _fixtures() for pair in rewrites(path.read_text("utf-8"))]
    for before, after in found:
        assert_same_schema(before, after)
        assert schema_facts(before) == schema_facts(after)
    assert found != []


NAMES = st.sampled_from(["id", "name", "state", "boat_id", "day", "order", "größe", "a_b"])
TYPES = ["UUID", "INT", "VARCHAR(80)", "NUMERIC(12, 2)", "TIMESTAMPTZ", "TEXT[]", "ENUM('a','b')"]
CLAUSES = [
    "NOT NULL",
    "NULL",
    "UNIQUE",
    "DEFAULT 0",
    "DEFAULT 'a|b, c'",
    "DEFAULT now()",
    "CHECK (name <> '')",
    "REFERENCES boats (id)",
    "REFERENCES boats (id) ON DELETE SET NULL ON UPDATE CASCADE",
    "REFERENCES boats",
    "COLLATE nocase",
    "AUTO_INCREMENT",
    "GENERATED ALWAYS AS IDENTITY",
]
NOTES = ["", " -- Number | of it", " -- 1. `first`", " -- See boats.id", " -- <b>"]
LATER = [
    "PRIMARY KEY (id, name)",
    "PRIMARY KEY (name, id)",
    "UNIQUE (name, state)",
    "CONSTRAINT uq_x UNIQUE (name, day)",
    "CHECK (day > 0 AND id < 9)",
    "FOREIGN KEY (boat_id, day) REFERENCES boats (id, day)",
    "FOREIGN KEY (boat_id) REFERENCES boats (id)",
    "INDEX idx_state (state)",
]
BEHIND = [
    "CREATE INDEX idx_a ON trips (day DESC, name);",
    "CREATE UNIQUE INDEX uq_a ON trips (state) WHERE name IS NOT NULL;",
    "CREATE INDEX idx_b ON trips USING gin (lower(name)); -- Search",
    "ALTER TABLE trips ADD CONSTRAINT uq_b UNIQUE (day);",
    "ALTER TABLE trips ADD COLUMN late INT;",
    "COMMENT ON TABLE trips IS 'Every trip';",
    "SELECT * FROM trips;",
    "CREATE TRIGGER t AFTER INSERT ON trips EXECUTE f();",
]


@st.composite
def fences(draw: st.DrawFn) -> str:
    """A document with a table of SQL, sound or not."""
    columns = [
        f"  {name} {draw(st.sampled_from(TYPES))} "
        + " ".join(draw(st.lists(st.sampled_from(CLAUSES), max_size=3, unique=True)))
        for name in draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    ]
    columns += draw(st.lists(st.sampled_from([f"  {each}" for each in LATER]), max_size=2))
    lines = [
        f"{column}{',' if at + 1 < len(columns) else ''}{draw(st.sampled_from(NOTES))}"
        for at, column in enumerate(columns)
    ]
    comment = draw(st.sampled_from(["", "-- Trips of boats\n", "-- - a | b\n"]))
    behind = draw(st.lists(st.sampled_from(BEHIND), max_size=2, unique=True))
    boats = draw(st.sampled_from(["", "CREATE TABLE boats (id INT PRIMARY KEY, day INT);\n"]))
    inner = "\n".join([f"{boats}{comment}CREATE TABLE trips (", *lines, ");", *behind])
    title = draw(st.sampled_from(["", "### 2.1 trips\n\n", "### Trips\n\n"]))
    tail = draw(st.sampled_from(["", "\nMore of it.\n", "\n## 3. Entity Relationships\n"]))
    return f"{HEAD}{title}```sql\n{inner}\n```\n{tail}"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fences())
def test_any_table_keeps_its_schema_or_its_fence(text: str) -> None:
    found = rewritten(text)
    if found is not None:
        assert_same_schema(*found)


def test_most_of_such_tables_are_rewritten() -> None:
    text = f"{HEAD}```sql\nCREATE TABLE trips (\n  id INT PRIMARY KEY,\n{{}}  day DATE\n);\n```\n"
    plain = [each for each in CLAUSES if "COLLATE" not in each]
    kept = [each for each in plain if rewritten(text.format(f"  name TEXT {each},\n")) is None]
    assert kept == []


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW late AS SELECT * FROM trips;",
        "CREATE TABLE trips (id INT PRIMARY KEY) ENGINE=InnoDB;",
        "CREATE TABLE trips (id INT, CONSTRAINT pk_trips PRIMARY KEY (id));",
        "CREATE TABLE trips (\n  -- Keys\n  id INT PRIMARY KEY\n);",
        "CREATE TABLE trips (id INT PRIMARY KEY);\nSELECT id FROM trips;",
        "CREATE TABLE trips (id INT PRIMARY KEY);\nDROP TABLE boats;",
        "CREATE TABLE trips (id INT PRIMARY KEY, name TEXT COLLATE nocase);",
        "ALTER TABLE trips ADD COLUMN late INT;",
    ],
)
def test_a_fence_that_says_more_stays(statement: str) -> None:
    assert rewritten(f"{HEAD}```sql\n{statement}\n```\n") is None


def test_what_is_defined_elsewhere_stays() -> None:
    table = "### trips\n\n| Field | Type |\n| --- | --- |\n| id | INT |\n\n"
    text = f"{HEAD}{table}## 6. Migration Strategy\n\n```sql\nCREATE TABLE trips (id INT);\n```\n"
    assert rewritten(text) is None


def test_indexes_join_the_table_of_the_document(project: Path, run: Run) -> None:
    file = project / "docs" / "storage" / "backend-ferry.md"
    file.parent.mkdir(parents=True)
    rest = (
        "## 4. Index Design\n\n| Table | Index | Fields | Type | Purpose |\n|---|---|---|---|---|\n"
        "| `boats` | `idx_boats_name` | `name` | btree | Search |\n"
    )
    file.write_text(
        f"{HEAD}```sql\nCREATE TABLE trips (day DATE);\n"
        f"CREATE INDEX idx_trips_day ON trips (day);\n```\n\n{rest}",
        "utf-8",
    )
    outcome = run("fix", "--unsafe", "--select", "SL151", str(file))
    assert "SL008" not in outcome.out
    fields = "| Field | Type | Constraints | Description |\n| --- | --- | --- | --- |\n"
    assert file.read_text("utf-8") == (
        f"{HEAD}### trips\n\n{fields}| day | DATE |  |  |\n\n{rest}"
        "| `trips` | `idx_trips_day` | `day` | btree | |\n"
    )
