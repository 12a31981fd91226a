"""A small model, written in any notation, reads back as what that notation can say."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storagelint.kinds import builtin_kinds
from storagelint.model import fold
from storagelint.model.names import fold_field
from storagelint.reading import read
from storagelint.reporting.model import relationships
from storagelint.source import from_text

SYLLABLES = "ba ko ru mi zo pe la du ve ta".split()
TYPES = "uuid text integer boolean date timestamptz varchar(40) numeric(8,2)".split()
EVERYTHING = frozenset(["field", "type", "key", "not-null", "unique", "reference", "index"])


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    required: bool = False
    unique: bool = False
    target: str | None = None


@dataclass(frozen=True)
class Thing:
    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Design:
    things: tuple[Thing, ...]
    indexes: tuple[tuple[str, tuple[str, ...], bool], ...]
    relations: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Language:
    """The words of a language, as its writers put them into tables."""

    headings: tuple[str, str, str, str]
    """What the columns of the name, the type, the constraints and the description are called."""
    key: str
    required: str
    unique: str
    foreign: str
    entities: str
    indexes: tuple[str, str, str, str, str]
    """The section; the table, the name, the fields and the type of an index."""
    relations: tuple[str, str, str]
    """The section; one to many, many to many."""


LANGUAGES = {
    "english": Language(
        ("Field", "Type", "Constraints", "Description"),
        *("Primary key", "NOT NULL", "UNIQUE", "FK →", "Core Entities"),
        ("Index Design", "Table", "Index", "Fields", "Type"),
        ("Relationships", "one-to-many", "many-to-many"),
    ),
    "chinese": Language(
        ("字段名", "类型", "约束", "说明"),
        *("主键", "非空", "唯一", "外键 →", "核心表"),
        ("索引设计", "表名", "索引名", "索引字段", "类型"),
        ("实体关系", "一对多", "多对多"),
    ),
    "japanese": Language(
        ("カラム名", "データ型", "制約", "備考"),
        *("主キー", "必須", "ユニーク", "外部キー →", "テーブル定義"),
        ("インデックス", "テーブル", "インデックス名", "対象カラム", "種類"),
        ("リレーション", "1対多", "多対多"),
    ),
    "korean": Language(
        ("컬럼명", "타입", "제약조건", "설명"),
        *("기본키", "필수", "고유", "외래키 →", "핵심 엔티티"),
        ("인덱스 설계", "테이블", "인덱스명", "대상 컬럼", "유형"),
        ("엔티티 관계", "1:다", "다:다"),
    ),
    "russian": Language(
        ("Поле", "Тип", "Ограничения", "Описание"),
        *("первичный ключ", "не null", "уникальный", "внешний ключ →", "Таблицы"),
        ("Индексы", "Таблица", "Индекс", "Поля", "Тип"),
        ("Связи", "один ко многим", "многие ко многим"),
    ),
    "spanish": Language(
        ("Campo", "Tipo", "Restricciones", "Descripción"),
        *("clave primaria", "no nulo", "único", "clave foránea →", "Entidades"),
        ("Índices", "Tabla", "Índice", "Campos", "Tipo"),
        ("Relaciones", "uno a muchos", "muchos a muchos"),
    ),
    "german": Language(
        ("Spalte", "Datentyp", "Einschränkungen", "Beschreibung"),
        *("Primärschlüssel", "nicht null", "eindeutig", "Fremdschlüssel →", "Tabellen"),
        ("Indizes", "Tabelle", "Indexname", "Spalten", "Typ"),
        ("Beziehungen", "eins zu n", "n:m"),
    ),
    "french": Language(
        ("Champ", "Type", "Contraintes", "Description"),
        *("clé primaire", "non nul", "unique", "clé étrangère →", "Entités"),
        ("Stratégie d'indexation", "Table", "Nom de l'index", "Colonnes", "Type"),
        ("Relations entre entités", "un à plusieurs", "plusieurs à plusieurs"),
    ),
    "vietnamese": Language(
        ("Tên trường", "Kiểu dữ liệu", "Ràng buộc", "Mô tả"),
        *("khóa chính", "bắt buộc", "duy nhất", "khóa ngoại →", "Các bảng"),
        ("Chỉ mục", "Bảng", "Tên chỉ mục", "Các cột", "Loại"),
        ("Mối quan hệ", "một-nhiều", "nhiều-nhiều"),
    ),
}


def written_in(language: Language) -> Callable[[Design, int], str]:
    """Field, index and relation tables in a language, with the columns in any order."""

    def write(design: Design, seed: int) -> str:
        order = [1, 2, 3]
        random.Random(seed).shuffle(order)
        lines = [f"# Design {seed}", f"## {language.entities}"]
        for thing in design.things:
            lines += [f"### {thing.name}", _row(language.headings, order), "|---|---|---|---|"]
            for column in thing.columns:
                words = [language.key] if column.name == "id" else []
                words += [language.required] if column.required else []
                words += [language.unique] if column.unique else []
                words += [f"{language.foreign} {column.target}.id"] if column.target else []
                cells = (column.name, column.type, ", ".join(words), "")
                lines.append(_row(cells, order))
            lines.append("")
        section, table, name, fields, kind = language.indexes
        lines += [f"## {section}", f"| {table} | {name} | {fields} | {kind} |", "|---|---|---|---|"]
        for number, (owner, names, unique) in enumerate(design.indexes):
            how = f"{language.unique}" if unique else "B-tree"
            lines.append(f"| {owner} | ix_{number} | {', '.join(names)} | {how} |")
        section, one, many = language.relations
        lines += ["", f"## {section}"]
        for start, end, cardinality in design.relations:
            lines.append(f"- {start} → {end} ({one if cardinality == '1:N' else many})")
        return "\n".join(lines) + "\n"

    return write


def _row(cells: tuple[str, ...], order: list[int]) -> str:
    return f"| {' | '.join([cells[0], *(cells[at] for at in order)])} |"


def bullets(design: Design, _seed: int) -> str:
    lines = ["# Design", "## Entities"]
    for thing in design.things:
        lines.append(f"### {thing.name}")
        for column in thing.columns:
            words = ["PK"] if column.name == "id" else []
            words += ["required"] if column.required else []
            words += ["unique"] if column.unique else []
            words += [f"FK → {column.target}.id"] if column.target else []
            lines.append(f"- `{column.name}` ({', '.join([column.type, *words])}): what it holds")
        lines += ["", "**Indexes**:", ""]
        for owner, names, unique in design.indexes:
            if owner == thing.name:
                lines.append(f"- {'UNIQUE ' if unique else ''}({', '.join(names)})")
        lines.append("")
    return "\n".join(lines) + "\n"


def sql(design: Design, _seed: int) -> str:
    lines = ["# Design", "```sql"]
    for thing in design.things:
        columns = []
        for column in thing.columns:
            words = [column.name, column.type]
            words += ["PRIMARY KEY"] if column.name == "id" else []
            words += ["NOT NULL"] if column.required else []
            words += ["UNIQUE"] if column.unique else []
            words += [f"REFERENCES {column.target} (id)"] if column.target else []
            columns.append("  " + " ".join(words))
        lines += [f"CREATE TABLE {thing.name} (", ",\n".join(columns), ");"]
    for number, (owner, names, unique) in enumerate(design.indexes):
        how = "UNIQUE INDEX" if unique else "INDEX"
        lines.append(f"CREATE {how} ix_{number} ON {owner} ({', '.join(names)});")
    return "\n".join([*lines, "```"]) + "\n"


def mermaid(design: Design, _seed: int) -> str:
    lines = ["# Design", "```mermaid", "erDiagram"]
    for thing in design.things:
        lines.append(f"    {thing.name} {{")
        for column in thing.columns:
            marks = ["PK"] if column.name == "id" else []
            marks += ["FK"] if column.target else []
            marks += ["UK"] if column.unique else []
            lines.append(f"        {column.type} {column.name} {', '.join(marks)}".rstrip())
        lines.append("    }")
    for start, end, cardinality in design.relations:
        line = "||--o{" if cardinality == "1:N" else "}o--o{"
        lines.append(f"    {start} {line} {end} : has")
    return "\n".join([*lines, "```"]) + "\n"


def dbml(design: Design, _seed: int) -> str:
    lines = ["# Design", "```dbml"]
    for thing in design.things:
        lines.append(f"Table {thing.name} {{")
        for column in thing.columns:
            marks = ["pk"] if column.name == "id" else []
            marks += ["not null"] if column.required else []
            marks += ["unique"] if column.unique else []
            marks += [f"ref: > {column.target}.id"] if column.target else []
            lines.append(
                f"  {column.name} {column.type}" + (f" [{', '.join(marks)}]" * bool(marks))
            )
        lines.append("  indexes {")
        for owner, names, unique in design.indexes:
            if owner == thing.name:
                lines.append(f"    ({', '.join(names)})" + " [unique]" * unique)
        lines += ["  }", "}"]
    return "\n".join([*lines, "```"]) + "\n"


PRISMA_TYPES = {"text": "String", "integer": "Int", "boolean": "Boolean", "date": "DateTime"}


def prisma(design: Design, _seed: int) -> str:
    lines = ["# Design", "```prisma"]
    back = [(column, thing) for thing in design.things for column in thing.columns if column.target]
    for thing in design.things:
        lines.append(f"model {thing.name} {{")
        for column in thing.columns:
            optional = "" if column.required or column.name == "id" else "?"
            marks = " @id" if column.name == "id" else " @unique" if column.unique else ""
            written = PRISMA_TYPES.get(column.type, "String")
            lines.append(f"  {column.name} {written}{optional}{marks}")
            if column.target:
                relation = f"@relation(fields: [{column.name}], references: [id])"
                lines.append(f"  {column.name}Of {column.target}{optional} {relation}")
        for column, owner in back:
            if column.target == thing.name:
                lines.append(f"  {owner.name}By{column.name} {owner.name}[]")
        for owner_name, names, unique in design.indexes:
            if owner_name == thing.name:
                lines.append(f"  @@{'unique' if unique else 'index'}([{', '.join(names)}])")
        lines.append("}")
    return "\n".join([*lines, "```"]) + "\n"


NOTATIONS: dict[str, tuple[Callable[[Design, int], str], frozenset[str]]] = {
    **{name: (written_in(words), EVERYTHING | {"relation"}) for name, words in LANGUAGES.items()},
    "bullets": (bullets, EVERYTHING),
    "sql": (sql, EVERYTHING),
    "mermaid": (mermaid, frozenset(["field", "type", "key", "unique", "relation"])),
    "dbml": (dbml, EVERYTHING),
    "prisma": (prisma, EVERYTHING - {"type"}),
}

words = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=3).map("".join)
names = st.one_of(words, st.tuples(words, words).map("_".join))


@st.composite
def designs(draw: st.DrawFn) -> Design:
    titles = draw(st.lists(names, min_size=1, max_size=4, unique_by=fold))
    things = []
    for title in titles:
        columns = [Column("id", "uuid")]
        for name in draw(st.lists(names, min_size=1, max_size=5, unique_by=fold_field)):
            target = draw(st.sampled_from([None, None, *titles]))
            column = Column(
                f"{name}_id" if target else name,
                "uuid" if target else draw(st.sampled_from(TYPES)),
                draw(st.booleans()),
                draw(st.booleans()) and not target,
                target,
            )
            columns.append(column)
        things.append(Thing(title, tuple(columns)))
    indexes: list[tuple[str, tuple[str, ...], bool]] = []
    for thing in things:
        plain = [column.name for column in thing.columns[1:]]
        if draw(st.booleans()):
            indexes.append((thing.name, (plain[0],), False))
        if len(plain) > 1 and draw(st.booleans()):
            indexes.append((thing.name, (plain[1], plain[0]), draw(st.booleans())))
    pairs = [(a, b) for at, a in enumerate(titles) for b in titles[at + 1 :]]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    relations = tuple((a, b, draw(st.sampled_from(["1:N", "N:M"]))) for a, b in chosen)
    return Design(tuple(things), tuple(indexes), relations)


@pytest.mark.parametrize("notation", NOTATIONS)
@settings(max_examples=25, deadline=None)
@given(design=designs(), seed=st.integers(0, 99))
def test_a_design_reads_back(notation: str, design: Design, seed: int) -> None:
    write, sayable = NOTATIONS[notation]
    text = write(design, seed)
    wanted = {fact for fact in _stated(design) if fact[0] in sayable}
    found = {fact for fact in _read(text) if fact[0] in sayable}
    assert found == wanted, text


def _stated(design: Design) -> Iterator[tuple[object, ...]]:
    for thing in design.things:
        for column in thing.columns:
            place = (thing.name, column.name)
            yield "field", *place
            yield "type", *place, column.type
            if column.name == "id":
                yield "key", *place
            if column.required:
                yield "not-null", *place
            if column.unique:
                yield "unique", *place
            if column.target:
                yield "reference", *place, column.target, "id"
    yield from (("index", *index) for index in design.indexes)
    for start, end, cardinality in design.relations:
        yield (
            "relation",
            *((start, end) if cardinality == "1:N" else sorted((start, end))),
            cardinality,
        )


def _read(text: str) -> Iterator[tuple[object, ...]]:
    document = read(from_text(text), path="design.md", kind=builtin_kinds()["generic"])
    for entity in document.entities:
        for field in entity.fields:
            place = (entity.name, field.name)
            yield "field", *place
            yield "type", *place, field.type
            if field.primary_key:
                yield "key", *place
            elif field.nullable is False:
                yield "not-null", *place
            if field.unique and not field.primary_key:
                yield "unique", *place
            if field.references:
                yield "reference", *place, field.references.entity, field.references.field
    for index in document.indexes:
        yield "index", index.entity, tuple(field.name for field in index.fields), index.unique
    for relation in relationships(document):
        ends = (relation.from_entity, relation.to_entity)
        how = str(relation.cardinality)
        yield "relation", *(ends if how == "1:N" else sorted(ends)), how
