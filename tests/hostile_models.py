"""Models with names that try to break out of the text that they are written in."""

from __future__ import annotations

import dataclasses

from hypothesis import strategies as st

from storagelint.kinds import builtin_kinds
from storagelint.markdown.blocks import Fence
from storagelint.model import (
    CanonicalType,
    Diagram,
    Document,
    Entity,
    Field,
    Form,
    Reference,
    TypeFamily,
    fold,
)
from storagelint.model.names import fold_field
from storagelint.reading import read
from storagelint.reading.diagrams.mermaid import read_er_diagram
from storagelint.source import from_text


def document(text: str, path: str = "design.md", kind: str = "generic") -> Document:
    """A document as it is read."""
    return read(from_text(text), path=path, kind=builtin_kinds()[kind])


def of(entities: list[Entity]) -> Document:
    return dataclasses.replace(document(""), entities=entities)


def read_back(text: str) -> Diagram:
    written = tuple(text.split("\n"))
    diagram = read_er_diagram(Fence(1, 2 + len(written), "mermaid", "mermaid", written, 1))
    assert diagram is not None
    return diagram


PIECES = """a id user B_ " ` | --> -- ||--o{ { } [ ] ( ) : ::: ; # #35; % %% %%{ < > <b> & &amp; ~
\\ / * ** ' $ @ , . - = + ? ! ^ PK FK UK pk, end style classDef class direction TB LR one zero many
to 1 0+ u o accTitle: accDescr{ erDiagram subgraph title --- style: é 表 ｡ ﬂ ß ° ¶ \u0301 \u200b
\u202e \u2028 \x00 \x1b \x85 😀""".split()
BLANKS = [" ", "\n", "\r\n", "\t", "\n```\n", "\nerDiagram\n"]
HOSTILE = st.one_of(
    st.text(max_size=12),
    st.lists(st.sampled_from([*PIECES, *BLANKS]), max_size=6).map("".join),
)


@st.composite
def models(draw: st.DrawFn) -> list[Entity]:
    """Entities with hostile names and types, whose references name a field that is there."""
    names = st.lists(HOSTILE.filter(fold), max_size=5, unique_by=fold)
    entities = [Entity(name=name, form=Form.TABLE, fields=draw(_fields())) for name in draw(names)]
    places = [(each.name, field.name) for each in entities for field in each.fields]
    for entity in entities:
        for field in entity.fields:
            target = draw(st.none() | st.sampled_from(places))
            if target is not None:
                field.foreign_key = True
                field.references = Reference(entity=target[0], field=target[1])
    return entities


@st.composite
def _fields(draw: st.DrawFn) -> list[Field]:
    names = draw(st.lists(HOSTILE.filter(fold_field), max_size=5, unique_by=fold_field))
    fields = []
    for name in names:
        family = draw(st.none() | st.sampled_from(TypeFamily))
        fields.append(
            Field(
                name=name,
                type=draw(st.none() | HOSTILE),
                canonical=CanonicalType(draw(HOSTILE), family) if family else None,
                primary_key=draw(st.booleans()),
                nullable=draw(st.none() | st.booleans()),
                unique=draw(st.booleans()),
                default=draw(st.none() | HOSTILE),
                description=draw(st.none() | HOSTILE),
            )
        )
    return fields
