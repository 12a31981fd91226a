"""The fields of an entity -> the bytes that the engine counts against its limit for a row."""

from __future__ import annotations

from storagelint.model.facts import Entity, Field, TypeFamily

LIMITS = {"MySQL": 65_535, "MariaDB": 65_535, "SQL Server": 8_060}
"""Bytes a row: MySQL manual, «Limits on Table Column Count and Row Size»; SQL Server,
«Maximum capacity specifications»."""
_UTF8MB4 = 4
"""Bytes that MySQL reserves for a character."""
_FIXED = {
    TypeFamily.INTEGER: 8,
    TypeFamily.DECIMAL: 8,
    TypeFamily.FLOAT: 8,
    TypeFamily.BOOLEAN: 1,
    TypeFamily.UUID: 16,
    TypeFamily.DATE: 3,
    TypeFamily.TIME: 3,
    TypeFamily.TIMESTAMP: 8,
    TypeFamily.ENUM: 2,
}


def least_bytes(entity: Entity, technology: str) -> int:
    """The bytes of all fields that count in full; text and blobs kept elsewhere count a pointer."""
    return sum(_bytes(field, technology) for field in entity.fields)


def _bytes(field: Field, technology: str) -> int:
    canonical = field.canonical
    if canonical is None:
        return 0
    length = canonical.length
    fixed = canonical.name in ("char", "nchar") or (field.type or "")[:6].casefold() == "binary"
    if length is not None and canonical.family in (TypeFamily.TEXT, TypeFamily.BINARY):
        if technology == "SQL Server":
            wide = 2 if canonical.name in ("nchar", "nvarchar") else 1
            return length * wide if fixed else 2
        return length * (_UTF8MB4 if canonical.family is TypeFamily.TEXT else 1) + 2
    return _FIXED.get(canonical.family, 12)
