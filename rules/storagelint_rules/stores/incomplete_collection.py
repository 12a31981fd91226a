"""SL261 incomplete-collection: a collection that leaves open what its store does not decide."""

from __future__ import annotations

from typing import ClassVar

from storagelint.judging.store_parts import Parts, words
from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteCollection(IncompleteStore):
    code = "SL261"
    name = "incomplete-collection"
    kind = EntityKind.COLLECTION
    store_class = "document"
    called = "collection"
    parts: ClassVar[Parts] = {
        "purpose": words(
            "purpose",
            "stores?",
            "holds?",
            "keeps?",
            "represents?",
            "description",
            "用途",
            "目的",
            "说明",
        ),
        "document structure": words(
            "structure", "fields?", "schema", "attributes?", "属性", "字段", "結構", "结构"
        ),
        "indexes": words("index", "indices", "索引", "インデックス"),
        "validation rules": words(
            "validat", "required", "constraint", "must", r"\$jsonSchema", "校验", "必填"
        ),
    }
