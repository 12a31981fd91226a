"""Document -> what it says on keeping and archiving its data, backups and caches left out."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.asked import lies_in
from storagelint.model.document import Document
from storagelint.model.facts import Statement


def is_retention_stated(document: Document) -> bool:
    """Whether a volume or a sentence says how long data is kept."""
    return any(volume.retention for volume in document.volumes) or (
        next(_statements(document, "retention"), None) is not None
    )


def is_archiving_stated(document: Document) -> bool:
    """Whether a sentence says that rows leave the store they are written to."""
    return next(_statements(document, "archiving"), None) is not None


def _statements(document: Document, topic: str) -> Iterator[Statement]:
    """What is said on a topic; how long a backup or a cached copy lives is another."""
    topics = document.operations.topics
    cached = {said.span for said in topics.get("caching", ())}
    cached &= {said.span for said in topics.get("cache-ttl", ())}
    for said in topics.get(topic, ()):
        if said.span not in cached and not lies_in(document, said, "backup"):
            yield said
