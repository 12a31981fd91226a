"""Models of a Prisma schema."""

from __future__ import annotations

from storagelint.markdown import Fence
from storagelint.reading.schemas.prisma import read_prisma


def test_relations_are_no_columns_and_set_references() -> None:
    text = (
        "enum Rig {\n  SLOOP\n}\nmodel Boat {\n  id String @id @default(uuid())\n"
        "  pierId String?\n  pier Pier? @relation(fields: [pierId], references: [id],"
        " onDelete: Cascade)\n  mast String @unique // of oak\n  rig Rig\n  crews Crew[]\n"
        '  @@unique([pierId, mast])\n  @@index([mast(sort: Desc)])\n  @@map("boats")\n}'
    )
    lines = tuple(text.split("\n"))
    schema = read_prisma(Fence(1, len(lines) + 2, "prisma", "prisma", lines, 1))
    (boat,) = schema.definitions
    assert [field.name for field in boat.fields] == ["id", "pierId", "mast", "rig"]
    assert [field.nullable for field in boat.fields] == [False, True, False, False]
    reference = boat.fields[1].references
    assert reference is not None
    assert (reference.entity, reference.field, reference.on_delete) == ("Pier", "id", "cascade")
    assert boat.options["table"] == "boats"
    assert boat.uniques == [("pierId", "mast")]
    assert schema.indexes[1].fields[0].descending
    assert schema.user_types == {"Rig": ("SLOOP",)}
