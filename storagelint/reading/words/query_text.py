"""A query's words -> the entities, filters and sorts it means, where its words name them.

What is concluded is matched against the entities and fields that exist; where nothing matches,
nothing is invented. Each conclusion is kept with the words it rests on.
"""

from __future__ import annotations

import re

from storagelint.model import Document, Entity, Field, QueryPattern
from storagelint.model.names import fold, fold_field, singular, words
from storagelint.patterns import pattern
from storagelint.reading.queries import UNEQUAL

_WORD = pattern(r"[^\W\d][\w.]*")
_BY = pattern(
    r"\b(?:by|per|for(?: an?| the| one| each)?|of(?: an?| the| one| each)?"
    r"|belonging to|within|where|with|matching|given|from)\s+(?P<rest>[^,;.()]{1,80})",
    re.IGNORECASE,
)
_PART_OF = pattern(
    r"\b(?P<part>[^\W\d_]{2,40}) (?:of|in|from) (?:(?:an?|the|one|each|every|this) )?"
    r"(?P<whole>[^\W\d_]{2,40})\b|\b(?P<owner>[^\W\d_]{2,40})['’]s (?P<owned>[^\W\d_]{2,40})\b",
    re.IGNORECASE,
)
_FILTERED = pattern(r"\bfilter(?:s|ed|ing)?\s{1,9}(?:by|on)\s[^,;.()]{1,80}", re.IGNORECASE)
_COMPARED = pattern(
    r"(?<![\w.])(?:[A-Za-z_]\w{0,40}\.)?(?P<field>[A-Za-z_]\w{0,60})`?\s?"
    r"(?:=(?![=>])|begins_with\b|\bin \(|\bbetween\b)",
    re.IGNORECASE,
)
"""What a strategy such as `user_id = ? AND state = 'open'` compares."""
_OWNER = pattern(r"\b(?P<owner>[^\W\d]\w{1,40})['’]s\s")
_SORT = pattern(
    r"\b(?:order(?:ed)? by|sort(?:ed|ing)?(?: by| on)?)\s+(?P<rest>[^,;.()]{1,60})", re.IGNORECASE
)
_NEWEST = pattern(
    r"\b(?:newest|latest|most recent|recent|chronological\w*)\b(?! first name)", re.IGNORECASE
)
_TIMES = (
    "created_at",
    "createdat",
    "created",
    "created_on",
    "timestamp",
    "occurred_at",
    "updated_at",
)
_RANGE_STOP = frozenset(
    """
    sorted ordered sort order paginated page limit using via with and or then newest
    """.split()
)
_SKIP = frozenset(
    """
    a an the all each every one of by per for their its his her user's list fetch get find
    load read show count search filter query lookup look up
    """.split()
)


def conclude(query: QueryPattern, document: Document) -> None:
    """Fill in the entities, filters and sorts that a query's words name."""
    text = query.name
    if not query.entities:
        _entities(query, document)
    entities = [entity for name in query.entities if (entity := document.entity(name))]
    if not entities:
        return
    if not query.filters and not query.filters_stated:
        _filters(query, text, entities)
        if query.strategy:
            stated = "; ".join(_FILTERED.findall(query.strategy))
            _filters(query, stated if query.filters else query.strategy, entities)
            if not query.filters:
                _compared(query, query.strategy, entities)
    if not query.sorts:
        _sorts(query, f"{text}. {query.strategy or ''}", entities)


def _entities(query: QueryPattern, document: Document) -> None:
    """The entity that the name's words name: the longest name that stands in it, the first wins."""
    keys = {entity.key: entity for entity in document.entities}
    for match in _PART_OF.finditer(query.name):
        whole, part = match["whole"] or match["owner"], match["part"] or match["owned"]
        entity = keys.get(fold(f"{singular(whole.lower())}_{singular(part.lower())}"))
        if entity is not None and fold(part) not in keys:
            query.entities = [entity.name]
            query.evidence.append(f"entity {entity.name} from «{match[0]}»")
            return
    tokens = [word for word in words(query.name) if word not in ("s",)]
    for length in (3, 2, 1):
        for start in range(len(tokens) - length + 1):
            piece = tokens[start : start + length]
            if length == 1 and piece[0] in _SKIP:
                continue
            key = fold("_".join([*piece[:-1], singular(piece[-1])]))
            if key in keys:
                query.entities = [keys[key].name]
                query.evidence.append(f"entity {keys[key].name} from «{' '.join(piece)}»")
                return


def _filters(query: QueryPattern, text: str, entities: list[Entity]) -> None:
    owner = entities[0]
    for match in _OWNER.finditer(text):
        found = _field_for([match["owner"]], 0, owner)
        if found is not None and (found.foreign_key or found.key.endswith("id")):
            query.filters.append(found.name)
            query.evidence.append(f"filter {found.name} from «{match[0].strip()}»")
            break
    if UNEQUAL.search(text):
        text, query.filters_stated = UNEQUAL.sub(" ", text), True
    for match in _BY.finditer(text):
        tokens = _WORD.findall(match["rest"])
        for start, token in enumerate(tokens):
            if token.lower() in _RANGE_STOP:
                break
            found = _field_for(tokens, start, owner)
            if found is not None and found.name not in query.filters:
                query.filters.append(found.name)
                query.evidence.append(f"filter {found.name} from «{match[0].strip()}»")


def _compared(query: QueryPattern, text: str, entities: list[Entity]) -> None:
    for match in _COMPARED.finditer(text):
        found = next((each for entity in entities if (each := entity.field(match["field"]))), None)
        if found is not None and found.name not in query.filters:
            query.filters.append(found.name)
            query.evidence.append(f"filter {found.name} from «{match[0].strip()}»")


def _field_for(tokens: list[str], start: int, owner: Entity) -> Field | None:
    """The field that the words at `start` mean: by name, or as the key to the entity they name."""
    for length in (3, 2, 1):
        piece = tokens[start : start + length]
        if len(piece) < length:
            continue
        if length == 1 and piece[0].lower() in _SKIP:
            return None
        name = fold_field("".join(piece))
        field = _by_name(name, owner) or _by_name(fold_field("".join(piece) + "id"), owner)
        if field is not None:
            return field
        if length == 1:
            wanted = fold(piece[0])
            for candidate, reference in owner.foreign_keys():
                if fold(reference.entity) == wanted:
                    return candidate
            if wanted == owner.key:
                return None
    return None


def _by_name(key: str, owner: Entity) -> Field | None:
    single = singular(key)
    for field in owner.fields:
        name = field.key
        if name in (key, single):
            return field
    return None


def _sorts(query: QueryPattern, text: str, entities: list[Entity]) -> None:
    for match in _SORT.finditer(text):
        tokens = _WORD.findall(match["rest"])
        for start in range(min(len(tokens), 4)):
            for entity in entities:
                found = _field_for(tokens, start, entity) or _date_field(tokens[start], entity)
                if found is not None:
                    query.sorts.append(found.name)
                    query.evidence.append(f"sort {found.name} from «{match[0].strip()}»")
                    return
    newest = _NEWEST.search(text)
    if newest:
        for name in _TIMES:
            field = entities[0].field(name)
            if field is not None:
                query.sorts.append(field.name)
                query.evidence.append(f"sort {field.name} from «{newest[0]}»")
                return


def _date_field(token: str, entity: Entity) -> Field | None:
    if token.lower() not in ("date", "time", "creation", "recency", "age"):
        return None
    return next((field for name in _TIMES if (field := entity.field(name))), None)
