"""A foreign key's ON DELETE and ON UPDATE, and where they are written."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.model.facts import ConstraintKind, Field, Reference
from storagelint.patterns import pattern

ACTIONS = ("cascade", "set null", "set default", "restrict", "no action")
_SPACES = pattern(r"[\s_-]+")


def actions(reference: Reference) -> Iterator[tuple[str, str]]:
    """Each of the actions that are stated: `on delete` or `on update`, and the words for it."""
    if reference.on_delete:
        yield "on delete", plain(reference.on_delete)
    if reference.on_update:
        yield "on update", plain(reference.on_update)


def actions_of(field: Field) -> Iterator[tuple[str, str]]:
    """The actions of a field's foreign key, or those stated apart from a target."""
    if field.references is not None:
        yield from actions(field.references)
        return
    for constraint in field.constraints:
        event = " ".join(constraint.text.casefold().split()[:2])
        if constraint.kind is ConstraintKind.OTHER and event in ("on delete", "on update"):
            yield event, plain(constraint.value or constraint.text[len(event) :])


def plain(action: str) -> str:
    """An action in lower case with single spaces: `SET_NULL` is `set null`."""
    return _SPACES.sub(" ", action.strip("` ()").casefold())


def sets_null(reference: Reference) -> str | None:
    """The event on which the key is set to null, or None."""
    return next((event for event, action in actions(reference) if action == "set null"), None)
