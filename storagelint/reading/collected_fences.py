"""A fence at its place -> the schema, diagram, sample or drawing that it holds."""

from __future__ import annotations

import re

from storagelint.markdown import Fence, Html, plain
from storagelint.model import Diagram, QueryPattern, fold
from storagelint.patterns import pattern
from storagelint.reading.fields import add_constraints
from storagelint.reading.headings import EntityName, strip_number
from storagelint.reading.inventories import read_name_list
from storagelint.reading.key_value import read_key_fence
from storagelint.reading.merging import Found
from storagelint.reading.places import Place
from storagelint.reading.schemas.schema import Schema
from storagelint.reading.subjects import ENTITY_ROLES, FIELDLESS
from storagelint.reading.words.constraints import constraints_in_prose
from storagelint.reading.words.types import canonical_type

_PLAIN = frozenset(["", *"text txt plain plaintext schema ascii none console table".split()])
_SQL = frozenset(
    """
    sql postgresql postgres mysql sqlite plsql plpgsql tsql pgsql ddl cql clickhouse psql mariadb
    """.split()
)
_JSON = frozenset(["json", "jsonc", "json5", "js", "javascript", "bson"])
SCHEMA_FENCES = _SQL | {"mermaid"}
"""Fences that say themselves what they hold, wherever they stand."""
_QUERY_NUMBER = pattern(r"(?:query|查询|クエリ)\s*+(?:\d++\s*+)?[:：.]\s*", re.IGNORECASE)
_PRE = pattern(r"<pre[^<>]*>(.*?)(?:(</pre>)|\Z)", re.DOTALL | re.IGNORECASE)


def collect_fence(fence: Fence, place: Place) -> None:
    """Add what a fence states; its language says how to read it."""
    language = fence.language
    if language in ("mermaid", "mmd"):
        _mermaid(fence, place)
    elif language in _SQL:
        _sql(fence, place)
    elif language == "dbml":
        from storagelint.reading.schemas.dbml import read_dbml

        _schema(read_dbml(fence), place)
    elif language == "prisma":
        from storagelint.reading.schemas.prisma import read_prisma

        _schema(read_prisma(fence), place)
    elif language in _PLAIN:
        _plain_fence(fence, place)
    elif language in _JSON and fence.text.lstrip().startswith(("{", "[")):
        _sample(fence, place)
    else:
        from storagelint.reading.schemas.source_code import read_source_code

        schema = read_source_code(fence)
        schema.definitions = [each for each in schema.definitions if each.persisted]
        _schema(schema, place)


def _sample(fence: Fence, place: Place) -> None:
    """A document of a collection, or the mapping of a search index."""
    from storagelint.reading.schemas.json_samples import read_json_sample
    from storagelint.reading.schemas.object_shapes import read_object_shape

    named = place.name_for()
    among = place.around in ("entities", "data-model")
    if named is None or place.role not in ENTITY_ROLES | {"fields"}:
        return
    if named[0].kind not in FIELDLESS and not (among and named[0].sure):
        return
    definition = read_json_sample(fence, named[0].name, named[1])
    shape = read_object_shape(fence, named[0].name, named[1]) if definition is None else None
    if shape is not None:
        definition, indexes = shape
        place.out.indexes += indexes
    if definition is not None:
        place.last = place.add(definition, named[0])


def _plain_fence(fence: Fence, place: Place) -> None:
    from storagelint.reading.diagrams.mermaid import read_er_diagram
    from storagelint.reading.schemas.compact_schema import read_compact_schema
    from storagelint.reading.schemas.plain_schema import read_plain_schema
    from storagelint.reading.schemas.sql import looks_like_sql

    if fence.lines and fence.lines[0].strip().startswith("erDiagram"):
        diagram = read_er_diagram(fence)
        if diagram is not None:
            _diagram(diagram, place)
        return
    if looks_like_sql(fence.text[:20_000]):
        _sql(fence, place)
        return
    keys = read_key_fence(fence)
    if keys:
        place.add_keys(keys)
        return
    schema = read_plain_schema(fence)
    if not schema.definitions and place.role in ENTITY_ROLES:
        schema = read_compact_schema(fence)
    if schema.definitions:
        _schema(schema, place)
        return
    if place.role in ENTITY_ROLES:
        names = read_name_list(fence)
        for definition in names:
            definition.excerpt = True
            place.add(definition, EntityName(definition.name, sure=True))
        if names:
            return
    sure = place.role in ("relationships", "entity-diagram")
    place.out.relation_blocks.append((fence, place.section, None, sure))


def _mermaid(fence: Fence, place: Place) -> None:
    from storagelint.reading.diagrams.mermaid import read_class_diagram, read_er_diagram

    diagram = read_er_diagram(fence)
    if diagram is None:
        diagram = read_class_diagram(fence)
        if diagram is not None:
            place.out.relationships += diagram.relationships
        return
    _diagram(diagram, place)


def _diagram(diagram: Diagram, place: Place) -> None:
    place.out.diagrams.append(diagram)
    place.out.relationships += diagram.relationships
    for definition in diagram.entities:
        if definition.fields:
            copy = definition.altered(fields=[each.altered() for each in definition.fields])
            for each in copy.fields:
                each.canonical = canonical_type(each.type) if each.type else None
                if each.description:
                    words = constraints_in_prose(each.description)
                    add_constraints(each, words, each.description, each.span, copy, inferred=True)
            place.out.found.append(Found(copy, EntityName(copy.name, sure=True)))


def _sql(fence: Fence, place: Place) -> None:
    from storagelint.reading.schemas.compact_schema import read_compact_schema
    from storagelint.reading.schemas.sql import read_sql

    schema = read_sql(fence)
    if not schema:
        compact = read_compact_schema(fence)
        schema = compact if compact.definitions else schema
    _schema(schema, place)


def collect_html(block: Html, place: Place) -> None:
    """Add the schemas that stand in `<pre>` blocks."""
    from storagelint.reading.schemas.plain_schema import read_plain_schema

    for match in _PRE.finditer(block.text):
        if match[2] is None:
            return
        before = block.text[: match.start(1)].count("\n")
        content = match[1]
        lines = content.split("\n")
        fence = Fence(block.line + before, block.end_line, "", "", tuple(lines), 1, True, True)
        schema = read_plain_schema(fence)
        if schema.definitions:
            _schema(schema, place)


def _schema(schema: Schema, place: Place) -> None:
    for definition in schema.definitions:
        if definition.name:
            table = definition.options.get("table")
            aliases = (table,) if table else ()
            name = EntityName(definition.name, aliases, definition.kind, sure=True)
            if (
                place.subject is not None
                and len(schema.definitions) == 1
                and fold(place.subject.name) == fold(definition.name)
            ):
                name = EntityName(
                    definition.name,
                    (*aliases, *place.subject.aliases),
                    place.subject.kind,
                    place.subject.marks,
                    True,
                )
        else:
            named = place.name_for()
            if named is None:
                continue
            name, definition.span = named
            definition.name = name.name
        place.last = place.add(definition, name)
    for index in schema.indexes:
        if not index.entity and place.last is not None:
            index.entity = place.last.definition.name
    place.out.indexes += schema.indexes
    place.out.relationships += schema.relationships
    place.out.user_types.update(schema.user_types)
    for problem in schema.problems:
        place.out.unread_content(problem.code, problem.message, problem.span)
    numbered = place.label is not None and _QUERY_NUMBER.match(plain(place.label.text))
    if place.role == "queries" or numbered:
        _sql_queries(schema.queries, place)


def _sql_queries(queries: list[QueryPattern], place: Place) -> None:
    """SQL under a heading of its own is one query by the heading's name."""
    for query in queries:
        query.name = strip_number(query.name)
    if len([query for query in queries if query.name]) > 1:
        place.out.queries += [query for query in queries if query.name]
        return
    if not queries:
        return
    query = queries[0]
    label = place.label
    if label is not None and label.role is None and len(label.text) > 6:
        query.name = strip_number(_QUERY_NUMBER.sub("", plain(label.text)))
        query.span = label.span
    elif place.own is None and place.section.heading is not None:
        query.name = strip_number(place.section.title)
        query.span = place.section.span
    if query.name and all(query.name != known.name for known in place.out.queries):
        place.out.queries.append(query)
