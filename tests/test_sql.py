"""What people write in fences of SQL, in several dialects, and what is read of it."""

from __future__ import annotations

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storagelint.markdown import Fence
from storagelint.model.facts import Attribute, EntityKind
from storagelint.reading.schemas.schema import TOO_MUCH, UNREADABLE, Schema
from storagelint.reading.schemas.sql import looks_like_sql, read_sql, sql_dialect


def read(text: str) -> Schema:
    lines = tuple(text.split("\n"))
    return read_sql(Fence(1, len(lines) + 2, "sql", "sql", lines, 1))


POSTGRES = """\
-- Berths of the harbour
CREATE TABLE IF NOT EXISTS berths (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(), -- stable key
  pier_id BIGINT NOT NULL REFERENCES piers(id) ON DELETE SET NULL ON UPDATE CASCADE,
  state VARCHAR(20) DEFAULT 'free' NOT NULL CHECK (state IN ('free', 'taken')),
  depth NUMERIC(6, 2) NULL,
  seen_at timestamp(3) with time zone DEFAULT now() + interval '1 day',
  tags text[] DEFAULT '{}'::text[],
  ...
  UNIQUE (pier_id, state)
);
CREATE UNIQUE INDEX idx_berths_state ON berths USING btree (pier_id, lower(state) DESC)
  INCLUDE (depth) WHERE depth IS NOT NULL;
"""


def test_a_postgres_table_is_read_with_its_constraints() -> None:
    schema = read(POSTGRES)
    berths = schema.definitions[0]
    fields = {field.name: field for field in berths.fields}
    assert list(fields) == ["id", "pier_id", "state", "depth", "seen_at", "tags"]
    assert berths.comment == "Berths of the harbour"
    assert fields["id"].primary_key
    assert fields["id"].default == "gen_random_uuid()"
    assert fields["id"].description == "stable key"
    reference = fields["pier_id"].references
    assert reference is not None
    assert (reference.entity, reference.field) == ("piers", "id")
    assert (reference.on_delete, reference.on_update) == ("set null", "cascade")
    assert [fields[name].nullable for name in fields] == [None, False, False, True, None, None]
    assert fields["state"].enum == ("free", "taken")
    assert fields["state"].default == "'free'"
    assert fields["seen_at"].type == "timestamp(3) with time zone"
    assert fields["tags"].type == "text[]"
    assert berths.uniques == [("pier_id", "state")]
    assert not schema.problems


def test_places_are_exact() -> None:
    field = read(POSTGRES).definitions[0].fields[1]
    assert field.span == (5, 3, 5, 10)
    assert field.where(Attribute.TYPE) == (5, 11, 5, 17)
    assert field.where(Attribute.NULLABLE) == (5, 18, 5, 26)


def test_an_index_keeps_order_expression_condition_and_extra_fields() -> None:
    unique, named = read(POSTGRES).indexes
    assert unique.unique
    assert [part.name for part in unique.fields] == ["pier_id", "state"]
    assert (named.name, named.entity, named.method) == ("idx_berths_state", "berths", "btree")
    assert named.fields[1] == ("state", True, "lower(state)")
    assert named.where == "depth IS NOT NULL"
    assert named.include == ["depth"]


def test_mysql_keys_and_options() -> None:
    schema = read(
        "CREATE TABLE `crew` (\n  `id` int unsigned NOT NULL AUTO_INCREMENT COMMENT 'the key',\n"
        "  `rank` enum('mate','cook, first') DEFAULT NULL,\n  `boat_id` int,\n"
        "  PRIMARY KEY (`id`),\n  UNIQUE KEY `uk_rank` (`rank`),\n"
        "  KEY `idx_boat` (`boat_id`, `rank`(10)) USING BTREE,\n"
        "  FOREIGN KEY (`boat_id`) REFERENCES `boats` (`id`)\n) ENGINE=InnoDB COMMENT='Crew';"
    )
    crew = schema.definitions[0]
    number, rank, boat = crew.fields
    assert (number.type, number.generated, number.description) == ("int unsigned", True, "the key")
    assert crew.primary_key == ("id",)
    assert (rank.enum, rank.nullable, rank.unique) == (("mate", "cook, first"), True, True)
    assert boat.references is not None
    assert boat.references.entity == "boats"
    assert (crew.options["engine"], crew.comment) == ("InnoDB", "Crew")
    assert [index.name for index in schema.indexes] == ["uk_rank", "idx_boat"]


def test_other_stores_say_keys_in_their_own_way() -> None:
    schema = read(
        "CREATE TABLE tides (at DateTime64(3), h Nullable(Float64), m LowCardinality(String))\n"
        "ENGINE = MergeTree() PARTITION BY toYYYYMM(at) ORDER BY (m, at) TTL at + INTERVAL 9 DAY;\n"
        "CREATE TABLE port.log (a uuid, b text, c map<text, int>, PRIMARY KEY ((a, b), c));\n"
        "CREATE TABLE [dbo].[Mast] ([Id] INT IDENTITY(1,1) NOT NULL, [Oak] NVARCHAR(MAX) NULL)\n"
        "GO\n"
    )
    tides, log, mast = schema.definitions
    assert tides.fields[1].nullable is True
    assert tides.primary_key == ("m", "at")
    assert tides.options["ttl"] == "at + INTERVAL 9 DAY"
    assert log.primary_key == ("a", "b", "c")
    assert log.options["partition-key"] == "a, b"
    assert log.fields[2].type == "map<text, int>"
    assert mast.name == "dbo.Mast"
    assert [(field.name, field.type) for field in mast.fields] == [
        ("Id", "INT"),
        ("Oak", "NVARCHAR(MAX)"),
    ]
    assert mast.fields[0].generated


def test_gaps_prose_and_missing_ends_cost_nothing_else() -> None:
    schema = read(
        "First comes this, which isn't SQL.\nCREATE TABLE a (\n  x INT,\n  -- more here\n  ...\n"
        "  y TEXT\n\\d a\nCREATE INDEX lost\nCREATE TABLE b (z INT\n"
    )
    assert [d.name for d in schema.definitions] == ["a", "b"]
    assert [f.name for f in schema.definitions[0].fields] == ["x", "y"]
    assert [(p.code, p.message) for p in schema.problems] == [
        (UNREADABLE, "index lost names no table")
    ]


def test_alter_table_changes_and_comments() -> None:
    schema = read(
        "CREATE TABLE a (b INT);\nALTER TABLE a ADD COLUMN c INT NOT NULL, DROP COLUMN d;\n"
        "ALTER TABLE a ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES e(id);\n"
        "COMMENT ON COLUMN a.b IS 'said';\nCREATE TYPE t AS ENUM ('x', 'y');\n"
        "CREATE VIEW v AS SELECT b FROM a;"
    )
    table, change, view = schema.definitions
    assert table.fields[0].references is not None
    assert table.fields[0].description == "said"
    assert change.changes
    assert [field.name for field in change.fields] == ["c"]
    assert change.dropped == ["d"]
    assert view.kind is EntityKind.VIEW
    assert schema.user_types == {"t": ("x", "y")}


def test_queries_have_names_filters_and_sorts() -> None:
    schema = read(
        "-- free berths\nSELECT b.* FROM berths b JOIN piers p ON p.id = b.pier_id\n"
        "WHERE b.state = $1 AND b.depth > 2 ORDER BY b.seen_at DESC LIMIT 5;\n\n"
        "-- late ones\nWITH z AS (SELECT id FROM berths WHERE due < now())\n"
        "SELECT * FROM z JOIN fees f USING (id) WHERE f.paid = false;\n"
        "UPDATE berths SET state = 'x' WHERE id = 1;"
    )
    free, late, update = schema.queries
    assert (free.name, free.entities) == ("free berths", ["berths", "piers"])
    assert (free.filters, free.sorts, free.paginated) == (["state", "depth"], ["seen_at"], True)
    assert late.name == "late ones"
    assert late.entities == ["fees", "berths"] or late.entities == ["berths", "fees"]
    assert set(late.filters) == {"due", "paid"}
    assert (update.writes, update.entities, update.filters) == (True, ["berths"], ["id"])


@pytest.mark.parametrize(
    ("text", "is_sql"),
    [
        ("CREATE TABLE a (b int)", True),
        ("SELECT a\nFROM b", True),
        ("Create an epic with a name", False),
        ("Select the boat and go", False),
        ("Update the boats", False),
        ("boats 1 -- N crews", False),
    ],
)
def test_sql_is_told_from_prose(text: str, is_sql: bool) -> None:
    assert looks_like_sql(text) is is_sql


def test_dialects() -> None:
    assert sql_dialect("PostgreSQL 16 (Supabase)") == "postgres"
    assert sql_dialect("MariaDB") == "mysql"
    assert sql_dialect("Redis") is None
    assert sql_dialect(None) is None


_NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=8).map(lambda name: f"f_{name}")
_TYPES = st.sampled_from(["UUID", "VARCHAR(40)", "NUMERIC(9, 3)", "text[]", "double precision"])
_COLUMNS = st.lists(
    st.tuples(_NAMES, _TYPES, st.sampled_from([None, True, False]), st.booleans()),
    min_size=1,
    max_size=12,
    unique_by=lambda column: column[0],
)


@settings(deadline=None, max_examples=60)
@given(_COLUMNS)
def test_a_table_reads_back_as_written(
    columns: list[tuple[str, str, bool | None, bool]],
) -> None:
    words = {None: "", True: " NULL", False: " NOT NULL"}
    parts = [
        f"  {name} {kind}{words[nullable]}{' UNIQUE' if unique else ''}"
        for name, kind, nullable, unique in columns
    ]
    schema = read("CREATE TABLE t (\n" + ",\n".join(parts) + "\n);")
    found = [(f.name, f.type, f.nullable, f.unique) for f in schema.definitions[0].fields]
    assert found == columns


@settings(deadline=None, max_examples=80)
@given(st.text(alphabet="CREATE TABLE(),;'\"`[]$-*/\n\\ab1.:<>\x00…", max_size=200))
def test_no_text_raises(text: str) -> None:
    assert read("CREATE TABLE x (" + text).statements >= 1


@pytest.mark.parametrize(
    "piece", ["(", "'", "\\'", '"', "$a$", "/*", "[", "a,", "\x00", "... ", "--", "CREATE "]
)
def test_hostile_blocks_end_soon(piece: str) -> None:
    text = "CREATE TABLE x (" + piece * (60_000 // len(piece))
    start = time.perf_counter()
    assert read(text).statements <= 1
    assert time.perf_counter() - start < 5


def test_limits_are_told() -> None:
    deep = read("SELECT * FROM a WHERE b = " + "(" * 20 + "1" + ")" * 20)
    assert [(p.code, p.message) for p in deep.problems] == [
        (TOO_MUCH, "SQL is nested too deeply to be read")
    ]
    long = read("-" * 70_000)
    assert (
        long.problems[0].message == "SQL block has 70,000 bytes, more than the 65,536 that are read"
    )
