"""A table at its place -> the facts of its rows."""

from __future__ import annotations

from storagelint.markdown import Row, Table
from storagelint.model import Cardinality, Definition, EntityKind, Form, Reference, Relationship
from storagelint.reading.columns import Columns, TableRole, columns_of, role_of
from storagelint.reading.field_tables import read_field_table
from storagelint.reading.headings import EntityName, entity_name
from storagelint.reading.indexes import read_index_table
from storagelint.reading.inventories import read_file_table, read_inventory
from storagelint.reading.key_value import is_key_pattern, read_item_keys, read_key_table
from storagelint.reading.mappings import read_mapping_table
from storagelint.reading.places import Place
from storagelint.reading.queries import read_query_table
from storagelint.reading.relationships import read_foreign_key_table, read_relationship_table
from storagelint.reading.store_options import key_options, read_option_table
from storagelint.reading.subjects import ENTITY_ROLES
from storagelint.reading.time_series import tag_columns, tag_options
from storagelint.reading.words.cardinalities import read_cardinality


def collect_table(table: Table, place: Place) -> None:
    """Add what the rows of a table state."""
    if table.skipped:
        rows = len(table.rows) + table.skipped
        message = f"table has {rows:,} rows, {table.skipped:,} were not read"
        place.out.unread_content("SL003", message, table.header.cells[0].span)
    if table.cut:
        read = len(table.header.cells)
        message = f"table has more than {read:,} columns, the others were not read"
        place.out.unread_content("SL003", message, table.header.cells[0].span)
    columns = columns_of(table)
    if place.subject is not None and place.subject.kind is EntityKind.MEASUREMENT:
        columns = tag_columns(table, columns)
    if _item_keys(table, columns, place):
        return
    # A label between the heading and the table says what the indexes are good for.
    around = place.around if place.around == "indexes" else place.role
    match role_of(columns, around):
        case TableRole.FIELDS:
            _field_table(table, columns, place)
        case TableRole.INDEXES:
            place.out.indexes += read_index_table(table, columns, place.entity_around())
        case TableRole.RELATIONSHIPS:
            subject = place.subject.name if place.subject else None
            found = read_relationship_table(table, columns, subject)
            if not {"cardinality", "type"} & columns.first.keys():
                _of_heading(found, place.section.title)
            place.out.relationships += found
        case TableRole.FOREIGN_KEYS:
            keys = read_foreign_key_table(table, columns)
            place.out.foreign_keys += keys
            place.out.relationships += [_stated(key) for key in keys]
        case TableRole.QUERIES:
            place.out.queries += read_query_table(table, columns)
        case TableRole.MAPPINGS:
            dto = place.subject.name if place.subject else None
            place.out.mappings += read_mapping_table(table, columns, dto)
        case TableRole.KEYS:
            place.add_keys(read_key_table(table, columns))
        case TableRole.INVENTORY if (
            (place.role in ENTITY_ROLES and not (place.subject and place.subject.sure))
            or "bucket" in columns
            or "sort-key" in columns
        ):
            kind = EntityKind.BUCKET if "bucket" in columns else None
            for definition in read_inventory(table, columns, kind):
                place.add(definition, EntityName(definition.name, kind=kind, sure=True))
        case TableRole.FILES:
            for definition in read_file_table(table, columns):
                place.add(definition, EntityName(definition.name, kind=EntityKind.FILE, sure=True))
        case None if place.subject is not None:
            place.options = {**read_option_table(table), **place.options}


def _of_heading(relationships: list[Relationship], heading: str) -> None:
    """Give rows without a cardinality the one that the heading says: «One-to-Many (1:N)»."""
    cardinality = read_cardinality(heading)
    for each in relationships:
        each.cardinality = each.cardinality or cardinality


def _item_keys(table: Table, columns: Columns, place: Place) -> bool:
    """The composite key of the items that the nearest sure heading names."""
    named = place.sure_subject()
    if "type" in columns or named is None or columns.order[0] not in ("key", "field", "name"):
        return False
    name, span = named
    definition = read_item_keys(table, name.name, span)
    if definition is None:
        return False
    place.last = place.add(definition, name)
    return True


def _field_table(table: Table, columns: Columns, place: Place) -> None:
    if "table" in columns:
        first = columns.position("table") == 0
        across = not (place.subject is not None and place.subject.sure)
        if first or (across and "type" in columns):
            _grouped_field_table(table, columns, place)
        if first or across:
            return
    if "type" not in columns and _lists_keys(table, columns):
        place.add_keys(read_key_table(table, columns))
        return
    named = place.name_for()
    elsewhere = place.plain_name() if named is None and "type" in columns else None
    if (found := named or elsewhere) is None:
        return
    name, span = found
    definition, indexes = read_field_table(table, columns, name.name, span)
    if not definition.fields or (elsewhere and not _has_key(definition)):
        return
    definition.options |= key_options(table, columns, definition)
    if name.kind is EntityKind.MEASUREMENT:
        definition.options |= tag_options(table, definition)
    place.last = place.add(definition, name)
    place.out.own_indexes(indexes, name.name)


def _has_key(definition: Definition) -> bool:
    """Whether one of the fields is marked as the key, or the first one is called so."""
    first = definition.fields[0].name.casefold()
    return first in ("id", "_id", "uuid") or any(each.primary_key for each in definition.fields)


def _lists_keys(table: Table, columns: Columns) -> bool:
    position = columns.position("field", "name", "key", "key-pattern")
    cells = [cell.text for row in table.rows[:5] if (cell := row.cell(position)) is not None]
    return bool(cells) and all(is_key_pattern(text) for text in cells)


def _grouped_field_table(table: Table, columns: Columns, place: Place) -> None:
    """`Table | Column | Type`: the entity stands in each row."""
    groups: dict[str, list[Row]] = {}
    above = ""
    for row in table.rows:
        above = columns.text(row, "table") or above
        groups.setdefault(above, []).append(row)
    for group, rows in groups.items():
        named = entity_name(group)
        if named is None:
            continue
        part = Table(rows[0].line, rows[-1].line, table.header, tuple(rows))
        cell = columns.cell(rows[0], "table")
        span = cell.span if cell else table.header.cells[0].span
        definition, indexes = read_field_table(part, columns, named.name, span)
        if definition.fields:
            place.add(definition, named)
            place.out.own_indexes(indexes, named.name)


def _stated(row: tuple[str, str, Reference]) -> Relationship:
    child, column, reference = row
    return Relationship(
        from_entity=child,
        to_entity=reference.entity,
        cardinality=Cardinality.MANY_TO_ONE,
        field=column,
        form=Form.TABLE,
        span=reference.span,
    )
