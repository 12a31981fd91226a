"""Progress of a plan -> the status of its component."""

from __future__ import annotations

from storagelint.model.components import Progress


def status_of(progress: Progress, status: str | None) -> str | None:
    """The status that a component has with some progress, after another one.

    What was cancelled or reverted stays so, and what is blocked until all is done.
    """
    if status in ("Cancelled", "Reverted") or not progress.total:
        return status
    if progress.done == progress.total:
        return "Completed"
    if status == "Blocked":
        return status
    return "In Progress" if progress.begun else "Planning"
