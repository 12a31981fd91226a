"""A design -> what its sections on operations usually say: migration, volume, backup, security."""

from __future__ import annotations

from storagelint.generating.design import Design
from storagelint.generating.proposals.proposed_stores import migration_tool
from storagelint.generating.texts.inline_text import code_span
from storagelint.generating.texts.notes import proposed
from storagelint.generating.wording import column, phrase, phrases
from storagelint.judging.entities.personal import Sort, open_passwords, personal_fields
from storagelint.judging.entities.shape import is_junction, is_lookup, is_view
from storagelint.judging.pages.asked import is_served, runs_on
from storagelint.judging.stores.recovery import criticality
from storagelint.model import Entity, EntityKind
from storagelint.model.names import words

_BETWEEN = frozenset(["relational", "document"])
"""Classes of stores that can be restored to a moment between two backups."""
_STORED = frozenset([EntityKind.TABLE, EntityKind.COLLECTION])
_VOLUME = ("table", "initial", "growth", "peak", "retention")
_MOST = 40


def initial_setup(design: Design) -> str:
    """How the first schema comes to be."""
    return proposed(design.manner.bullets(_setup(design)), design)


def version_management(design: Design) -> str:
    """How migrations are named, ordered and tracked."""
    return proposed(
        design.manner.bullets(phrases(design.language, "migration", "versions")), design
    )


def rollback(design: Design) -> str:
    """How a migration is undone and tested."""
    return proposed(
        design.manner.bullets(phrases(design.language, "migration", "rollback")), design
    )


def migration(design: Design) -> str:
    """The three together, where the kind has no sections for them."""
    lines = _setup(design)
    for name in ("versions", "rollback"):
        lines += phrases(design.language, "migration", name)
    return proposed(design.manner.bullets(lines), design)


def _setup(design: Design) -> list[str]:
    tool = migration_tool(design.stated, design.project)
    if tool is None:
        return phrases(design.language, "migration", "setup")
    return phrases(design.language, "migration", "setup-with", tool=tool)


def volume(design: Design) -> str:
    """How much data is expected, a row an entity."""
    return proposed(_volumes(design), design)


def _volumes(design: Design) -> str:
    code = design.language
    entities = [
        entity
        for entity in design.document.entities
        if entity.kind in _STORED and entity.fields and not is_view(entity)
    ][:_MOST]
    if not entities:
        return design.manner.bullets([phrase(code, "volume", "bullet")])
    header = [column(concept, phrase("en", "volume-columns", concept), code) for concept in _VOLUME]
    return design.manner.table(header, [_expected(design, entity) for entity in entities])


def _expected(design: Design, entity: Entity) -> list[str]:
    small = is_lookup(entity, design.stated) and not is_junction(entity)
    ending = "-small" if small else ""
    parts = [phrase(design.language, "volume", f"{part}{ending}") for part in _VOLUME[1:]]
    return [entity.name, *parts]


def optimization(design: Design) -> str:
    """The usual targets, and what keeps them."""
    return proposed(design.manner.bullets(_targets(design)), design)


def performance(design: Design) -> str:
    """Volumes and targets together, where the kind has no sections for them."""
    targets = design.manner.bullets(_targets(design))
    if design.stated.volumes:
        return proposed(targets, design)
    return proposed(f"{_volumes(design)}\n\n{targets}", design)


def _targets(design: Design) -> list[str]:
    document = design.document
    names = ["latency", "caching"]
    if is_served(document):
        names = ["latency", "availability", "scaling", "monitoring", "slow-queries", "caching"]
        if runs_on(document, _BETWEEN):
            names.insert(3, "pooling")
    if "key-value" in document.store_classes:
        names.remove("caching")
    return [phrase(design.language, "optimization", name) for name in names]


def backup(design: Design) -> str:
    """The usual plan, tighter where the document calls its data critical."""
    names = ["frequency", "retention", "rto", "rpo"]
    if criticality(design.document) == "critical":
        names = ["frequency-critical", "retention", "rto-critical", "rpo-critical", "point-in-time"]
    elif runs_on(design.document, _BETWEEN) and is_served(design.document):
        names = ["frequency", "retention", "rto", "rpo-between", "point-in-time"]
    names += ["disaster", "procedure", "restore-test"]
    lines = [phrase(design.language, "backup", name) for name in names]
    return proposed(design.manner.bullets(lines), design)


def security(design: Design) -> str:
    """Encryption and access, and what becomes of the personal data that the fields hold."""
    document, language = design.document, design.language
    lines = [phrase(language, "security", name) for name in ("encryption", "access")]
    personal = personal_fields(document)
    if personal:
        listed = ", ".join(
            code_span(f"{each.entity.name}.{each.field.name}") for each in personal[:12]
        )
        lines.append(phrase(language, "security", "personal", fields=listed))
    sorts = {each.sort for each in personal}
    if Sort.PAYMENT in sorts:
        lines.append(phrase(language, "security", "payment"))
    if Sort.HEALTH in sorts:
        lines.append(phrase(language, "security", "health"))
    if any(_keeps_passwords(entity) for entity in document.entities) or any(
        True for _ in open_passwords(document)
    ):
        lines.append(phrase(language, "security", "passwords"))
    return proposed(design.manner.bullets(lines), design)


def _keeps_passwords(entity: Entity) -> bool:
    return any("password" in words(field.name) for field in entity.fields)
