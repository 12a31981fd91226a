"""What a project answers, and that it knows what it was asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import write

from storagelint.config import Settings
from storagelint.linting.documents import read_documents
from storagelint.linting.files import find, load_file
from storagelint.linting.project import project_of
from storagelint.model import Project, Question

USERS = "# Users\n\n### users\n\n| Field | Type |\n|---|---|\n| id | UUID PRIMARY KEY |\n"
ORDERS = (
    "# Orders\n\n### orders\n\n| Field | Type | Constraints |\n|---|---|---|\n"
    "| id | UUID | PRIMARY KEY |\n| user_id | UUID | FK → users.id |\n"
    "\n## Indexes\n\n- `idx_orders_user` on orders(user_id)\n"
)
FILES = {"docs/storage/users.md": USERS, "docs/storage/orders.md": ORDERS}


def project_in(folder: Path) -> Project:
    settings = Settings()
    kinds = settings.all_kinds()
    files = find([folder], folder, settings, kinds)
    documents = read_documents(files, kinds, load_file).documents
    return project_of(documents, settings, folder)


def test_a_head_tells_what_a_document_defines_and_misses(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    orders, users = project_in(tmp_path).heads
    assert (orders.entities, orders.indexes, orders.missing) == (
        ("order",),
        ("idx_orders_user",),
        ("user",),
    )
    assert (users.entities, users.missing) == (("user",), ())


def test_names_are_resolved_across_documents(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    project = project_in(tmp_path)
    orders = project.document("docs/storage/orders.md")
    assert orders is not None
    found = project.entity("users", orders)
    assert found is not None
    assert found.name == "users"
    assert project.has_index("IDX_orders_user")
    assert not project.has_index("idx_users")
    assert project.asked >= {Question("definer", "user", "0"), Question("index", "idx_users")}


def test_a_document_is_asked_of_others_only_where_it_does_not_know(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    project = project_in(tmp_path)
    orders = project.document("docs/storage/orders.md")
    assert orders is not None
    project.asked.clear()
    assert project.entity("orders", orders) is not None
    assert project.asked == set()


@pytest.mark.parametrize(
    ("question", "change"),
    [
        (Question("definer", "user", "0"), {"docs/storage/a.md": USERS}),
        (Question("definer", "user", "1"), {"docs/storage/x.md": USERS}),
        (Question("defined", "invoice"), {"docs/storage/x.md": USERS.replace("users", "invoice")}),
        (Question("index", "idx_new"), {"docs/storage/x.md": ORDERS.replace("orders_user", "new")}),
        (Question("document", "docs/storage/x.md"), {"docs/storage/x.md": USERS}),
        (Question("documents"), {"docs/storage/x.md": USERS}),
        (Question("heads"), {"docs/storage/x.md": USERS}),
        (Question("exists", "docs/x.png"), {"docs/x.png": "x"}),
        (Question("file", "docs/x.png"), {"docs/x.png": "x"}),
        (Question("listed", "docs/storage/x.md"), {"docs/storage/x.md": USERS}),
        (Question("source", "docs/architecture.md"), {"docs/architecture.md": "# A\n"}),
        (Question("source", "docs/storage/x.md"), {"docs/storage/x.md": USERS}),
        (Question("entries", "docs", "docs"), {"docs/new/x.md": "x"}),
    ],
    ids=lambda each: each.about if isinstance(each, Question) else "",
)
def test_the_answer_changes_with_what_was_asked(
    tmp_path: Path, question: Question, change: dict[str, str]
) -> None:
    write(tmp_path, FILES)
    before = project_in(tmp_path).answer(question)
    assert project_in(tmp_path).answer(question) == before
    write(tmp_path, {"README.txt": "not asked for"})
    assert project_in(tmp_path).answer(question) == before
    write(tmp_path, change)
    assert project_in(tmp_path).answer(question) != before
