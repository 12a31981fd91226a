"""Promise 12 of diagrams: whatever the names, the model read back is the model written.

Each prints how many models it wrote (`pytest -s`); `make promises` writes more.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess

from hostile_models import models, of, read_back
from hypothesis import HealthCheck, given, settings

from storagelint.generating.drawings.dbml import dbml
from storagelint.generating.drawings.diagram import mermaid
from storagelint.generating.drawings.dot import dot
from storagelint.markdown.blocks import Fence
from storagelint.model import Entity, Field, fold
from storagelint.model.names import fold_field
from storagelint.reading.schemas.dbml import read_dbml

EXAMPLES = 2000 if os.environ.get("STORAGELINT_PROMISES") else 100
often = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])


def key(field: Field) -> str:
    """What a diagram keeps of a field's name: Mermaid has no words with `²` and its neighbours."""
    return fold_field(re.sub("[\x80-\xbf]", "_", field.name))


@often
@given(models())
def test_12_mermaid_read_back_is_the_model_written(entities: list[Entity]) -> None:
    diagram = read_back(mermaid(of(entities)))
    assert diagram.problems == []
    assert [fold(each.name) for each in diagram.entities] == [each.key for each in entities]
    for entity, drawn in zip(entities, diagram.entities, strict=True):
        assert [each.key for each in drawn.fields] == [key(each) for each in entity.fields]
        for field, copy in zip(entity.fields, drawn.fields, strict=True):
            assert copy.primary_key == field.primary_key
            assert copy.foreign_key == field.foreign_key
            assert copy.unique == (field.unique and not field.primary_key)
    written = [
        (
            fold(field.references.entity),
            entity.key,
            bool(field.nullable and not field.primary_key),
            field.key,
        )
        for entity in entities
        for field in entity.fields
        if field.references is not None
    ]
    read = [
        (
            fold(each.from_entity),
            fold(each.to_entity),
            each.from_optional,
            fold_field(each.label or ""),
        )
        for each in diagram.relationships
    ]
    assert read == written


@often
@given(models())
def test_12_dbml_read_back_is_the_model_written(entities: list[Entity]) -> None:
    lines = tuple(dbml(of(entities)).split("\n"))
    schema = read_dbml(Fence(1, 2 + len(lines), "dbml", "dbml", lines, 1))
    assert schema.problems == []
    whole = [entity for entity in entities if entity.fields]
    assert [fold(each.name) for each in schema.definitions] == [each.key for each in whole]
    for entity, copy in zip(whole, schema.definitions, strict=True):
        assert [each.key for each in copy.fields] == [each.key for each in entity.fields]
        for field, other in zip(entity.fields, copy.fields, strict=True):
            facts = (field.primary_key, field.unique, field.nullable)
            assert (other.primary_key, other.unique, other.nullable) == facts
    written = {
        (entity.key, field.key, fold(target.entity), fold_field(target.field or ""))
        for entity in entities
        for field in entity.fields
        if (target := field.references) is not None
    }
    read = {
        (fold(each.name), field.key, fold(target.entity), fold_field(target.field or ""))
        for each in schema.definitions
        for field in each.fields
        if (target := field.references) is not None
    }
    assert read <= written
    assert {frozenset([each[:2], each[2:]]) for each in read} == {
        frozenset([each[:2], each[2:]]) for each in written if each[:2] != each[2:]
    }


_DOT_STATEMENT = re.compile(
    r"\s+(?:(?:graph|node|edge) \[[^\]]*\]"
    r'|"[^"\\\n]*" \[label=<(?:<[^<>]*>|[^<>&]|&(?:lt|gt|amp|quot|#x27);)*>\]'
    r'|"[^"\\\n]*" -> "[^"\\\n]*" \[[a-z]+=[a-z]+, [a-z]+=[a-z]+'
    r"(?:, label=<(?:[^<>&]|&(?:lt|gt|amp|quot|#x27);)*>)?\])"
)


@often
@given(models())
def test_12_dot_has_a_node_an_entity_and_an_edge_a_relationship(entities: list[Entity]) -> None:
    text = dot(of(entities))
    head, body = text.split("\n", 1)
    assert head == "digraph storage {"
    place = 0
    statements = []
    while found := _DOT_STATEMENT.match(body, place):
        statements.append(found[0].strip())
        place = found.end()
    assert body[place:] == "\n}"
    edges = sum(" -> " in each for each in statements if "[arrowtail=" in each)
    references = sum(1 for each in entities for field in each.fields if field.references)
    assert (edges, len(statements)) == (references, 3 + len(entities) + references)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(models())
def test_12_graphviz_takes_it(entities: list[Entity]) -> None:
    graphviz = shutil.which("dot")
    text = dot(of(entities))
    assert text.count("digraph") >= 1
    if graphviz is not None:
        done = subprocess.run([graphviz, "-Tsvg"], input=text.encode(), capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.count(b'class="node"') == len(entities)
