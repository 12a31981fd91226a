"""What a document states about a storage design; every fact has the span that states it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Self

from storagelint.model.names import fold, fold_field
from storagelint.source import Span

NOWHERE = Span(1, 1, 1, 1)


@dataclass(slots=True, kw_only=True)
class Fact:
    """The base of all facts: slotted dataclasses, which pydantic reads and writes as JSON."""

    span: Span = NOWHERE
    """Where the fact is stated: its name, cell or line."""

    def altered(self, **changes: Any) -> Self:
        """A copy with other values for some attributes, at less cost than `replace`."""
        new = object.__new__(type(self))
        for name in self.__dataclass_fields__:
            setattr(new, name, getattr(self, name))
        for name, value in changes.items():
            setattr(new, name, value)
        return new


class Form(StrEnum):
    """The notation in which something is written."""

    TABLE = "table"
    SQL = "sql"
    MERMAID = "mermaid"
    BULLETS = "bullets"
    DBML = "dbml"
    PRISMA = "prisma"
    JSON = "json"
    CODE = "code"
    PROSE = "prose"
    TEXT = "text"


class EntityKind(StrEnum):
    """What an entity is in its store."""

    TABLE = "table"
    COLLECTION = "collection"
    KEY = "key"
    BUCKET = "bucket"
    INDEX = "index"
    MEASUREMENT = "measurement"
    GRAPH = "graph"
    FILE = "file"
    VIEW = "view"
    OTHER = "other"


class TypeFamily(StrEnum):
    """What sort of value a type holds, whatever the engine calls it."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    FLOAT = "float"
    TEXT = "text"
    BOOLEAN = "boolean"
    UUID = "uuid"
    DATE = "date"
    TIME = "time"
    TIMESTAMP = "timestamp"
    INTERVAL = "interval"
    BINARY = "binary"
    JSON = "json"
    ENUM = "enum"
    ARRAY = "array"
    VECTOR = "vector"
    GEOMETRY = "geometry"
    NETWORK = "network"
    SEARCH = "search"
    OBJECT_ID = "object-id"
    OBJECT = "object"
    OTHER = "other"


class CanonicalType(NamedTuple):
    """A type apart from its spelling: `VARCHAR(255)` is text of length 255."""

    name: str
    """The canonical name: integer, bigint, text, varchar, uuid, timestamptz, decimal ..."""
    family: TypeFamily
    length: int | None = None
    """Characters, bytes or bits, as the type counts them."""
    precision: int | None = None
    scale: int | None = None
    zone: bool | None = None
    """For times: with time zone or without; None where the type does not say."""
    element: str | None = None
    """For arrays: the canonical name of what they hold."""
    values: tuple[str, ...] = ()
    """For enums: the values that the type lists."""

    def __str__(self) -> str:
        if self.element:
            return f"{self.element}[]"
        if self.precision is not None:
            return f"{self.name}({self.precision},{self.scale or 0})"
        return f"{self.name}({self.length})" if self.length is not None else self.name


class Attribute(StrEnum):
    """What can be stated about a field; the keys of `Field.stated`."""

    TYPE = "type"
    PRIMARY_KEY = "primary_key"
    NULLABLE = "nullable"
    UNIQUE = "unique"
    REFERENCES = "references"
    DEFAULT = "default"
    CHECK = "check"
    ENUM = "enum"
    INDEXED = "indexed"
    CONSTRAINTS = "constraints"
    DESCRIPTION = "description"


class Statement(NamedTuple):
    """Where and in which words an attribute is stated."""

    span: Span
    text: str
    inferred: bool = False
    """Whether it is concluded from something (a description, a name) rather than said."""


@dataclass(slots=True, kw_only=True)
class Reference(Fact):
    """What a foreign key points at."""

    entity: str
    """The target as written; see `Document.target` for the entity it resolves to."""
    field: str | None = None
    on_delete: str | None = None
    """cascade, set null, set default, restrict or no action; other words as written."""
    on_update: str | None = None
    fields: tuple[str, ...] = ()
    """For a composite key: the fields on this side, in order."""
    target_fields: tuple[str, ...] = ()
    deferrable: bool = False


class ConstraintKind(StrEnum):
    """What a constraint says."""

    PRIMARY_KEY = "primary-key"
    FOREIGN_KEY = "foreign-key"
    UNIQUE = "unique"
    NOT_NULL = "not-null"
    NULL = "null"
    DEFAULT = "default"
    CHECK = "check"
    AUTO_INCREMENT = "auto-increment"
    INDEX = "index"
    ENUM = "enum"
    GENERATED = "generated"
    ON_UPDATE = "on-update"
    OTHER = "other"
    """Known and without a meaning for the model: trim, lowercase, immutable, a range."""
    UNKNOWN = "unknown"


@dataclass(slots=True, kw_only=True)
class Constraint(Fact):
    """One constraint of a field, as written."""

    kind: ConstraintKind
    text: str
    value: str | None = None
    """The default's expression, the check's condition, the index's type; None where missing."""
    values: tuple[str, ...] = ()
    """The values of an enum, or of a check that lists them."""
    reference: Reference | None = None


@dataclass(slots=True, kw_only=True)
class Field(Fact):
    """A field of an entity; `span` is the place of its name."""

    name: str
    type: str | None = None
    """The type as written, without constraint words."""
    canonical: CanonicalType | None = None
    primary_key: bool = False
    nullable: bool | None = None
    """None where the document does not say."""
    unique: bool = False
    foreign_key: bool = False
    """Whether it is marked as a foreign key, with or without a target."""
    references: Reference | None = None
    default: str | None = None
    check: str | None = None
    enum: tuple[str, ...] | None = None
    indexed: bool = False
    generated: bool = False
    """Whether the database makes the value: auto increment, identity, computed."""
    unknown_type: bool = False
    """Whether a type is written that neither the store nor common usage knows."""
    description: str | None = None
    constraints: list[Constraint] = dataclasses.field(default_factory=list)
    stated: dict[Attribute, Statement] = dataclasses.field(default_factory=dict)

    @property
    def key(self) -> str:
        """The folded name, by which fields match."""
        return fold_field(self.name)

    def where(self, attribute: Attribute) -> Span:
        """The place that states an attribute, or the field's own."""
        stated = self.stated.get(attribute)
        return stated.span if stated else self.span

    @property
    def reference_inferred(self) -> bool:
        """Whether only a description, not a constraint, makes it a foreign key."""
        stated = self.stated.get(Attribute.REFERENCES)
        return stated is not None and stated.inferred

    @property
    def family(self) -> TypeFamily | None:
        """The family of the type; None where no type is stated."""
        return self.canonical.family if self.canonical else None


@dataclass(slots=True, kw_only=True)
class Definition(Fact):
    """One place that defines an entity, in one notation; `span` is the place of the name."""

    name: str
    form: Form
    fields: list[Field] = dataclasses.field(default_factory=list)
    primary_key: tuple[str, ...] = ()
    """The fields of a key that is stated apart from its fields, in order."""
    uniques: list[tuple[str, ...]] = dataclasses.field(default_factory=list)
    """Composite uniqueness that is stated apart from the fields."""
    references: list[Reference] = dataclasses.field(default_factory=list)
    """Composite foreign keys."""
    checks: list[Constraint] = dataclasses.field(default_factory=list)
    line: int = 0
    """The first and the last line of the table, list or fence that holds the fields."""
    end_line: int = 0
    changes: bool = False
    """Whether it adds to an entity (ALTER TABLE, «new columns») and does not define it whole."""
    partial: bool = False
    """Whether it says itself that it lists only some of the fields: «Key fields»."""
    excerpt: bool = False
    """Whether it repeats a part of what stands in full elsewhere in the document."""
    kind: EntityKind | None = None
    comment: str | None = None
    options: dict[str, str] = dataclasses.field(default_factory=dict)
    """What the statement adds: engine, order-key, partition-key, ttl ..."""
    dropped: list[str] = dataclasses.field(default_factory=list)
    """Fields that it takes away from an entity that is defined elsewhere."""
    persisted: bool = True
    """Whether it certainly is stored; a class or an interface may only carry data around."""


class _Fielded(Fact):
    """A fact with room for its fields by name, which is neither shown nor copied."""

    __slots__ = ("_fields_by_key",)

    _fields_by_key: tuple[list[Field], int, dict[str, Field]]


@dataclass(slots=True, kw_only=True)
class Entity(_Fielded):
    """A persisted thing with a name: a table, a collection, a key pattern, a bucket ..."""

    name: str
    """As its definition writes it, without numbers, marks and the word «table»."""
    kind: EntityKind = EntityKind.TABLE
    form: Form
    """The most detailed notation of its definitions."""
    purpose: str | None = None
    aliases: list[str] = dataclasses.field(default_factory=list)
    """Other names it goes by: a display name, a physical table name."""
    fields: list[Field] = dataclasses.field(default_factory=list)
    """The union of all definitions' fields."""
    definitions: list[Definition] = dataclasses.field(default_factory=list)
    primary_key: tuple[str, ...] = ()
    """The names of the key's fields in order; empty where no key is stated."""
    uniques: list[tuple[str, ...]] = dataclasses.field(default_factory=list)
    references: list[Reference] = dataclasses.field(default_factory=list)
    partial: bool = False
    """Whether it is marked as existing, unchanged or extended: its other fields are elsewhere."""
    append_only: bool = False
    lookup: bool = False
    """Whether it is said to be a lookup or reference table."""
    options: dict[str, str] = dataclasses.field(default_factory=dict)
    """What the store adds: ttl, eviction, value-type, engine, order-key, partition-key ..."""
    section_line: int = 0
    """The line of the heading it stands under; 0 where there is none."""

    @property
    def key(self) -> str:
        """The folded name, by which entities match."""
        return fold(self.name)

    @property
    def keys(self) -> set[str]:
        """The folded forms of all its names."""
        return {fold(name) for name in (self.name, *self.aliases)}

    def field(self, name: str) -> Field | None:
        """The field of that name, in any case style; None where there is none."""
        return self.fields_by_key.get(fold_field(name))

    @property
    def fields_by_key(self) -> dict[str, Field]:
        """The fields by their folded names; of several with one name the first.

        They are folded again when there is another list of fields, or one of another length;
        a field is never put into another's place.
        """
        try:
            fields, number, found = self._fields_by_key
            if fields is self.fields and number == len(fields):
                return found
        except AttributeError:
            pass
        found = {}
        for field in self.fields:
            found.setdefault(fold_field(field.name), field)
        self._fields_by_key = (self.fields, len(self.fields), found)
        return found

    def key_fields(self) -> list[Field]:
        """The fields of the primary key that exist, in the key's order."""
        found = (self.field(name) for name in self.primary_key)
        return [field for field in found if field is not None]

    def foreign_keys(self) -> Iterator[tuple[Field, Reference]]:
        """Each field with the reference it carries."""
        for field in self.fields:
            if field.references is not None:
                yield field, field.references

    def is_unique(self, names: tuple[str, ...]) -> bool:
        """Whether the fields of these names together are a key or unique."""
        wanted = {fold_field(name) for name in names}
        if len(wanted) == 1:
            field = self.field(names[0])
            if field is not None and field.unique:
                return True
        sets = [self.primary_key, *self.uniques]
        return any({fold_field(name) for name in group} == wanted for group in sets if group)


class Cardinality(StrEnum):
    """How many of one entity belong to how many of the other."""

    ONE_TO_ONE = "1:1"
    ONE_TO_MANY = "1:N"
    MANY_TO_ONE = "N:1"
    MANY_TO_MANY = "N:M"

    def reversed(self) -> Cardinality:
        """The same, read from the other side."""
        swap = {Cardinality.ONE_TO_MANY: Cardinality.MANY_TO_ONE}
        swap[Cardinality.MANY_TO_ONE] = Cardinality.ONE_TO_MANY
        return swap.get(self, self)


@dataclass(slots=True, kw_only=True)
class Relationship(Fact):
    """A relationship that the document states; `span` is its line, bullet or row."""

    from_entity: str
    to_entity: str
    cardinality: Cardinality | None = None
    cardinality_text: str | None = None
    """What stands where the cardinality should, readable or not."""
    from_optional: bool | None = None
    to_optional: bool | None = None
    via: str | None = None
    """The junction table that is named."""
    field: str | None = None
    """The foreign key field that is named."""
    label: str | None = None
    form: Form = Form.TEXT
    from_span: Span | None = None
    to_span: Span | None = None
    cardinality_span: Span | None = None


@dataclass(slots=True, kw_only=True)
class DiagramProblem(Fact):
    """A place of a diagram that does not parse as Mermaid parses it."""

    message: str


@dataclass(slots=True, kw_only=True)
class Diagram(Fact):
    """A Mermaid erDiagram; `span` is its opening line."""

    entities: list[Definition] = dataclasses.field(default_factory=list)
    """Only those with fields or an own line; see `names` for all."""
    names: dict[str, Span] = dataclasses.field(default_factory=dict)
    """Every entity that the diagram mentions, with the place of its first mention."""
    relationships: list[Relationship] = dataclasses.field(default_factory=list)
    problems: list[DiagramProblem] = dataclasses.field(default_factory=list)
    end_line: int = 0


class IndexField(NamedTuple):
    """A part of an index: a field or an expression over one."""

    name: str
    """The field, or for an expression its main field where that is plain."""
    descending: bool = False
    expression: str | None = None


@dataclass(slots=True, kw_only=True)
class Index(Fact):
    """An index that the document states; `span` is its row, bullet or statement."""

    name: str | None = None
    entity: str | None = None
    """The entity as written or concluded; None where it cannot be told."""
    entity_inferred: bool = False
    fields: list[IndexField] = dataclasses.field(default_factory=list)
    unique: bool = False
    primary: bool = False
    """Whether the row repeats the primary key."""
    method: str | None = None
    """btree, hash, gin, gist, brin, fulltext ..., in lower case as written; None: not stated."""
    where: str | None = None
    include: list[str] = dataclasses.field(default_factory=list)
    purpose: str | None = None
    form: Form = Form.TABLE
    name_span: Span | None = None
    entity_span: Span | None = None
    fields_span: Span | None = None
    method_span: Span | None = None


class Frequency(StrEnum):
    """How often a query runs: high over 100, medium 10 to 100, low under 10 times a second."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(slots=True, kw_only=True)
class QueryPattern(Fact):
    """An access pattern; `span` is the place of its name."""

    name: str
    frequency: Frequency | None = None
    frequency_text: str | None = None
    rate: float | None = None
    """Requests a second, where a number is given."""
    entities: list[str] = dataclasses.field(default_factory=list)
    """As written in a column, or concluded from the text, in this order."""
    entities_stated: bool = False
    filters: list[str] = dataclasses.field(default_factory=list)
    filters_stated: bool = False
    ranges: list[str] = dataclasses.field(default_factory=list)
    """Those of the filters that are compared by order: `created_at >= ?`, BETWEEN."""
    sorts: list[str] = dataclasses.field(default_factory=list)
    paginated: bool | None = None
    writes: bool | None = None
    full_text: bool = False
    strategy: str | None = None
    indexes: list[str] = dataclasses.field(default_factory=list)
    """Names of indexes that its strategy cites."""
    form: Form = Form.TABLE
    frequency_span: Span | None = None
    entities_span: Span | None = None
    strategy_span: Span | None = None
    evidence: list[str] = dataclasses.field(default_factory=list)
    """From which words filters, sorts and entities were concluded."""


@dataclass(slots=True, kw_only=True)
class Store(Fact):
    """A storage technology that the document chooses."""

    technology: str
    """The product's name as the vocabulary spells it, or as written where it is unknown."""
    store_class: str | None = None
    """relational, document, key-value, object, search, time-series, vector, graph, column, file."""
    role: str | None = None
    """primary, cache, search, files ... as written, in lower case."""
    purpose: str | None = None
    """Empty where a table has a place for it that says nothing."""
    known: bool = True
    stated_class: str | None = None
    """The class that the document's own words say: `Document store | PostgreSQL` is document."""
    nearest: str | None = None
    """For an unknown product: the known one whose name is most like it."""
    inferred: bool = False
    """Whether the settings name it, for documents that name none, and not the document."""


@dataclass(slots=True, kw_only=True)
class Volume(Fact):
    """The expected size of an entity, in rows unless a unit says otherwise."""

    entity: str | None = None
    initial: str | None = None
    growth: str | None = None
    peak: str | None = None
    retention: str | None = None
    initial_rows: float | None = None
    peak_rows: float | None = None
    rows_kept: float | None = None
    """What a constant growth adds up to over the retention; None where either has no figure."""
    rows_in_five_years: float | None = None
    """The rows that the stated growth makes of the initial ones; None where it has no figure."""


@dataclass(slots=True, kw_only=True)
class Mapping(Fact):
    """A row that maps a field of an interface contract to fields of the data."""

    dto_field: str
    data_fields: list[str] = dataclasses.field(default_factory=list)
    """Each as written: `users.email`, `first_name`."""
    transformation: str | None = None
    dto: str | None = None
    data_span: Span | None = None
    transformation_span: Span | None = None


@dataclass(slots=True, kw_only=True)
class SectionFact(Fact):
    """A section whose heading or label says what it is about."""

    role: str
    heading: str
    level: int
    line: int
    end_line: int
    label: bool = False
    """Whether it is a bold label or a bullet, not a heading."""
    empty: bool = False


class Figure(NamedTuple):
    """An amount that a statement on a topic gives."""

    span: Span
    text: str
    """The amount as written, or the whole statement."""
    value: float | None
    """Seconds, milliseconds for a latency, percent for an availability, a factor for growth.

    None where it is written like a length of time and is none: `4 parsecs`.
    """
    percentile: float | None = None
    """For a latency: the share of the requests in percent that it holds for."""


@dataclass(slots=True, kw_only=True)
class Operations:
    """What the document says about running the store: topic -> the statements on it.

    Topics are those of `reading.operations`: rollback, migration-tool, backup-frequency,
    backup-retention, rto, rpo, point-in-time-recovery, disaster-recovery, restore-test ...
    """

    topics: dict[str, list[Statement]] = dataclasses.field(default_factory=dict)
    figures: dict[str, list[Figure]] = dataclasses.field(default_factory=dict)
    """Topic -> the amounts that its statements give, in the order of the text."""

    def first(self, topic: str) -> Statement | None:
        """The first statement on a topic, or None."""
        found = self.topics.get(topic)
        return found[0] if found else None
