"""What serves a query, against a brute-force oracle over all rows of a small grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storagelint.judging.access.coverage import (
    MOST_EXPLAINED,
    AccessPath,
    cover,
    demands,
    documented_rows,
    explain,
    explain_index,
    explain_keys,
    explain_leading,
    filter_path,
    foreign_keys,
    has_keys_indexed,
    in_order,
    leading_path,
    main_field,
    paths_of,
    sort_path,
)
from storagelint.judging.access.index_pairs import explain_wider
from storagelint.markdown import parse
from storagelint.model import (
    CanonicalType,
    Document,
    Entity,
    Field,
    Form,
    Index,
    IndexField,
    QueryPattern,
    Reference,
    TypeFamily,
    Volume,
)
from storagelint.source import from_text

NAMES = ("a", "b", "c", "d")
VALUES = (0, 1, 2)
ROWS = [dict(zip(NAMES, values, strict=True)) for values in product(VALUES, repeat=len(NAMES))]

some_fields = st.lists(st.sampled_from(NAMES), unique=True, max_size=4).map(tuple)
index_fields = some_fields.filter(bool)
field_sets = st.frozensets(st.sampled_from(NAMES), max_size=3)


def entries(fields: Sequence[str]) -> list[dict[str, int]]:
    """The rows in the order in which an ordered index over `fields` holds them."""
    return sorted(ROWS, key=lambda row: [row[name] for name in fields])


def matches(row: dict[str, int], equal: Iterable[str], ranged: Iterable[str]) -> bool:
    return all(row[name] == 1 for name in equal) and all(row[name] >= 1 for name in ranged)


@given(index_fields, field_sets, some_fields.filter(bool))
def test_in_order_iff_matching_rows_come_sorted(
    fields: tuple[str, ...], equal: frozenset[str], sorts: tuple[str, ...]
) -> None:
    free = [name for name in NAMES if name not in fields]
    found = [row for row in entries(fields) if matches(row, equal, ())]
    for name in free:
        found.sort(key=lambda row, name=name: -row[name])  # type: ignore[misc]
    found.sort(key=lambda row: [row[name] for name in fields])
    keys = [[row[name] for name in sorts] for row in found]
    assert in_order(fields, equal, sorts) == (keys == sorted(keys))


@given(index_fields, field_sets.filter(bool), field_sets)
def test_filter_path_narrows_iff_the_first_field_is_bound(
    fields: tuple[str, ...], equal: frozenset[str], ranged: frozenset[str]
) -> None:
    ranged -= equal
    """Else the rows that match spread from the first of three values to the last."""
    path = AccessPath("index", "i", fields)
    served = filter_path([path], sorted(equal | ranged), sorted(ranged))
    flags = [matches(row, equal & set(fields), ranged & set(fields)) for row in entries(fields)]
    first, last = flags.index(True), len(flags) - 1 - flags[::-1].index(True)
    two_thirds = len(ROWS) * 2 // 3
    assert (served is not None) == (last - first + 1 <= two_thirds)


def test_filter_path_takes_the_index_that_narrows_most() -> None:
    narrow = AccessPath("index", "wide", ("a", "b", "c"))
    paths = [AccessPath("index", "short", ("a",)), narrow, AccessPath("index", "other", ("d",))]
    assert filter_path(paths, ["b", "a"]) is narrow


def test_a_range_ends_what_an_index_narrows() -> None:
    range_first = AccessPath("index", "x", ("created", "user"))
    equality_first = AccessPath("index", "y", ("user", "created"))
    filters, ranges = ["created", "user"], ["created"]
    assert filter_path([range_first, equality_first], filters, ranges) is equality_first


def test_a_range_over_no_field_of_the_filter_narrows_nothing() -> None:
    path = AccessPath("index", "x", ("created",))
    assert filter_path([path], ["user"], ["created"]) is None


def test_leading_path_takes_fields_in_any_order() -> None:
    path = AccessPath("unique", None, ("b", "a", "c"))
    assert leading_path([path], ["a", "b"]) is path
    assert leading_path([path], ["a", "c"]) is None


def test_hash_serves_only_whole_equality() -> None:
    path = AccessPath("index", "h", ("a", "b"), "hash")
    assert filter_path([path], ["a"]) is None
    assert filter_path([path], ["a", "b", "c"]) is path
    assert filter_path([path], ["a", "b"], ["b"]) is None
    assert sort_path([path], [], ["a"]) is None
    assert leading_path([path], ["a"]) is None
    assert leading_path([path], ["b", "a"]) is path


@pytest.mark.parametrize(
    ("method", "family", "served"),
    [
        ("gin", TypeFamily.JSON, True),
        ("gin", TypeFamily.TIMESTAMP, False),
        ("fulltext", TypeFamily.TEXT, True),
        ("brin", TypeFamily.TIMESTAMP, True),
        ("gist", TypeFamily.GEOMETRY, True),
        ("hnsw", TypeFamily.INTEGER, False),
        ("bitmap", TypeFamily.ENUM, True),
    ],
)
def test_other_methods_serve_what_they_are_for(
    method: str, family: TypeFamily, served: bool
) -> None:
    entity = Entity(
        name="notes",
        form=Form.TABLE,
        fields=[Field(name="body", canonical=CanonicalType("x", family))],
    )
    path = AccessPath("index", "i", ("body",), method)
    assert (filter_path([path], ["body"], entity=entity) is path) == served


@pytest.mark.parametrize(
    ("where", "for_key", "for_filter"),
    [
        (None, True, True),
        ("owner IS NOT NULL", True, True),
        ("deleted_at IS NULL", False, True),
        ("status = 'open'", False, False),
        ("owner = 7", False, True),
        ("owner IS NOT NULL AND status = 1", False, True),
    ],
)
def test_partial_index(where: str | None, for_key: bool, for_filter: bool) -> None:
    path = AccessPath("index", "p", ("owner",), "btree", where)
    assert (leading_path([path], ["owner"]) is path) == for_key
    assert (filter_path([path], ["owner"]) is path) == for_filter


def test_one_row_needs_no_order() -> None:
    path = AccessPath("unique", None, ("email",))
    assert sort_path([path], ["email"], ["created_at"]) is path
    assert sort_path([path], ["name"], ["created_at"]) is None


def test_order_after_a_range_is_the_range_first() -> None:
    path = AccessPath("index", "i", ("day", "score"))
    assert sort_path([path], ["day"], ["score"]) is path
    assert sort_path([path], ["day"], ["score"], ["day"]) is None
    assert sort_path([path], ["day"], ["day", "score"], ["day"]) is path


def _document(text: str = "", **facts: object) -> Document:
    return Document(path="d.md", page=parse(from_text(text)), **facts)  # type: ignore[arg-type]


def _entity(name: str, *fields: str, **more: object) -> Entity:
    return Entity(
        name=name,
        form=Form.TABLE,
        fields=[Field(name=field) for field in fields],
        **more,  # type: ignore[arg-type]
    )


def test_paths_of_are_keys_then_indexes() -> None:
    entity = _entity("loans", "id", "book_id", "copy_no", uniques=[("book_id", "copy_no")])
    index = Index(name="idx_x", entity="Loan", fields=[IndexField("bookId"), IndexField("id")])
    found = [str(path) for path in paths_of(_document(entities=[entity], indexes=[index]), entity)]
    assert found == ["primary key (id)", "unique (bookid, copyno)", "index idx_x"]


@pytest.mark.parametrize("name", ["meta", "meta.colour", "meta->>'colour'", "meta[].x", "t.meta"])
def test_main_field_of_a_path(name: str) -> None:
    entity = _entity("items", "id", "meta")
    field = main_field(entity, name)
    assert field is not None
    assert field.name == "meta"


def test_composite_foreign_key_is_one() -> None:
    reference = Reference(entity="seats", fields=("hall", "seat"))
    entity = _entity("tickets", "hall", "seat", "buyer_id", references=[reference])
    for field in entity.fields:
        field.foreign_key = True
    names = [tuple(field.name for field in fields) for fields in foreign_keys(entity)]
    assert names == [("hall", "seat"), ("buyer_id",)]


def test_cover_charges_a_field_to_the_first_entity_that_has_it() -> None:
    orders = _entity("orders", "id", "status", primary_key=("id",))
    users = _entity("users", "id", "status", "email", primary_key=("id",))
    query = QueryPattern(name="q", entities=["orders", "users"], filters=["status", "email"])
    found = list(cover(query, _document(entities=[orders, users])))
    assert [each.filters for each in found] == [("status",), ("email",)]
    assert [each.filter_path for each in found] == [None, None]


def test_documented_rows_are_the_most_that_is_expected() -> None:
    entity = _entity("cities", "id")
    volumes = [Volume(entity="City", initial_rows=200, peak_rows=900), Volume(entity="x")]
    assert documented_rows(_document(entities=[entity], volumes=volumes), entity) == 900
    assert documented_rows(_document(entities=[entity]), entity) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("All foreign keys are indexed.", True),
        ("We index every foreign key column.", True),
        ("Every FK has an index of its own.", True),
        ("Foreign keys cascade. The index is small.", False),
        ("Indexes are listed below.", False),
    ],
)
def test_has_keys_indexed(text: str, says: bool) -> None:
    assert has_keys_indexed(_document(text)) == says


def _three() -> Entity:
    return _entity("loans", "id", "memberId", "due_at", "status", primary_key=("id",))


@pytest.mark.parametrize(
    ("path", "filters", "sorts", "clause"),
    [
        (
            AccessPath("index", "idx_a", ("memberid", "dueat")),
            ["due_at"],
            [],
            "index idx_a (memberId, due_at): leads with memberId, the query filters due_at",
        ),
        (
            AccessPath("index", "idx_a", ("memberid", "dueat")),
            ["memberId"],
            ["due_at"],
            "index idx_a (memberId, due_at): leads with memberId, which the query filters;"
            " gives rows by due_at",
        ),
        (
            AccessPath("index", "idx_a", ("memberid", "dueat")),
            ["memberId"],
            ["status"],
            "index idx_a (memberId, due_at): leads with memberId, which the query filters;"
            " gives rows by due_at, the query sorts by status",
        ),
        (
            AccessPath("index", "p", ("memberid",), "btree", "status = 'open'"),
            ["memberId"],
            [],
            "index p (memberId): partial: WHERE status = 'open'",
        ),
        (
            AccessPath("index", "h", ("memberid", "status"), "hash"),
            ["status"],
            ["due_at"],
            "index h (memberId, status): hash: whole equality only; hash: keeps no order",
        ),
        (
            AccessPath("index", "g", ("status",), "gin"),
            ["due_at"],
            [],
            "index g (status): holds status, the query filters due_at",
        ),
        (
            AccessPath("index", "g", ("status",), "gin"),
            ["status"],
            [],
            "index g (status): holds status, which the query filters",
        ),
        (
            AccessPath("unique", None, ("memberid",)),
            ["memberId"],
            ["status"],
            "unique (memberId): leads with memberId, which the query filters;"
            " finds one row at most, which needs no order",
        ),
        (
            AccessPath("index", "empty", ()),
            ["memberId"],
            [],
            "index empty (no field): leads with no field, the query filters memberId",
        ),
    ],
)
def test_explain_says_why(
    path: AccessPath, filters: list[str], sorts: list[str], clause: str
) -> None:
    assert explain(path, filters, sorts, entity=_three()) == clause


def test_a_method_is_not_for_every_type() -> None:
    times = CanonicalType("timestamptz", TypeFamily.TIMESTAMP)
    entity = Entity(name="loans", form=Form.TABLE, fields=[Field(name="due_at", canonical=times)])
    path = AccessPath("index", "g", ("dueat",), "gin")
    assert explain(path, ["due_at"], entity=entity) == (
        "index g (due_at): gin: not for the type of due_at"
    )


methods = st.sampled_from([None, "btree", "hash", "gin"])
predicates = st.sampled_from([None, "a = 1", "b IS NOT NULL", "deleted_at IS NULL"])


@given(index_fields, methods, predicates, some_fields, some_fields, field_sets)
def test_explain_agrees_with_what_serves(
    fields: tuple[str, ...],
    method: str | None,
    where: str | None,
    filters: tuple[str, ...],
    sorts: tuple[str, ...],
    ranges: frozenset[str],
) -> None:
    entity = _entity("grid", *NAMES)
    path = AccessPath("index", "i", fields, method, where)
    by_filter = explain(path, filters, (), sorted(ranges), entity=entity)
    served = filter_path([path], filters, sorted(ranges), entity=entity) is path
    assert by_filter.endswith("which the query filters") == served or not filters
    if sorts:
        whole = explain(path, filters, sorts, sorted(ranges), entity=entity)
        in_wanted_order = sort_path([path], filters, sorts, sorted(ranges)) is path
        assert whole.endswith(f"gives rows by {', '.join(sorts)}") == in_wanted_order
        assert whole.startswith(by_filter) or not filters


@given(index_fields, methods, predicates, index_fields)
def test_explain_leading_agrees_with_what_leads(
    fields: tuple[str, ...], method: str | None, where: str | None, wanted: tuple[str, ...]
) -> None:
    path = AccessPath("index", "i", fields, method, where)
    clause = explain_leading(path, wanted, entity=_entity("grid", *NAMES))
    used = ", ".join(fields[: len(wanted)])
    assert clause.endswith(f": leads with {used}") == (leading_path([path], wanted) is path)


def test_coverage_explains_every_key_and_index() -> None:
    entity = _three()
    index = Index(name="idx_a", entity="loans", fields=[IndexField("due_at")])
    query = QueryPattern(name="q", entities=["loans"], filters=["status"], sorts=["due_at"])
    document = _document(entities=[entity], indexes=[index])
    (found,) = cover(query, document)
    assert found.explained() == (
        "primary key (id): leads with id, the query filters status",
        "index idx_a (due_at): leads with due_at, the query filters status",
    )
    assert found.explained(sorts=True)[1].endswith("; gives rows by due_at")
    assert explain_index(index, demands([query], entity), entity=entity) == (
        "query «q»: leads with due_at, the query filters status; gives rows by due_at",
    )
    assert explain_keys(document, entity, entity.fields[1:2]) == (
        "primary key (id): leads with id, not with memberId",
        "index idx_a (due_at): leads with due_at, not with memberId",
    )


def test_explanations_have_an_end() -> None:
    entity = _three()
    indexes = [
        Index(name=f"idx_{n}", entity="loans", fields=[IndexField("due_at")]) for n in range(50)
    ]
    query = QueryPattern(name="q", entities=["loans"], filters=["status"])
    (found,) = cover(query, _document(entities=[entity], indexes=indexes))
    assert len(found.explained()) == MOST_EXPLAINED + 1
    assert found.explained()[-1] == "31 more keys and indexes of loans are not listed"


def test_an_entity_without_keys_is_told() -> None:
    query = QueryPattern(name="q", entities=["notes"], filters=["body"])
    (found,) = cover(query, _document(entities=[_entity("notes", "body")]))
    assert found.explained() == ("notes has no key and no index",)


def test_what_makes_an_index_superfluous_is_explained() -> None:
    entity = _entity("seats", "hall", "row", "number", primary_key=("hall", "row", "number"))
    short = Index(name="idx_h", entity="seats", fields=[IndexField("hall")])
    wider = Index(name="idx_hn", entity="seats", fields=[IndexField("hall"), IndexField("number")])
    alike = "both are ordered and hold all rows"
    assert explain_wider(short, wider, entity) == (
        "index idx_hn (hall, number): leads with hall",
        alike,
    )
    assert explain_wider(short, None, entity) == (
        "primary key (hall, row, number): leads with hall",
        alike,
    )
