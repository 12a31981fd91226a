"""Names -> their style, their number, and what most names of a document agree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from storagelint.model.document import Document
from storagelint.model.facts import Entity, EntityKind, Field, Form, Index
from storagelint.model.names import fold, fold_field, singular, words
from storagelint.patterns import pattern

_PLAIN = pattern(r"\A_{0,2}[A-Za-z][A-Za-z0-9_]*\Z")
_STYLES = (
    ("snake_case", pattern(r"\A_{0,2}[a-z][a-z0-9]*(?:_[a-z0-9]+)+_?\Z")),
    ("camelCase", pattern(r"\A_{0,2}[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+\Z")),
    ("PascalCase", pattern(r"\A[A-Z]+[a-z0-9]+(?:[A-Z][a-z0-9]*)+\Z")),
    ("UPPER_CASE", pattern(r"\A[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")),
)
_UNSURE = frozenset(
    """data metadata status analysis basis series news media staff history inventory information
    equipment feedback software hardware content access address bus progress process business
    class glass pass access canvas campus bonus virus census corpus lens gas atlas alias crisis
    species means sales analytics statistics stats settings preferences credentials details
    logs log audit cache queue config configuration research knowledge advice money cash stock
    traffic evidence luggage mail mileage music people sheep fish aircraft outbox inbox ledger
    journal trail archive telemetry billing pricing shipping logging accounting storage usage
    membership ownership registry blacklist whitelist allowlist blocklist waitlist wishlist
    watchlist schema version"""
    "".split()
)
"""Words whose singular and plural agree, or that name a mass or a store of things as a whole."""
_NOUNS = frozenset(
    """account activity actor admin agent agreement airport album alert animal answer app
    application appointment area article artist asset assignment attachment attendee auction author
    badge bag banner batch bed bid bike bill block board boat body book booking border box branch
    brand bucket budget building bus button buyer calendar call campaign candidate car card carrier
    cart case category certificate channel chapter chart chat check child choice city claim client
    clinic code collection color comment company component condition contact contract conversation
    copy country coupon course court credit currency customer day deal delivery department deposit
    design device dish district document dog domain donation door draft driver drug edge employee
    endpoint engine entity entry episode epic error evaluation event exam exercise expense
    experiment facility factor family farm feature fee field file film fine flag flight floor folder
    food form forum friend game garden gate goal grade grant group guest guide hall hold holiday
    hospital hotel house idea image incident ingredient instance instructor instrument insurance
    integration interest interview invitation invite invoice issue item job key kitchen lab label
    lane language lead league lease lecture lesson letter level library license line link list
    listing loan location lock lot machine manager manual map market match meal measurement
    medication meeting member menu merchant message metric milestone mission model module month
    mood movie network node note notice notification object offer office operator option order
    organization organisation outcome owner package page parcel park part participant partner
    passenger patient payment payout period permission person pet phase phone photo picture place
    plan plane planet plant player playlist point policy poll port position post prescription price
    printer product profile program project promotion property provider purchase quality query
    question quiz quota race rank rate rating reader reading reason receipt recipe record refund
    region reminder rental report repository request requirement reservation resource response
    restaurant result return review reward ride right ring road robot role room round route row rule
    run sample scenario schedule school score screen season seat section seller sensor server
    service session setting shelf shift ship shipment shop show site size skill slot source space
    sport stage station step stop store story street student style subject submission subscriber
    subscription supplier survey symptom system table tag target task teacher team template tenant
    term test theme thread ticket time tip title token tool topic tour track train transaction
    transfer translation transition trigger trip truck type unit upload user value van variant
    vehicle vendor venue video view visit visitor volunteer vote voucher wallet warehouse warning
    watch week window word worker workflow workspace zone"""
    "".split()
)
_SINGULAR_ENDINGS = ("tion", "ment", "ship", "ance", "ence")
_STORED_KINDS = frozenset([EntityKind.TABLE, EntityKind.COLLECTION])
_NAMED_FORMS = frozenset([Form.TABLE, Form.SQL, Form.BULLETS, Form.DBML])
"""Notations that write names as the database has them; code has the names of its language."""

_MAX_WORDS = 6
_MAX_ALIKE = 100
_LONG = 6
_VERY_LONG = 8
"""Shorter words that are a letter apart are often two words: stats and status."""
MIN_NAMES = 5
"""The fewest names of which a majority tells a convention."""
MIN_SHARE = 0.8
"""The least share of them that must agree."""


class Majority(NamedTuple):
    """What most names agree on."""

    value: str
    votes: int
    total: int

    @property
    def evidence(self) -> str:
        """A clause that counts the votes."""
        return f"{self.votes} of {self.total} names are so"


def majority(values: Iterable[str | None]) -> Majority | None:
    """The value that at least four of five names share, of five names or more; None without one."""
    counts = Counter(value for value in values if value is not None)
    total = sum(counts.values())
    if total < MIN_NAMES:
        return None
    value, votes = counts.most_common(1)[0]
    return Majority(value, votes, total) if votes >= MIN_SHARE * total else None


@lru_cache(maxsize=8192)
def style(name: str) -> str | None:
    """snake_case, camelCase, PascalCase or UPPER_CASE; None where the name fits several or none.

    One lower-case word is both snake_case and camelCase; one word with a capital may be a title.
    """
    return next((called for called, form in _STYLES if form.match(name)), None)


def fits(name: str, wanted: str) -> bool:
    """Whether a name is in a style, or so short or odd that its style cannot be told."""
    found = style(name)
    return found is None or found == wanted


@lru_cache(maxsize=8192)
def is_plain(name: str) -> bool:
    """Whether a name is one ASCII identifier, not a display name, a path or a pattern."""
    return _PLAIN.match(name) is not None


def number(name: str) -> str | None:
    """singular or plural, by the last word, where that is surely an English noun; else None."""
    parts = words(name)
    last = parts[-1] if parts else ""
    if last in _UNSURE or singular(last) in _UNSURE or not last.isascii():
        return None
    if last in _NOUNS or (last.endswith(_SINGULAR_ENDINGS) and len(last) > 6):
        return "singular"
    stem = singular(last)
    if stem != last and (stem in _NOUNS or stem.endswith(_SINGULAR_ENDINGS)):
        return "plural"
    return None


def named_entities(document: Document) -> Iterator[Entity]:
    """The tables and collections whose names are written as the database has them."""
    for entity in document.entities:
        if entity.kind in _STORED_KINDS and entity.fields and entity.form in _NAMED_FORMS:
            yield entity


def named_fields(entity: Entity) -> Iterator[Field]:
    """The fields of an entity whose names are plain identifiers."""
    for field in entity.fields:
        if is_plain(field.name):
            yield field


def index_pattern(index: Index, document: Document) -> str | None:
    """How an index is named: `idx_<entity>_<fields>`, `idx_<fields>`, `<entity>_<fields>_idx`.

    `<entities>` says that the plural of the name stands there. None for keys and unnamed indexes,
    for unique ones, whose prefix is another, and where the entity cannot be told.
    """
    entity = document.entity(index.entity)
    if index.name is None or entity is None or index.unique or index.primary:
        return None
    name = index.name.rpartition(".")[2].casefold()
    prefix, _, rest = name.partition("_")
    if prefix in ("idx", "ix", "index", "i"):
        return f"{prefix}_{_named_in(rest, entity)}"
    for ending in ("idx", "ix", "index"):
        if name.endswith(f"_{ending}"):
            return f"{_named_in(name[: -len(ending) - 1], entity)}_{ending}"
    return None


def _named_in(text: str, entity: Entity) -> str:
    return "<entity>_<fields>" if _begins_with_name(text, entity) else "<fields>"


def _begins_with_name(text: str, entity: Entity) -> bool:
    """Whether a text begins with one of the entity's names, or with the last words of one."""
    keys = entity.keys
    parts = text.split("_")
    heads = (fold("_".join(parts[:count])) for count in range(1, min(len(parts), _MAX_WORDS) + 1))
    return any(
        key == head or (len(head) > 5 and key.endswith(head)) for head in heads for key in keys
    )


def doubtful_twins(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The positions of each two names that are easily taken for each other, in their order.

    Such names begin and end alike, so that few pairs have to be compared.
    """
    alike: dict[tuple[str, str], list[int]] = {}
    for place, name in enumerate(names):
        if bare := fold_field(name):
            alike.setdefault((bare[0], bare[-1]), []).append(place)
    pairs = (pair for places in alike.values() for pair in combinations(places[:_MAX_ALIKE], 2))
    yield from sorted(pair for pair in pairs if doubtful_twin(names[pair[0]], names[pair[1]]))


def doubtful_twin(one: str, other: str) -> bool:
    """Whether two names differ so little that one is likely misread or misspelt for the other.

    By case or separators alone, or in one longer word by two letters that changed places, by a
    letter that is doubled, or in a long word by one that is missing inside; words that are apart
    by another letter (`payer`, `payee`) are two.
    """
    if one == other or abs(len(one) - len(other)) > _MAX_WORDS:
        return False
    if fold_field(one) == fold_field(other):
        return True
    left, right = words(one), words(other)
    if len(left) != len(right):
        return False
    apart = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    return len(apart) == 1 and _misspelt(*apart[0])


def _misspelt(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) < _LONG or short[0] != long[0] or short[-1] != long[-1]:
        return False
    if len(short) == len(long):
        at = next(
            place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]
        )
        return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    if len(long) - len(short) != 1 or not short.isalpha() or not long.isalpha():
        return False
    places = [at for at in range(1, len(long) - 1) if long[:at] + long[at + 1 :] == short]
    return len(places) > 1 or (bool(places) and len(long) >= _VERY_LONG)


def in_documents(entity: Entity, document: Document) -> bool:
    """Whether an entity lives in a document store, by its kind or the document's only stores."""
    classes = document.store_classes
    alone = "document" in classes and "relational" not in classes
    return entity.kind is EntityKind.COLLECTION or (alone and entity.kind is EntityKind.TABLE)


def in_tables(entity: Entity, document: Document) -> bool:
    """Whether an entity is a table of a relational store."""
    return entity.kind is EntityKind.TABLE and document.relational
