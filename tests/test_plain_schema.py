"""Fences without a language that list columns."""

from __future__ import annotations

import pytest

from storagelint.markdown import Fence
from storagelint.reading.schemas.plain_schema import read_plain_schema
from storagelint.reading.schemas.schema import Schema


def read(text: str) -> Schema:
    lines = tuple(text.split("\n"))
    return read_plain_schema(Fence(1, len(lines) + 2, "", "", lines, 1))


def test_columns_under_a_heading_have_no_name() -> None:
    schema = read(
        "id       uuid PK\npier_id  uuid not null (FK piers)\nslip  uuid PK/FK slips(id)\n"
        "mast     text -- of oak\n\nUNIQUE (pier_id, mast) WHERE mast IS NOT NULL\n"
        "INDEX (mast DESC)"
    )
    (found,) = schema.definitions
    assert found.name == ""
    assert [field.name for field in found.fields] == ["id", "pier_id", "slip", "mast"]
    assert [field.primary_key for field in found.fields] == [True, False, True, False]
    targets = [field.references.entity for field in found.fields if field.references]
    assert targets == ["piers", "slips"]
    assert found.fields[1].nullable is False
    assert found.fields[3].description == "of oak"
    assert schema.indexes[0].where == "mast IS NOT NULL"
    assert schema.indexes[1].fields[0].descending


@pytest.mark.parametrize(
    "text",
    [
        "boats(id, mast)\npiers(id, name)",
        "boats:\n  id: int\n  mast: text\npiers:\n  id: int\n  name: text",
        "Table boats { id int }".replace("{ ", "{\n").replace(" }", "\n}") + "\npiers(id, name)",
    ],
)
def test_names_in_the_fence_are_taken(text: str) -> None:
    assert [found.name for found in read(text).definitions] == ["boats", "piers"]


@pytest.mark.parametrize(
    "text",
    [
        "data/\n├── a.db\n└── b.db",
        "boats -> piers\npiers -> towns",
        "Key  : berth:{id}\nType : HASH\nTTL  : 30",
        "open --> closed\nclosed --> gone",
        "",
        "\x00((((",
    ],
)
def test_what_is_no_list_of_columns_gives_nothing(text: str) -> None:
    assert not read(text)
