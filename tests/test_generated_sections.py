"""What `storagelint.generating.sections` writes, as `storagelint check` sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

from storagelint.generating.sections import whole
from storagelint.kinds import builtin_kinds
from storagelint.model import Store

STORES = [
    None,
    ("PostgreSQL", "relational"),
    ("MySQL", "relational"),
    ("SQLite", "relational"),
    ("MongoDB", "document"),
    ("Redis", "key-value"),
    ("Amazon S3", "object"),
    ("Elasticsearch", "search"),
]
ENTITIES = {"storage": ["User", "OrderItem"], "data-design": ["users", "order_items"]}
PATHS = {
    "storage": "docs/storage/backend-order.md",
    "data-design": "docs/plan/E07-shop/E07-F08-order/03-data-design.md",
}
TITLES = {"storage": "Backend Order Storage Design", "data-design": "Data Design: Order"}
METADATA = {
    "Epic": "E07-shop",
    "Feature": "E07-F08-order",
    "Date": "2026-02-11",
    "Author": "Ann",
}


@pytest.mark.parametrize("language", ["en", "zh", "de"])
@pytest.mark.parametrize("store", STORES, ids=lambda store: store[0] if store else "none")
@pytest.mark.parametrize("kind", PATHS)
def test_a_new_document_holds_nothing_but_scaffolds(
    project: Path, run: Run, kind: str, store: tuple[str, str] | None, language: str
) -> None:
    stores = [Store(technology=store[0], store_class=store[1])] if store else []
    path = project / PATHS[kind]
    path.parent.mkdir(parents=True)
    for entities in ([], ENTITIES[kind][:1], ENTITIES[kind]):
        text = whole(
            builtin_kinds()[kind],
            TITLES[kind],
            path=PATHS[kind],
            stores=stores,
            entities=entities,
            metadata=METADATA,
            language=language,
        )
        path.write_text(text, "utf-8")
        outcome = run("check", "--ignore", "SL112", PATHS[kind])
        findings = [line for line in outcome.out.splitlines() if ": SL" in line]
        assert findings
        assert [line for line in findings if ": SL109 " not in line] == []
        if store is None or store[1] in ("relational", "document"):
            marks = {"storage": "### 2.{at} {name}\n", "data-design": "#### {name}\n"}
            for at, name in enumerate(entities, 1):
                assert marks[kind].format(at=at, name=name) in text
