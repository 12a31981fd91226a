"""Tables, references, indexes and enums in DBML."""

from __future__ import annotations

from storagelint.markdown import Fence
from storagelint.model.facts import Cardinality
from storagelint.reading.schemas.dbml import read_dbml
from storagelint.reading.schemas.schema import Schema


def read(text: str) -> Schema:
    lines = tuple(text.split("\n"))
    return read_dbml(Fence(1, len(lines) + 2, "dbml", "dbml", lines, 1))


def test_a_table_with_settings_indexes_and_references() -> None:
    schema = read(
        "Table boats {\n  id int [pk, increment] // key\n"
        "  pier_id uuid [not null, note: 'where, it lies']\n"
        "  mast varchar(20) [unique, default: 'oak']\n"
        "  indexes {\n    (pier_id, id) [unique, name: 'uq']\n  }\n}\n"
        "Enum rig {\n  sloop\n  ketch\n}\nRef: boats.pier_id > piers.id"
    )
    (boats,) = schema.definitions
    number, pier, mast = boats.fields
    assert (number.primary_key, number.generated) == (True, True)
    assert (pier.nullable, pier.description) == (False, "where, it lies")
    assert pier.references is not None
    assert pier.references.entity == "piers"
    assert (mast.unique, mast.default, mast.type) == (True, "'oak'", "varchar(20)")
    assert boats.uniques == [("pier_id", "id")]
    assert schema.indexes[0].name == "uq"
    assert schema.user_types == {"rig": ("sloop", "ketch")}
    assert schema.relationships[0].cardinality is Cardinality.MANY_TO_ONE


def test_what_cannot_be_read_is_told() -> None:
    schema = read("Table a {\n  !!\n  id int\n}")
    assert [problem.span.line for problem in schema.problems] == [3]
    assert [field.name for field in schema.definitions[0].fields] == ["id"]
