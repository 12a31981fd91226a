"""SL608 exposed-secret: a stored secret that a response carries out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.surroundings.contracts import dtos
from storagelint.judging.surroundings.mapped import contract_field, mapped
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Mapping
from storagelint.model.names import words
from storagelint.patterns import pattern

_SECRET = frozenset(["password", "passwd", "pwd", "secret", "salt", "passphrase", "pin", "otp"])
_SECRET_PAIRS = (("private", "key"), ("api", "key"), ("token", "hash"), ("reset", "token"))
_NOT_SECRET = frozenset(
    ["at", "changed", "updated", "expires", "policy", "hint", "is", "has", "count"]
)
_HIDDEN = pattern(
    r"never|not (?:returned|exposed|included)|omit|exclud|mask|redact|hidden|hash(?:ed|es)?\b|"
    r"write[- ]only|boolean|bcrypt|argon|encrypt|verif|compar",
    re.I,
)


class ExposedSecret(Rule):
    """Requests carry secrets in; a row that says the value is masked or left out is believed."""

    code = "SL608"
    name = "exposed-secret"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        names = (name for mapping in document.mappings for name in mapping.data_fields)
        if not any(is_secret(name.rpartition(".")[2]) for name in names):
            return
        known = dtos(document, context.project)
        for each in mapped(document, context.project):
            name = each.name.rpartition(".")[2]
            if not is_secret(name) or _HIDDEN.search(each.mapping.transformation or ""):
                continue
            about = contract_field(each.mapping, known)
            if _goes_in(each.mapping) or (about and about[0].is_request):
                continue
            yield self.at(
                document,
                each.mapping.span,
                f"{each.mapping.dto_field} carries the secret {each.name} out",
                entity=each.entity,
                field=name,
            )


def is_secret(name: str) -> bool:
    """Whether a field of this name holds a secret, and not when or whether it has one."""
    parts = words(name)
    if _NOT_SECRET & set(parts):
        return False
    return bool(_SECRET & set(parts)) or any(pair == parts[-2:] for pair in _SECRET_PAIRS)


def _goes_in(mapping: Mapping) -> bool:
    about = f"{mapping.dto or ''} {mapping.dto_field}"
    return bool(re.search(r"request|create|update|input|register|login|command", about, re.I))
