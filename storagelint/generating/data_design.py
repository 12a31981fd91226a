"""A feature and the documents beside it -> the text of its data design."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from storagelint.generating.proposals.asked_queries import asked_by_endpoints
from storagelint.generating.proposals.contract_entities import FieldKey, contract_entities
from storagelint.generating.proposals.proposed_stores import REPORT, proposed_stores
from storagelint.generating.sections import whole
from storagelint.judging.stores.products import products_in
from storagelint.judging.surroundings.contracts import dtos
from storagelint.judging.surroundings.neighbours import beside, endpoints, text_of
from storagelint.kinds import Kind
from storagelint.markdown import parse
from storagelint.model import Document, Project, Store
from storagelint.model.names import words
from storagelint.patterns import pattern
from storagelint.reading.stores import inferred_store
from storagelint.source import from_text

NAME = "03-data-design.md"
PRD = "prd.md"
_FORM = pattern(r"<[^<>]{1,40}>")
_PREFIX = pattern(
    r"(?i)(?:(?:feature )?(?:prd|product requirements(?: document)?)|feature)\s{0,3}[:：–-]\s{0,3}"
)
_SUFFIX = pattern(r"(?i)\s{0,3}[:：(–-]\s{0,3}(?:prd|product requirements(?: document)?)\)?\Z")
_KEY = pattern(r"E\d{1,4}(?:-F\d{1,4})?\s{0,3}[:：–-]\s{0,3}")
_CHOSEN = pattern(
    r"(?i)\b(?:use[sd]?|using|runs? on|keeps?|chosen|chose|database|primary|store[sd]?|storage)\b"
)
_REFUSED = pattern(r"(?i)\b(?:not|instead|reject\w*|alternatives?|compared|considered|without)\b")


@dataclass(frozen=True, slots=True)
class Feature:
    """What a data design says below its title."""

    epic: str
    key: str
    date: str
    author: str
    title: str | None = None
    """Where None, the product requirements have it, else the key."""

    @property
    def path(self) -> str:
        """Where its data design belongs, below the project's root."""
        return f"docs/plan/{self.epic}/{self.key}/{NAME}"


def data_design(
    feature: Feature,
    project: Project,
    kind: Kind,
    *,
    without: Collection[FieldKey] = (),
    guarded: Collection[FieldKey] = (),
) -> str:
    """The text of the data design of a feature.

    Stores are those of the research report, entities and the mapping those of the contracts,
    queries those of the endpoints; what nobody has said is a scaffold. `without` names what is
    not proposed, `guarded` the fields that need protection.
    """
    empty = Document(path=feature.path, kind=kind.name, page=parse(from_text("")))
    stores = _stores(empty, project) or inferred_store(kind.technology)
    empty = replace(empty, stores=stores)
    objects = dtos(empty, project)
    entities = contract_entities(objects, empty, kind, without=without, guarded=guarded)
    title = feature.title or _title(empty, project) or title_of(feature)
    return whole(
        kind,
        _FORM.sub(lambda _: title, kind.title_form, count=1) or title,
        path=feature.path,
        project=project,
        stores=stores,
        entities=entities,
        queries=asked_by_endpoints(endpoints(empty, project), entities),
        metadata={
            "Epic": feature.epic,
            "Feature": feature.key,
            "Date": feature.date,
            "Author": feature.author,
        },
    )


def title_of(feature: Feature) -> str:
    """The title that a feature's key tells: E07-F08-group-bookings is Group Bookings."""
    _, _, slug = feature.key.split("-", 2)
    return " ".join(word.capitalize() for word in words(slug))


def _title(document: Document, project: Project) -> str | None:
    """What the product requirements call the feature."""
    text = text_of(beside(document, PRD), project)
    page = parse(from_text(text)) if text else None
    heading = next((each for each in page.sections if each.level == 1), None) if page else None
    if heading is None:
        return None
    title = _SUFFIX.sub("", _PREFIX.sub("", heading.title, count=1), count=1)
    return " ".join(_KEY.sub("", title, count=1).split()) or None


def _stores(document: Document, project: Project) -> list[Store]:
    """The stores that the research report chooses, else those that it names."""
    text = text_of(beside(document, REPORT), project) or ""
    chosen = [
        line for line in text.split("\n") if _CHOSEN.search(line) and not _REFUSED.search(line)
    ]
    named = products_in("\n".join(chosen))
    found = proposed_stores(document, project)
    return [store for store in found if store.technology in named] or found
