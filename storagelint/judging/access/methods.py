"""An index's method -> the types it is for, whether it keeps order, and who has it."""

from __future__ import annotations

from storagelint.model.facts import TypeFamily as T

ORDERED = frozenset(
    [
        None,
        "btree",
        "b-tree",
        "b+tree",
        "bplus",
        "unique",
        "primary",
        "primary key",
        "clustered",
        "nonclustered",
        "sorted",
        "ttl",
        "index",
        "standard",
        "regular",
        "normal",
        "single",
        "simple",
        "secondary",
        "composite",
        "compound",
        "covering",
        "partial",
        "sparse",
        "expression",
        "functional",
        "foreign key",
        "fk",
    ]
)
"""Methods that keep their entries in order; None is a method that is not stated."""

_PARTS = frozenset({T.JSON, T.ARRAY, T.SEARCH, T.OBJECT, T.OTHER})
_TEXTS = frozenset({T.TEXT, T.SEARCH, T.JSON, T.ARRAY, T.OBJECT, T.OTHER})
_SHAPES = frozenset({T.GEOMETRY, T.JSON, T.OBJECT, T.ARRAY, T.OTHER})
_GIST = frozenset({T.GEOMETRY, T.SEARCH, T.TEXT, T.NETWORK, T.ARRAY, T.OTHER})
_VECTORS = frozenset({T.VECTOR, T.ARRAY, T.OTHER})
_TIMES = frozenset({T.TIMESTAMP, T.DATE, T.INTEGER, T.DECIMAL, T.FLOAT, T.NETWORK, T.UUID, T.OTHER})

_PURPOSES = {
    "gin": _PARTS | {T.TEXT},
    "rum": _PARTS | {T.TEXT},
    "gist": _GIST,
    "spgist": _GIST,
    "sp-gist": _GIST,
    "brin": _TIMES,
    "trigram": _TEXTS,
    "gin_trgm_ops": _TEXTS,
    "fulltext": _TEXTS,
    "full-text": _TEXTS,
    "text": _TEXTS,
    "inverted": _TEXTS,
    "spatial": _SHAPES,
    "2dsphere": _SHAPES,
    "2d": _SHAPES,
    "geo": _SHAPES,
    "hnsw": _VECTORS,
    "ivfflat": _VECTORS,
}
_UNORDERED_FAMILIES = frozenset({T.JSON, T.ARRAY, T.SEARCH, T.VECTOR, T.GEOMETRY})
"""Types whose values an ordered index compares only whole, which no search asks for."""

TEXT_SEARCH = frozenset(
    ["gin", "rum", "gist", "trigram", "gin_trgm_ops", "fulltext", "full-text", "text", "inverted"]
)
"""Methods that find words or parts of words."""

_PRODUCTS = {
    "PostgreSQL": frozenset(
        "btree hash gin gist spgist sp-gist brin bloom hnsw ivfflat rum".split()
    ),
    "MySQL": frozenset("btree hash fulltext full-text spatial".split()),
    "MariaDB": frozenset("btree hash fulltext full-text spatial rtree".split()),
    "SQLite": frozenset("btree fulltext full-text rtree fts5 fts4".split()),
    "MongoDB": frozenset(
        "btree hashed text 2dsphere 2d wildcard geo geospatial ttl sparse".split()
    ),
}
_GENERAL = frozenset(
    """
    btree b-tree b+tree bplus hash hashed gin gist spgist sp-gist brin bloom hnsw ivfflat rum
    fulltext full-text text spatial rtree r-tree 2d 2dsphere geo geospatial bitmap inverted trigram
    gin_trgm_ops columnstore wildcard multikey ttl sparse fts fts4 fts5 gsi lsi minmax set
    bloom_filter tokenbf_v1 ngrambf_v1 skip lsm skiplist flat ivf ivf_flat diskann vector annoy
    """.split()
)
_MODIFIERS = frozenset(
    """
    primary unique index key standard regular normal single simple secondary composite compound
    covering partial filtered sparse expression functional clustered nonclustered non-clustered
    foreign fk pk uk multicolumn multi-column sorted local global non-unique nonunique default
    computed performance lookup join sort filter range search constraint descending ascending
    implicit explicit auto automatic optional recommended required basic plain
    """.split()
)


def purposes(method: str | None) -> frozenset[T] | None:
    """The families of types that a method is for; None: any."""
    return _PURPOSES.get(method or "")


def orders(family: T | None) -> bool:
    """Whether an ordered index is of use for values of a family."""
    return family not in _UNORDERED_FAMILIES


def known_method(method: str) -> bool:
    """Whether a word is an index type of some product, or says of what sort an index is."""
    return method in _GENERAL or method in _MODIFIERS or not method.isascii()


def known_methods() -> frozenset[str]:
    """The index types of all products."""
    return _GENERAL


def lacks(product: str, method: str) -> bool:
    """Whether a product is known and certainly has no index type of that name."""
    methods = _PRODUCTS.get(product)
    return methods is not None and method in _GENERAL and method not in methods
