"""The diagram of a document: what it shows, and that it reads back as what it was written from."""

from __future__ import annotations

from hostile_models import document, of, read_back

from storagelint.generating.drawings.diagram import mermaid
from storagelint.model import Entity, Field, Form


def table(name: str, *fields: str) -> str:
    rows = "\n".join(f"| {field} |" for field in fields)
    return f"## {name}\n\n| Field | Type | Constraints |\n| --- | --- | --- |\n{rows}\n\n"


def lines(text: str) -> list[str]:
    """The lines of a diagram that stand outside an entity's block, without indentation."""
    return [line.strip() for line in text.split("\n") if line.startswith("    ") and line[4] != " "]


HALLS = table("halls", "id | UUID | PK", "code | CHAR(4) | UNIQUE NOT NULL")


def test_entities_fields_and_marks() -> None:
    text = HALLS + table(
        "seats",
        "hall_id | UUID | PK, FK -> halls.id",
        "row_number | INTEGER | PK",
        "price | NUMERIC(10, 2) | NOT NULL",
        "kind | ENUM('box', 'stall') | NOT NULL",
        "sold_at | TIMESTAMP WITH TIME ZONE | NULL",
    )
    assert mermaid(document(text)) == (
        "erDiagram\n"
        "    halls {\n"
        "        UUID id PK\n"
        "        CHAR(4) code UK\n"
        "    }\n"
        "    seats {\n"
        "        UUID hall_id PK, FK\n"
        "        INTEGER row_number PK\n"
        "        NUMERIC(10,2) price\n"
        "        enum kind\n"
        "        TIMESTAMPTZ sold_at\n"
        "    }\n"
        "    halls ||--o{ seats : hall_id"
    )


def test_ends_follow_from_keys_and_nullability() -> None:
    text = HALLS + table(
        "leases",
        "id | UUID | PK",
        "hall_id | UUID | FK -> halls.id, NOT NULL",
        "former_hall_id | UUID | FK -> halls.id, NULL",
        "keeper_hall_id | UUID | FK -> halls.id, NOT NULL, UNIQUE",
        "spare_hall_id | UUID | FK -> halls.id, NULL, UNIQUE",
        "renewed_id | UUID | FK -> leases.id, NULL",
    )
    assert lines(mermaid(document(text)))[-5:] == [
        "halls ||--o{ leases : hall_id",
        "halls |o--o{ leases : former_hall_id",
        "halls ||--o| leases : keeper_hall_id",
        "halls |o--o| leases : spare_hall_id",
        "leases |o--o{ leases : renewed_id",
    ]


def test_a_composite_key_is_one_relationship() -> None:
    text = (
        "```sql\n"
        "CREATE TABLE seat (hall INT, number INT, PRIMARY KEY (hall, number));\n"
        "CREATE TABLE ticket (id INT PRIMARY KEY, hall INT NOT NULL, number INT NOT NULL,\n"
        "  FOREIGN KEY (hall, number) REFERENCES seat (hall, number));\n"
        "```\n"
    )
    found = mermaid(document(text))
    assert 'seat ||--o{ ticket : "hall, number"' in lines(found)
    assert "        INT hall FK" in found.split("\n")


def test_what_the_document_does_not_define_is_external() -> None:
    text = table("orders", "id | UUID | PK", "owner_id | UUID | FK -> auth.users.id, NOT NULL")
    assert lines(mermaid(document(text))) == [
        "orders {",
        "}",
        '"auth.users":::external',
        '"auth.users" ||--o{ orders : owner_id',
        "classDef external stroke-dasharray:5",
    ]


def test_statements_without_a_key_are_drawn_and_junctions_as_their_two() -> None:
    text = (
        table("posts", "id | UUID | PK")
        + table("tags", "id | UUID | PK")
        + table("drafts", "id | UUID | PK")
        + table(
            "post_tags", "post_id | UUID | PK, FK -> posts.id", "tag_id | UUID | PK, FK -> tags.id"
        )
        + "## Relationships\n\n```\nposts N ──── M tags (via post_tags)\nposts 1 ──── 1 drafts\n"
        "tags N ──── M drafts\n```\n"
    )
    assert [line for line in lines(mermaid(document(text))) if "--" in line] == [
        "posts ||--o{ post_tags : post_id",
        "tags ||--o{ post_tags : tag_id",
        'posts ||--|| drafts : ""',
        'tags }o--o{ drafts : ""',
    ]


def test_a_statement_counts_where_its_key_does_not_say() -> None:
    text = (
        table("users", "id | UUID | PK")
        + table("profiles", "id | UUID | PK", "user_id | UUID | FK -> users.id, NOT NULL")
        + "## Relationships\n\n```\nusers 1 ──── 1 profiles\n```\n"
    )
    assert "users ||--o| profiles : user_id" in lines(mermaid(document(text)))


def test_several_documents_are_one_diagram() -> None:
    orders = table("orders", "id | UUID | PK", "user_id | UUID | FK -> users.id, NOT NULL")
    users = table("users", "id | UUID | PK") + table("orders", "id | UUID | PK", "note | TEXT |")
    found = mermaid([document(orders, "a.md"), document(users, "b.md")])
    assert "external" not in found
    assert lines(found) == [
        "%% a.md",
        "orders {",
        "}",
        "%% b.md",
        "users {",
        "}",
        "users ||--o{ orders : user_id",
    ]
    assert "        TEXT note" in found.split("\n")


def test_a_diagram_alone_is_drawn_again() -> None:
    drawn = (
        "erDiagram\n"
        "    A {\n        int id PK\n    }\n"
        "    C\n"
        "    B\n"
        "    A ||--|{ B : has\n"
        '    B }o--o{ C : "each of: many"'
    )
    found = mermaid(document(f"# Design\n\n```mermaid\n{drawn}\n```\n"))
    assert sorted(found.split("\n")) == sorted(drawn.split("\n"))


def test_names_that_are_no_words() -> None:
    names = [
        "end",
        "user role",
        'a"b',
        "x-->y",
        "to-do",
        "50%",
        "a;b#35;",
        "one direction TB",
        "表",
    ]
    entities = [Entity(name=name, form=Form.TABLE) for name in names]
    assert lines(mermaid(of(entities))) == [
        '"end"',
        '"user role"',
        '"a#34;b"',
        '"x--#62;y"',
        '"to-do"',
        '"50#37;"',
        '"a;b#35;35;"',
        '"one direction#32;TB"',
        '"表"',
    ]
    assert list(read_back(mermaid(of(entities))).names) == names


def test_fields_and_types_that_are_no_words() -> None:
    fields = [
        Field(name="PK", type="CHAR(1) CHARACTER SET x"),
        Field(name="2nd `line`|", type=None),
        Field(name="items[].sku", type="list<string>"),
        Field(name="naïve", type="имя"),
    ]
    found = mermaid(of([Entity(name="orders", form=Form.TABLE, fields=fields)]))
    assert found.split("\n")[2:-1] == [
        '        CHAR(1)_CHARACTER_SET_x _PK "PK"',
        '        any _2nd_line "2nd #96;line#96;|"',
        "        list_string items[].sku",
        "        имя naïve",
    ]
