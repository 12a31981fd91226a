"""Two types -> whether a foreign key of one can point at a key of the other."""

from __future__ import annotations

from storagelint.model.facts import CanonicalType, TypeFamily

_UUID_LENGTHS = frozenset([32, 36])
_NO_UUID = frozenset(["mysql", "mariadb", "sqlite", "mongodb", "dynamodb", "oracle", "redis"])
_NO_UUID |= {"bigquery"}
_ONE_INTEGER = frozenset(["sqlite", "mongodb", "dynamodb", "turso", "libsql", "cloudflare d1"])


def comparable(one: CanonicalType | None, other: CanonicalType | None, engine: str | None) -> bool:
    """True also where either type is unknown: nothing is said of what is not known.

    `engine` is the store's name in lower case; it decides which types it lacks or does not tell
    apart.
    """
    if one is None or other is None or TypeFamily.OTHER in (one.family, other.family):
        return True
    if one.family is other.family:
        same = one.name == other.name or engine in _ONE_INTEGER
        return one.family is not TypeFamily.INTEGER or same
    families = {one.family, other.family}
    if TypeFamily.UUID in families:
        return _uuid_as(other if one.family is TypeFamily.UUID else one, engine)
    if families == {TypeFamily.INTEGER, TypeFamily.DECIMAL}:
        decimal = one if one.family is TypeFamily.DECIMAL else other
        return decimal.precision is None or not decimal.scale
    return families <= {TypeFamily.TEXT, TypeFamily.ENUM}


def _uuid_as(other: CanonicalType, engine: str | None) -> bool:
    """Whether a UUID can be held as the other type in an engine that has no type for it."""
    if engine is not None and engine not in _NO_UUID:
        return False
    match other.family:
        case TypeFamily.TEXT:
            return other.length is None or other.length in _UUID_LENGTHS
        case TypeFamily.BINARY:
            return other.length in (None, 16)
    return False
