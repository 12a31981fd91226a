"""SL609 hidden-conversion: a mapping that is called direct and is not."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.surroundings.contracts import dtos
from storagelint.judging.surroundings.mapped import contract_field, is_direct, mapped, names_agree
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, TypeFamily

_SORTS = {
    TypeFamily.INTEGER: "number",
    TypeFamily.DECIMAL: "number",
    TypeFamily.FLOAT: "number",
    TypeFamily.TEXT: "string",
    TypeFamily.UUID: "string",
    TypeFamily.ENUM: "string",
    TypeFamily.BOOLEAN: "boolean",
}
_WORDS = {"number": "number", "integer": "number", "int": "number", "int64": "number"}
_WORDS |= {"float": "number", "double": "number", "decimal": "number", "string": "string"}
_WORDS |= {"uuid": "string", "boolean": "boolean", "bool": "boolean"}


class HiddenConversion(Rule):
    """Another style of the same name is no conversion; another name is an info."""

    code = "SL609"
    name = "hidden-conversion"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        known = dtos(document, context.project) if document.mappings else []
        for each in mapped(document, context.project):
            mapping = each.mapping
            if not is_direct(mapping) or each.field is None:
                continue
            if each.name != mapping.data_fields[0]:
                continue
            about = contract_field(mapping, known)
            sort = _WORDS.get(about[1].type.casefold().strip("` ?")) if about else None
            held = _SORTS.get(each.field.family) if each.field.family else None
            severity = self.severity
            if len(mapping.data_fields) > 1:
                problem = f"made of {len(mapping.data_fields)} fields"
            elif sort and held and sort != held:
                problem = f"a {sort} made of {each.name}, which is {each.field.type}"
            elif not names_agree(mapping.dto_field, each.field.name):
                problem, severity = f"{each.name} under another name", Severity.INFO
            else:
                continue
            yield self.at(
                document,
                mapping.transformation_span or mapping.span,
                f"mapping of {mapping.dto_field} is called direct, but is {problem}",
                entity=each.entity,
                field=each.field,
                severity=severity,
            )
