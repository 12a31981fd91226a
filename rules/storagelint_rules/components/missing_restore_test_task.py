"""SL824 missing-restore-test-task: a plan in which no task tries a restore."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project
from storagelint.model.standard import standard
from storagelint.patterns import pattern

_RESTORE = pattern(r"\b(?:restor|recover|failover)", re.IGNORECASE)
_TRY = pattern(
    r"\b(?:test|verif|validat|drill|rehears|exercis|try|prove|dry[ -]run|check)", re.IGNORECASE
)


class MissingRestoreTestTask(Rule):
    """What a cache lost is computed anew, so a cache needs no restore."""

    code = "SL824"
    name = "missing-restore-test-task"
    severity = Severity.WARNING

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for component in project.components:
            plan, metadata = component.plan, component.metadata
            sort = metadata.text("storage_type") if metadata else None
            if plan is None or not any(plan.tasks) or component.ended or sort == "cache":
                continue
            if any(_RESTORE.search(task.text) and _TRY.search(task.text) for task in plan.tasks):
                continue
            backup = (
                phase.span
                for phase in plan.phases
                if any(
                    each.name == "Backup & Recovery" for each in standard().phases_of(phase.name)
                )
            )
            message = f"plan of component {component.id} has no task that tests a restore"
            place = next(backup, plan.title_span)
            yield self.at(plan, place, message, entity=component.id)
