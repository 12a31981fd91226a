"""Entities that fences of program code define."""

from __future__ import annotations

import pytest

from storagelint.markdown import Fence
from storagelint.model.facts import Definition
from storagelint.reading.schemas.source_code import read_source_code


def read(text: str) -> list[Definition]:
    lines = tuple(text.split("\n"))
    return read_source_code(Fence(1, len(lines) + 2, "x", "x", lines, 1)).definitions


@pytest.mark.parametrize(
    ("text", "table", "fields"),
    [
        (
            "@Entity('boats')\nclass Boat {\n  @PrimaryGeneratedColumn()\n  id: string;\n\n"
            "  @Column()\n  mast: string;\n\n  @ManyToOne(() => Pier)\n  pier: Pier;\n}",
            "boats",
            ["id", "mast"],
        ),
        (
            "const b = pgTable('boats', {\n  id: uuid('id').primaryKey(),\n  mast: text('m'),\n});",
            "boats",
            ["id", "mast"],
        ),
        (
            'class Boat(Base):\n    __tablename__ = "boats"\n'
            "    id: Mapped[int] = mapped_column(primary_key=True)\n    mast = Column(String(9))\n",
            "boats",
            ["id", "mast"],
        ),
        (
            '@Entity\n@Table(name = "boats")\npublic class Boat {\n    @Id\n    private Long id;\n'
            "    private String mast;\n}",
            "boats",
            ["id", "mast"],
        ),
    ],
)
def test_mapped_classes_are_stored(text: str, table: str, fields: list[str]) -> None:
    (found,) = read(text)
    assert found.persisted
    assert found.options["table"] == table
    assert [field.name for field in found.fields] == fields
    assert found.fields[0].primary_key


def test_a_plain_interface_may_only_carry_data() -> None:
    (found,) = read("interface BoatDto {\n  id: string;\n  mast?: string | null;\n}")
    assert not found.persisted
    assert [(field.name, field.nullable) for field in found.fields] == [
        ("id", None),
        ("mast", True),
    ]


def test_a_go_struct_takes_its_table_from_its_method() -> None:
    (found,) = read(
        "type Boat struct {\n    ID int64\n    Mast *string\n}\n"
        'func (Boat) TableName() string { return "boats" }'
    )
    assert found.persisted
    assert found.options["table"] == "boats"
    assert [field.type for field in found.fields] == ["int64", "*string"]


def test_an_enum_is_no_entity() -> None:
    assert read('class Rig(str, Enum):\n    SLOOP = "sloop"') == []
