"""SL267 incomplete-object-store: a bucket without its key naming, lifecycle or access."""

from __future__ import annotations

from typing import ClassVar

from storagelint.judging.store_parts import Parts, words
from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteObjectStore(IncompleteStore):
    code = "SL267"
    name = "incomplete-object-store"
    kind = EntityKind.BUCKET
    store_class = "object"
    called = "bucket"
    parts: ClassVar[Parts] = {
        "key naming": words(
            "key", "path", "prefix", "nam(?:e|ing)", "layout", r"\{[\w-]+\}", "路径", "命名"
        ),
        "lifecycle": words(
            "lifecycle",
            "retention",
            "retain",
            "expir",
            "delete",
            "archiv",
            "glacier",
            "tier",
            "ttl",
            "version",
            "生命周期",
        ),
        "access": words(
            "access",
            "private",
            "public",
            "presigned",
            "pre-signed",
            "signed",
            "polic",
            "iam",
            "acl",
            "permission",
            "权限",
        ),
    }
