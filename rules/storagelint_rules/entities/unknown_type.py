"""SL213 unknown-type: a type that the store does not know."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Field, fold
from storagelint.model.stores import technology_of
from storagelint.vocabulary import data
from storagelint.vocabulary.nearest import nearest


class UnknownType(Rule):
    """A word that is like no type at all is taken for one that is defined elsewhere."""

    code = "SL213"
    name = "unknown-type"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        own = {fold(name) for name in document.user_types}
        for entity in document.entities:
            technology = technology_of(entity, document)
            for definition in entity.definitions:
                for field in definition.fields:
                    if not field.unknown_type or _defined(field, own, document):
                        continue
                    alike = _alike(_bare(field))
                    if field.canonical is not None:
                        alike = None
                    elif alike is None:
                        continue
                    message = f"type {field.type} of {entity.name}.{field.name} is unknown"
                    message += f" to {technology}" if technology else ""
                    message += f", the nearest is {alike}" if alike else ""
                    where = field.where(Attribute.TYPE)
                    yield self.at(document, where, message, entity=entity, field=field)


def _bare(field: Field) -> str:
    return (field.type or "").split("(")[0].split("[")[0].strip("`* ").casefold()


def _defined(field: Field, own: set[str], document: Document) -> bool:
    bare = _bare(field)
    if fold(bare) in own or document.entity(bare) is not None or "enum" in bare:
        return True
    return not bare.replace("_", "").replace(" ", "").isalnum()


@cache
def _alike(bare: str) -> str | None:
    return nearest(bare[:40], _spellings(), at_least=75.0)


@cache
def _spellings() -> list[str]:
    listed = (entry["spellings"] for entry in data("types")["types"].values())
    return sorted({each for each in chain(*listed) if len(each) > 2 and each.isascii()})
