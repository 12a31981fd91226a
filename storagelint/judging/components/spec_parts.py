"""Part of a specification -> what is wrong with what it says."""

from __future__ import annotations

import re

from storagelint.judging.components.component_values import fold_type
from storagelint.model.components import Component, Part
from storagelint.model.standard import standard
from storagelint.patterns import pattern

_FUNCTIONAL = pattern(r"(?<!non[- –])(?<!non)\bfunctional", re.IGNORECASE)
_NON_FUNCTIONAL = pattern(r"\bnon[- –]?functional", re.IGNORECASE)


def wrong_part(part: Part, component: Component) -> str | None:
    """What is wrong with a part, as the end of a clause; None for a good one."""
    if not part.text:
        return "is empty"
    match part.name:
        case "Title":
            if part.text.strip("` ") == component.id:
                return "is the id of the component"
        case "Type":
            if part.text.casefold() != standard().type.casefold():
                return f"is {_short(part.text)}, not {standard().type}"
        case "Storage Type":
            return _storage_type(part.text, component)
        case "Storage Backend":
            return _backend(part.text, component)
        case "Requirements":
            return _requirements(component.spec.text if component.spec else part.text)
        case "Acceptance Criteria":
            if not part.items:
                return "has no list of criteria"
    return None


def _storage_type(text: str, component: Component) -> str | None:
    folded = fold_type(text)
    named = [each for each in standard().storage_types if each in folded]
    stated = component.metadata.text("storage_type") if component.metadata else None
    if not named:
        return f"names no storage type: {_short(text)}"
    if stated in standard().storage_types and stated not in named and "hybrid" not in named:
        return f"is {_short(text)}, and {stated} in metadata.json"
    return None


def _backend(text: str, component: Component) -> str | None:
    """Backends are compared where both are products that are known."""
    own, stated = set(component.spec_products), set(component.products)
    if own and stated and own.isdisjoint(stated):
        return f"is {_short(text)}, and {', '.join(component.products)} in metadata.json"
    return None


def _requirements(text: str) -> str | None:
    """Both sorts may stand anywhere in the specification."""
    if not _FUNCTIONAL.search(text):
        return "names no functional requirements"
    return None if _NON_FUNCTIONAL.search(text) else "names no non-functional requirements"


def _short(text: str) -> str:
    first = text.split("\n", 1)[0]
    return first if len(first) <= 60 else f"{first[:59]}…"
